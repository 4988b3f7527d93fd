#include "policy/expr.h"

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

TestSuite(expr_answer, .init = begin, .fini = end);

static const struct expr *compile(const char *text)
{
	struct error error = {.text = ""};
	int column = 0;
	const struct expr *expr = expr_new(ctx, text, fixture_signals, &column, &error);

	cr_assert_not_null(expr, "%s:%d: %s", text, column, error.text);
	return expr;
}

static void look(const char *changes, struct view *view)
{
	static struct facts facts;
	const struct policy_set *set = fixture_plain_set(ctx);

	fixture_facts(ctx, changes, &facts);
	view_init(view, set, &set->policies[0], &set->policies[0].versions[0], &facts, NULL);
}

static enum answer answer(const char *text, const struct view *view, struct buffer *because,
			  fact_set *missing)
{
	return expr_answer(compile(text), view, because, missing);
}

struct expr_case {
	const char *text, *changes;
	enum answer answer;
	const char *because;
};

static void check_answers(const struct expr_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buffer *because = buffer_new(ctx);
		struct view view;
		fact_set missing = 0;

		look(cases[i].changes, &view);
		cr_expect_eq(answer(cases[i].text, &view, because, &missing), cases[i].answer,
			     "%s | %s", cases[i].text, cases[i].changes);
		cr_expect_str_eq(because->bytes, cases[i].because);
		if (cases[i].answer != ANSWER_UNKNOWN)
			cr_expect_eq(missing, 0, "%s", cases[i].text);
	}
}

Test(expr_answer, each_type_is_compared_and_says_what_it_saw)
{
	static const struct expr_case cases[] = {
		{"elapsed > window", "", ANSWER_NO, "elapsed 4d23h59m59s, window 5d"},
		{"elapsed <= 5d", "", ANSWER_YES, "elapsed 4d23h59m59s"},
		{"elapsed < 4d23h59m59s", "", ANSWER_NO, "elapsed 4d23h59m59s"},
		{"elapsed >= 7199m59s", "", ANSWER_YES, "elapsed 4d23h59m59s"},
		{"elapsed == 4d23h59m59s", "", ANSWER_YES, "elapsed 4d23h59m59s"},
		{"elapsed != 4d23h59m59s", "", ANSWER_NO, "elapsed 4d23h59m59s"},
		{"refund > limit", "", ANSWER_NO, "refund 418.51 USD, limit 5000.00 USD"},
		{"refund == 418.51 USD", "", ANSWER_YES, "refund 418.51 USD"},
		{"refundable >= 499 USD", "", ANSWER_YES, "refundable 499.00 USD"},
		{"usage.gifted_minutes_used > 12.5", "usage.gifted_minutes_used = 12.500001",
		 ANSWER_YES, "usage.gifted_minutes_used 12.500001"},
		{"days == 5", "", ANSWER_YES, "days 5"},
		{"order.origin == 'gift'", "", ANSWER_NO, "order.origin purchased"},
		{"order.origin != 'gift'", "", ANSWER_YES, "order.origin purchased"},
		{"ticket.requester_uin != order.payer_uin", "", ANSWER_NO,
		 "ticket.requester_uin 100000000001, order.payer_uin 100000000001"},
		{"order.purchased_at < 2023-03-01T00:00:00Z", "", ANSWER_NO,
		 "order.purchased_at 2023-03-01T08:00:00+08:00"},
		{"order.purchased_at == 2023-03-01T00:00:00Z", "", ANSWER_YES,
		 "order.purchased_at 2023-03-01T08:00:00+08:00"},
		{"usage.used_after_request", "", ANSWER_NO, "usage.used_after_request no"},
		{"usage.used_after_request == false", "", ANSWER_YES,
		 "usage.used_after_request no"},
		{"true", "", ANSWER_YES, ""},
		{"false", "", ANSWER_NO, ""},
		{"order.action in ('renew', 'upgrade')", "order.action = renew", ANSWER_YES,
		 "order.action renew"},
		{"order.action not in ('renew', 'upgrade')", "", ANSWER_YES,
		 "order.action purchase"},
		{"ticket.requester_uin in (order.owner_uin, order.payer_uin)",
		 "ticket.requester_uin = 7", ANSWER_NO,
		 "ticket.requester_uin 7, order.owner_uin 100000000001, "
		 "order.payer_uin 100000000001"},
		{"signals.repeats >= 2 and signals.strangers < 0.5", "signals.repeats = 3",
		 ANSWER_YES, "signals.repeats 3, signals.strangers 0"},
		{"signals.repeats > 0", "signals = ?", ANSWER_UNKNOWN, "signals.repeats unknown"},
	};

	check_answers(cases, COUNT(cases));
}

