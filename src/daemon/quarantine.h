/* Until when effects that left are not looked for, by the clock that nobody can set. What was let
 * go by an earlier run stands in the ledger alone, by the wall's. */
#ifndef REFUNDD_DAEMON_QUARANTINE_H
#define REFUNDD_DAEMON_QUARANTINE_H

#include "domain/instant.h"

#include <stdbool.h>

struct quarantine;

struct quarantine *quarantine_new(const void *ctx);
void quarantine_add(struct quarantine *quarantine, const char *key, struct instant until);
bool quarantine_has(const struct quarantine *quarantine, const char *key);
/* Over, or never begun here. One that is over is forgotten. */
bool quarantine_is_over(struct quarantine *quarantine, const char *key, struct instant now);

#endif
