/* The text of the configuration: the main file and all it includes, as one run of tokens. */
#ifndef REFUNDD_SYS_CONFIG_SOURCE_H
#define REFUNDD_SYS_CONFIG_SOURCE_H

#include "sys/config_scan.h"

/* Reads `name` and puts in place of every include("FILE") that file's tokens; FILE is looked for in
 * the folder of the file that names it. A file closes all that it opens. Ends with CONFIG_END. What
 * is wrong is told and passed over; false where the main file cannot be read.
 *
 * With `text` not NULL that is read in the place of the file, and includes are refused. `ctx` owns
 * the tokens; `names` the names of the files, which the places of a config point to. */
bool config_source_read(const void *ctx, const void *names, const char *name, const char *text,
			struct config_tokens *tokens, struct problems *problems);

/* `path` as seen from `file`: unchanged when absolute, else within the file's folder. */
char *config_source_resolve(const void *ctx, const struct config_file *file, const char *path);

#endif