Test(expr_answer, zero_is_no_money_in_any_currency)
{
	static const struct expr_case cases[] = {
		{"refund == 0", "", ANSWER_NO, "refund 418.51 USD"},
		{"order.paid.gift == 0", "", ANSWER_YES, "order.paid.gift 0.00 USD"},
		{"refund > 0",
		 "order.currency = JPY; order.paid.cash = 0; order.paid.gift = 1; "
		 "order.paid.transfer = 0; order.paid.voucher = 0; account.frozen = 0",
		 ANSWER_NO, "refund 0 JPY"},
		{"order.paid.cash in (0, 1 USD)", "order.paid.cash = 0", ANSWER_YES,
		 "order.paid.cash 0.00 USD"},
		{"refund == 0", "order.paid.cash = ?", ANSWER_UNKNOWN, "refund unknown"},
	};

	check_answers(cases, COUNT(cases));
}

Test(expr_answer, amounts_of_two_currencies_cannot_be_compared)
{
	static const struct expr_case cases[] = {
		{"refund > 1 CNY", "", ANSWER_UNKNOWN, "refund 418.51 USD"},
		{"refund == 1 CNY", "", ANSWER_UNKNOWN, "refund 418.51 USD"},
		{"order.currency == 'CNY' and refund > 1 CNY", "", ANSWER_NO, "order.currency USD"},
	};

	check_answers(cases, COUNT(cases));
}

/* "a" stands for a truth that is known or not. */
static void set_truths(struct view *view, enum answer a, enum answer b)
{
	static const int names[] = {FACT_HISTORY_ORDER_REFUNDED, FACT_HISTORY_ORDER_REFUND_PENDING};
	enum answer answers[] = {a, b};

	for (int i = 0; i < 2; i++) {
		view->value[names[i]] = answers[i] == ANSWER_UNKNOWN
						? value_unknown(VALUE_TRUTH)
						: value_truth(answers[i] == ANSWER_YES);
		view->lacking[names[i]] = answers[i] == ANSWER_UNKNOWN ? FACT_BIT(names[i]) : 0;
	}
}

Test(expr_answer, and_or_and_not_are_kleenes)
{
	struct view view;
	fact_set missing;

	look("", &view);
	for (enum answer a = ANSWER_NO; a <= ANSWER_YES; a++)
		for (enum answer b = ANSWER_NO; b <= ANSWER_YES; b++) {
			struct buffer *because = buffer_new(ctx);

			set_truths(&view, a, b);
			cr_expect_eq(answer("history.order_refunded and "
					    "history.order_refund_pending",
					    &view, because, &missing),
				     a < b ? a : b);
			cr_expect_eq(answer("history.order_refunded or "
					    "history.order_refund_pending",
					    &view, because, &missing),
				     a > b ? a : b);
			cr_expect_eq(answer("not history.order_refunded", &view, because, &missing),
				     ANSWER_YES - a);
		}
}

Test(expr_answer, a_list_with_unknown_members_is_yes_or_unknown)
{
	static const struct expr_case cases[] = {
		{"ticket.requester_uin in (order.owner_uin, order.payer_uin)",
		 "order.owner_uin = ?", ANSWER_YES,
		 "ticket.requester_uin 100000000001, order.owner_uin unknown, "
		 "order.payer_uin 100000000001"},
		{"ticket.requester_uin in (order.owner_uin, order.payer_uin)",
		 "order.owner_uin = ?; order.payer_uin = 9", ANSWER_UNKNOWN,
		 "ticket.requester_uin 100000000001, order.owner_uin unknown, "
		 "order.payer_uin 9"},
		{"ticket.requester_uin not in (order.owner_uin, order.payer_uin)",
		 "ticket.requester_uin = ?", ANSWER_UNKNOWN,
		 "ticket.requester_uin unknown, order.owner_uin 100000000001, "
		 "order.payer_uin 100000000001"},
	};

	check_answers(cases, COUNT(cases));
}

