/* A version as a decision table over its boundaries.
 *
 * One case is approved (or, where none is, comes to the last rule). Of it each name that the rules
 * compare is moved over its regions, the others staying as they are: so every boundary is seen from
 * both sides, with the rule that decides there. Where two names lie beyond their boundaries, the
 * rule with the smaller place decides. Names whose moving changes nothing are left out. */
#ifndef REFUNDD_POLICY_POLICY_TABLE_H
#define REFUNDD_POLICY_POLICY_TABLE_H

#include "policy/policy.h"

struct policy_table_row {
	const char *name;	 /* "elapsed" */
	const char *value;	 /* "up to 5d", "paid, shipping or shipped" */
	const char *besides;	 /* what else must be so, "order.payer_uin is not ..."; or NULL */
	const struct rule *rule; /* that decides; NULL: none does, which is a doubt */
	size_t place;		 /* of the rule, from 1, the intake's rules before the version's */
};

struct policy_table {
	struct policy_table_row *rows;
	size_t count;
};

/* Owned by `ctx`, but for the rules. */
struct policy_table *policy_table_new(const void *ctx, const struct policy_set *set,
				      const struct version *version);

#endif
