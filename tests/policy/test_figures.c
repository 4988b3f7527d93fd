#include "policy/figures.h"

#include "base/memory.h"
#include "fixture.h"
#include "policy/judge.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct time_words english = {
	{"day", "days", "hour", "hours", "minute", "minutes", "second", "seconds"}, " "};
static const struct time_words chinese = {{"天", "天", "小时", "小时", "分钟", "分钟", "秒", "秒"},
					  ""};

static void *ctx;
static struct policy_set *set;
static struct facts facts;
static struct decision decision;
static struct figures figures;

static void begin(void)
{
	ctx = talloc_new(NULL);
	set = fixture_plain_set(ctx);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(figures, .init = begin, .fini = end);

static void take(const char *changes)
{
	fixture_facts(ctx, changes, &facts);
	judge(ctx, set, &facts, NULL, &decision);
	figures_init(&figures, set, &facts, &decision, &english);
}

/* The value of a placeholder in a note, or "(none)". */
static const char *value_of(const char *placeholder)
{
	struct buffer *out = buffer_new(ctx);
	struct error error = {.text = ""};
	int found = placeholder_find(REPLY_NOTE, placeholder, &error);

	cr_assert_geq(found, 0, "%s", error.text);
	if (figures_add(&figures, found, out))
		return out->bytes;
	cr_expect_eq(out->length, 0, "%s left '%s'", placeholder, out->bytes);
	return "(none)";
}

struct figure_case {
	const char *placeholder, *value;
};

static void check(const char *changes, const struct figure_case *cases, size_t count)
{
	take(changes);
	for (size_t i = 0; i < count; i++)
		cr_expect_str_eq(value_of(cases[i].placeholder), cases[i].value, "{%s}: %s",
				 cases[i].placeholder, value_of(cases[i].placeholder));
}

Test(figures, an_approval_has_its_sums_and_where_they_go)
{
	static const struct figure_case cases[] = {
		{"total", "418.51 USD"},
		{"cash", "251.61 USD"},
		{"transfer", "(none)"},
		{"gift", "166.90 USD"},
		{"voucher", "9.00 USD"},
		{"payer", "100000000001"},
		{"arithmetic", "499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51"},
		{"formula", "499.00 x (31 - 5) / 31 = 418.516..."},
		{"frozen", "12.00 USD"},
		{"outcome", "approve"},
		{"why", "(none)"},
		{"rule", "unused-within-window"},
		{"policy", "rtc-engine 1"},
		{"missing", "(none)"},
		{"signals", "(none)"},
		{"clause", "(none)"},
		{"figures", "(none)"},
	};

	check("order.paid.cash = 300; order.paid.gift = 199; order.paid.voucher = 9; "
	      "account.frozen = 12",
	      cases, COUNT(cases));
	check("order.paid.cash = 300; order.paid.transfer = 199",
	      (struct figure_case[]){{"transfer", "166.90 USD"}, {"gift", "(none)"}}, 2);
}

Test(figures, what_was_not_approved_returns_nothing)
{
	static const struct figure_case cases[] = {
		{"total", "(none)"},
		{"cash", "(none)"},
		{"transfer", "(none)"},
		{"gift", "(none)"},
		{"voucher", "(none)"},
		{"payer", "(none)"},
		{"arithmetic", "(none)"},
		{"formula", "(none)"},
		{"frozen", "(none)"},
		{"outcome", "reject"},
		{"why", "(none)"},
		{"rule", "used"},
		{"because", "usage.gifted_minutes_used 12.5"},
		{"refund", "418.51 USD"},
		{"refundable", "499.00 USD"},
		{"trace", "no       refunded-already: history.order_refunded no\n"
			  "no       too-late: elapsed 4d23h59m59s, window 5d\n"
			  "yes      used: usage.gifted_minutes_used 12.5"},
	};

	check("usage.gifted_minutes_used = 12.5", cases, COUNT(cases));
}

Test(figures, a_flag_says_why_and_what_was_missing)
{
	static const struct figure_case doubt[] = {
		{"outcome", "flag"},   {"why", "doubt"},
		{"rule", "(none)"},    {"missing", "order.paid.gift, signals"},
		{"score", "(none)"},   {"signals", "(none)"},
		{"because", "(none)"},
	};
	static const struct figure_case abuse[] = {
		{"why", "abuse"},
		{"rule", "suspicious"},
		{"score", "95"},
		{"limit", "5000.00 USD"},
		{"missing", "(none)"},
		{"signals", "repeats 4 (65 points): bought again\n"
			    "strangers 1 (30 points): not theirs"},
	};
	static const struct figure_case one[] = {
		{"signals", "strangers 0.5 (30 points): not theirs"},
	};

	check("order.paid.gift = ?; signals = ?", doubt, COUNT(doubt));
	check("signals.repeats = 4; signals.strangers = 1", abuse, COUNT(abuse));
	check("signals.repeats = 1; signals.strangers = 0.5", one, COUNT(one));
}

Test(figures, where_no_policy_fits_there_is_none_to_name)
{
	static const struct figure_case none[] = {
		{"policy", "(none)"},	     {"rule", "no-policy"},
		{"window", "(none)"},	     {"days", "(none)"},
		{"order.family", "starter"}, {"trace", "yes      no-policy: order.family starter"},
	};
	static const struct figure_case unknown[] = {
		{"policy", "(none)"}, {"rule", "(none)"}, {"trace", "(none)"}};
	static const struct figure_case uncovered[] = {{"policy", "rtc-engine"},
						       {"rule", "no-version"}};

	check("order.family = starter", none, COUNT(none));
	static const struct figure_case vouchers[] = {{"voucher", "(none)"}, {"frozen", "(none)"}};

	check("order.paid.voucher = ?; account.frozen = ?", vouchers, COUNT(vouchers));
	check("order.family = ?", unknown, COUNT(unknown));
	cr_expect_null(figures.rule);
	((struct version *)set->policies[0].versions)[0].has_from = true;
	((struct version *)set->policies[0].versions)[0].from = fixture_day("2024-01-01");
	check("", uncovered, COUNT(uncovered));
	cr_expect_null(figures.rule);
}

Test(figures, names_stand_in_words)
{
	static const struct figure_case cases[] = {
		{"elapsed", "4 days 23 hours 59 minutes 59 seconds"},
		{"window", "5 days"},
		{"days", "5"},
		{"order.purchased_at", "2023-03-01 08:00:00 (UTC+08:00)"},
		{"ticket.created_at", "2023-03-06 07:59:59 (UTC+08:00)"},
		{"usage.used_after_request", "no"},
		{"order.paid.cash", "499.00 USD"},
		{"order.paid.gift", "0.00 USD"},
		{"order.origin", "purchased"},
		{"history.order_refunded_at", "(none)"},
	};

	check("", cases, COUNT(cases));
}

Test(figures, times_are_written_in_the_policys_zone)
{
	static const struct {
		const char *zone, *time, *text;
	} cases[] = {
		{"+08:00", "2023-03-01T00:00:00Z", "2023-03-01 08:00:00 (UTC+08:00)"},
		{"-03:30", "2023-03-01T00:00:00Z", "2023-02-28 20:30:00 (UTC-03:30)"},
		{"Z", "2023-03-01T00:00:00.5Z", "2023-03-01 00:00:00.5 (UTC)"},
		/* Where the zone would lead out of the calendar. */
		{"+08:00", "9999-12-31T23:00:00Z", "9999-12-31 23:00:00 (UTC)"},
		{"-03:30", "0000-01-01T00:00:00Z", "0000-01-01 00:00:00 (UTC)"},
	};

	take("");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error error;

		cr_assert(zone_parse(cases[i].zone, strlen(cases[i].zone), &figures.view.zone,
				     &error));
		figures.view.value[FACT_ORDER_PURCHASED_AT] =
			value_instant(fixture_instant(cases[i].time));
		cr_expect_str_eq(value_of("order.purchased_at"), cases[i].text);
	}
}

