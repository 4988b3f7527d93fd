#include "policy/expr_tree.h"

/* How tightly a kind binds: a child that binds less stands in parentheses. */
static const int binding[] = {[EXPR_OR] = 1,	[EXPR_AND] = 2,	    [EXPR_NOT] = 3,
			      [EXPR_TRUTH] = 4, [EXPR_COMPARE] = 4, [EXPR_IN] = 4};

static enum answer negate(enum answer answer)
{
	return (enum answer)(ANSWER_YES - answer);
}

/* Zero money without a currency is zero in the other's. */
static struct value in_currency_of(struct value value, struct value other)
{
	if (value.type == VALUE_MONEY && value.money.currency == NULL && other.is_known)
		value.money = money_zero(other.money.currency);
	return value;
}

static enum answer compare(const struct operand *a, enum relation relation, const struct operand *b,
			   const struct view *view)
{
	fact_set lacking;
	struct value left = operand_value(a, view, &lacking);
	struct value right = in_currency_of(operand_value(b, view, &lacking), left);
	int order;

	if (!value_compare(left, right, &order))
		return ANSWER_UNKNOWN;
	return relation_holds(relation, order) ? ANSWER_YES : ANSWER_NO;
}

static enum answer answer_in(const struct expr *expr, const struct view *view)
{
	enum answer best = ANSWER_NO;

	for (size_t i = 1; i < expr->operand_count; i++) {
		enum answer answer = compare(&expr->operands[0], EQUAL, &expr->operands[i], view);

		if (answer > best)
			best = answer;
	}
	return best;
}

static enum answer answer_truth(const struct operand *operand, const struct view *view)
{
	fact_set lacking;
	struct value value = operand_value(operand, view, &lacking);

	if (!value.is_known)
		return ANSWER_UNKNOWN;
	return value.truth ? ANSWER_YES : ANSWER_NO;
}

static enum answer answer_of(const struct expr *expr, const struct view *view)
{
	enum answer left, right;

	switch (expr->kind) {
	case EXPR_OR:
	case EXPR_AND:
		left = answer_of(expr->left, view);
		if (left == (expr->kind == EXPR_OR ? ANSWER_YES : ANSWER_NO))
			return left;
		right = answer_of(expr->right, view);
		if (expr->kind == EXPR_OR)
			return left > right ? left : right;
		return left < right ? left : right;
	case EXPR_NOT: return negate(answer_of(expr->left, view));
	case EXPR_TRUTH: return answer_truth(&expr->operands[0], view);
	case EXPR_COMPARE:
		return compare(&expr->operands[0], expr->relation, &expr->operands[1], view);
	case EXPR_IN: return answer_in(expr, view);
	}
	__builtin_unreachable();
}

/* ---- what made it so ---- */

struct telling {
	const struct view *view;
	struct buffer *because;
	size_t start;
	fact_set *missing;
	uint64_t told; /* names that stand there already; signals beyond it are told twice */
};

_Static_assert(NAME_COUNT < 64, "struct telling has a bit for every name");

static void tell_operand(struct telling *telling, const struct operand *operand)
{
	fact_set lacking = 0;
	struct value value;

	if (operand->name == NAME_IS_LITERAL)
		return;
	value = operand_value(operand, telling->view, &lacking);
	if (!value.is_known)
		*telling->missing |= lacking;
	if (operand->name < 64) {
		if (telling->told & (UINT64_C(1) << operand->name))
			return;
		telling->told |= UINT64_C(1) << operand->name;
	}
	if (telling->because->length > telling->start)
		buffer_add_text(telling->because, ", ");
	buffer_add_text(telling->because, operand->text);
	buffer_add_char(telling->because, ' ');
	value_add(value, telling->view->zone, telling->because);
}

/* Of "a or b" that is yes, the one that is; of an "and" that is no, likewise; else both, but of
 * an unknown only what is unknown. */
