#include "domain/money.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct currency *currency_of(const char *code)
{
	const struct currency *currency = currency_find(code, strlen(code));

	cr_assert_not_null(currency, "%s", code);
	return currency;
}

static struct money money_of(const char *text, const char *code)
{
	struct money money;
	struct error error;

	cr_assert(money_parse(text, strlen(text), currency_of(code), &money, &error), "%s: %s",
		  text, error.text);
	return money;
}

static void expect_text(struct money money, const char *expected)
{
	char text[MONEY_TEXT_SIZE];
	size_t length = money_format(money, text);

	cr_expect_str_eq(text, expected);
	cr_expect_eq(length, strlen(expected));
}

/* ---- texts ---- */

Test(money, amounts_are_read_and_written_with_the_currencys_decimals)
{
	static const struct {
		const char *text, *code;
		int64_t minor;
		const char *written;
	} cases[] = {
		{"499", "USD", 49900, "499.00"},
		{"499.5", "USD", 49950, "499.50"},
		{"418.51", "USD", 41851, "418.51"},
		{"0", "USD", 0, "0.00"},
		{"0.00", "USD", 0, "0.00"},
		{"0.05", "CNY", 5, "0.05"},
		{"007.50", "USD", 750, "7.50"},
		{"750000", "JPY", 750000, "750000"},
		{"0", "JPY", 0, "0"},
		{"1.5", "KWD", 1500, "1.500"},
		{"1.001", "KWD", 1001, "1.001"},
		{"0.0001", "CLF", 1, "0.0001"},
		{"10000000000000", "USD", MONEY_MAX_MINOR, "10000000000000.00"},
		{"1000000000000000", "JPY", MONEY_MAX_MINOR, "1000000000000000"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct money money = money_of(cases[i].text, cases[i].code);

		cr_expect_eq(money.minor, cases[i].minor, "%s", cases[i].text);
		cr_expect_eq(money.currency, currency_of(cases[i].code));
		expect_text(money, cases[i].written);
	}
}

Test(money, what_is_no_amount_is_refused_and_says_what_was_expected)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{"", "USD"},
		{".", "USD"},
		{".5", "USD"},
		{"5.", "USD"},
		{"1.234", "USD"},
		{"1.230", "USD"},
		{"-1", "USD"},
		{"+1", "USD"},
		{" 1", "USD"},
		{"1 ", "USD"},
		{"1,5", "USD"},
		{"1,000.00", "USD"},
		{"1e3", "USD"},
		{"0x10", "USD"},
		{"1.2.3", "USD"},
		{"1.-2", "USD"},
		{"USD 1", "USD"},
		{"\xef\xbc\x91", "USD"},
		{"10.0", "JPY"},
		{"10.", "JPY"},
		{"1.2345", "KWD"},
		{"nan", "USD"},
		{"1.5/", "USD"},
		{"1:5", "USD"},
		{"10000000000000.01", "USD"},
		{"10000000000001", "USD"},
		{"1000000000000001", "JPY"},
		{"9223372036854775808", "JPY"},
		{"99999999999999999999999999999999", "USD"},
	};
	static const struct currency *const untouched = NULL;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct money money = {-7, untouched};
		struct error error;

		cr_expect_not(money_parse(cases[i].text, strlen(cases[i].text),
					  currency_of(cases[i].code), &money, &error),
			      "%s", cases[i].text);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_not_null(strstr(error.text, cases[i].code));
		cr_expect_eq(money.minor, -7);
		cr_expect_null(money.currency);
	}
}

Test(money, the_refusal_shows_an_amount_of_that_currency)
{
	struct money money;
	struct error error;

	money_parse("1.2", 3, currency_of("JPY"), &money, &error);
	cr_expect_str_eq(error.text, "not an amount of JPY: expected digits with at most 0 "
				     "decimals, such as \"41851\", up to 1000000000000000");
	money_parse("x", 1, currency_of("KWD"), &money, &error);
	cr_expect_str_eq(error.text, "not an amount of KWD: expected digits with at most 3 "
				     "decimals, such as \"41.851\", up to 1000000000000.000");
}

