/* What every program does first: find its configuration, read it, and say what is wrong with it. */
#ifndef REFUNDD_CTL_STARTUP_H
#define REFUNDD_CTL_STARTUP_H

#include "base/exits.h"
#include "sys/config.h"

/* `named` (of --config), else $REFUNDD_CONFIG, else CONFIG_DEFAULT_FILE. */
const char *startup_config_file(const char *named);

/* NULL after all problems were said on standard error. */
struct config *startup_config(const void *ctx, const char *file);

/* Prints "ok: 4 policies, 43 rules". */
void startup_print_ok(const struct config *config);

/* As a daemon has to find it, secrets and certificates among it: owned by `ctx`, or NULL with
 * problems. */
struct config *startup_read(const void *ctx, const char *file, struct problems *problems);

/* Says on standard error all that is wrong by startup_read(), else that it is ok, and what may not
 * be as it should. False where something is wrong. */
bool startup_check(const char *file);

#endif