Test(expr_answer, only_what_made_the_answer_is_told)
{
	static const struct expr_case cases[] = {
		{"elapsed > window or days == 5", "", ANSWER_YES, "days 5"},
		{"days == 5 or elapsed > window", "", ANSWER_YES, "days 5"},
		{"elapsed > window or days == 4", "", ANSWER_NO,
		 "elapsed 4d23h59m59s, window 5d, days 5"},
		{"elapsed > window and days == 5", "", ANSWER_NO, "elapsed 4d23h59m59s, window 5d"},
		{"days == 5 and elapsed > window", "", ANSWER_NO, "elapsed 4d23h59m59s, window 5d"},
		{"days == 5 and elapsed <= window", "", ANSWER_YES,
		 "days 5, elapsed 4d23h59m59s, window 5d"},
		{"not (days == 5 and elapsed > window)", "", ANSWER_YES,
		 "elapsed 4d23h59m59s, window 5d"},
		{"days == 5 and usage.used_after_request", "usage.used_after_request = ?",
		 ANSWER_UNKNOWN, "usage.used_after_request unknown"},
		{"days == 4 or usage.used_after_request", "usage.used_after_request = ?",
		 ANSWER_UNKNOWN, "usage.used_after_request unknown"},
		{"days > 3 and days < 9", "", ANSWER_YES, "days 5"},
		{"signals.repeats == 0 and signals.repeats < 2", "", ANSWER_YES,
		 "signals.repeats 0"},
	};

	check_answers(cases, COUNT(cases));
}

Test(expr_answer, an_unknown_names_the_facts_it_hangs_on)
{
	static const struct {
		const char *text, *changes;
		fact_set missing;
	} cases[] = {
		{"elapsed > 5d", "ticket.created_at = ?", FACT_BIT(FACT_TICKET_CREATED_AT)},
		{"elapsed > 5d", "ticket.created_at = ?; order.purchased_at = ?",
		 FACT_BIT(FACT_TICKET_CREATED_AT) | FACT_BIT(FACT_ORDER_PURCHASED_AT)},
		{"refund > limit", "order.paid.gift = ?", FACT_BIT(FACT_ORDER_PAID_GIFT)},
		{"order.status == 'paid' or usage.used_after_request",
		 "order.status = ?; usage.used_after_request = ?",
		 FACT_BIT(FACT_ORDER_STATUS) | FACT_BIT(FACT_USAGE_USED_AFTER_REQUEST)},
		{"order.status == 'paid' and days == 5", "order.status = ?",
		 FACT_BIT(FACT_ORDER_STATUS)},
		{"order.status in ('paid', 'shipped')", "order.status = ?",
		 FACT_BIT(FACT_ORDER_STATUS)},
		{"score > 0", "signals = ?", FACT_BIT(FACT_SIGNALS)},
		{"signals.repeats > 0", "signals = ?", FACT_BIT(FACT_SIGNALS)},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct view view;
		fact_set missing = 0;

		look(cases[i].changes, &view);
		cr_expect_eq(answer(cases[i].text, &view, buffer_new(ctx), &missing),
			     ANSWER_UNKNOWN);
		cr_expect_eq(missing, cases[i].missing, "%s", cases[i].text);
	}
}

Test(expr_answer, a_known_answer_leaves_missing_as_it_was)
{
	struct view view;
	fact_set missing = FACT_BIT(FACT_ORDER_ID);

	look("order.status = ?", &view);
	cr_expect_eq(
		answer("days == 5 or order.status == 'paid'", &view, buffer_new(ctx), &missing),
		ANSWER_YES);
	cr_expect_eq(missing, FACT_BIT(FACT_ORDER_ID));
}

Test(expr_answer, not_binds_tighter_than_and_and_and_tighter_than_or)
{
	static const struct expr_case cases[] = {
		{"true or false and false", "", ANSWER_YES, ""},
		{"(true or false) and false", "", ANSWER_NO, ""},
		{"not false and false", "", ANSWER_NO, ""},
		{"not (false and false)", "", ANSWER_YES, ""},
		{"not not true", "", ANSWER_YES, ""},
		{"not days == 5 or true", "", ANSWER_YES, ""},
	};

	check_answers(cases, COUNT(cases));
}
