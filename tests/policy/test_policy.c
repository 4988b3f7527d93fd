#include "policy/policy.h"

#include "base/memory.h"
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

Test(policy, a_version_covers_the_days_from_its_first_to_before_its_last)
{
	static const struct {
		const char *day, *version;
	} cases[] = {
		{"0001-01-01", "first"},  {"2022-12-31", "first"}, {"2023-01-01", "second"},
		{"2023-05-31", "second"}, {"2023-06-01", NULL},	   {"2023-06-30", NULL},
		{"2023-07-01", "third"},  {"9999-12-31", "third"},
	};
	void *ctx = talloc_new(NULL);
	struct version versions[4];
	struct policy policy = {.versions = versions, .version_count = 4};

	versions[0] = fixture_version("disabled", NULL, 0);
	versions[0].is_enabled = false;
	versions[1] = fixture_version("third", NULL, 0);
	versions[1].has_from = true;
	versions[1].from = fixture_day("2023-07-01");
	versions[2] = fixture_version("second", NULL, 0);
	versions[2].has_from = versions[2].has_until = true;
	versions[2].from = fixture_day("2023-01-01");
	versions[2].until = fixture_day("2023-06-01");
	versions[3] = fixture_version("first", NULL, 0);
	versions[3].has_until = true;
	versions[3].until = fixture_day("2023-01-01");
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct version *found = policy_version_on(&policy, fixture_day(cases[i].day));

		if (cases[i].version == NULL)
			cr_expect_null(found, "%s", cases[i].day);
		else
			cr_expect_str_eq(found->name, cases[i].version, "%s", cases[i].day);
	}
	talloc_free(ctx);
}

Test(policy, of_a_signals_steps_the_last_that_applies_counts)
{
	static const struct signal_step steps[] = {{{2 * NUMBER_SCALE}, 30},
						   {{4 * NUMBER_SCALE}, 65}};
	static const struct signal signal = {.steps = steps, .step_count = 2};
	static const struct {
		int64_t millionths;
		int points;
	} cases[] = {{0, 0},	    {1999999, 0},  {2000000, 30},
		     {3999999, 30}, {4000000, 65}, {NUMBER_MAX, 65}};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(signal_points(&signal, (struct number){cases[i].millionths}),
			     cases[i].points);
}

static const char *text_of(const void *ctx, const struct policy_set *set)
{
	struct buffer *out = buffer_new(ctx);

	policy_version_text(set, &set->policies[0], &set->policies[0].versions[0], out);
	return out->bytes;
}

Test(policy, the_canonical_text_holds_all_that_judging_depends_on)
{
	static const struct rule_text texts[] = {
		{"late", "reject", "elapsed>window"},
		{"much", "doubt", "(refund > limit)"},
		{"all", "approve", "true"},
	};
	static const struct rule_text intake[] = {{"none", "ask", "ticket.orders_named==0"}};
	void *ctx = talloc_new(NULL);
	struct version version =
		fixture_version("2023-01-01", fixture_rules(ctx, texts, COUNT(texts)), 3);
	struct policy_set *set;

	version.has_from = version.has_until = true;
	version.from = fixture_day("2023-01-01");
	version.until = fixture_day("2024-01-01");
	set = fixture_set(ctx, &version, 1);
	set->intake = fixture_rules(ctx, intake, 1);
	set->intake_count = 1;
	set->product = "TRTC";
	set->issue_type = "Refund";
	cr_expect_str_eq(text_of(ctx, set), "product = \"TRTC\"\n"
					    "issue_type = \"Refund\"\n"
					    "settle = \"3h\"\n"
					    "clock_tolerance = \"5m\"\n"
					    "version_by = purchase\n"
					    "limits = {\"5000.00 USD\", \"35000.00 CNY\"}\n"
					    "signal repeats {\n"
					    "    title = \"bought again\"\n"
					    "    value = rows\n"
					    "    points = {\"2: 30\", \"4: 65\"}\n"
					    "}\n"
					    "signal strangers {\n"
					    "    title = \"not theirs\"\n"
					    "    value = rows\n"
					    "    points = {\"0.5: 30\"}\n"
					    "}\n"
					    "intake {\n"
					    "    rule none {\n"
					    "        when = \"ticket.orders_named == 0\"\n"
					    "        outcome = ask\n"
					    "    }\n"
					    "}\n"
					    "policy rtc-engine {\n"
					    "    family = \"rtc-engine\"\n"
					    "    zone = \"+08:00\"\n"
					    "    version 2023-01-01 {\n"
					    "        enabled = true\n"
					    "        from = \"2023-01-01\"\n"
					    "        until = \"2024-01-01\"\n"
					    "        source = \"the founding text\"\n"
					    "        method = prorated\n"
					    "        window = \"5d\"\n"
					    "        days = started\n"
					    "        month = calendar\n"
					    "        rule late {\n"
					    "            when = \"elapsed > window\"\n"
					    "            outcome = reject\n"
					    "        }\n"
					    "        rule much {\n"
					    "            when = \"refund > limit\"\n"
					    "            outcome = flag\n"
					    "            why = doubt\n"
					    "        }\n"
					    "        rule all {\n"
					    "            when = \"true\"\n"
					    "            outcome = approve\n"
					    "        }\n"
					    "    }\n"
					    "}\n");
	version.has_from = version.has_until = false;
	cr_expect_null(strstr(text_of(ctx, fixture_set(ctx, &version, 1)), "from ="));
	talloc_free(ctx);
}

Test(policy, a_signals_query_is_part_of_the_text_on_one_line)
{
	static const struct signal_step steps[] = {{{NUMBER_SCALE}, 10}};
	static const struct signal signal = {.name = "many",
					     .title = "a \"sign\"",
					     .sql = "SELECT '$x\\'\n  FROM v_orders",
					     .reading = READING_FIRST,
					     .steps = steps,
					     .step_count = 1,
					     .has_hard = true,
					     .hard = {NUMBER_SCALE * 5 / 2}};
	static const struct policy_set set = {.signals = &signal, .signal_count = 1};
	struct buffer *out = buffer_new(NULL);

	policy_version_text(&set, NULL, NULL, out);
	cr_expect_not_null(strstr(out->bytes, "signal many {\n"
					      "    title = \"a \\\"sign\\\"\"\n"
					      "    sql = \"SELECT '\\$x\\\\'\\n  FROM v_orders\"\n"
					      "    value = first\n"
					      "    points = {\"1: 10\"}\n"
					      "    hard = 2.5\n"
					      "}\n"),
			   "%s", out->bytes);
	talloc_free(out);
}
