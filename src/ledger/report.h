/* The report: what came of the tickets, by the day of asking and by policy.
 *
 * Aggregated by the ledger. A case counts under its newest decision; times run from asking until
 * the answer with the outcome, the machine's or a reviewer's, was in the ticket. */
#ifndef REFUNDD_LEDGER_REPORT_H
#define REFUNDD_LEDGER_REPORT_H

#include "ledger/ledger.h"

#define COURSE_COUNT (COURSE_SHADOW + 1)

struct report_row {
	struct day day;
	const char *policy; /* NULL: none, or nothing was decided */
	long tickets;
	long outcomes[OUTCOME_COUNT];
	long undecided; /* linked, withdrawn, in the hands of a person, not judged yet */
	long courses[COURSE_COUNT];
	long answered;		  /* with an outcome */
	struct span median, late; /* until then: the 50th and the 95th percentile, nearest rank */
	/* Final verdicts, by what the policy says without suspicion. */
	long agreed, differed;
	long open; /* the policy alone would have left it to a person, or asked */
};

/* What was granted: told, or about to be told. */
struct report_money {
	struct day day;
	const char *policy;
	struct money machine, reviewers; /* of one currency */
	long machine_count, reviewer_count;
};

/* What a signal was worth. */
struct report_signal {
	const char *name;
	long fired;	/* decisions to which it gave points, or a hard sign */
	long flagged;	/* of these, those that a person had to look at for suspicion or doubt */
	long confirmed; /* and that reviewers rejected */
	long cleared;	/* or approved */
};

struct report {
	struct report_row *rows; /* by day and policy */
	size_t row_count;
	struct report_row all;	    /* the sums; percentiles of all, not of the days' */
	struct report_money *money; /* by day, policy and currency */
	size_t money_count;
	struct report_signal *signals; /* that fired most often first */
	size_t signal_count;
};

/* Of the tickets asked at `since` or later and before `until`; days begin in `zone`. */
bool ledger_report(struct ledger *ledger, const void *ctx, struct instant since,
		   struct instant until, struct zone zone, struct report *report,
		   struct error *error);

#endif
