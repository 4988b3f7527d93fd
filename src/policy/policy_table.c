#include "policy/policy_table.h"

#include "base/memory.h"
#include "policy/variables.h"

#include <string.h>

/* Names that hang on each other are told apart only until there are so many rows. */
#define MAX_ROWS 1000

/* What decides in a region, as the place of its rule. */
#define NO_RULE	   0
#define IMPOSSIBLE (-1)
#define BRANCHES   (-2) /* it hangs on yet another variable */

struct tabling {
	struct policy_table *table;
	struct space *space;
	const struct rule **chain;
	size_t count;
	const char *name, *value; /* of the variable that is moved */
};

/* The place of the rule that decides, or BRANCHES and the variable that it hangs on. */
static int decide(const struct tabling *tabling, struct variable **unsettled)
{
	for (size_t i = 0; i < tabling->count; i++) {
		switch (space_ask(tabling->space, tabling->chain[i], unsettled)) {
		case ANSWER_YES: return (int)i + 1;
		case ANSWER_UNKNOWN: return BRANCHES;
		case ANSWER_NO: break;
		}
	}
	return NO_RULE;
}

static void add_row(struct tabling *tabling, const char *besides, int place)
{
	struct policy_table *table = tabling->table;

	table->rows = GROW_ARRAY(table, table->rows, struct policy_table_row, table->count + 1);
	table->rows[table->count++] = (struct policy_table_row){
		.name = tabling->name,
		.value = tabling->value,
		.besides = besides,
		.rule = place > NO_RULE ? tabling->chain[place - 1] : NULL,
		.place = place > NO_RULE ? (size_t)place : 0,
	};
}

static bool has_order(const struct variable *variable)
{
	return variable->type != VALUE_TEXT && variable->type != VALUE_TRUTH;
}

/* ---- what a group of regions is called ---- */

/* "is order.owner_uin", "is less than or is limit" */
static void tell_pair(const struct variable *variable, const int *places, int place,
		      struct buffer *out)
{
	static const char *const orders[] = {"less than", "equal to", "more than"};
	static const char *const equalities[] = {"", "is", "is not"};
	bool is_first = true;

	for (int region = 0; region < 3; region++) {
		if (places[region] != place)
			continue;
		buffer_add_text(out, is_first ? "" : " or ");
		buffer_add_text(out, (has_order(variable) ? orders : equalities)[region]);
		is_first = false;
	}
	buffer_add_format(out, " %s", variable->other->text);
}

/* "paid, shipping or shipped", "another text" */
static void tell_set(const struct variable *variable, const int *places, int place,
		     struct buffer *out)
{
	size_t left = 0;
	bool is_first = true;

	for (int region = 0; region < variable_regions(variable); region++)
		left += places[region] == place;
	for (int region = 0; region < variable_regions(variable); region++) {
		if (places[region] != place)
			continue;
		buffer_add_text(out, is_first ? "" : left == 1 ? " or " : ", ");
		if (region % 2 == 1)
			variable_tell_point(variable, (size_t)region / 2, out);
		else
			buffer_add_text(out, "another text");
		is_first = false;
		left--;
	}
}

static bool has_possible(const int *places, int from, int to)
{
	for (int region = from; region < to; region++)
		if (places[region] != IMPOSSIBLE)
			return true;
	return false;
}

/* "up to 5d", "more than 5d", "0", "from 30 to less than 65" */
static void tell_range(const struct variable *variable, const int *places, int first, int last,
		       struct buffer *out)
{
	bool has_least = has_possible(places, 0, first);
	bool has_most = has_possible(places, last + 1, variable_regions(variable));

	if (first == last && first % 2 == 1) {
		variable_tell_point(variable, (size_t)first / 2, out);
		return;
	}
	if (has_least) {
		buffer_add_text(out, first % 2 == 1 ? "from " : "more than ");
		variable_tell_point(variable, (size_t)(first - 1) / 2, out);
	}
	if (has_most) {
		buffer_add_text(out, has_least ? " " : "");
		buffer_add_text(out, last % 2 == 1 ? "up to " : "less than ");
		variable_tell_point(variable, (size_t)last / 2, out);
	}
	if (!has_least && !has_most)
		buffer_add_text(out, "any");
}