Test(figures, the_rule_that_decided_is_found)
{
	static const struct rule_text intake[] = {{"none", "ask", "ticket.orders_named == 0"}};

	set->intake = fixture_rules(ctx, intake, 1);
	set->intake_count = 1;
	take("ticket.orders_named = 0");
	cr_expect_eq(figures.rule, &set->intake[0]);
	take("ticket.orders_named = 0; order.family = starter");
	cr_expect_eq(figures.rule, &set->intake[0]);
	take("usage.gifted_minutes_used = 1");
	cr_expect_eq(figures.rule, &set->policies[0].versions[0].rules[2]);
	take("signals = ?");
	cr_expect_null(figures.rule);
}

Test(figures, the_clause_is_what_the_rule_says)
{
	static const struct says says = {.language = "en", .clause = "It was used."};

	take("usage.gifted_minutes_used = 1");
	figures.says = &says;
	cr_expect_str_eq(value_of("clause"), "It was used.");
	cr_expect_str_eq(value_of("figures"), "(none)");
}

Test(figures, the_rule_is_sought_in_the_version_that_judged)
{
	struct version versions[] = {fixture_plain_version(ctx), fixture_plain_version(ctx)};

	versions[0].name = "2";
	versions[0].is_enabled = false;
	set = fixture_set(ctx, versions, 2);
	take("usage.gifted_minutes_used = 1");
	cr_expect_eq(figures.rule, &set->policies[0].versions[1].rules[2]);
}

