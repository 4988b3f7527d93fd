/* The space of cases that a chain of rules can tell apart.
 *
 * Every name that the rules compare is cut at the values that it is compared with; what lies
 * between two cuts is one region, and no rule can tell two values of one region apart. So
 * questions about all cases become questions about finitely many: can this rule ever be reached,
 * can a case pass all rules? Names are taken as independent of each other, so a region may stand
 * for cases that cannot be: "unreachable" is certain, "reachable" is not. */
#ifndef REFUNDD_POLICY_SPACE_H
#define REFUNDD_POLICY_SPACE_H

#include "policy/policy.h"

struct space;

/* Cuts the names by all the rules; `version` gives the window, NULL for intake rules. Owned by
 * `ctx`. The rules must outlive it. */
struct space *space_new(const void *ctx, const struct version *version,
			const struct rule *const *rules, size_t count);

/* Whether there may be a case that rules 0 to count - 1 let pass (say no to) and, unless NULL,
 * `target` says yes to. When true, *example tells such a case ("elapsed is more than 5d", ...). */
bool space_has_case(struct space *space, const struct rule *const *rules, size_t count,
		    const struct rule *target, struct buffer *example);

/* The intake rules and the version's (NULL: none), in the order in which they are asked; owned by
 * `ctx`. */
const struct rule **space_chain(const void *ctx, const struct policy_set *set,
				const struct version *version, size_t *count);

#endif