/* Of the regions from `first` to `last`, those that have `place`. */
static char *group_text(const void *ctx, const struct variable *variable, const int *places,
			int first, int last)
{
	struct buffer *text = buffer_new(ctx);

	if (variable->other != NULL)
		tell_pair(variable, places, places[first], text);
	else if (has_order(variable))
		tell_range(variable, places, first, last, text);
	else
		tell_set(variable, places, places[first], text);
	return text->bytes;
}

/* ---- moving a name over its regions ---- */

static void move(struct tabling *tabling, struct variable *variable, const char *besides);

/* A group of regions in which one rule decides, or a region that hangs on another variable. */
static void add_group(struct tabling *tabling, struct variable *variable, const int *places,
		      int first, int last, const char *besides)
{
	const char *text = group_text(tabling->table, variable, places, first, last);
	struct variable *unsettled;

	if (tabling->value == NULL) {
		tabling->value = text;
	} else {
		besides = text_format(tabling->table, "%s%s%s %s", besides != NULL ? besides : "",
				      besides != NULL ? ", " : "", variable->name->text, text);
	}
	if (places[first] != BRANCHES) {
		add_row(tabling, besides, places[first]);
		return;
	}
	variable->region = first;
	if (tabling->table->count < MAX_ROWS && decide(tabling, &unsettled) == BRANCHES)
		move(tabling, unsettled, besides);
}

/* The last region that belongs to the group of `first`; those of the group are marked as done. */
static int end_of_group(const struct variable *variable, const int *places, bool *is_done,
			int first)
{
	bool is_run = has_order(variable) && variable->other == NULL;
	int last = first;

	is_done[first] = true;
	if (places[first] == BRANCHES)
		return first;
	for (int region = first + 1; region < variable_regions(variable); region++) {
		if (places[region] == places[first]) {
			last = region;
			is_done[region] = true;
		} else if (is_run && places[region] != IMPOSSIBLE) {
			break;
		}
	}
	return last;
}

/* Whether one rule decides in all regions that can be. */
static bool is_even(const int *places, int regions)
{
	int only = IMPOSSIBLE;

	for (int region = 0; region < regions; region++) {
		if (places[region] == IMPOSSIBLE)
			continue;
		if (places[region] == BRANCHES || (only != IMPOSSIBLE && places[region] != only))
			return false;
		only = places[region];
	}
	return true;
}

static void move(struct tabling *tabling, struct variable *variable, const char *besides)
{
	int regions = variable_regions(variable);
	int *places = NEW_ARRAY(tabling->table, int, (size_t)regions);
	bool *is_done = NEW_ARRAY(places, bool, (size_t)regions);
	const char *value = tabling->value;
	int before = variable->region;
	struct variable *unsettled;

	for (int region = 0; region < regions; region++) {
		variable->region = region;
		places[region] = variable_is_possible(variable, region)
					 ? decide(tabling, &unsettled)
					 : IMPOSSIBLE;
	}
	for (int region = 0; region < regions; region++) {
		if (is_done[region] || places[region] == IMPOSSIBLE ||
		    (value == NULL && is_even(places, regions)))
			continue;
		tabling->value = value;
		add_group(tabling, variable, places, region,
			  end_of_group(variable, places, is_done, region), besides);
	}
	tabling->value = value;
	variable->region = before;
	talloc_free(places);
}

/* Puts the variables where the last rule that approves, or else that is of any outcome, decides. */
static bool find_base(struct tabling *tabling, bool must_approve)
{
	struct buffer *example = buffer_new(tabling->table);
	bool is_found = false;

	for (size_t i = tabling->count; i > 0 && !is_found; i--)
		is_found = (!must_approve || tabling->chain[i - 1]->outcome == OUTCOME_APPROVE) &&
			   space_has_case(tabling->space, tabling->chain, i - 1,
					  tabling->chain[i - 1], example);
	talloc_free(example);
	return is_found;
}

struct policy_table *policy_table_new(const void *ctx, const struct policy_set *set,
				      const struct version *version)
{
	struct policy_table *table = NEW(ctx, struct policy_table);
	struct tabling tabling = {.table = table};

	tabling.chain = space_chain(table, set, version, &tabling.count);
	tabling.space = space_new(table, version, tabling.chain, tabling.count);
	if (!find_base(&tabling, true))
		find_base(&tabling, false);
	for (size_t i = 0; i < tabling.space->count; i++) {
		tabling.name = tabling.space->variables[i].name->text;
		tabling.value = NULL;
		move(&tabling, &tabling.space->variables[i], NULL);
	}
	return table;
}