static void tell(struct telling *telling, const struct expr *expr, enum answer answer)
{
	enum answer left;

	switch (expr->kind) {
	case EXPR_OR:
	case EXPR_AND:
		left = answer_of(expr->left, telling->view);
		if (left == answer)
			tell(telling, expr->left, left);
		if (left == answer && answer == (expr->kind == EXPR_OR ? ANSWER_YES : ANSWER_NO))
			return;
		if (answer_of(expr->right, telling->view) == answer)
			tell(telling, expr->right, answer);
		return;
	case EXPR_NOT: tell(telling, expr->left, negate(answer)); return;
	case EXPR_TRUTH:
	case EXPR_COMPARE:
	case EXPR_IN:
		for (size_t i = 0; i < expr->operand_count; i++)
			tell_operand(telling, &expr->operands[i]);
		return;
	}
}

/* ---- canonical text ---- */

static void add_child(const struct expr *child, int least, struct buffer *out)
{
	bool is_loose = binding[child->kind] < least;

	if (is_loose)
		buffer_add_char(out, '(');
	expr_add_text(child, out);
	if (is_loose)
		buffer_add_char(out, ')');
}

static void add_list(const struct expr *expr, const char *in, struct buffer *out)
{
	buffer_add_format(out, "%s %s (", expr->operands[0].text, in);
	for (size_t i = 1; i < expr->operand_count; i++)
		buffer_add_format(out, "%s%s", i > 1 ? ", " : "", expr->operands[i].text);
	buffer_add_char(out, ')');
}

enum value_type operand_type(const struct operand *operand)
{
	if (operand->name == NAME_IS_LITERAL)
		return operand->literal.type;
	return operand->name >= NAME_COUNT ? VALUE_NUMBER : name_info(operand->name).type;
}

bool relation_holds(enum relation relation, int order)
{
	switch (relation) {
	case LESS: return order < 0;
	case LESS_EQUAL: return order <= 0;
	case GREATER: return order > 0;
	case GREATER_EQUAL: return order >= 0;
	case EQUAL: return order == 0;
	case NOT_EQUAL: return order != 0;
	}
	__builtin_unreachable();
}

struct value operand_value(const struct operand *operand, const struct view *view,
			   fact_set *lacking)
{
	if (operand->name == NAME_IS_LITERAL)
		return operand->literal;
	if (operand->name >= NAME_COUNT)
		return view_signal(view, operand->name - NAME_COUNT, lacking);
	*lacking = view->lacking[operand->name];
	return view->value[operand->name];
}

enum answer expr_answer(const struct expr *expr, const struct view *view, struct buffer *because,
			fact_set *missing)
{
	enum answer answer = answer_of(expr, view);
	fact_set ignored = 0;
	struct telling telling = {.view = view,
				  .because = because,
				  .start = because->length,
				  .missing = answer == ANSWER_UNKNOWN ? missing : &ignored};

	tell(&telling, expr, answer);
	return answer;
}

bool expr_mentions(const struct expr *expr, int name)
{
	if (expr == NULL)
		return false;
	for (size_t i = 0; i < expr->operand_count; i++)
		if (expr->operands[i].name == name)
			return true;
	return expr_mentions(expr->left, name) || expr_mentions(expr->right, name);
}

void expr_add_text(const struct expr *expr, struct buffer *out)
{
	int own = binding[expr->kind];

	switch (expr->kind) {
	case EXPR_OR:
	case EXPR_AND:
		add_child(expr->left, own, out);
		buffer_add_text(out, expr->kind == EXPR_OR ? " or " : " and ");
		add_child(expr->right, own, out);
		return;
	case EXPR_NOT:
		if (expr->left->kind == EXPR_IN) {
			add_list(expr->left, "not in", out);
			return;
		}
		buffer_add_text(out, "not ");
		add_child(expr->left, own, out);
		return;
	case EXPR_TRUTH: buffer_add_text(out, expr->operands[0].text); return;
	case EXPR_COMPARE:
		buffer_add_format(out, "%s %s %s", expr->operands[0].text,
				  relation_words.list[expr->relation], expr->operands[1].text);
		return;
	case EXPR_IN: add_list(expr, "in", out); return;
	}
}
