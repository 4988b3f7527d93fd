#include "policy/names.h"

#include "base/memory.h"
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

#define NOBODY ((fact_set)0)

static void *ctx;
static struct policy_set *set;
static struct version *version;
static struct facts facts;
static struct view view;

static void begin(void)
{
	ctx = talloc_new(NULL);
	set = fixture_plain_set(ctx);
	version = (struct version *)set->policies[0].versions;
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(view, .init = begin, .fini = end);

static void look(const char *changes)
{
	fixture_facts(ctx, changes, &facts);
	view_init(&view, set, &set->policies[0], version, &facts, NULL);
}

static const char *seen(int name)
{
	struct buffer *out = buffer_new(ctx);

	value_add(view.value[name], view.zone, out);
	return out->bytes;
}

static void expect(int name, const char *value, fact_set lacking)
{
	cr_expect_str_eq(seen(name), value, "%s is %s, not %s", name_info(name).name, seen(name),
			 value);
	cr_expect_eq(view.lacking[name], lacking, "%s", name_info(name).name);
	cr_expect_eq(view.value[name].type, name_info(name).type);
}

Test(view, all_names_follow_from_the_founding_facts)
{
	look("");
	expect(NAME_ELAPSED, "4d23h59m59s", NOBODY);
	expect(NAME_WINDOW, "5d", NOBODY);
	expect(NAME_DAYS, "5", NOBODY);
	expect(NAME_REFUNDABLE, "499.00 USD", NOBODY);
	expect(NAME_REFUND, "418.51 USD", NOBODY);
	expect(NAME_LIMIT, "5000.00 USD", NOBODY);
	expect(NAME_SCORE, "0", NOBODY);
	expect(NAME_CURRENCY_CLASH, "no", NOBODY);
	expect(NAME_FROM_FUTURE, "no", NOBODY);
	expect(FACT_ORDER_PURCHASED_AT, "2023-03-01T08:00:00+08:00", NOBODY);
	cr_expect_eq(view.month_days, 31);
}

Test(view, a_fact_that_was_not_told_lacks_itself)
{
	look("order.status = ?");
	expect(FACT_ORDER_STATUS, "unknown", FACT_BIT(FACT_ORDER_STATUS));
}

Test(view, without_a_version_what_hangs_on_it_is_unknown)
{
	fixture_facts(ctx, "", &facts);
	view_init(&view, set, NULL, NULL, &facts, NULL);
	expect(NAME_ELAPSED, "4d23h59m59s", NOBODY);
	expect(NAME_WINDOW, "unknown", FACT_BIT(FACT_ORDER_FAMILY));
	expect(NAME_DAYS, "unknown", FACT_BIT(FACT_ORDER_FAMILY));
	expect(NAME_REFUNDABLE, "499.00 USD", NOBODY);
	expect(NAME_REFUND, "unknown", FACT_BIT(FACT_ORDER_FAMILY));
	expect(FACT_ORDER_PURCHASED_AT, "2023-03-01T00:00:00Z", NOBODY);
}

Test(view, zero_use_is_proven_only_by_figures_that_have_settled)
{
	static const struct {
		const char *changes, *used;
		fact_set lacking;
	} cases[] = {
		{"usage.as_of = 2023-03-06T10:59:59+08:00", "0", NOBODY},
		{"usage.as_of = 2023-03-06T10:59:58.999999+08:00", "unknown",
		 FACT_BIT(FACT_USAGE_GIFTED_MINUTES_USED)},
		{"usage.as_of = ?", "unknown", FACT_BIT(FACT_USAGE_AS_OF)},
		{"ticket.created_at = ?", "unknown", FACT_BIT(FACT_TICKET_CREATED_AT)},
		{"usage.gifted_minutes_used = ?", "unknown",
		 FACT_BIT(FACT_USAGE_GIFTED_MINUTES_USED)},
		/* What was used stays used. */
		{"usage.gifted_minutes_used = 0.000001; usage.as_of = 2023-03-01T08:00:00+08:00",
		 "0.000001", NOBODY},
		{"usage.gifted_minutes_used = 5; usage.as_of = ?", "5", NOBODY},
		{"usage.gifted_minutes_used = 5; ticket.created_at = ?", "5", NOBODY},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		look(cases[i].changes);
		expect(FACT_USAGE_GIFTED_MINUTES_USED, cases[i].used, cases[i].lacking);
	}
}

Test(view, times_that_are_missing_leave_days_and_refund_open)
{
	fact_set both = FACT_BIT(FACT_TICKET_CREATED_AT) | FACT_BIT(FACT_ORDER_PURCHASED_AT);

	look("ticket.created_at = ?; order.purchased_at = ?");
	expect(NAME_ELAPSED, "unknown", both);
	expect(NAME_DAYS, "unknown", both);
	expect(NAME_REFUND, "unknown", both);
	expect(NAME_WINDOW, "5d", NOBODY);
	look("order.purchased_at = ?");
	expect(NAME_REFUND, "unknown", FACT_BIT(FACT_ORDER_PURCHASED_AT));
}

Test(view, asking_before_buying_is_a_negative_time)
{
	look("ticket.created_at = 2023-03-01T07:59:59+08:00");
	expect(NAME_ELAPSED, "-1s", NOBODY);
	expect(NAME_DAYS, "1", NOBODY);
}

Test(view, months_that_cannot_be_leave_a_prorated_refund_open)
{
	static const char *const cases[] = {"order.months = ?", "order.months = 0",
					    "order.months = 121", "order.months = 1000000"};

	for (size_t i = 0; i < COUNT(cases); i++) {
		look(cases[i]);
		expect(NAME_REFUND, "unknown", FACT_BIT(FACT_ORDER_MONTHS));
		expect(NAME_REFUNDABLE, "499.00 USD", NOBODY);
		expect(NAME_DAYS, "5", NOBODY);
	}
	look("order.months = 120; ticket.created_at = ?");
	expect(NAME_REFUND, "unknown", FACT_BIT(FACT_TICKET_CREATED_AT));
	look("order.months = 3");
	expect(NAME_REFUND, "471.88 USD", NOBODY); /* 499.00 x (92 - 5) / 92 */
	cr_expect_eq(view.month_days, 92);
}

Test(view, a_full_refund_hangs_on_the_purses_alone)
{
	version->method = METHOD_FULL;
	look("order.months = ?; ticket.created_at = ?; order.purchased_at = ?");
	expect(NAME_REFUND, "499.00 USD", NOBODY);
	cr_expect_eq(view.month_days, 0);
}

Test(view, the_purses_that_count_are_summed_and_vouchers_are_not)
{
	struct money purses[PURSE_COUNT];

	look("order.paid.cash = 200.00; order.paid.transfer = 1.04; order.paid.gift = 207.96; "
	     "order.paid.voucher = 90.00");
	expect(NAME_REFUNDABLE, "409.00 USD", NOBODY);
	view_purses(&view, purses);
	cr_expect_eq(purses[PURSE_CASH].minor, 20000);
	cr_expect_eq(purses[PURSE_TRANSFER].minor, 104);
	cr_expect_eq(purses[PURSE_GIFT].minor, 20796);
	look("order.paid.voucher = ?");
	expect(NAME_REFUNDABLE, "499.00 USD", NOBODY);
}

Test(view, one_purse_that_is_missing_leaves_the_sum_open)
{
	look("order.paid.gift = ?; order.paid.transfer = ?");
	expect(NAME_REFUNDABLE, "unknown",
	       FACT_BIT(FACT_ORDER_PAID_GIFT) | FACT_BIT(FACT_ORDER_PAID_TRANSFER));
	expect(NAME_REFUND, "unknown",
	       FACT_BIT(FACT_ORDER_PAID_GIFT) | FACT_BIT(FACT_ORDER_PAID_TRANSFER));
}

Test(view, without_a_currency_there_are_no_amounts)
{
	look("order.currency = ?");
	expect(NAME_REFUNDABLE, "unknown",
	       FACT_BIT(FACT_ORDER_PAID_CASH) | FACT_BIT(FACT_ORDER_PAID_TRANSFER) |
		       FACT_BIT(FACT_ORDER_PAID_GIFT) | FACT_BIT(FACT_ORDER_CURRENCY));
	expect(NAME_LIMIT, "unknown", FACT_BIT(FACT_ORDER_CURRENCY));
}

Test(view, a_currency_without_a_limit_has_the_limit_zero)
{
	static const struct {
		const char *changes, *limit;
	} cases[] = {
		{"order.currency = USD", "5000.00 USD"},
		{"order.currency = CNY", "35000.00 CNY"},
		{"order.currency = KWD", "0.000 KWD"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		look(cases[i].changes);
		expect(NAME_LIMIT, cases[i].limit, NOBODY);
	}
}

Test(view, the_score_is_the_sum_of_the_signals_points)
{
	static const struct {
		const char *changes, *score;
	} cases[] = {
		{"signals = none", "0"},
		{"signals.repeats = 1", "0"},
		{"signals.repeats = 1.999999", "0"},
		{"signals.repeats = 2", "30"},
		{"signals.repeats = 3.9", "30"},
		{"signals.repeats = 4", "65"},
		{"signals.repeats = 1000000", "65"},
		{"signals.strangers = 0.5", "30"},
		{"signals.repeats = 4; signals.strangers = 1", "95"},
		{"signals.not-configured = 99", "0"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		look(cases[i].changes);
		expect(NAME_SCORE, cases[i].score, NOBODY);
	}
	look("signals = ?");
	expect(NAME_SCORE, "unknown", FACT_BIT(FACT_SIGNALS));
	set->signal_count = 0;
	look("signals = ?");
	expect(NAME_SCORE, "0", NOBODY);
}

Test(view, a_hard_sign_is_one_that_has_reached_its_limit)
{
	static struct signal signals[2];
	static const struct {
		const char *changes, *is_hard;
	} cases[] = {
		{"signals = none", "no"},
		{"signals.repeats = 2.9", "no"},
		{"signals.repeats = 3", "yes"},
		{"signals.repeats = 1000000", "yes"},
		{"signals.strangers = 1000000", "no"},
	};

	look("signals = ?");
	expect(NAME_HARD_SIGN, "no", NOBODY); /* for no signal has such a limit */
	memcpy(signals, set->signals, sizeof(signals));
	signals[0].has_hard = true;
	signals[0].hard = number_of(3);
	set->signals = signals;
	for (size_t i = 0; i < COUNT(cases); i++) {
		look(cases[i].changes);
		expect(NAME_HARD_SIGN, cases[i].is_hard, NOBODY);
	}
	look("signals = ?");
	expect(NAME_HARD_SIGN, "unknown", FACT_BIT(FACT_SIGNALS));
}

Test(view, a_signal_that_is_not_named_counts_as_zero)
{
	fact_set lacking;

	look("signals.repeats = 2.5");
	cr_expect_eq(view_signal(&view, 0, &lacking).number.millionths, 2500000);
	cr_expect_eq(lacking, NOBODY);
	cr_expect_eq(view_signal(&view, 1, &lacking).number.millionths, 0);
	cr_expect_eq(lacking, NOBODY);
	look("signals = ?");
	cr_expect_not(view_signal(&view, 0, &lacking).is_known);
	cr_expect_eq(lacking, FACT_BIT(FACT_SIGNALS));
}

Test(view, the_currency_clashes_where_the_ticket_names_another)
{
	look("ticket.currency = USD");
	expect(NAME_CURRENCY_CLASH, "no", NOBODY);
	look("ticket.currency = CNY");
	expect(NAME_CURRENCY_CLASH, "yes", NOBODY);
	look("ticket.currency = CNY; order.currency = ?");
	expect(NAME_CURRENCY_CLASH, "unknown", FACT_BIT(FACT_ORDER_CURRENCY));
	look("order.currency = ?");
	expect(NAME_CURRENCY_CLASH, "no", NOBODY);
}

Test(view, a_ticket_is_of_another_subject_where_product_or_issue_type_differ)
{
	look("ticket.product = ?");
	expect(NAME_OTHER_SUBJECT, "no", NOBODY);
	set->product = "TRTC";
	set->issue_type = "Refund";
	look("ticket.product = TRTC; ticket.issue_type = Refund");
	expect(NAME_OTHER_SUBJECT, "no", NOBODY);
	look("ticket.product = COS; ticket.issue_type = Refund");
	expect(NAME_OTHER_SUBJECT, "yes", NOBODY);
	look("ticket.product = TRTC; ticket.issue_type = Refunds");
	expect(NAME_OTHER_SUBJECT, "yes", NOBODY);
	look("ticket.product = ?; ticket.issue_type = ?");
	expect(NAME_OTHER_SUBJECT, "unknown",
	       FACT_BIT(FACT_TICKET_PRODUCT) | FACT_BIT(FACT_TICKET_ISSUE_TYPE));
	look("ticket.product = TRTC; ticket.issue_type = ?");
	expect(NAME_OTHER_SUBJECT, "unknown", FACT_BIT(FACT_TICKET_ISSUE_TYPE));
	look("ticket.product = COS; ticket.issue_type = ?");
	expect(NAME_OTHER_SUBJECT, "yes", NOBODY);
}

Test(view, times_after_now_are_from_the_future_but_for_the_clocks_tolerance)
{
	static const struct {
		const char *now, *changes, *answer;
	} cases[] = {
		{"2023-03-06T11:00:00+08:00", "", "no"},
		{"2023-03-06T10:55:00+08:00", "", "no"},
		{"2023-03-06T10:54:59.999999+08:00", "", "yes"},
		{"2023-03-06T10:54:59+08:00", "usage.as_of = ?", "no"},
		{"2023-03-06T07:54:58+08:00", "usage.as_of = ?", "yes"},
		{"2023-03-06T07:54:58+08:00", "usage.as_of = ?; ticket.created_at = ?", "no"},
		{"2023-03-01T07:54:59+08:00", "usage.as_of = ?; ticket.created_at = ?", "yes"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct instant now = fixture_instant(cases[i].now);

		fixture_facts(ctx, cases[i].changes, &facts);
		view_init(&view, set, &set->policies[0], version, &facts, &now);
		expect(NAME_FROM_FUTURE, cases[i].answer, NOBODY);
	}
}
