#include "ledger/gathering.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* Asked at 07:59:59; what was taken from 10:59:59 on has settled. */
#define ASKED_AT "07:59:59"
#define SETTLE	 ((struct span){180 * MINUTE_US})

struct usage_case {
	const char *figures; /* "time minutes", in the order of time */
	const char *used, *after, *as_of;
};

static const struct usage_case usage_cases[] = {
	/* proven unused: zero, settled */
	{"10:59:59 0", "0", "no", "10:59:59"},
	{"07:00:00 0;11:00:00 0", "0", "no", "11:00:00"},
	{"09:00:00 0;11:00:00 0;12:00:00 0", "0", "no", "11:00:00"},
	/* unused then, used afterwards */
	{"11:00:00 0;12:00:00 3", "0", "yes", "11:00:00"},
	/* used before asking, even at that very moment; the newest figure up to then tells */
	{"07:00:00 5", "5", "unknown", "07:00:00"},
	{"07:59:59 5", "5", "unknown", "07:59:59"},
	{"06:00:00 2;07:00:00 5;11:00:00 5", "5", "no", "07:00:00"},
	{"07:00:00 5;08:00:00 5;11:00:00 7.5", "5", "yes", "07:00:00"},
	/* on which side of asking it began nobody knows */
	{"11:00:00 3", "unknown", "no", "11:00:00"},
	{"07:00:00 0;11:00:00 3", "unknown", "no", "11:00:00"},
	{"08:00:00 0;11:00:00 3", "unknown", "yes", "11:00:00"},
	{"09:00:00 0;11:00:00 3;12:00:00 0", "unknown", "yes", "11:00:00"},
	/* not settled: a zero is told with its time, the core knows what it is worth */
	{"07:00:00 0", "0", "unknown", "07:00:00"},
	{"10:59:58 0", "0", "unknown", "10:59:58"},
	{"10:59:58 3", "unknown", "unknown", "10:59:58"},
	{"08:00:00 0;10:59:58 3", "unknown", "yes", "10:59:58"},
};

static struct instant at(const char *time)
{
	char text[INSTANT_TEXT_SIZE];
	struct instant instant;
	struct error error;

	snprintf(text, sizeof(text), "2023-03-06T%.8sZ", time);
	cr_assert(instant_parse(text, strlen(text), &instant, &error), "%s", error.text);
	return instant;
}

static size_t read_figures(const char *text, struct usage_figure *figures)
{
	size_t count = 0;

	for (const char *it = text; it != NULL; it = strchr(it, ';')) {
		struct number *minutes = &figures[count].minutes;
		struct error error;

		it += *it == ';';
		cr_assert(number_parse(it + 9, strcspn(it + 9, ";"), minutes, &error));
		figures[count++].as_of = at(it);
	}
	return count;
}

static void expect_value(const struct usage_case *it, struct value value, const char *expected)
{
	struct buffer *text = buffer_new(NULL);

	value_add(value, (struct zone){0}, text);
	cr_expect_str_eq(text->bytes, expected, "\"%s\": %s instead of %s", it->figures,
			 text->bytes, expected);
	talloc_free(text);
}

Test(usage, only_figures_that_prove_it_tell_of_the_moment_of_asking)
{
	for (size_t i = 0; i < sizeof(usage_cases) / sizeof(usage_cases[0]); i++) {
		const struct usage_case *it = &usage_cases[i];
		struct usage_figure figures[8] = {0};
		size_t count = read_figures(it->figures, figures);
		struct usage_finding finding = usage_conclude(figures, count, at(ASKED_AT), SETTLE);

		expect_value(it, finding.minutes_used, it->used);
		expect_value(it, finding.used_after, it->after);
		cr_expect_eq(figures[finding.deciding].as_of.us, at(it->as_of).us, "\"%s\"",
			     it->figures);
	}
}
