/* Facts and policies in, a decision out. The whole point of the program, and pure. */
#ifndef REFUNDD_POLICY_JUDGE_H
#define REFUNDD_POLICY_JUDGE_H

#include "policy/policy.h"

/* Looks at the intake rules, then at the rules of the version in force, in order; the first that
 * says yes decides. An unknown fact matters only if it could change the outcome: where a rule
 * before it is unknown and would decide otherwise, the outcome is ask (if the customer can tell
 * what is missing) or flag for doubt, never approve.
 *
 * `now` is the moment of judging or NULL; only from_future depends on it. The decision's texts
 * belong to `ctx`, the set or the facts. Same arguments, same decision. */
void judge(const void *ctx, const struct policy_set *set, const struct facts *facts,
	   const struct instant *now, struct decision *decision);

/* The same without the rules that flag for abuse: what the policy alone says, for a reviewer. */
void judge_unsuspecting(const void *ctx, const struct policy_set *set, const struct facts *facts,
			const struct instant *now, struct decision *decision);

/* The policy of a family, or NULL. */
const struct policy *policy_of_family(const struct policy_set *set, const char *family);

/* The policy that these facts are judged by, or NULL; *version its version in force, or NULL where
 * there is none or it could not be told. */
const struct policy *policy_choose(const struct policy_set *set, const struct facts *facts,
				   const struct version **version);

#endif
