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

TestSuite(expr, .init = begin, .fini = end);

static const struct expr *compile(const char *text)
{
	struct error error = {.text = ""};
	int column = 0;
	const struct expr *expr = expr_new(ctx, text, fixture_signals, &column, &error);

	cr_assert_not_null(expr, "%s:%d: %s", text, column, error.text);
	return expr;
}

static const char *canonical(const char *text)
{
	struct buffer *out = buffer_new(ctx);

	expr_add_text(compile(text), out);
	return out->bytes;
}

Test(expr, the_canonical_text_forgets_blanks_and_superfluous_parentheses)
{
	static const struct {
		const char *text, *canonical;
	} cases[] = {
		{"  elapsed>window ", "elapsed > window"},
		{"((elapsed > window))", "elapsed > window"},
		{"true and(days==5)", "true and days == 5"},
		{"(true and true) or false", "true and true or false"},
		{"true and (true or false)", "true and (true or false)"},
		{"true and (true and (true and false))", "true and true and true and false"},
		{"true or (false or (false))", "true or false or false"},
		{"not (days == 5)", "not days == 5"},
		{"not (not true)", "not not true"},
		{"not (true and false)", "not (true and false)"},
		{"not (true or false) and true", "not (true or false) and true"},
		{"order.action\tin\r\n('renew','upgrade')", "order.action in ('renew', 'upgrade')"},
		{"order.action not in ('renew')", "order.action not in ('renew')"},
		{"not order.action in ('renew')", "order.action not in ('renew')"},
		{"not order.action not in ('renew')", "not order.action not in ('renew')"},
		{"refund > 5000   USD", "refund > 5000.00 USD"},
		{"refund>0", "refund > 0"},
		{"refund > 0 JPY", "refund > 0 JPY"},
		{"order.purchased_at < 2023-03-06T07:59:59+08:00",
		 "order.purchased_at < 2023-03-06T07:59:59+08:00"},
		{"order.family == 'a b'", "order.family == 'a b'"},
		{"usage.used_after_request == true", "usage.used_after_request == true"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_expect_str_eq(canonical(cases[i].text), cases[i].canonical);
		cr_expect_str_eq(canonical(cases[i].canonical), cases[i].canonical);
	}
}

static const char *nested(const char *before, int times, const char *inner, const char *after)
{
	struct buffer *text = buffer_new(ctx);

	for (int i = 0; i < times; i++)
		buffer_add_text(text, before);
	buffer_add_text(text, inner);
	for (int i = 0; i < times; i++)
		buffer_add_text(text, after);
	return text->bytes;
}

struct error_case {
	const char *text;
	int column;
	const char *message;
};

static void check_errors(const struct error_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct error error = {.kind = ERROR_IO, .text = ""};
		int column = 0;

		cr_expect_null(expr_new(ctx, cases[i].text, fixture_signals, &column, &error), "%s",
			       cases[i].text);
		cr_expect_eq(error.kind, ERROR_CONFIG, "%s", cases[i].text);
		cr_expect_eq(column, cases[i].column, "%s: %d", cases[i].text, column);
		cr_expect_str_eq(error.text, cases[i].message);
	}
}

