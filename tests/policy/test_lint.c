#include "policy/lint.h"

#include "base/memory.h"
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

static void *ctx;

static void begin(void)
{
	ctx = talloc_new(NULL);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(lint, .init = begin, .fini = end);

static const char *text_of_lint(const struct policy_set *set)
{
	const struct lint *lint = lint_new(ctx, set);
	struct buffer *out = buffer_new(ctx);

	for (size_t i = 0; i < lint->count; i++) {
		const struct lint_finding *finding = &lint->findings[i];

		buffer_add_format(out, "%s%s %s", i > 0 ? "; " : "",
				  lint_kind_words.list[finding->kind], finding->rule->id);
		if (finding->part != NULL)
			buffer_add_format(out, " (%s)", finding->part);
		if (finding->other != NULL)
			buffer_add_format(out, " - %s", finding->other->id);
		if (finding->example != NULL && finding->example[0] != '\0')
			buffer_add_format(out, ": %s", finding->example);
	}
	return out->bytes;
}

static const char *found(const struct rule_text *texts, size_t count)
{
	struct version version = fixture_version("1", fixture_rules(ctx, texts, count), count);

	return text_of_lint(fixture_set(ctx, &version, 1));
}

Test(lint, rules_of_one_outcome_in_any_order_are_nothing)
{
	static const struct rule_text texts[] = {
		{"late", "reject", "elapsed > window"},
		{"used", "reject", "usage.gifted_minutes_used > 0"},
		{"all", "approve", "true"},
	};

	cr_expect_str_eq(found(texts, COUNT(texts)), "");
}

Test(lint, a_rule_that_one_before_it_covers_is_shadowed)
{
	static const struct rule_text texts[] = {
		{"late", "reject", "elapsed > window"},
		{"later", "reject", "elapsed > 6d"},
		{"all", "approve", "true"},
	};

	cr_expect_str_eq(found(texts, COUNT(texts)),
			 "shadowed later - late: elapsed is more than 6d");
}

Test(lint, so_is_a_part_of_a_rule)
{
	static const struct rule_text texts[] = {
		{"gone", "reject", "order.status == 'refunded'"},
		{"odd", "doubt", "order.status in ('refunded', 'failed') or elapsed < 0s"},
		{"both", "doubt",
		 "usage.gifted_minutes_used > 0 and (elapsed > 9d or order.status == 'failed')"},
		{"all", "approve", "true"},
	};

	cr_expect_str_eq(found(texts, COUNT(texts)),
			 "wins gone - odd: order.status is refunded, elapsed is less than 0s"
			 "; wins gone - both: order.status is refunded, elapsed is more than 9d, "
			 "usage.gifted_minutes_used is more than 0"
			 "; shadowed odd (order.status == 'refunded') - gone: order.status is "
			 "refunded"
			 "; shadowed both (order.status == 'failed') - odd: order.status is "
			 "failed, usage.gifted_minutes_used is more than 0");
}

Test(lint, a_constant_that_no_case_comes_near_is_named)
{
	static const struct rule_text texts[] = {
		{"late", "reject", "elapsed > 3d"},
		{"fresh", "approve", "elapsed <= 5d and usage.gifted_minutes_used == 0"},
		{"rest", "reject", "true"},
	};
	static const struct rule_text reached[] = {
		{"late", "reject", "elapsed > 5d"},
		{"fresh", "approve", "elapsed <= 5d"},
		{"rest", "reject", "true"},
	};

	cr_expect_not_null(strstr(found(texts, COUNT(texts)),
				  "unreached fresh (elapsed <= 5d) - late: elapsed is 5d"));
	cr_expect_null(strstr(found(reached, COUNT(reached)), "unreached"));
}

Test(lint, a_rule_without_which_nothing_is_otherwise_is_idle)
{
	static const struct rule_text texts[] = {
		{"used", "reject", "usage.gifted_minutes_used > 0"},
		{"late", "reject", "elapsed > window"},
		{"fresh", "approve", "usage.gifted_minutes_used == 0"},
		{"rest", "reject", "true"},
	};

	cr_expect_str_eq(found(texts, COUNT(texts)),
			 "idle used: usage.gifted_minutes_used is more than 0"
			 "; shadowed rest");
}

Test(lint, an_approval_that_wins_over_another_rule_is_a_finding)
{
	static const struct rule_text texts[] = {
		{"fresh", "approve", "elapsed <= window"},
		{"used", "reject", "usage.gifted_minutes_used > 0"},
		{"rest", "doubt", "true"},
	};

	cr_expect_str_eq(found(texts, COUNT(texts)),
			 "approves fresh - used: elapsed is less than 5d, "
			 "usage.gifted_minutes_used is more than 0");
}

Test(lint, an_intake_rule_is_idle_only_where_no_version_needs_it)
{
	static const struct rule_text intake[] = {
		{"none", "ask", "ticket.orders_named == 0"},
		{"early", "doubt", "ticket.created_at < order.purchased_at"},
	};
	static const struct rule_text texts[] = {{"rest", "doubt", "true"}};
	struct version version = fixture_version("1", fixture_rules(ctx, texts, 1), 1);
	struct policy_set *set = fixture_set(ctx, &version, 1);

	set->intake = fixture_rules(ctx, intake, 2);
	set->intake_count = 2;
	cr_expect_str_eq(text_of_lint(set), "idle early: "
					    "ticket.created_at is less than order.purchased_at");
}
