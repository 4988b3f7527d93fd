#include "ctl/tally.h"

#include "base/memory.h"
#include "ctl/table.h"
#include "domain/money.h"

#include <stdlib.h>
#include <string.h>

static const char *const side_names[TALLY_SIDES] = {"before", "after"};

static int compare_lines(const void *left, const void *right)
{
	const struct tally_line *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static void sort(struct tally *tally)
{
	if (tally->count > 0)
		qsort(tally->lines, tally->count, sizeof(*tally->lines), compare_lines);
}

static const char *change_text(const void *ctx, const struct tally_line *line, tally_text *text)
{
	int64_t change = line->side[TALLY_AFTER] - line->side[TALLY_BEFORE];

	if (change == 0)
		return "";
	return text_format(ctx, "%c%s", change > 0 ? '+' : '-',
			   text(ctx, line->name, change > 0 ? change : -change));
}

static struct tally_line *line_of(struct tally *tally, const char *name)
{
	for (size_t i = 0; i < tally->count; i++)
		if (strcmp(tally->lines[i].name, name) == 0)
			return &tally->lines[i];
	tally->lines = GROW_ARRAY(tally->ctx, tally->lines, struct tally_line, tally->count + 1);
	tally->lines[tally->count] =
		(struct tally_line){.name = text_copy(tally->lines, name), .side = {0}};
	return &tally->lines[tally->count++];
}

bool tally_add(struct tally *tally, const char *name, enum tally_side side, int64_t amount,
	       struct error *error)
{
	struct tally_line *line = line_of(tally, name);

	return !__builtin_add_overflow(line->side[side], amount, &line->side[side]) ||
	       error_set(error, ERROR_STATE, "the sum of %s is too large to be written", name);
}

const char *tally_count_text(const void *ctx, const char *name, int64_t amount)
{
	(void)name;
	return text_format(ctx, "%lld", (long long)amount);
}

const char *tally_money_text(const void *ctx, const char *name, int64_t amount)
{
	char *text = NEW_ARRAY(ctx, char, MONEY_TEXT_SIZE);

	money_format((struct money){amount, currency_find(name, strlen(name))}, text);
	return text;
}

void tally_print(struct tally *tally, const char *head, tally_text *text, bool has_colour)
{
	const char *const heads[] = {head, ">BEFORE", ">AFTER", ">CHANGE", NULL};
	struct table *table = table_new(tally->ctx, heads);

	sort(tally);
	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_line *line = &tally->lines[i];

		table_add(table,
			  (const char *const[]){line->name,
						text(table, line->name, line->side[TALLY_BEFORE]),
						text(table, line->name, line->side[TALLY_AFTER]),
						change_text(table, line, text)});
	}
	if (tally->count == 0)
		return;
	printf("\n");
	table_print(table, stdout, has_colour);
}

void tally_to_json(struct tally *tally, const char *key, tally_text *text,
		   struct json_writer *writer)
{
	sort(tally);
	json_put_key(writer, key);
	json_open_object(writer);
	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_line *line = &tally->lines[i];

		json_put_key(writer, line->name);
		json_open_object(writer);
		for (int side = 0; side < TALLY_SIDES; side++) {
			if (text == tally_count_text) {
				json_put_count(writer, side_names[side], line->side[side]);
			} else {
				json_put_member(writer, side_names[side],
						text(tally->ctx, line->name, line->side[side]));
			}
		}
		json_close_object(writer);
	}
	json_close_object(writer);
}
