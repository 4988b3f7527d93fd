#include "policy/variables.h"

#include "base/memory.h"

#include <string.h>

static const enum relation mirrored[] = {
	[LESS] = GREATER, [LESS_EQUAL] = GREATER_EQUAL,
	[GREATER] = LESS, [GREATER_EQUAL] = LESS_EQUAL,
	[EQUAL] = EQUAL,  [NOT_EQUAL] = NOT_EQUAL,
};

/* Whether the operand is the same in every case: a literal, or the window of a version. */
static bool is_constant(const struct space *space, const struct operand *operand,
			struct value *value)
{
	bool is_window = operand->name == NAME_WINDOW && space->version != NULL;

	*value = is_window ? value_duration(space->version->window) : operand->literal;
	return is_window || operand->name == NAME_IS_LITERAL;
}

static struct comparison constant(bool truth)
{
	return (struct comparison){.point = value_truth(truth)};
}

static const struct currency *currency_of(const struct comparison *comparison)
{
	bool is_amount = comparison->other == NULL && comparison->point.type == VALUE_MONEY;

	return is_amount ? comparison->point.money.currency : NULL;
}

static int number_of_name(const struct operand *operand)
{
	return operand != NULL ? operand->name : NAME_IS_LITERAL;
}

static void add_point(struct space *space, struct variable *variable, struct value point)
{
	bool is_equal;
	size_t at = variable_point(variable, point, &is_equal);

	if (is_equal)
		return;
	variable->points =
		GROW_ARRAY(space, variable->points, struct value, variable->point_count + 1);
	memmove(variable->points + at + 1, variable->points + at,
		(variable->point_count - at) * sizeof(struct value));
	variable->points[at] = point;
	variable->point_count++;
}

/* Of a name that is an enumeration; else list is NULL. */
static struct words words_of(const struct operand *operand)
{
	return operand->name < NAME_COUNT ? name_info(operand->name).words
					  : (struct words){NULL, 0};
}

static struct variable *add_variable(struct space *space, const struct comparison *comparison)
{
	struct words words = words_of(comparison->name);
	struct variable *variable;

	space->variables = GROW_ARRAY(space, space->variables, struct variable, space->count + 1);
	variable = &space->variables[space->count++];
	*variable = (struct variable){.name = comparison->name,
				      .other = comparison->other,
				      .currency = currency_of(comparison),
				      .type = operand_type(comparison->name),
				      .region = UNASSIGNED};
	for (size_t i = 0; i < words.count; i++)
		add_point(space, variable, value_text(words.list[i]));
	if (variable->type == VALUE_TRUTH)
		add_point(space, variable, value_truth(false));
	return variable;
}

static void cut(struct space *space, struct comparison comparison)
{
	struct variable *variable;

	if (comparison.name == NULL)
		return;
	variable = space_variable(space, &comparison);
	if (variable == NULL)
		variable = add_variable(space, &comparison);
	if (comparison.other == NULL)
		add_point(space, variable, comparison.point);
}

static int64_t scaled(struct value value)
{
	return value.type == VALUE_MONEY ? value.money.minor : value.number.millionths;
}

/* Counts, days, points and signals are whole; the rest is as fine as it can be written. */
static int64_t unit_of(const struct variable *variable)
{
	int name = variable->name->name;
	bool is_count = name < FACT_COUNT && fact_info((enum fact)name)->shape == SHAPE_COUNT;
	bool is_whole = is_count || name == NAME_DAYS || name == NAME_SCORE || name >= NAME_COUNT;

	return is_whole ? NUMBER_SCALE : 1;
}

/* Nothing is negative, and some go in steps: no count lies between 0 and 1. */
static bool is_number_possible(const struct variable *variable, int region)
{
	const struct value *points = variable->points;
	int64_t unit = unit_of(variable);
	size_t next = (size_t)region / 2;
	int64_t least = next > 0 ? (scaled(points[next - 1]) / unit + 1) * unit : 0;

	if (region % 2 == 1)
		return scaled(points[next]) % unit == 0;
	return next == variable->point_count || least < scaled(points[next]);
}

static bool is_text_possible(const struct variable *variable, int region)
{
	/* Texts have no order: one "another" will do. */
	return region % 2 == 1 || (region == 0 && words_of(variable->name).list == NULL);
}