Test(expr, what_the_grammar_does_not_know_is_refused_with_its_place)
{
	static const struct error_case cases[] = {
		{"", 1, "expected a name or a value, but the expression ends here"},
		{"   ", 4, "expected a name or a value, but the expression ends here"},
		{"elapsed >", 10, "expected a name or a value, but the expression ends here"},
		{"elapsed > >", 11, "expected a name or a value, found '>'"},
		{"elapsed <> 5d", 10, "expected a name or a value, found '>'"},
		{"and", 1, "expected a name or a value, found 'and'"},
		{"true and or", 10, "expected a name or a value, found 'or'"},
		{"elapsed > in", 11, "expected a name or a value, found 'in'"},
		{"not", 4, "expected a name or a value, but the expression ends here"},
		{"true true", 6, "expected 'and', 'or' or the end, found 'true'"},
		{"true)", 5, "expected 'and', 'or' or the end, found ')'"},
		{"(true", 6, "expected ')', 'and' or 'or', but the expression ends here"},
		{"(true,", 6, "expected ')', 'and' or 'or', found ','"},
		{"()", 2, "expected a name or a value, found ')'"},
		{"elapsed > 5d > 5d", 14, "expected 'and', 'or' or the end, found '>'"},
		{"elapsed = 5d", 9, "'=' is no comparison; did you mean '=='?"},
		{"elapsed =< 5d", 9, "'=' is no comparison; did you mean '=='?"},
		{"! true", 1, "'!' is no comparison; did you mean '!='?"},
		{"order.origin == \"gift\"", 17, "texts stand in single quotes, as in 'gift'"},
		{"order.origin == 'gift", 17, "this text has no closing quote"},
		{"elapsed > -5d", 11, "an expression has no place for this character"},
		{"true & true", 6, "an expression has no place for this character"},
		{"order.action in 'renew'", 17,
		 "expected '(' and the list of values, found "
		 "''renew''"},
		{"order.action in", 16,
		 "expected '(' and the list of values, but the expression ends here"},
		{"order.action in (", 18,
		 "expected a name or a value, but the expression ends here"},
		{"order.action in ('renew'", 25,
		 "expected ',' or ')', but the expression ends here"},
		{"order.action in ('renew',)", 26, "expected a name or a value, found ')'"},
		{"order.action in (\"renew\")", 18, "texts stand in single quotes, as in 'gift'"},
		{"order.action in ('renew' \"", 26, "texts stand in single quotes, as in 'gift'"},
		{"order.action in ('renew') \"", 27, "texts stand in single quotes, as in 'gift'"},
		{"order.action not true", 18, "expected 'in', found 'true'"},
		{"order.action not \"", 18, "texts stand in single quotes, as in 'gift'"},
		{"order.action in \"", 17, "texts stand in single quotes, as in 'gift'"},
		{"(true) \"", 8, "texts stand in single quotes, as in 'gift'"},
		{"(\"", 2, "texts stand in single quotes, as in 'gift'"},
		{"not \"", 5, "texts stand in single quotes, as in 'gift'"},
		{"true and \"", 10, "texts stand in single quotes, as in 'gift'"},
	};

	check_errors(cases, COUNT(cases));
}

Test(expr, names_and_types_that_do_not_fit_are_refused)
{
	static const struct error_case cases[] = {
		{"elapsd > 5d", 1, "no name 'elapsd'; did you mean 'elapsed'?"},
		{"_elapsed > 5d", 1, "no name '_elapsed'; did you mean 'elapsed'?"},
		{"elapsed > windw", 11, "no name 'windw'; did you mean 'window'?"},
		{"signals.repeat > 1", 1,
		 "no signal is configured as 'signals.repeat'; did you mean 'signals.repeats'?"},
		{"elapsed > 5", 11, "elapsed (duration) cannot be compared with 5 (number)"},
		{"refund > 5", 10, "refund (money) cannot be compared with 5 (number)"},
		{"days > 0 USD", 8, "days (number) cannot be compared with 0.00 USD (money)"},
		{"days == score or days == refund", 26,
		 "days (number) cannot be compared with refund (money)"},
		{"order.origin in ('gift', 5)", 26,
		 "order.origin (text) cannot be compared with 5 (number)"},
		{"order.purchased_at > elapsed", 22,
		 "order.purchased_at (instant) cannot be compared with elapsed (duration)"},
		{"order.origin == 'gifted'", 17,
		 "order.origin is never 'gifted': it is purchased, gift, trial or campaign"},
		{"order.origin in ('gift', 'won')", 26,
		 "order.origin is never 'won': it is purchased, gift, trial or campaign"},
		{"order.currency == 'usd'", 19, "'usd' is no currency (ISO 4217)"},
		{"order.origin < 'gift'", 14, "a text has no order: use == or !="},
		{"usage.used_after_request >= true", 26, "a truth has no order: use == or !="},
		{"5d < elapsed", 1, "the left side of a comparison must be a name"},
		{"'gift' in (order.origin)", 1, "the left side of a comparison must be a name"},
		{"elapsed", 1,
		 "elapsed (duration) is no truth: expected a comparison, as in elapsed == ..."},
		{"((elapsed) > window)", 3,
		 "elapsed (duration) is no truth: expected a comparison, as in elapsed == ..."},
		{"true and 5", 10, "5 (number) is no truth: expected a comparison, as in 5 == ..."},
	};

	check_errors(cases, COUNT(cases));
}

