/* The internal note on a decision: read in ten seconds, by whoever decides on the ticket.
 *
 * Its first line says what came of the ticket and why; then what the policy alone would have said,
 * what fired and by which rows, what the account did before, and what the reviewer can do now. The
 * customer's own words stand in the ticket and are not repeated. */
#ifndef REFUNDD_DAEMON_NOTE_H
#define REFUNDD_DAEMON_NOTE_H

#include "daemon/work.h"
#include "ledger/signals.h"
#include "ledger/timeline.h"

/* What a note tells of. */
struct note {
	const struct config *config;
	const char *system, *ticket;
	struct zone zone; /* that times are told in */
	const struct facts *facts;
	const struct decision *decision;
	const struct decision *alone; /* what the policy says without suspicion */
	struct braking braking;	      /* what came of the decision */
	const char *remark;	      /* what else there is to know in a sentence; NULL: nothing */
	const struct signal_findings *findings; /* NULL: the signals were not asked */
	const struct timeline *timeline;
};

/* The text; owned by `ctx`. */
char *note_text(const void *ctx, const struct note *note);

/* The same of the case in `work`: its timeline is read, and the policy is asked what it says alone.
 * `speaker` is another ticket about the same order, or NULL. *text belongs to the work's ctx. */
bool note_make(const struct work *work, const struct facts *facts, const struct decision *decision,
	       struct braking braking, const char *speaker, const struct signal_findings *findings,
	       const char **text, struct error *error);

#endif
