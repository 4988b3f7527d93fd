/* Brakes: what comes of a decision when refundd may not act on every one by itself.
 *
 * A brake never changes what was decided, only who acts on it; and never towards the customer's
 * getting more. Pure: what was granted so far comes as an argument. */
#ifndef REFUNDD_POLICY_BRAKE_H
#define REFUNDD_POLICY_BRAKE_H

#include "policy/policy.h"

/* What comes of a decision. */
enum course {
	COURSE_ANSWER, /* it is told as decided */
	COURSE_PERSON, /* a reviewer decides, and the customer is told that a colleague is looking
			*/
	COURSE_HOLD,   /* the answer is prepared, nobody is told; a person releases it */
	COURSE_SHADOW, /* noted internally only */
	COURSE_WAIT,   /* nothing yet: it is decided anew when its cause is over. Never on record */
};
extern const struct words course_words; /* answer person hold shadow wait */

/* Why it is not told as decided. */
enum brake {
	BRAKE_NONE,
	BRAKE_SHADOW,	 /* the mode is shadow */
	BRAKE_ASSIST,	 /* the mode is assist */
	BRAKE_QUESTIONS, /* the customer was asked often enough */
	BRAKE_BUDGET,	 /* the day's money of this currency would be exceeded */
	BRAKE_RATE,	 /* the hour's approvals are used up */
	BRAKE_CLOCK,	 /* nobody knows what time it is */
};
extern const struct words brake_words; /* none shadow assist questions budget rate clock */

struct brakes {
	enum mode mode;
	int share;	     /* percent of the accounts to which the mode applies, 0 to 100 */
	enum mode rest_mode; /* of the others */
	const struct money *budget; /* approved by the machine a day, one a currency; none at all:
				     * no limit, else a currency without one counts as above it */
	size_t budget_count;
	int approvals_per_hour; /* by the machine; 0: no limit */
	int questions;		/* asked of a customer at most */
};

/* What the machine approved by itself so far, and by which clock. */
struct granted {
	struct money today;  /* of the decision's currency, since the day began */
	long last_hour;	     /* approvals */
	int questions_asked; /* of this customer about this case */
	bool is_clock_doubted;
};

struct braking {
	enum course course;
	enum brake brake;
};

/* `policy` is the one that decided, or NULL; `account` the requester or NULL, which counts as
 * outside of every share but 100. A brake that holds more goes before one that holds less:
 * clock, shadow, assist, questions, budget, rate.
 *
 * By a doubted clock nothing is decided, whatever the outcome: budgets and rates are of a day and
 * an hour, and any outcome may rest on a purchase or a request that seems to come from the future.
 * A wrong rejection, question or flag is no better than a wrong approval, and all can wait for the
 * time. */
struct braking brake_apply(const struct brakes *brakes, const struct policy *policy,
			   const char *account, const struct decision *decision,
			   const struct granted *granted);

/* Whether the account is among `share` percent of all: always the same ones, and with a larger
 * share those of a smaller one still. */
bool brake_is_in_share(const char *account, int share);

#endif