Test(money, only_the_given_length_is_read)
{
	struct money money;
	struct error error;

	cr_assert(money_parse("12.345", 5, currency_of("USD"), &money, &error));
	cr_expect_eq(money.minor, 1234);
	cr_expect_not(money_parse("1\0"
				  "2",
				  3, currency_of("USD"), &money, &error));
}

Test(money, negative_and_extreme_amounts_can_be_written)
{
	const struct currency *usd = currency_of("USD");

	expect_text((struct money){-5, usd}, "-0.05");
	expect_text((struct money){-41851, usd}, "-418.51");
	expect_text((struct money){INT64_MAX, usd}, "92233720368547758.07");
	expect_text((struct money){INT64_MIN, usd}, "-92233720368547758.08");
	expect_text((struct money){INT64_MIN, currency_of("CLF")}, "-922337203685477.5808");
	expect_text((struct money){INT64_MIN, currency_of("JPY")}, "-9223372036854775808");
}

/* ---- sums ---- */

Test(money, sums_stay_within_one_currency)
{
	struct error error;
	struct money sum = money_zero(currency_of("USD"));

	expect_text(sum, "0.00");
	cr_assert(money_add(sum, money_of("200.00", "USD"), &sum, &error));
	cr_assert(money_add(sum, money_of("207.96", "USD"), &sum, &error));
	expect_text(sum, "407.96");
	cr_expect(money_is_same_currency(sum, money_of("1", "USD")));
	cr_expect_not(money_is_same_currency(sum, money_of("1", "CNY")));
	cr_expect_not(money_add(sum, money_of("1", "CNY"), &sum, &error));
	cr_expect_eq(error.kind, ERROR_INPUT);
	cr_expect_str_eq(error.text, "CNY cannot be added to USD");
	expect_text(sum, "407.96");
}

Test(money, a_sum_that_overflows_is_an_error)
{
	const struct currency *usd = currency_of("USD");
	struct money sum = money_zero(usd);
	struct error error;

	cr_expect(money_add((struct money){INT64_MAX - 1, usd}, (struct money){1, usd}, &sum,
			    &error));
	cr_expect_eq(sum.minor, INT64_MAX);
	cr_expect_not(money_add(sum, (struct money){1, usd}, &sum, &error));
	cr_expect_str_eq(error.text, "the sum is more USD than can be counted");
	cr_expect_eq(sum.minor, INT64_MAX);
}

/* ---- fractions ---- */

Test(money, the_total_is_truncated_to_the_minor_unit)
{
	/* 499 x 26 / 31 = 418.516... */
	expect_text(money_fraction(money_of("499.00", "USD"), 31 - 5, 31), "418.51");
}

Test(money, the_tables_of_499_dollars_for_every_month_and_day)
{
	static const struct {
		int days_of_month;
		const char *refund[5]; /* by days charged, from 1 */
	} months[] = {
		{31, {"482.90", "466.80", "450.70", "434.61", "418.51"}},
		{30, {"482.36", "465.73", "449.10", "432.46", "415.83"}},
		{29, {"481.79", "464.58", "447.37", "430.17", "412.96"}},
		{28, {"481.17", "463.35", "445.53", "427.71", "409.89"}},
	};

	for (size_t i = 0; i < COUNT(months); i++)
		for (int day = 1; day <= 5; day++) {
			int days = months[i].days_of_month;

			expect_text(money_fraction(money_of("499.00", "USD"), days - day, days),
				    months[i].refund[day - 1]);
		}
}

Test(money, fractions_are_right_at_their_ends)
{
	const struct currency *usd = currency_of("USD");

	expect_text(money_fraction(money_of("499", "USD"), 0, 31), "0.00");
	expect_text(money_fraction(money_of("499", "USD"), 31, 31), "499.00");
	expect_text(money_fraction(money_of("0", "USD"), 30, 31), "0.00");
	expect_text(money_fraction(money_of("100", "JPY"), 2, 3), "66");
	expect_text(money_fraction(money_of("1", "KWD"), 1, 3), "0.333");
	expect_text(money_fraction((struct money){-100, usd}, 2, 3), "-0.66");
	cr_expect_eq(money_fraction((struct money){INT64_MAX, usd}, INT64_MAX, INT64_MAX).minor,
		     INT64_MAX);
	cr_expect_eq(money_fraction((struct money){INT64_MAX, usd}, 1, 2).minor, INT64_MAX / 2);
}

