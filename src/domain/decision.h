/* A decision: what is said to the customer, how much, by which rule, and why. */
#ifndef REFUNDD_DOMAIN_DECISION_H
#define REFUNDD_DOMAIN_DECISION_H

#include "base/words.h"
#include "domain/facts.h"

enum outcome { OUTCOME_APPROVE, OUTCOME_REJECT, OUTCOME_FLAG, OUTCOME_ASK, OUTCOME_COUNT };
enum flag_why { WHY_NONE, WHY_ABUSE, WHY_DOUBT };

/* The purses that count, in the order in which ties of a cent are settled. */
enum purse { PURSE_CASH, PURSE_TRANSFER, PURSE_GIFT, PURSE_COUNT };

struct refund {
	struct money total;
	struct money purse[PURSE_COUNT]; /* sums to total */
	const char *payer_uin;
};

struct trace_line {
	const char *rule;
	enum answer answer;
	const char *because; /* "elapsed 4d23h59m59s, window 5d" */
};

struct decision {
	enum outcome outcome;
	enum flag_why why;	/* WHY_NONE unless flagged */
	const char *policy;	/* NULL: none fits */
	const char *version;	/* NULL with policy, or when the version could not be told */
	const char *rule;	/* NULL: no rule decided, facts were missing */
	struct refund refund;	/* only on OUTCOME_APPROVE */
	const char *arithmetic; /* NULL unless approved */
	struct value score;	/* number; unknown without signals */
	fact_set missing;	/* what had to be known, or what the customer must tell */
	struct trace_line *trace;
	size_t trace_count;
};

extern const struct words outcome_words;  /* approve reject flag ask, by enum outcome */
extern const struct words flag_why_words; /* none abuse doubt, by enum flag_why */
extern const struct words purse_words;	  /* cash transfer gift, by enum purse */

#endif
