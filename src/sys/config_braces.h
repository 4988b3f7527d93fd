/* Braces that a file leaves open, or closes without having opened them. */
#ifndef REFUNDD_SYS_CONFIG_BRACES_H
#define REFUNDD_SYS_CONFIG_BRACES_H

#include "sys/config_scan.h"

/* Sees to it that a file's tokens close all that they open and nothing else, and complains of what
 * had to be done for that. Where, the indentation tells, if it can. */
void config_braces_mend(const void *ctx, struct config_tokens *tokens, struct problems *problems);

#endif
