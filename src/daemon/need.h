/* What a ticket wants of us, by what it says and what is on record of it. */
#ifndef REFUNDD_DAEMON_NEED_H
#define REFUNDD_DAEMON_NEED_H

#include "daemon/work.h"

enum need {
	NEED_NOTHING,
	NEED_ADOPTION,	     /* an answer of ours stands in it that the ledger does not know */
	NEED_OTHER_SUBJECT,  /* it is not about refunds of ours */
	NEED_PERSON_HAS_IT,  /* a person had it before us */
	NEED_PERSON_CAME,    /* a person took it from us */
	NEED_WITHDRAWN,	     /* its customer closed it before our answer had left */
	NEED_REOPENED,	     /* it was over, and is open again */
	NEED_VERDICT,	     /* a reviewer has said what they decided */
	NEED_CLAIM,	     /* a reviewer has taken it, or given it back */
	NEED_CUSTOMER_WROTE, /* there is more of the customer's than was judged */
	NEED_JUDGEMENT,
};

/* Fills in the work's case. *is_in_flight: an answer of ours may be on its way into the ticket,
 * which therefore tells nothing for sure; then *need is untouched. */
bool need_find(struct work *work, enum need *need, bool *is_in_flight, struct error *error);

/* Whether to meet it may mean to judge the case, or to grant what was not. */
bool need_may_judge(enum need need);

#endif
