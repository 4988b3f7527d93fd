/* What comes of a verdict: final, waiting for a second person, or refused. */
#ifndef REFUNDD_DAEMON_VERDICT_H
#define REFUNDD_DAEMON_VERDICT_H

#include "daemon/sitting.h"

/* Of a ticket that was just read. `amount` is the reviewer's, or NULL; `what` names the verdict for
 * the key of its note. A final one moves the work's case and ends its review. */
bool verdict_carry_out(const struct sitting *sitting, struct work *work, struct verdict_row *row,
		       const char *amount, const char *what, struct error *error);

#endif