Test(expr, quantities_that_cannot_be_are_refused)
{
	static const struct error_case cases[] = {
		{"refund > 5 XXQ", 10, "'XXQ' is no currency (ISO 4217)"},
		{"refund > 5 Dollars", 10, "'Dollars' is no currency (ISO 4217)"},
		{"refund > 1.234 USD", 10,
		 "not an amount of USD: expected digits with at most 2 decimals, such as "
		 "\"418.51\", up to 10000000000000.00"},
		{"elapsed > 5x", 11,
		 "not a duration: expected whole days, hours, minutes and seconds as in \"5d\" or "
		 "\"4d23h59m59s\", up to 36500d"},
		{"elapsed > 5000USD", 11,
		 "not a duration: expected whole days, hours, minutes and seconds as in \"5d\" or "
		 "\"4d23h59m59s\", up to 36500d"},
	};
	static const char *const vague[] = {"days > 1.2.3",
					    "days > 1.",
					    "days > 1.1234567",
					    "order.purchased_at > 2023-03-06",
					    "order.purchased_at > 2023-02-30T00:00:00Z",
					    "order.purchased_at > 2023-03-06T07:59:59"};

	check_errors(cases, COUNT(cases));
	for (size_t i = 0; i < COUNT(vague); i++) {
		struct error error = {.kind = ERROR_IO};
		int column = 0;

		cr_expect_null(expr_new(ctx, vague[i], fixture_signals, &column, &error));
		cr_expect_eq(error.kind, ERROR_CONFIG);
		cr_expect_eq(column, (int)(strchr(vague[i], '>') - vague[i]) + 3, "%s", vague[i]);
	}
}

Test(expr, depth_and_length_are_bounded)
{
	const struct error_case cases[] = {
		{nested("(", 32, "true", ")"), 33, "nested more than 32 deep"},
		{nested("not ", 32, "true", ""), 129, "nested more than 32 deep"},
		{nested("(", 1000000, "true", ")"), 33, "nested more than 32 deep"},
		{nested("true and ", 64, "true", ""), 577, "more than 64 comparisons"},
		{nested("(true or true) and ", 32, "true", ""), 609, "more than 64 comparisons"},
		{nested("days in (1", 1, "", nested(", 1", 64, ")", "")), 202,
		 "a list has at most 64 members"},
	};

	check_errors(cases, COUNT(cases));
	compile(nested("(", 31, "true", ")"));
	compile(nested("true and ", 63, "true", ""));
	compile(nested("days in (1", 1, "", nested(", 1", 63, ")", "")));
}

Test(expr, its_canonical_text_is_never_deeper_than_what_was_written)
{
	const char *text = nested("not (true or ", 15, "days not in (1)", ")");

	cr_expect_str_eq(canonical(canonical(text)), canonical(text));
}

Test(expr, it_knows_which_names_it_mentions)
{
	const struct expr *expr =
		compile("not (days in (score, 2) or elapsed > window) and history.order_refunded");

	cr_expect(expr_mentions(expr, NAME_DAYS));
	cr_expect(expr_mentions(expr, NAME_SCORE));
	cr_expect(expr_mentions(expr, NAME_WINDOW));
	cr_expect(expr_mentions(expr, FACT_HISTORY_ORDER_REFUNDED));
	cr_expect_not(expr_mentions(expr, NAME_REFUND));
}
