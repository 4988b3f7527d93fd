/* What every program does first: find its configuration, read it, and say what is wrong with it. */
#ifndef REFUNDD_CTL_STARTUP_H
#define REFUNDD_CTL_STARTUP_H

#include "sys/config.h"

/* Ends of a program. */
#define EXIT_DONE    0
#define EXIT_TROUBLE 1 /* something could not be done */
#define EXIT_USE     2 /* asked for wrongly, or a configuration that cannot be right */

/* `named` (of --config), else $REFUNDD_CONFIG, else CONFIG_DEFAULT_FILE. */
const char *startup_config_file(const char *named);

/* NULL after all problems were said on standard error. */
struct config *startup_config(const void *ctx, const char *file);

/* Prints "ok: 4 policies, 43 rules". */
void startup_print_ok(const struct config *config);

#endif
