/* The grammar of the configuration, by libconfuse: which options and sections stand where. */
#ifndef REFUNDD_SYS_CONFIG_PARSE_H
#define REFUNDD_SYS_CONFIG_PARSE_H

#include "sys/config_options.h"
#include "sys/config_scan.h"

#include <confuse.h>

/* Builds libconfuse's tree of the tokens. The values in the tree are pointers to their tokens.
 * Statements that are wrong are told and taken out of `tokens`; NULL where there are too many of
 * them. Owned by `ctx`; one tree at a time, since libconfuse's scanner is one for the whole
 * process. */
cfg_t *config_parse(const void *ctx, struct config_tokens *tokens, struct problems *problems);

/* The number of the token that names a section of the tree, by its "version"; its title, if it has
 * one, is the next. */
size_t config_section_token(const struct config_tokens *tokens, cfg_t *section);

/* An option or section by its name. libconfuse finds whatever was declared to it, unless it runs
 * out of memory: then what stands in the file would seem not to be set. */
cfg_opt_t *config_find(cfg_t *section, const char *name);

#endif
