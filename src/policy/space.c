#include "policy/variables.h"

#include "base/memory.h"

/* Searches that take longer are given up, and nothing is said against the rules: a rule is then
 * held possible, an end without an outcome is not. */
#define MAX_STEPS 20000

static enum answer answer_comparison(const struct space *space, struct comparison comparison,
				     struct variable **unsettled)
{
	struct variable *variable;
	bool is_equal;
	int point = 1;

	if (comparison.name == NULL)
		return comparison.point.truth ? ANSWER_YES : ANSWER_NO;
	variable = space_variable(space, &comparison);
	if (variable->region == UNASSIGNED) {
		*unsettled = variable;
		return ANSWER_UNKNOWN;
	}
	if (comparison.other == NULL)
		point = 2 * (int)variable_point(variable, comparison.point, &is_equal) + 1;
	return relation_holds(comparison.relation, variable->region - point) ? ANSWER_YES
									     : ANSWER_NO;
}

/* A lone comparison, or each with a member of the list: the best of them. */
static enum answer answer_leaf(const struct space *space, const struct expr *expr,
			       struct variable **unsettled)
{
	const struct operand *operands = expr->operands;
	enum relation relation = expr->kind == EXPR_IN ? EQUAL : expr->relation;
	enum answer best = ANSWER_NO;

	for (size_t i = 1; i < expr->operand_count; i++) {
		enum answer answer = answer_comparison(
			space, comparison_of(space, &operands[0], relation, &operands[i]),
			unsettled);

		if (answer > best)
			best = answer;
	}
	return best;
}

static enum answer answer_in_space(const struct space *space, const struct expr *expr,
				   struct variable **unsettled)
{
	enum answer left, right;

	switch (expr->kind) {
	case EXPR_OR:
	case EXPR_AND:
		left = answer_in_space(space, expr->left, unsettled);
		right = answer_in_space(space, expr->right, unsettled);
		if (expr->kind == EXPR_OR)
			return left > right ? left : right;
		return left < right ? left : right;
	case EXPR_NOT:
		return (enum answer)(ANSWER_YES - answer_in_space(space, expr->left, unsettled));
	case EXPR_TRUTH:
		return answer_comparison(space, comparison_of_truth(&expr->operands[0]), unsettled);
	case EXPR_COMPARE:
	case EXPR_IN: return answer_leaf(space, expr, unsettled);
	}
	__builtin_unreachable();
}

/* Looks for the rest of a case, region by region, as long as no rule forbids it. */
static bool search(struct space *space, const struct rule *const *rules, size_t count,
		   const struct rule *target)
{
	struct variable *unsettled = NULL;
	bool is_found = false;

	if (++space->steps > MAX_STEPS)
		return target != NULL;
	for (size_t i = 0; i < count; i++)
		if (space_ask(space, rules[i], &unsettled) == ANSWER_YES)
			return false;
	/* What the target hangs on is settled first: contradictions show soonest there. */
	if (target != NULL && space_ask(space, target, &unsettled) == ANSWER_NO)
		return false;
	if (unsettled == NULL)
		return true;
	for (int region = 0; region < variable_regions(unsettled) && !is_found; region++) {
		if (!variable_is_possible(unsettled, region))
			continue;
		unsettled->region = region;
		is_found = search(space, rules, count, target);
	}
	if (!is_found)
		unsettled->region = UNASSIGNED;
	return is_found;
}

static void tell_case(const struct space *space, struct buffer *out)
{
	bool is_first = true;

	for (size_t i = 0; i < space->count; i++) {
		if (space->variables[i].region == UNASSIGNED)
			continue;
		buffer_add_text(out, is_first ? "" : ", ");
		variable_tell(&space->variables[i], out);
		is_first = false;
	}
}

enum answer space_ask(const struct space *space, const struct rule *rule,
		      struct variable **unsettled)
{
	struct variable *own;
	enum answer answer = answer_in_space(space, rule->when, &own);

	if (answer == ANSWER_UNKNOWN)
		*unsettled = own;
	return answer;
}

struct space *space_new(const void *ctx, const struct version *version,
			const struct rule *const *rules, size_t count)
{
	struct space *space = NEW(ctx, struct space);

	space->version = version;
	for (size_t i = 0; i < count; i++)
		space_cut(space, rules[i]->when);
	return space;
}

bool space_has_case(struct space *space, const struct rule *const *rules, size_t count,
		    const struct rule *target, struct buffer *example)
{
	bool is_found;

	space->steps = 0;
	for (size_t i = 0; i < space->count; i++)
		space->variables[i].region = UNASSIGNED;
	is_found = search(space, rules, count, target);
	if (is_found)
		tell_case(space, example);
	return is_found;
}

const struct rule **space_chain(const void *ctx, const struct policy_set *set,
				const struct version *version, size_t *count)
{
	size_t own = version != NULL ? version->rule_count : 0;
	const struct rule **chain =
		NEW_ARRAY(ctx, const struct rule *, set->intake_count + own + 1);

	for (size_t i = 0; i < set->intake_count; i++)
		chain[i] = &set->intake[i];
	for (size_t i = 0; i < own; i++)
		chain[set->intake_count + i] = &version->rules[i];
	*count = set->intake_count + own;
	return chain;
}
