/* Whether a decision is told as it is, or a brake hands it to people: asks the ledger for what was
 * granted so far, and policy/brake.h for the answer. */
#ifndef REFUNDD_DAEMON_BRAKING_H
#define REFUNDD_DAEMON_BRAKING_H

#include "daemon/work.h"

/* Decisions of this turn count already, though they are not committed yet. */
bool braking_find(const struct work *work, const struct facts *facts,
		  const struct decision *decision, struct braking *braking, struct error *error);

/* What the brake is about, in a sentence for the log; NULL where the mode is the
 * reason, or there is none. */
const char *braking_remark(const struct work *work, const struct decision *decision,
			   enum brake brake);

/* The event that this decision means for its case. */
enum case_event braking_event(enum course course, enum outcome outcome);

#endif