static void tell_gap(const struct variable *variable, size_t next, struct buffer *out)
{
	if (variable->type == VALUE_TEXT) {
		buffer_add_text(out, " is another text");
	} else if (next == 0) {
		buffer_add_text(out, " is less than ");
		variable_tell_point(variable, next, out);
	} else if (next == variable->point_count) {
		buffer_add_text(out, " is more than ");
		variable_tell_point(variable, next - 1, out);
	} else {
		buffer_add_text(out, " is between ");
		variable_tell_point(variable, next - 1, out);
		buffer_add_text(out, " and ");
		variable_tell_point(variable, next, out);
	}
}

static const char *order_words(const struct variable *variable)
{
	static const char *const orders[] = {"is less than", "is", "is more than"};
	bool has_order = variable->type != VALUE_TEXT && variable->type != VALUE_TRUTH;

	return has_order || variable->region == 1 ? orders[variable->region] : "is not";
}

struct comparison comparison_of(const struct space *space, const struct operand *a,
				enum relation relation, const struct operand *b)
{
	struct value left, right;
	bool is_left = is_constant(space, a, &left);
	bool is_right = is_constant(space, b, &right);
	int order = 0;

	if (a->name == b->name || (is_left && is_right)) {
		value_compare(&left, &right,
			      &order); /* not for a name and itself: equal they are */
		return constant(relation_holds(relation, order));
	}
	if (is_left)
		return (struct comparison){b, NULL, mirrored[relation], left};
	if (is_right)
		return (struct comparison){a, NULL, relation, right};
	if (b->name < a->name)
		return (struct comparison){b, a, mirrored[relation], right};
	return (struct comparison){a, b, relation, right};
}

struct comparison comparison_of_truth(const struct operand *operand)
{
	if (operand->name == NAME_IS_LITERAL)
		return constant(operand->literal.truth);
	return (struct comparison){operand, NULL, EQUAL, value_truth(true)};
}

void space_cut(struct space *space, const struct expr *expr)
{
	const struct operand *operands = expr->operands;

	switch (expr->kind) {
	case EXPR_OR:
	case EXPR_AND:
		space_cut(space, expr->left);
		space_cut(space, expr->right);
		return;
	case EXPR_NOT: space_cut(space, expr->left); return;
	case EXPR_TRUTH: cut(space, comparison_of_truth(&operands[0])); return;
	case EXPR_COMPARE:
	case EXPR_IN:
		for (size_t i = 1; i < expr->operand_count; i++)
			cut(space, comparison_of(space, &operands[0], EQUAL, &operands[i]));
		return;
	}
}

struct variable *space_variable(const struct space *space, const struct comparison *comparison)
{
	for (size_t i = 0; i < space->count; i++) {
		struct variable *variable = &space->variables[i];

		if (variable->name->name == comparison->name->name &&
		    number_of_name(variable->other) == number_of_name(comparison->other) &&
		    variable->currency == currency_of(comparison))
			return variable;
	}
	return NULL;
}

size_t variable_point(const struct variable *variable, struct value value, bool *is_equal)
{
	size_t i = 0;
	int order = -1;

	for (; i < variable->point_count; i++) {
		value_compare(&variable->points[i], &value, &order);
		if (order >= 0)
			break;
	}
	*is_equal = order == 0;
	return i;
}

int variable_regions(const struct variable *variable)
{
	return variable->other == NULL ? 2 * (int)variable->point_count + 1 : 3;
}

bool variable_is_possible(const struct variable *variable, int region)
{
	if (variable->other != NULL)
		return region != 0 || variable->type != VALUE_TEXT;
	switch (variable->type) {
	case VALUE_TRUTH: return region % 2 == 1;
	case VALUE_TEXT: return is_text_possible(variable, region);
	case VALUE_NUMBER:
	case VALUE_MONEY: return is_number_possible(variable, region);
	case VALUE_DURATION:
	case VALUE_INSTANT: return true;
	}
	__builtin_unreachable();
}

void variable_tell_point(const struct variable *variable, size_t i, struct buffer *out)
{
	struct value point = variable->points[i];

	if (point.type == VALUE_MONEY && point.money.currency == NULL)
		buffer_add_char(out, '0');
	else
		value_add(point, (struct zone){0}, out);
}

void variable_tell(const struct variable *variable, struct buffer *out)
{
	size_t next = (size_t)variable->region / 2;

	buffer_add_text(out, variable->name->text);
	if (variable->other != NULL) {
		buffer_add_format(out, " %s %s", order_words(variable), variable->other->text);
	} else if (variable->region % 2 == 0) {
		tell_gap(variable, next, out);
	} else {
		buffer_add_text(out, " is ");
		variable_tell_point(variable, next, out);
	}
}
