/* What is not wrong in a policy, but hardly meant.
 *
 * Certain where it says something, as far as names are independent of each other; a search that
 * takes too long says nothing. Facts are taken as known. */
#ifndef REFUNDD_POLICY_LINT_H
#define REFUNDD_POLICY_LINT_H

#include "policy/policy.h"

enum lint_kind {
	LINT_SHADOWED,	/* the rule, or a part of it, never applies: a rule before it does */
	LINT_UNREACHED, /* no case that comes to the rule is near one of its constants */
	LINT_IDLE,	/* without the rule every case has the same outcome */
	LINT_APPROVES,	/* the rule approves what a rule after it would not */
	LINT_WINS, /* both say yes, with different outcomes: the first wins. No finding by itself */
	LINT_KIND_COUNT
};
extern const struct words lint_kind_words; /* shadowed unreached idle approves wins */

struct lint_finding {
	enum lint_kind kind;
	const char *policy, *version; /* NULL: of the intake */
	const struct rule *rule;
	const struct rule *other; /* the one before it or after it that is meant; NULL: none */
	const char *part;	  /* of `rule`, as it is written; NULL: the whole rule */
	const char *example;	  /* "elapsed is more than 5d, ..."; NULL: none */
};

struct lint {
	struct lint_finding *findings; /* in the order of the file */
	size_t count;
};

/* Owned by `ctx`, but for the rules. Disabled versions are looked at, too. */
struct lint *lint_new(const void *ctx, const struct policy_set *set);

#endif
