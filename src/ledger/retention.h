/* Words that go with the years: what refundctl forget removes of an account, of cases that ended
 * long ago. Contact data goes with the last of an account's cases; what is imported later is kept
 * again. */
#ifndef REFUNDD_LEDGER_RETENTION_H
#define REFUNDD_LEDGER_RETENTION_H

#include "ledger/ledger.h"

/* How far the cases were gone through, the oldest change first; zero: not at all. */
struct retention {
	struct instant changed_at;
	int64_t case_id;
};

/* A step: goes through some further cases that changed before `until`, and takes the words of those
 * that ended, with a row of the record each. In a transaction of its own: ERROR_BUSY when one is
 * open. *count gets how many there were, *is_over whether none is left to go through. Until the
 * file is written anew some bytes may be left in it. */
bool ledger_retire(struct ledger *ledger, struct retention *retention, struct instant until,
		   struct instant now, long *count, bool *is_over, struct error *error);

#endif
