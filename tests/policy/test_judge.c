#include "policy/judge.h"

#include "base/memory.h"
#include "fixture.h"
#include "support/summary.h"

#include <criterion/criterion.h>
#include <string.h>

static void *ctx;
static struct policy_set *set;
static struct decision decision;

static void begin(void)
{
	ctx = talloc_new(NULL);
	set = fixture_plain_set(ctx);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(judge, .init = begin, .fini = end);

static const char *summary(void)
{
	struct buffer *out = buffer_new(ctx);

	summary_add(&decision, out);
	if (decision.outcome != OUTCOME_APPROVE) {
		cr_expect_null(decision.arithmetic);
		cr_expect_eq(decision.refund.total.minor, 0);
	}
	return out->bytes;
}

static const char *trace(void)
{
	struct buffer *out = buffer_new(ctx);

	for (size_t i = 0; i < decision.trace_count; i++)
		buffer_add_format(out, "%s %s (%s)\n", decision.trace[i].rule,
				  answer_name(decision.trace[i].answer), decision.trace[i].because);
	return out->bytes;
}

static const char *judged(const char *changes)
{
	struct facts *facts = NEW(ctx, struct facts);

	fixture_facts(ctx, changes, facts);
	judge(ctx, set, facts, NULL, &decision);
	return summary();
}

struct judge_case {
	const char *changes, *summary;
};

static void check(const struct judge_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		cr_expect_str_eq(judged(cases[i].changes), cases[i].summary, "%s: %s",
				 cases[i].changes, summary());
}

static void use_rules(const struct rule_text *texts, size_t count)
{
	struct version version = fixture_version("1", fixture_rules(ctx, texts, count), count);

	set = fixture_set(ctx, &version, 1);
}

static void use_intake(const struct rule_text *texts, size_t count)
{
	set->intake = fixture_rules(ctx, texts, count);
	set->intake_count = count;
}

Test(judge, the_founding_example_is_approved_and_written_out)
{
	cr_expect_str_eq(judged(""), "approve unused-within-window 418.51 USD");
	cr_expect_str_eq(decision.policy, "rtc-engine");
	cr_expect_str_eq(decision.version, "1");
	cr_expect_str_eq(decision.refund.payer_uin, "100000000001");
	cr_expect_eq(decision.refund.purse[PURSE_CASH].minor, 41851);
	cr_expect_eq(decision.refund.purse[PURSE_GIFT].minor, 0);
	cr_expect_str_eq(decision.arithmetic,
			 "499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51");
	cr_expect(decision.score.is_known);
	cr_expect_str_eq(trace(), "refunded-already no (history.order_refunded no)\n"
				  "too-late no (elapsed 4d23h59m59s, window 5d)\n"
				  "used no (usage.gifted_minutes_used 0)\n"
				  "suspicious no (score 0)\n"
				  "above-limit no (refund 418.51 USD, limit 5000.00 USD)\n"
				  "unused-within-window yes ()\n");
}

Test(judge, the_first_rule_that_says_yes_decides)
{
	static const struct judge_case cases[] = {
		{"ticket.created_at = 2023-03-06T08:00:00+08:00",
		 "approve unused-within-window 418.51 USD"},
		{"ticket.created_at = 2023-03-06T08:00:01+08:00", "reject too-late"},
		{"ticket.created_at = 2023-03-07T08:00:01+08:00; usage.gifted_minutes_used = 5",
		 "reject too-late"},
		{"usage.gifted_minutes_used = 5", "reject used"},
		{"signals.repeats = 2", "flag abuse suspicious"},
		{"order.paid.cash = 9000", "flag doubt above-limit"},
	};

	check(cases, COUNT(cases));
	judged("usage.gifted_minutes_used = 5");
	cr_expect_str_eq(trace(), "refunded-already no (history.order_refunded no)\n"
				  "too-late no (elapsed 4d23h59m59s, window 5d)\n"
				  "used yes (usage.gifted_minutes_used 5)\n");
}

Test(judge, an_unknown_matters_only_if_it_could_change_the_outcome)
{
	static const struct judge_case cases[] = {
		/* Whether it was refunded or not: it is rejected. */
		{"history.order_refunded = ?; usage.gifted_minutes_used = 5", "reject used"},
		{"ticket.created_at = ?; usage.gifted_minutes_used = 5", "reject used"},
		{"usage.gifted_minutes_used = ?; ticket.created_at = 2023-04-01T00:00:00Z",
		 "reject too-late"},
		{"signals = ?; order.paid.cash = 9000", "flag doubt above-limit"},
		{"signals = ?; usage.gifted_minutes_used = 5", "reject used"},
		{"order.id = ?; order.edition = ?; order.entity = ?; account.suspended = ?",
		 "approve unused-within-window 418.51 USD"},
		/* It could be rejected, or approved. */
		{"history.order_refunded = ?", "flag doubt - history.order_refunded"},
		{"usage.gifted_minutes_used = ?", "flag doubt - usage.gifted_minutes_used"},
		{"usage.as_of = 2023-03-06T07:59:59+08:00",
		 "flag doubt - usage.gifted_minutes_used"},
		{"signals = ?", "flag doubt - signals"},
		{"history.order_refunded = ?; signals = ?",
		 "flag doubt - history.order_refunded, signals"},
		/* It could be rejected, or flagged: what makes it flagged is no matter. */
		{"history.order_refunded = ?; order.paid.cash = 9000",
		 "flag doubt - history.order_refunded"},
		{"ticket.created_at = ?", "flag doubt - ticket.created_at"},
	};

	check(cases, COUNT(cases));
}

Test(judge, who_can_tell_what_is_missing_is_asked)
{
	static const struct rule_text texts[] = {
		{"which", "reject", "ticket.orders_named > 9"},
		{"paid", "reject", "order.status == 'unpaid'"},
		{"all", "approve", "true"},
	};
	static const struct judge_case cases[] = {
		{"", "approve all 418.51 USD"},
		{"ticket.orders_named = ?", "ask - ticket.orders_named"},
		/* Only what the customer can tell is asked of them. */
		{"ticket.orders_named = ?; order.status = ?", "ask - ticket.orders_named"},
		{"order.status = ?", "flag doubt - order.status"},
		{"ticket.orders_named = ?; order.status = unpaid", "reject paid"},
	};

	use_rules(texts, COUNT(texts));
	check(cases, COUNT(cases));
}

Test(judge, a_rule_that_asks_says_what_it_wants_to_hear)
{
	static const struct rule_text texts[] = {
		{"strange", "doubt", "order.status == 'invalid'"},
		{"one-order", "ask", "ticket.orders_named != 1"},
	};
	static const struct judge_case cases[] = {
		{"ticket.orders_named = 2", "ask one-order ticket.orders_named"},
		{"ticket.orders_named = 0; order.id = ?; order.family = ?; order.edition = ?",
		 "ask one-order ticket.orders_named, order.id"},
		{"ticket.orders_named = 2; order.status = ?", "flag doubt - order.status"},
		{"ticket.orders_named = ?", "ask - ticket.orders_named"},
		{"ticket.orders_named = ?; usage.gifted_minutes_used = 5",
		 "ask - ticket.orders_named"},
	};

	use_intake(texts, COUNT(texts));
	check(cases, COUNT(cases));
}

Test(judge, an_approval_needs_to_know_its_sum_and_its_payer)
{
	static const struct rule_text texts[] = {{"all", "approve", "true"}};
	static const struct judge_case cases[] = {
		{"order.payer_uin = ?", "flag doubt - order.payer_uin"},
		{"order.paid.gift = ?", "flag doubt - order.paid.gift"},
		{"order.months = 0", "flag doubt - order.months"},
		{"order.payer_uin = ?; order.paid.cash = ?",
		 "flag doubt - order.payer_uin, order.paid.cash"},
		{"order.currency = ?", "flag doubt - order.currency, order.paid.cash, "
				       "order.paid.transfer, order.paid.gift"},
		{"order.paid.voucher = ?", "approve all 418.51 USD"},
	};

	use_rules(texts, COUNT(texts));
	check(cases, COUNT(cases));
}

Test(judge, where_nothing_would_go_back_a_person_looks)
{
	static const struct rule_text texts[] = {
		{"odd", "reject", "order.status == 'invalid'"},
		{"all", "approve", "true"},
	};

	use_rules(texts, COUNT(texts));
	cr_expect_str_eq(judged("order.paid.cash = 0; order.paid.voucher = 499"),
			 "flag doubt nothing-to-return");
	cr_expect_str_eq(trace(), "odd no (order.status shipped)\n"
				  "all yes ()\n"
				  "nothing-to-return yes (refund 0.00 USD)\n");
	cr_expect_str_eq(judged("order.paid.cash = 0; order.status = ?"),
			 "flag doubt - order.status");
}

Test(judge, a_family_without_a_policy_is_for_a_person)
{
	cr_expect_str_eq(judged("order.family = starter"), "flag doubt no-policy");
	cr_expect_null(decision.policy);
	cr_expect_null(decision.version);
	cr_expect_str_eq(trace(), "no-policy yes (order.family starter)\n");
}

Test(judge, without_a_family_the_order_is_asked_for_if_that_is_missing_too)
{
	cr_expect_str_eq(judged("order.family = ?"), "flag doubt - order.family");
	cr_expect_str_eq(judged("order.family = ?; order.id = ?"), "ask - order.id");
	cr_expect_eq(decision.trace_count, 0);
}

static void use_versions(void)
{
	struct version versions[3] = {fixture_plain_version(ctx), fixture_plain_version(ctx),
				      fixture_plain_version(ctx)};

	versions[0].name = "first";
	versions[0].has_until = true;
	versions[0].until = fixture_day("2023-03-01");
	versions[1].name = "disabled";
	versions[1].is_enabled = false;
	versions[2].name = "second";
	versions[2].has_from = versions[2].has_until = true;
	versions[2].from = fixture_day("2023-03-01");
	versions[2].until = fixture_day("2023-05-01");
	set = fixture_set(ctx, versions, 3);
}

Test(judge, the_version_in_force_on_the_day_of_purchase_judges)
{
	static const struct {
		const char *changes, *version;
	} cases[] = {
		{"", "second"},
		{"order.purchased_at = 1970-01-01T00:00:00Z", "first"},
		/* Its day begins at midnight of the policy's zone. */
		{"order.purchased_at = 2023-02-28T15:59:59.999999Z", "first"},
		{"order.purchased_at = 2023-02-28T16:00:00Z", "second"},
		{"order.purchased_at = 2023-04-30T23:59:59+08:00", "second"},
	};

	use_versions();
	for (size_t i = 0; i < COUNT(cases); i++) {
		judged(cases[i].changes);
		cr_expect_str_eq(decision.version, cases[i].version, "%s", cases[i].changes);
	}
}

Test(judge, a_setting_takes_the_tickets_day_instead)
{
	use_versions();
	set->version_day = VERSION_BY_TICKET;
	judged("order.purchased_at = 2023-02-28T00:00:00+08:00; "
	       "ticket.created_at = 2023-02-28T23:59:59+08:00");
	cr_expect_str_eq(decision.version, "first");
	judged("order.purchased_at = 2023-02-28T00:00:00+08:00; "
	       "ticket.created_at = 2023-03-01T00:00:00+08:00");
	cr_expect_str_eq(decision.version, "second");
	cr_expect_str_eq(judged("ticket.created_at = ?"), "flag doubt - ticket.created_at");
}

Test(judge, a_day_that_no_version_covers_is_for_a_person)
{
	use_versions();
	cr_expect_str_eq(judged("order.purchased_at = 2023-05-01T00:00:00+08:00; "
				"ticket.created_at = 2023-05-02T00:00:00+08:00"),
			 "flag doubt no-version");
	cr_expect_str_eq(decision.policy, "rtc-engine");
	cr_expect_null(decision.version);
	cr_expect_str_eq(trace(),
			 "no-version yes (order.purchased_at 2023-05-01T00:00:00+08:00)\n");
}

Test(judge, a_version_that_always_held_needs_no_day)
{
	cr_expect_str_eq(judged("order.purchased_at = ?; usage.gifted_minutes_used = 5"),
			 "reject used");
	use_versions();
	cr_expect_str_eq(judged("order.purchased_at = ?; usage.gifted_minutes_used = 5"),
			 "flag doubt - order.purchased_at");
}

Test(judge, the_intake_is_asked_first_whatever_the_family)
{
	static const struct rule_text texts[] = {
		{"clash", "doubt", "currency_clash"},
		{"strangers", "abuse",
		 "ticket.requester_uin not in (order.owner_uin, "
		 "order.payer_uin)"},
	};
	static const struct judge_case cases[] = {
		{"", "approve unused-within-window 418.51 USD"},
		{"ticket.currency = CNY; order.family = starter", "flag doubt clash"},
		{"ticket.requester_uin = 7; usage.gifted_minutes_used = 5", "flag abuse strangers"},
		/* Unknown here, it matters where the policy says otherwise. */
		{"ticket.requester_uin = ?", "flag doubt - ticket.requester_uin"},
		{"ticket.requester_uin = ?; usage.gifted_minutes_used = 5",
		 "flag doubt - ticket.requester_uin"},
		{"ticket.requester_uin = ?; order.family = starter", "flag doubt no-policy"},
	};

	use_intake(texts, COUNT(texts));
	check(cases, COUNT(cases));
	judged("ticket.currency = CNY");
	cr_expect_str_eq(decision.policy, "rtc-engine");
	cr_expect_str_eq(trace(), "clash yes (currency_clash yes)\n");
}

Test(judge, rules_that_all_say_no_leave_it_to_a_person)
{
	static const struct rule_text texts[] = {
		{"never", "approve", "order.status == 'invalid'"},
		{"unpaid", "doubt", "order.status == 'unpaid'"},
		{"paid", "doubt", "order.status != 'unpaid'"},
	};
	static const struct judge_case cases[] = {
		{"", "flag doubt paid"},
		{"order.status = ?", "flag doubt - order.status"},
	};

	use_rules(texts, 2);
	cr_expect_str_eq(judged(""), "flag doubt -");
	use_rules(texts, 3);
	check(cases, COUNT(cases));
}

Test(judge, a_currency_without_a_limit_counts_as_above_it)
{
	static const struct judge_case cases[] = {
		{"order.paid.cash = 5961.53", "approve unused-within-window 4999.99 USD"},
		{"order.paid.cash = 5961.54", "approve unused-within-window 5000.00 USD"},
		{"order.paid.cash = 5961.56", "flag doubt above-limit"},
		{"order.currency = KWD; order.paid.cash = 0.002", "flag doubt above-limit"},
		{"order.currency = CNY; order.paid.cash = 41730.76",
		 "approve unused-within-window 34999.99 CNY"},
	};

	check(cases, COUNT(cases));
}

Test(judge, what_lies_in_the_future_is_seen_only_with_a_clock)
{
	static const struct rule_text texts[] = {{"future", "doubt", "from_future"}};
	struct instant now = fixture_instant("2023-03-06T07:00:00+08:00");
	struct facts facts;

	use_intake(texts, 1);
	fixture_facts(ctx, "", &facts);
	judge(ctx, set, &facts, NULL, &decision);
	cr_expect_str_eq(summary(), "approve unused-within-window 418.51 USD");
	judge(ctx, set, &facts, &now, &decision);
	cr_expect_str_eq(summary(), "flag doubt future");
}

Test(judge, a_condition_over_another_currency_is_never_approved)
{
	static const struct rule_text texts[] = {
		{"much", "doubt", "refund > 35000 CNY"},
		{"all", "approve", "true"},
	};

	use_rules(texts, COUNT(texts));
	cr_expect_str_eq(judged("order.currency = CNY"), "approve all 418.51 CNY");
	cr_expect_str_eq(judged(""), "flag doubt -");
}

Test(judge, without_suspicion_rules_that_flag_for_abuse_are_not_asked)
{
	static const struct {
		const char *changes, *summary;
	} cases[] = {
		{"signals.repeats = 4", "approve unused-within-window 418.51 USD"},
		{"signals = ?", "approve unused-within-window 418.51 USD"},
		{"signals.repeats = 4; usage.gifted_minutes_used = 1", "reject used"},
		{"signals.repeats = 4; order.paid.cash = 5961.56", "flag doubt above-limit"},
		{"signals.repeats = 4; usage.gifted_minutes_used = ?",
		 "flag doubt - usage.gifted_minutes_used"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct facts facts;

		fixture_facts(ctx, cases[i].changes, &facts);
		judge_unsuspecting(ctx, set, &facts, NULL, &decision);
		cr_expect_str_eq(summary(), cases[i].summary, "%s: %s", cases[i].changes,
				 summary());
	}
	for (size_t i = 0; i < decision.trace_count; i++)
		cr_expect_str_neq(decision.trace[i].rule, "suspicious");
}

Test(judge, the_policy_of_a_family_is_found)
{
	cr_expect_eq(policy_of_family(set, "rtc-engine"), &set->policies[0]);
	cr_expect_null(policy_of_family(set, "live"));
}
