/* A decision as it is kept: with the facts, where each came from, and the policy's words. */
#ifndef REFUNDD_DAEMON_RECORD_H
#define REFUNDD_DAEMON_RECORD_H

#include "daemon/work.h"

bool record_decision(const struct work *work, const struct facts *facts, const char *sources,
		     const struct decision *decision, struct error *error);

#endif
