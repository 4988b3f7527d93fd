/* The shipped policies against the table of cases in policies.txt, from JSON to decision. */
#include "base/memory.h"
#include "policy/judge.h"
#include "support/facts_text.h"
#include "support/shipped_config.h"
#include "support/summary.h"
#include "wire/facts_json.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE	    TESTS_DIR "/shipped/policies.txt"
#define LEAST_CASES 120

/* Where we are in the table. */
struct table {
	void *ctx;
	const struct config *config;
	struct facts_text shared; /* of the block */
	int line;
	int cases;
};

/* What becomes of the facts: "refused" where they are no facts. */
static const char *judged(const void *ctx, const struct config *config,
			  const struct facts_text *text)
{
	struct buffer *bytes = buffer_new(ctx);
	struct buffer *out = buffer_new(ctx);
	struct json_document document;
	struct facts facts;
	struct decision decision;
	struct instant now;
	struct error error = {.text = ""};

	facts_text_to_json(text, NULL, false, bytes);
	if (!json_read(ctx, bytes->bytes, bytes->length, &facts_json_limits, &document, &error) ||
	    !facts_from_json(ctx, &document, &facts, &error))
		return "refused";
	if (text->now != NULL)
		cr_assert(instant_parse(text->now, strlen(text->now), &now, &error));
	judge(ctx, &config->policies, &facts, text->now != NULL ? &now : NULL, &decision);
	summary_add(&decision, out);
	return out->bytes;
}

static char *strip(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
		length--;
	text[length] = '\0';
	return text;
}

static void set_facts(struct table *table, struct facts_text *text, const char *assignments)
{
	const char *problem;

	text->ctx = table->ctx;
	problem = facts_text_add(text, assignments);
	cr_expect_null(problem, TABLE ":%d: %s", table->line, problem);
}

static void begin_block(struct table *table, const char *family)
{
	table->shared = (struct facts_text){.now = NULL};
	set_facts(table, &table->shared, founding_facts);
	set_facts(table, &table->shared, text_format(table->ctx, "order.family = %s", family));
}

static void run_case(struct table *table, char *line)
{
	struct facts_text text = table->shared;
	char *changes = strchr(line, '|');
	char *expected = strchr(changes + 1, '|');
	const char *found;

	table->cases++;
	*changes++ = '\0';
	if (expected == NULL) {
		cr_expect_fail(TABLE ":%d: expected NAME | FACTS | OUTCOME", table->line);
		return;
	}
	*expected++ = '\0';
	set_facts(table, &text, changes);
	found = judged(table->ctx, table->config, &text);
	cr_expect_str_eq(found, strip(expected), TABLE ":%d: %s: expected '%s', found '%s'",
			 table->line, strip(line), strip(expected), found);
}

static void take_line(struct table *table, char *line)
{
	char *text = strip(line);

	if (*text == '\0' || *text == '#')
		return;
	if (strncmp(text, "family ", 7) == 0)
		begin_block(table, text + 7);
	else if (strchr(text, '|') != NULL)
		run_case(table, text);
	else
		set_facts(table, &table->shared, text);
}

Test(shipped, each_case_of_the_table_ends_as_it_says)
{
	struct table table = {.ctx = talloc_new(NULL)};
	FILE *file = fopen(TABLE, "r");
	char *line = NULL;
	size_t size = 0;

	cr_assert_not_null(file, TABLE);
	table.config = shipped_config(table.ctx);
	while (getline(&line, &size, file) >= 0) {
		table.line++;
		take_line(&table, line);
	}
	cr_expect_geq(table.cases, LEAST_CASES);
	free(line);
	fclose(file);
	talloc_free(table.ctx);
}
