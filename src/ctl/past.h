/* What was decided once, made ready to be judged again: the policies of then, read from the texts
 * on record, and the facts. */
#ifndef REFUNDD_CTL_PAST_H
#define REFUNDD_CTL_PAST_H

#include "ctl/progress.h"
#include "ledger/decision_walk.h"
#include "policy/policy.h"

/* A policy's text of then. */
struct past_policy {
	const char *hash; /* NULL: none was recorded */
	const struct policy_set *set;
	const char *fault; /* why there is no set, in a sentence */
	bool is_old;	   /* of a time in which texts were not made to be read: no set, no fault */
	void *extra;	   /* whoever asked first may keep something here */
};

struct past;

/* The policies are kept for all decisions of one past. Owned by `ctx`. */
struct past *past_new(const void *ctx, struct ledger *ledger);

/* The policy of a hash (NULL: none was recorded), which must be that of the text. Fails only where
 * the ledger does. */
bool past_policy(struct past *past, const char *hash, struct past_policy **policy,
		 struct error *error);

/* The facts as they were told; they live until the next call. */
bool past_facts(struct past *past, const char *facts_json, struct facts *facts,
		struct error *error);

#endif