Test(figures, a_length_of_time_is_written_in_words)
{
	static const struct {
		int64_t us;
		const char *english, *chinese;
	} cases[] = {
		{0, "0 seconds", "0秒"},
		{1, "0.000001 seconds", "0.000001秒"},
		{SECOND_US, "1 second", "1秒"},
		{SECOND_US * 3 / 2, "1.5 seconds", "1.5秒"},
		{MINUTE_US, "1 minute", "1分钟"},
		{MINUTE_US + SECOND_US, "1 minute 1 second", "1分钟1秒"},
		{2 * HOUR_US, "2 hours", "2小时"},
		{DAY_US, "1 day", "1天"},
		{DAY_US + SECOND_US / 2, "1 day 0.5 seconds", "1天0.5秒"},
		{5 * DAY_US, "5 days", "5天"},
		{5 * DAY_US - SECOND_US, "4 days 23 hours 59 minutes 59 seconds",
		 "4天23小时59分钟59秒"},
		{5 * DAY_US + 1, "5 days 0.000001 seconds", "5天0.000001秒"},
		{-SECOND_US, "-1 second", "-1秒"},
		{-DAY_US - HOUR_US, "-1 day 1 hour", "-1天1小时"},
		{1000 * DAY_US, "1000 days", "1000天"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buffer *out = buffer_new(ctx);

		time_words_add(&english, (struct span){cases[i].us}, out);
		cr_expect_str_eq(out->bytes, cases[i].english);
		buffer_clear(out);
		buffer_add_text(out, "x");
		time_words_add(&chinese, (struct span){cases[i].us}, out);
		cr_expect_str_eq(out->bytes + 1, cases[i].chinese);
	}
}

Test(figures, a_note_has_the_parts_that_it_was_given)
{
	take("");
	cr_expect_str_eq(value_of("headline"), "(none)");
	cr_expect_str_eq(value_of("actions"), "(none)");
	figures.parts = (struct note_parts){.headline = "H",
					    .remark = "R",
					    .alone = "A",
					    .evidence = "E",
					    .timeline = "T",
					    .related = "L",
					    .actions = "X"};
	cr_expect_str_eq(value_of("headline"), "H");
	cr_expect_str_eq(value_of("remark"), "R");
	cr_expect_str_eq(value_of("alone"), "A");
	cr_expect_str_eq(value_of("evidence"), "E");
	cr_expect_str_eq(value_of("timeline"), "T");
	cr_expect_str_eq(value_of("related"), "L");
	cr_expect_str_eq(value_of("actions"), "X");
}

static bool may_stand_in(enum reply_kind kind, const char *placeholder)
{
	struct error error;

	return placeholder_find(kind, placeholder, &error) >= 0;
}

static size_t count_of(enum reply_kind kind)
{
	size_t count = 0;

	for (int i = 0; i < PLACEHOLDER_COUNT; i++)
		count += may_stand_in(kind, placeholder_info(i).name);
	return count;
}

Test(figures, a_reply_that_flags_names_the_ticket_and_the_order_and_nothing_else)
{
	cr_expect_eq(count_of(REPLY_FLAG), 3);
	cr_expect(may_stand_in(REPLY_FLAG, "ticket.id"));
	cr_expect(may_stand_in(REPLY_FLAG, "ticket.created_at"));
	cr_expect(may_stand_in(REPLY_FLAG, "order.id"));
}

Test(figures, a_reply_that_links_names_the_other_ticket_as_well)
{
	cr_expect_eq(count_of(REPLY_LINKED), 4);
	cr_expect(may_stand_in(REPLY_LINKED, "ticket.id"));
	cr_expect(may_stand_in(REPLY_LINKED, "ticket.created_at"));
	cr_expect(may_stand_in(REPLY_LINKED, "order.id"));
	cr_expect(may_stand_in(REPLY_LINKED, "speaker"));
}

Test(figures, each_placeholder_stands_where_it_has_a_meaning)
{
	static const struct {
		const char *placeholder;
		const char *kinds; /* approve reject ask flag linked granted refused note */
	} cases[] = {
		{"ticket.id", "arxflgsn"}, {"elapsed", "arx--gsn"},    {"order.family", "arx--gsn"},
		{"score", "-------n"},	   {"limit", "-------n"},      {"hard_sign", "-------n"},
		{"total", "a----g-n"},	   {"arithmetic", "a----g-n"}, {"clause", "-rx--gsn"},
		{"figures", "-rx----n"},   {"trace", "-------n"},      {"signals", "-------n"},
		{"missing", "-------n"},   {"frozen", "a----g-n"},     {"speaker", "----l---"},
		{"headline", "-------n"},  {"remark", "-------n"},     {"alone", "-------n"},
		{"evidence", "-------n"},  {"timeline", "-------n"},   {"related", "-------n"},
		{"actions", "-------n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		for (int kind = 0; kind < REPLY_KIND_COUNT; kind++)
			cr_expect_eq(may_stand_in((enum reply_kind)kind, cases[i].placeholder),
				     cases[i].kinds[kind] != '-', "%s %s", cases[i].placeholder,
				     reply_kind_words.list[kind]);
}

Test(figures, each_placeholder_is_described)
{
	for (int i = 0; i < PLACEHOLDER_COUNT; i++) {
		cr_expect_gt(strlen(placeholder_info(i).help), 0);
		cr_expect(may_stand_in(REPLY_NOTE, placeholder_info(i).name) ||
			  may_stand_in(REPLY_LINKED, placeholder_info(i).name));
	}
}

Test(figures, a_placeholder_that_is_none_is_refused_with_the_nearest)
{
	static const struct {
		enum reply_kind kind;
		const char *text, *message;
	} cases[] = {
		{REPLY_APPROVE, "totl",
		 "a text of kind 'approve' has no {totl}; did you mean {total}?"},
		{REPLY_REJECT, "total", "a text of kind 'reject' has no {total}"},
		{REPLY_FLAG, "score", "a text of kind 'flag' has no {score}"},
		{REPLY_NOTE, "elephants", "a text of kind 'note' has no {elephants}"},
		{REPLY_FLAG, "order.ids",
		 "a text of kind 'flag' has no {order.ids}; did you mean {order.id}?"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error error;

		cr_expect_eq(placeholder_find(cases[i].kind, cases[i].text, &error), -1);
		cr_expect_eq(error.kind, ERROR_CONFIG);
		cr_expect_str_eq(error.text, cases[i].message);
	}
}
