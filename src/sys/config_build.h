/* From libconfuse's tree to struct config: every section into its struct, and what must hold
 * between the options of one section. */
#ifndef REFUNDD_SYS_CONFIG_BUILD_H
#define REFUNDD_SYS_CONFIG_BUILD_H

#include "sys/config.h"
#include "sys/config_parse.h"

/* Fills `config`, which owns all that it points to, and writes its dump. False where it added a
 * problem. */
bool config_build(struct config *config, const struct config_tokens *tokens, cfg_t *tree,
		  struct buffer *dump, struct problems *problems);

#endif
