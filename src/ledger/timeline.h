/* What an account bought, asked for and got back before it asked this time.
 *
 * As of the moment of asking, without the case that asks: a late look tells the same. */
#ifndef REFUNDD_LEDGER_TIMELINE_H
#define REFUNDD_LEDGER_TIMELINE_H

#include "ledger/ledger.h"
#include "ledger/reviews.h"

#define TIMELINE_MAX 10 /* entries */

enum timeline_kind { TIMELINE_BOUGHT, TIMELINE_ASKED, TIMELINE_REFUNDED, TIMELINE_KIND_COUNT };

struct timeline_entry {
	enum timeline_kind kind;
	struct instant at;
	const char *order_id; /* NULL: none known */
	struct money amount;  /* paid from the purses that count, granted or refunded; currency
				 NULL: none, or not known */
	/* Of TIMELINE_ASKED, how it went. */
	const char *system, *ticket;
	const char *linked_to; /* or NULL */
	enum case_state state;
	bool is_told; /* by the machine, and `outcome` is what */
	enum outcome outcome;
	const char *reviewer; /* who decided, and `verdict` is how; NULL: nobody */
	enum verdict verdict;
};

struct timeline {
	struct timeline_entry entries[TIMELINE_MAX]; /* the newest, the oldest of them first */
	size_t count;
	long total[TIMELINE_KIND_COUNT]; /* those that are no longer shown included */
};

struct timeline_question {
	const char *account; /* owner or payer of orders, requester of tickets */
	const char *system, *ticket;
	struct instant asked_at;
};

bool ledger_timeline(struct ledger *ledger, const void *ctx,
		     const struct timeline_question *question, struct timeline *timeline,
		     struct error *error);

#endif
