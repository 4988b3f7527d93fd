/* policy_check(): what is refused before a fact is seen. */
#include "base/memory.h"
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

static void *ctx;
static struct policy_set *set;

static void begin(void)
{
	ctx = talloc_new(NULL);
	set = fixture_plain_set(ctx);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(check, .init = begin, .fini = end);

/* All problems, a line each; "" when the set can be right. */
static const char *problems_of_set(void)
{
	struct problems *problems = problems_new(ctx);
	struct buffer *out = buffer_new(ctx);

	cr_expect_eq(policy_check(set, problems), problems->count == 0);
	for (size_t i = 0; i < problems->count; i++)
		buffer_add_format(out, "%s%s", i > 0 ? "\n" : "",
				  problem_format(ctx, &problems->list[i]));
	return out->bytes;
}

static const char *problems_of_rules(const struct rule_text *texts, size_t count)
{
	struct version version = fixture_version("1", fixture_rules(ctx, texts, count), count);

	set = fixture_set(ctx, &version, 1);
	return problems_of_set();
}

Test(check, a_set_that_can_be_right_has_no_problems)
{
	cr_expect_str_eq(problems_of_set(), "");
}

Test(check, a_rule_that_can_never_apply_is_named)
{
	static const struct rule_text texts[] = {
		{"never", "reject", "elapsed > window and elapsed < 5d"},
		{"all", "approve", "true"},
	};

	cr_expect_str_eq(problems_of_rules(texts, COUNT(texts)),
			 "test:1:9: rule 'never' can never apply: no case can meet its condition");
}

Test(check, a_rule_that_can_never_be_reached_is_named)
{
	static const struct rule_text texts[] = {
		{"late", "reject", "elapsed > window"},
		{"very-late", "reject", "elapsed > 10d"},
		{"all", "approve", "true"},
		{"rest", "doubt", "true"},
	};

	cr_expect_str_eq(problems_of_rules(texts, COUNT(texts)),
			 "test:2:9: rule 'very-late' can never be reached: whenever it would "
			 "apply, a rule before it does\n"
			 "test:4:9: rule 'rest' can never be reached: whenever it would apply, a "
			 "rule before it does");
}

Test(check, the_intake_can_take_every_case_from_a_policy)
{
	static const struct rule_text intake[] = {
		{"one", "ask", "ticket.orders_named <= 1"},
		{"more", "doubt", "ticket.orders_named >= 2"},
	};
	static const struct rule_text texts[] = {{"all", "approve", "true"}};
	struct version version = fixture_version("1", fixture_rules(ctx, texts, 1), 1);

	set = fixture_set(ctx, &version, 1);
	set->intake = fixture_rules(ctx, intake, 2);
	set->intake_count = 2;
	cr_expect_str_eq(problems_of_set(), "test:1:9: rule 'all' can never be reached: whenever "
					    "it would apply, a rule before it does");
}

Test(check, a_policy_that_can_end_without_an_outcome_is_refused_with_an_example)
{
	static const struct rule_text texts[] = {
		{"late", "reject", "elapsed > window"},
		{"early", "approve", "elapsed < window"},
	};

	cr_expect_str_eq(problems_of_rules(texts, COUNT(texts)),
			 "test:100:1: policy 'rtc-engine', version '1' can end without an "
			 "outcome, for example when elapsed is 5d");
	cr_expect_str_eq(problems_of_rules(texts, 0),
			 "test:100:1: policy 'rtc-engine', version '1' can end without an "
			 "outcome, whatever the facts are");
}

Test(check, rules_that_share_an_id_are_refused)
{
	static const struct rule_text texts[] = {
		{"late", "reject", "elapsed > 6d"},
		{"late", "reject", "elapsed > 5d"},
		{"all", "approve", "true"},
	};
	static const struct rule_text intake[] = {{"late", "ask", "ticket.orders_named == 0"}};

	cr_expect_str_eq(problems_of_rules(texts, COUNT(texts)),
			 "test:2:1: there is a rule 'late' before this one (line 1)");
	set = fixture_plain_set(ctx);
	set->intake = fixture_rules(ctx, intake, 1);
	set->intake_count = 1;
	cr_expect_str_eq(problems_of_set(), "");
	((struct rule *)set->intake)[0].id = "too-late";
	cr_expect_str_eq(problems_of_set(),
			 "test:2:1: there is a rule 'too-late' before this one (line 1)");
}

Test(check, the_intake_may_not_decide)
{
	static const struct rule_text intake[] = {
		{"gift", "reject", "order.origin == 'gift'"},
		{"small", "approve", "refundable < 1 USD"},
		{"late", "doubt", "elapsed > window"},
		{"much", "doubt", "not (days in (5) or refund > limit)"},
	};

	set->intake = fixture_rules(ctx, intake, COUNT(intake));
	set->intake_count = COUNT(intake);
	cr_expect_str_eq(problems_of_set(),
			 "test:1:1: intake rule 'gift' would reject: before the policy is known a "
			 "rule may only ask or flag\n"
			 "test:2:1: intake rule 'small' would approve: before the policy is known "
			 "a rule may only ask or flag\n"
			 "test:3:9: intake rule 'late' uses 'window', which only the version of a "
			 "policy settles\n"
			 "test:4:9: intake rule 'much' uses 'days', which only the version of a "
			 "policy settles\n"
			 "test:4:9: intake rule 'much' uses 'refund', which only the version of a "
			 "policy settles\n"
			 "test:2:9: rule 'too-late' can never be reached: whenever it would "
			 "apply, a rule before it does");
}

Test(check, an_intake_rule_that_can_never_be_reached_is_named_once)
{
	static const struct rule_text intake[] = {
		{"two", "ask", "ticket.orders_named >= 2"},
		{"three", "ask", "ticket.orders_named >= 3"},
	};

	set->intake = fixture_rules(ctx, intake, COUNT(intake));
	set->intake_count = COUNT(intake);
	cr_expect_str_eq(problems_of_set(), "test:2:9: rule 'three' can never be reached: "
					    "whenever it would apply, a rule before it does");
}

Test(check, a_disabled_version_is_checked_too)
{
	static const struct rule_text texts[] = {{"never", "reject", "false"}};
	struct version versions[2] = {fixture_plain_version(ctx),
				      fixture_version("2", fixture_rules(ctx, texts, 1), 1)};

	versions[1].is_enabled = false;
	set = fixture_set(ctx, versions, 2);
	cr_expect_str_eq(problems_of_set(),
			 "test:1:9: rule 'never' can never apply: no case can meet its condition\n"
			 "test:100:1: policy 'rtc-engine', version '2' can end without an "
			 "outcome, whatever the facts are");
}

/* "2023-01-01..2024-01-01", each end may be missing; "-" before it disables it. */
static struct version version_over(const char *name, const char *days)
{
	struct version version = fixture_plain_version(ctx);
	const char *dots;

	version.name = name;
	version.is_enabled = days[0] != '-';
	days += !version.is_enabled;
	dots = strstr(days, "..");
	version.has_from = dots != days;
	version.has_until = dots[2] != '\0';
	if (version.has_from)
		version.from = fixture_day(text_copy_n(ctx, days, 10));
	if (version.has_until)
		version.until = fixture_day(dots + 2);
	return version;
}

Test(check, versions_neither_overlap_nor_leave_a_gap)
{
	static const struct {
		const char *a, *b, *c;
		const char *problems;
	} cases[] = {
		{"..2023-01-01", "2023-01-01..2024-01-01", "2024-01-01..", ""},
		{"2024-01-01..", "..2023-01-01", "2023-01-01..2024-01-01", ""},
		{"..2023-01-01", "-..", "2023-01-01..", ""},
		{"2022-01-01..2023-01-01", "2023-01-01..2024-01-01", "-2023-05-01..2023-04-01", ""},
		{"..2023-01-01", "2023-01-02..", "-..",
		 "versions 'a' and 'b' of policy 'rtc-engine' leave a gap: none holds from "
		 "2023-01-01 to before 2023-01-02"},
		{"..2023-01-02", "2023-01-01..", "-..",
		 "versions 'a' and 'b' of policy 'rtc-engine' overlap: both hold from 2023-01-01 "
		 "to before 2023-01-02"},
		{"..", "2023-01-01..", "-..",
		 "versions 'a' and 'b' of policy 'rtc-engine' overlap: give the earlier an "
		 "'until' and the later the same day as 'from'"},
		{"..", "..", "-..",
		 "versions 'a' and 'b' of policy 'rtc-engine' overlap: give the earlier an "
		 "'until' and the later the same day as 'from'"},
		{"..2023-01-01", "..2023-01-01", "-..",
		 "versions 'a' and 'b' of policy 'rtc-engine' overlap: give the earlier an "
		 "'until' and the later the same day as 'from'"},
		{"2023-01-01..2024-01-01", "2023-01-01..2024-01-01", "2024-01-01..",
		 "versions 'a' and 'b' of policy 'rtc-engine' overlap: both hold from 2023-01-01 "
		 "to before 2024-01-01"},
		{"2023-02-01..2023-01-01", "-..", "-..",
		 "version 'a' of policy 'rtc-engine' ends before it begins"},
		{"2023-02-01..2023-02-01", "-..", "-..",
		 "version 'a' of policy 'rtc-engine' ends before it begins"},
		{"-..", "-..", "-..", "policy 'rtc-engine' has no enabled version"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct version versions[] = {version_over("a", cases[i].a),
					     version_over("b", cases[i].b),
					     version_over("c", cases[i].c)};
		const char *problems;

		set = fixture_set(ctx, versions, 3);
		problems = problems_of_set();
		problems += strcspn(problems, " ") + (*problems != '\0');
		cr_expect_str_eq(problems, cases[i].problems, "case %zu: %s", i, problems);
	}
}

Test(check, policies_of_their_own_names_and_families_go_together)
{
	struct policy policies[2];

	policies[0] = policies[1] = set->policies[0];
	policies[1].name = policies[1].family = "call";
	set->policies = policies;
	set->policy_count = 2;
	cr_expect_str_eq(problems_of_set(), "");
}

Test(check, what_is_given_twice_is_refused)
{
	struct version versions[] = {version_over("same", "..2023-01-01"),
				     version_over("same", "2023-01-01..")};
	struct policy policies[2];
	struct signal signals[2];

	set = fixture_set(ctx, versions, 2);
	policies[0] = policies[1] = set->policies[0];
	set->policies = policies;
	set->policy_count = 2;
	signals[0] = signals[1] = set->signals[0];
	signals[1].place = (struct place){"test", 7, 3};
	set->signals = signals;
	cr_expect_str_eq(problems_of_set(),
			 "test:100:1: policy 'rtc-engine' has a version 'same' already\n"
			 "test:99:1: there is a policy 'rtc-engine' already\n"
			 "test:99:1: policy 'rtc-engine' is for family 'rtc-engine' already\n"
			 "test:100:1: policy 'rtc-engine' has a version 'same' already\n"
			 "test:7:3: there is a signal 'repeats' already");
}
