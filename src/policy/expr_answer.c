#include "policy/expr_tree.h"

#include <string.h>

/* How tightly a kind binds: a child that binds less stands in parentheses. */
static const int binding[] = {[EXPR_OR] = 1,	[EXPR_AND] = 2,	    [EXPR_NOT] = 3,
			      [EXPR_TRUTH] = 4, [EXPR_COMPARE] = 4, [EXPR_IN] = 4};

static enum answer negate(enum answer answer)
{
	return (enum answer)(ANSWER_YES - answer);
}

/* Where it is, or in *room: a signal's is not in the view. *lacking as there. */
static const struct value *value_of(const struct operand *operand, const struct view *view,
				    struct value *room, fact_set *lacking)
{
	if (operand->name == NAME_IS_LITERAL)
		return &operand->literal;
	if (operand->name < NAME_COUNT) {
		*lacking = view->lacking[operand->name];
		return &view->value[operand->name];
	}
	*room = view_signal(view, operand->name - NAME_COUNT, lacking);
	return room;
}

/* Zero money without a currency, as only literals are. */
static bool is_any_zero(const struct value *value)
{
	return value->type == VALUE_MONEY && value->is_known && value->money.currency == NULL;
}

static enum answer compare(const struct operand *a, enum relation relation, const struct operand *b,
			   const struct view *view)
{
	fact_set lacking;
	struct value rooms[2];
	const struct value *left = value_of(a, view, &rooms[0], &lacking);
	const struct value *right = value_of(b, view, &rooms[1], &lacking);
	int order;

	if (is_any_zero(right) && left->is_known) {
		rooms[1] = value_money(money_zero(left->money.currency));
		right = &rooms[1];
	}
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
	struct value room;
	const struct value *value = value_of(operand, view, &room, &lacking);

	if (!value->is_known)
		return ANSWER_UNKNOWN;
	return value->truth ? ANSWER_YES : ANSWER_NO;
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

static void tell_name(struct buffer *because, const struct operand *operand, bool is_first)
{
	char *start = buffer_reserve(because, operand->text_length + strlen(",  "));
	char *at = start;

	if (!is_first)
		at = mempcpy(at, ", ", 2);
	at = mempcpy(at, operand->text, operand->text_length);
	*at++ = ' ';
	buffer_extend(because, (size_t)(at - start));
}

static void tell_operand(struct telling *telling, const struct operand *operand)
{
	fact_set lacking = 0;
	struct value room;
	const struct value *value = value_of(operand, telling->view, &room, &lacking);

	if (operand->name == NAME_IS_LITERAL)
		return;
	if (!value->is_known)
		*telling->missing |= lacking;
	if (operand->name < 64) {
		if (telling->told & (UINT64_C(1) << operand->name))
			return;
		telling->told |= UINT64_C(1) << operand->name;
	}
	tell_name(telling->because, operand, telling->because->length == telling->start);
	value_add(*value, telling->view->zone, telling->because);
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
