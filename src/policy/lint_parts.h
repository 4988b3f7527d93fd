/* Conditions made of other conditions: what policy/lint.c asks the space about. */
#ifndef REFUNDD_POLICY_LINT_PARTS_H
#define REFUNDD_POLICY_LINT_PARTS_H

#include "policy/expr_tree.h"

/* A condition with one of its alternatives alone. */
struct lint_part {
	const struct expr *when;
	const char *text; /* of the alternative, as it is written */
};

struct lint_parts {
	struct lint_part *list;
	size_t count;
};

/* One for each side of an "or" and each member of an "in" that is not negated; none where there is
 * no alternative. Owned by `ctx`, but for what they have of `expr`. */
struct lint_parts lint_parts_of(const void *ctx, const struct expr *expr);

const struct expr *lint_node(const void *ctx, enum expr_kind kind, const struct expr *left,
			     const struct expr *right);
const struct expr *lint_comparison(const void *ctx, const struct operand *a, enum relation relation,
				   const struct operand *b);
const char *lint_text(const void *ctx, const struct expr *expr);

#endif
