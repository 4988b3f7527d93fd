/* One review in hand: what is on record of it, and what a verdict comes to. Writes nothing. */
#ifndef REFUNDD_DAEMON_SITTING_H
#define REFUNDD_DAEMON_SITTING_H

#include "daemon/work.h"
#include "ledger/reviews.h"
#include "policy/grant.h"

struct sitting {
	const struct work *work; /* its case is flagged or held; its ticket may be NULL */
	struct review_row review;
	struct verdict_row *verdicts; /* of the case, older reviews included */
	size_t count;
	bool has_decision;
	struct decision_row decision; /* that led to the review */
};

/* *found false: the case has no open review. */
bool sitting_open(const struct work *work, struct sitting *sitting, bool *found,
		  struct error *error);

/* Whose claim holds now; NULL: nobody's. */
const char *sitting_claimer(const struct sitting *sitting);

/* The verdict that waits for a second person; NULL: none. */
struct verdict_row *sitting_first(const struct sitting *sitting);

/* Whether two names are one person's. */
bool is_same_reviewer(const char *a, const char *b);

/* (sitting_weigh.c) Whether so much takes two people. A currency without an amount counts as above
 * it. */
bool is_above_four_eyes(const struct review_settings *settings, struct money total);

/* What a verdict comes to. */
struct weighed {
	enum verdict_state state; /* VERDICT_FIRST or VERDICT_FINAL */
	struct facts facts;	  /* for the customer's answer */
	struct grant grant;	  /* of a verdict that pays; else its total has no currency */
	const struct review_reason *reason; /* that the code stands for; NULL: none given */
	struct decision prepared;	    /* of VERDICT_RELEASE */
};

/* (sitting_weigh.c) `amount` is the reviewer's, or NULL. ERROR_USE with the reason where the
 * verdict cannot be; other kinds where the ledger fails. Texts belong to the work's ctx. */
bool sitting_weigh(const struct sitting *sitting, const struct verdict_row *verdict,
		   const char *amount, struct weighed *weighed, struct error *error);

#endif
