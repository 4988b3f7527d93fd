/* What a reviewer may give back: the bounds that no verdict can move.
 *
 * A person may decide otherwise than the policy, but not pay an order back twice, nor more of it
 * than was paid. */
#ifndef REFUNDD_POLICY_GRANT_H
#define REFUNDD_POLICY_GRANT_H

#include "policy/policy.h"

struct grant {
	struct refund refund;
	const char *arithmetic; /* of the policy's own amount; NULL: a reviewer chose another */
};

/* `amount` is the reviewer's ("418.51", "418.51 USD"), or NULL for what the policy's arithmetic
 * alone says. ERROR_USE with the reason, for the reviewer, where the order is not known, was
 * refunded or is being refunded by another ticket, or the amount is none or too much. Texts belong
 * to `ctx` or the facts. */
bool grant_make(const void *ctx, const struct policy_set *set, const struct facts *facts,
		const char *amount, struct grant *grant, struct error *error);

#endif