/* ---- shares ---- */

Test(money, shares_go_in_proportion_and_sum_to_the_total)
{
	static const struct {
		const char *code, *total;
		const char *part[4], *share[4]; /* NULL ends them */
	} cases[] = {
		{"USD", "362.60", {"200.00", "207.96"}, {"177.76", "184.84"}},
		{"USD", "418.51", {"499.00", "0.00", "0.00"}, {"418.51", "0.00", "0.00"}},
		{"USD", "0.01", {"1.00", "1.00", "1.00"}, {"0.01", "0.00", "0.00"}},
		{"USD", "0.02", {"1.00", "1.00", "1.00"}, {"0.01", "0.01", "0.00"}},
		{"USD", "1.00", {"1.00", "1.00", "1.00"}, {"0.34", "0.33", "0.33"}},
		{"USD", "0.01", {"1.00", "2.00", "2.00"}, {"0.00", "0.01", "0.00"}},
		{"USD", "0.01", {"0.00", "0.00", "0.01"}, {"0.00", "0.00", "0.01"}},
		{"USD", "0.00", {"5.00", "6.00"}, {"0.00", "0.00"}},
		{"USD", "0.00", {"0.00", "0.00", "0.00"}, {"0.00", "0.00", "0.00"}},
		{"USD", "11.00", {"5.00", "6.00"}, {"5.00", "6.00"}},
		{"JPY", "100", {"1", "1", "199"}, {"1", "0", "99"}},
		{"KWD", "1.000", {"1", "2", "3", "4"}, {"0.100", "0.200", "0.300", "0.400"}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct money total = money_of(cases[i].total, cases[i].code);
		struct money parts[4], shares[4];
		size_t count = 0;

		for (; count < 4 && cases[i].part[count] != NULL; count++)
			parts[count] = money_of(cases[i].part[count], cases[i].code);
		money_share(total, parts, count, shares);
		for (size_t j = 0; j < count; j++)
			expect_text(shares[j], cases[i].share[j]);
	}
}

Test(money, the_largest_amounts_can_be_shared)
{
	const struct money most = {INT64_MAX, currency_of("USD")};
	struct money shares[8], parts[8] = {most, most, most, most, most, most, most, most};

	money_share(most, parts, 8, shares);
	for (size_t i = 0; i < 8; i++)
		cr_expect_eq(shares[i].minor, INT64_MAX / 8 + (i < 7));
}

static uint64_t draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

Test(money, no_share_is_larger_than_its_part_nor_a_unit_off_its_proportion)
{
	uint64_t state = 88172645463325252u;

	for (int run = 0; run < 200000; run++) {
		struct money parts[8], shares[8], total = money_zero(currency_of("USD"));
		size_t count = 1 + draw(&state) % 8;
		int64_t bound = INT64_C(1) << (draw(&state) % 50), sum = 0, shared = 0;

		for (size_t i = 0; i < count; i++) {
			parts[i] = total;
			parts[i].minor = (int64_t)(draw(&state) % (uint64_t)bound);
			sum += parts[i].minor;
		}
		total.minor = (int64_t)(draw(&state) % (uint64_t)(sum + 1));
		money_share(total, parts, count, shares);
		for (size_t i = 0; i < count; i++) {
			__int128 product = (__int128)total.minor * parts[i].minor;

			cr_assert_leq(shares[i].minor, parts[i].minor);
			cr_assert(shares[i].minor >= 0 && shares[i].currency == total.currency);
			cr_assert((__int128)(shares[i].minor - 1) * sum < product || sum == 0);
			cr_assert((__int128)(shares[i].minor + 1) * sum > product || sum == 0);
			shared += shares[i].minor;
		}
		cr_assert_eq(shared, total.minor);
	}
}

Test(money, the_amount_of_a_currency_is_found_in_a_list)
{
	const struct currency *usd = currency_find("USD", 3), *jpy = currency_find("JPY", 3);
	const struct money list[] = {{5000, usd}, {700, currency_find("CNY", 3)}, {1, usd}};

	cr_assert_eq(money_find(list, 3, usd), &list[0]);
	cr_assert_null(money_find(list, 3, jpy));
	cr_assert_null(money_find(NULL, 0, usd));
}
