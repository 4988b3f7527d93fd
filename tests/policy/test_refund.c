#include "policy/refund.h"

#include "base/memory.h"
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct policy policy = {.zone = {8 * 3600}};

static struct version counting(enum day_count days, enum month_length month)
{
	return (struct version){.method = METHOD_PRORATED, .days = days, .month = month};
}

static void pay(const char *currency, const char *cash, const char *transfer, const char *gift,
		struct money purses[PURSE_COUNT])
{
	const char *texts[] = {cash, transfer, gift};
	struct error error;

	for (int i = 0; i < PURSE_COUNT; i++)
		cr_assert(money_parse(texts[i], strlen(texts[i]), currency_find(currency, 3),
				      &purses[i], &error));
}

static const char *written(struct money money)
{
	static char texts[8][MONEY_TEXT_SIZE];
	static size_t next;
	char *text = texts[next++ % 8];

	money_format(money, text);
	return text;
}

Test(refund, the_founding_example_is_418_51)
{
	struct version version = counting(DAYS_STARTED, MONTH_CALENDAR);
	struct instant bought = fixture_instant("2023-03-01T08:00:00+08:00");
	struct instant asked = fixture_instant("2023-03-06T07:59:59+08:00");
	struct money purses[PURSE_COUNT];
	struct refund refund;
	char *arithmetic;

	pay("USD", "499.00", "0", "0", purses);
	cr_expect_eq(refund_days_charged(&policy, &version, bought, asked), 5);
	cr_expect_eq(refund_days_bought(&policy, &version, bought, 1), 31);
	refund_compute(METHOD_PRORATED, purses, 5, 31, &refund);
	cr_expect_str_eq(written(refund.total), "418.51");
	cr_expect_null(refund.payer_uin);
	arithmetic = refund_arithmetic(NULL, METHOD_PRORATED, purses, 5, 31);
	cr_expect_str_eq(arithmetic, "499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51");
	talloc_free(talloc_parent(arithmetic));
}

Test(refund, each_day_of_each_month_gives_the_published_sum)
{
	static const struct {
		int month;
		const char *total[5]; /* after 1 to 5 days */
	} cases[] = {
		{31, {"482.90", "466.80", "450.70", "434.61", "418.51"}},
		{30, {"482.36", "465.73", "449.10", "432.46", "415.83"}},
		{29, {"481.79", "464.58", "447.37", "430.17", "412.96"}},
		{28, {"481.17", "463.35", "445.53", "427.71", "409.89"}},
	};
	struct money purses[PURSE_COUNT];
	struct refund refund;

	pay("USD", "499.00", "0", "0", purses);
	for (size_t i = 0; i < COUNT(cases); i++)
		for (int day = 1; day <= 5; day++) {
			refund_compute(METHOD_PRORATED, purses, day, cases[i].month, &refund);
			cr_expect_str_eq(written(refund.total), cases[i].total[day - 1]);
			cr_expect_str_eq(written(refund.purse[PURSE_CASH]),
					 cases[i].total[day - 1]);
		}
}

Test(refund, the_purses_get_back_in_proportion_and_sum_to_the_total)
{
	static const struct {
		const char *currency, *paid[PURSE_COUNT];
		int days, month;
		const char *total, *back[PURSE_COUNT];
	} cases[] = {
		/* The general refund page: 362.60 on 200 cash and 207.96 gift. */
		{"USD", {"200", "0", "207.96"}, 10, 90, "362.63", {"177.78", "0.00", "184.85"}},
		{"USD", {"499", "0", "0"}, 31, 31, "0.00", {"0.00", "0.00", "0.00"}},
		{"USD", {"499", "0", "0"}, 99, 31, "0.00", {"0.00", "0.00", "0.00"}},
		{"USD", {"0", "0", "0"}, 5, 31, "0.00", {"0.00", "0.00", "0.00"}},
		{"USD", {"0.01", "0.01", "0.01"}, 1, 31, "0.02", {"0.01", "0.01", "0.00"}},
		{"USD", {"0.01", "0.01", "0.01"}, 16, 31, "0.01", {"0.01", "0.00", "0.00"}},
		{"USD", {"100", "200", "199"}, 5, 31, "418.51", {"83.87", "167.74", "166.90"}},
		{"JPY", {"74900", "0", "0"}, 5, 31, "62819", {"62819", "0", "0"}},
		{"JPY", {"1", "1", "1"}, 1, 28, "2", {"1", "1", "0"}},
		{"KWD", {"153.475", "0", "0.005"}, 5, 31, "128.725", {"128.721", "0.000", "0.004"}},
		{"USD",
		 {"10000000000000", "10000000000000", "10000000000000"},
		 1,
		 31,
		 "29032258064516.12",
		 {"9677419354838.71", "9677419354838.71", "9677419354838.70"}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct money purses[PURSE_COUNT];
		struct refund refund;

		pay(cases[i].currency, cases[i].paid[0], cases[i].paid[1], cases[i].paid[2],
		    purses);
		refund_compute(METHOD_PRORATED, purses, cases[i].days, cases[i].month, &refund);
		cr_expect_str_eq(written(refund.total), cases[i].total);
		for (int purse = 0; purse < PURSE_COUNT; purse++)
			cr_expect_str_eq(written(refund.purse[purse]), cases[i].back[purse],
					 "case %zu purse %d: %s", i, purse,
					 written(refund.purse[purse]));
	}
}

Test(refund, the_general_pages_example_is_177_76_and_184_84)
{
	struct money purses[PURSE_COUNT], shares[PURSE_COUNT];

	pay("USD", "200", "0", "207.96", purses);
	money_share(fixture_money("362.60 USD"), purses, PURSE_COUNT, shares);
	cr_expect_str_eq(written(shares[PURSE_CASH]), "177.76");
	cr_expect_str_eq(written(shares[PURSE_TRANSFER]), "0.00");
	cr_expect_str_eq(written(shares[PURSE_GIFT]), "184.84");
}

Test(refund, in_a_full_refund_each_purse_gets_what_it_paid)
{
	struct money purses[PURSE_COUNT];
	struct refund refund;

	pay("CNY", "200.01", "0.02", "207.96", purses);
	refund_compute(METHOD_FULL, purses, 5, 0, &refund);
	cr_expect_str_eq(written(refund.total), "407.99");
	cr_expect_str_eq(written(refund.purse[PURSE_CASH]), "200.01");
	cr_expect_str_eq(written(refund.purse[PURSE_TRANSFER]), "0.02");
	cr_expect_str_eq(written(refund.purse[PURSE_GIFT]), "207.96");
}

Test(refund, a_started_day_counts_whole)
{
	static const struct {
		int64_t elapsed_us;
		int64_t days;
	} cases[] = {
		{0, 1},
		{-1, 1},
		{-40 * DAY_US, 1},
		{1, 1},
		{DAY_US - 1, 1},
		{DAY_US, 1},
		{DAY_US + 1, 2},
		{4 * DAY_US, 4},
		{431999 * SECOND_US, 5},
		{432000 * SECOND_US, 5},
		{432000 * SECOND_US + 1, 6},
		{432001 * SECOND_US, 6},
	};
	struct version version = counting(DAYS_STARTED, MONTH_CALENDAR);
	struct instant bought = fixture_instant("2023-03-01T08:00:00+08:00");

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct instant asked = {bought.us + cases[i].elapsed_us};

		cr_expect_eq(refund_days_charged(&policy, &version, bought, asked), cases[i].days,
			     "case %zu", i);
	}
}

Test(refund, counted_by_the_calendar_each_day_touched_counts)
{
	static const struct {
		const char *bought, *asked;
		int64_t days;
	} cases[] = {
		{"2023-03-01T08:00:00+08:00", "2023-03-01T08:00:00+08:00", 1},
		{"2023-03-01T23:59:59+08:00", "2023-03-02T00:00:00+08:00", 2},
		{"2023-03-01T00:00:00+08:00", "2023-03-01T23:59:59+08:00", 1},
		{"2023-03-01T08:00:00+08:00", "2023-03-06T07:59:59+08:00", 6},
		/* Midnight is the policy's, whatever zone the times are written in. */
		{"2023-03-01T15:59:59Z", "2023-03-01T16:00:00Z", 2},
		{"2023-03-01T16:00:00Z", "2023-03-02T15:59:59Z", 1},
		{"2023-03-02T08:00:00+08:00", "2023-03-01T08:00:00+08:00", 1},
	};
	struct version version = counting(DAYS_CALENDAR, MONTH_CALENDAR);

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(refund_days_charged(&policy, &version,
						 fixture_instant(cases[i].bought),
						 fixture_instant(cases[i].asked)),
			     cases[i].days, "%s", cases[i].bought);
}

Test(refund, months_have_the_days_that_the_setting_says)
{
	static const struct {
		const char *bought;
		int64_t months, calendar, validity;
	} cases[] = {
		{"2023-03-01T08:00:00+08:00", 1, 31, 31},
		{"2023-04-10T08:00:00+08:00", 1, 30, 30},
		{"2023-02-01T00:00:00+08:00", 1, 28, 28},
		{"2024-02-01T00:00:00+08:00", 1, 29, 29},
		{"2024-02-29T00:00:00+08:00", 1, 29, 29},
		{"1900-02-01T00:00:00+08:00", 1, 28, 28},
		{"2000-02-01T00:00:00+08:00", 1, 29, 29},
		/* Where the next month is shorter, the two differ. */
		{"2023-01-29T08:00:00+08:00", 1, 31, 30},
		{"2023-01-31T08:00:00+08:00", 1, 31, 28},
		{"2024-01-31T08:00:00+08:00", 1, 31, 29},
		{"2023-03-31T08:00:00+08:00", 1, 31, 30},
		{"2023-12-31T08:00:00+08:00", 1, 31, 31},
		{"2023-01-01T08:00:00+08:00", 2, 59, 59},
		{"2023-01-31T08:00:00+08:00", 2, 59, 59},
		{"2023-11-15T08:00:00+08:00", 3, 92, 92},
		{"2023-03-01T08:00:00+08:00", 12, 366, 366},
		{"2023-03-01T08:00:00+08:00", REFUND_MAX_MONTHS, 3653, 3653},
		/* The month is the one of the policy's zone. */
		{"2023-02-28T16:00:00Z", 1, 31, 31},
		{"2023-02-28T15:59:59Z", 1, 28, 28},
		{"2023-03-31T16:00:00Z", 1, 30, 30},
	};
	struct version calendar = counting(DAYS_STARTED, MONTH_CALENDAR);
	struct version validity = counting(DAYS_STARTED, MONTH_VALIDITY);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct instant bought = fixture_instant(cases[i].bought);

		cr_expect_eq(refund_days_bought(&policy, &calendar, bought, cases[i].months),
			     cases[i].calendar, "%s", cases[i].bought);
		cr_expect_eq(refund_days_bought(&policy, &validity, bought, cases[i].months),
			     cases[i].validity, "%s", cases[i].bought);
	}
}

Test(refund, the_arithmetic_is_written_out)
{
	static const struct {
		enum refund_method method;
		const char *currency, *paid[PURSE_COUNT];
		int days, month;
		const char *text;
	} cases[] = {
		{METHOD_PRORATED,
		 "USD",
		 {"310", "0", "0"},
		 5,
		 31,
		 "310.00 x (31 - 5) / 31 = 260.00"},
		{METHOD_PRORATED,
		 "USD",
		 {"1.25", "0", "0"},
		 15,
		 30,
		 "1.25 x (30 - 15) / 30 = 0.625, truncated to 0.62"},
		{METHOD_PRORATED,
		 "USD",
		 {"0.07", "0", "0"},
		 1,
		 29,
		 "0.07 x (29 - 1) / 29 = 0.067..., truncated to 0.06"},
		{METHOD_PRORATED,
		 "USD",
		 {"3.02", "0", "0"},
		 1,
		 31,
		 "3.02 x (31 - 1) / 31 = 2.922..., truncated to 2.92"},
		{METHOD_PRORATED,
		 "USD",
		 {"1.00", "0", "0"},
		 1,
		 28,
		 "1.00 x (28 - 1) / 28 = 0.964..., truncated to 0.96"},
		{METHOD_PRORATED,
		 "USD",
		 {"0.31", "0", "0.30"},
		 1,
		 30,
		 "0.61 x (30 - 1) / 30 = 0.589..., truncated to 0.58"},
		{METHOD_PRORATED,
		 "USD",
		 {"30.03", "0", "0"},
		 1,
		 30,
		 "30.03 x (30 - 1) / 30 = 29.029, truncated to 29.02"},
		{METHOD_PRORATED,
		 "USD",
		 {"30.31", "0", "0"},
		 1,
		 31,
		 "30.31 x (31 - 1) / 31 = 29.332..., truncated to 29.33"},
		{METHOD_PRORATED,
		 "USD",
		 {"9.01", "0", "0"},
		 99,
		 31,
		 "9.01 x (31 - 31) / 31 = 0.00"},
		{METHOD_PRORATED,
		 "JPY",
		 {"74900", "0", "0"},
		 5,
		 31,
		 "74900 x (31 - 5) / 31 = 62819.3..., truncated to 62819"},
		{METHOD_PRORATED, "JPY", {"3100", "0", "0"}, 5, 31, "3100 x (31 - 5) / 31 = 2600"},
		{METHOD_PRORATED,
		 "JPY",
		 {"302", "0", "0"},
		 1,
		 31,
		 "302 x (31 - 1) / 31 = 292.2..., truncated to 292"},
		{METHOD_PRORATED,
		 "JPY",
		 {"32", "0", "0"},
		 1,
		 31,
		 "32 x (31 - 1) / 31 = 30.9..., truncated to 30"},
		{METHOD_PRORATED,
		 "JPY",
		 {"30", "0", "0"},
		 1,
		 29,
		 "30 x (29 - 1) / 29 = 28.9..., truncated to 28"},
		{METHOD_PRORATED,
		 "JPY",
		 {"963", "0", "0"},
		 1,
		 31,
		 "963 x (31 - 1) / 31 = 931.9..., truncated to 931"},
		{METHOD_PRORATED,
		 "USD",
		 {"0.31", "0.06", "0"},
		 5,
		 31,
		 "0.37 x (31 - 5) / 31 = 0.310..., truncated to 0.31"},
		{METHOD_PRORATED,
		 "KWD",
		 {"153.480", "0", "0"},
		 5,
		 31,
		 "153.480 x (31 - 5) / 31 = 128.7251..., truncated to 128.725"},
		{METHOD_FULL, "USD", {"499", "0", "0"}, 5, 31, "499.00 cash, all of it"},
		{METHOD_FULL,
		 "USD",
		 {"200", "0", "207.96"},
		 5,
		 31,
		 "200.00 cash + 207.96 gift = 407.96, all of it"},
		{METHOD_FULL,
		 "JPY",
		 {"1", "2", "3"},
		 5,
		 31,
		 "1 cash + 2 transfer + 3 gift = 6, all of it"},
		{METHOD_FULL, "USD", {"0", "0", "0"}, 5, 31, "0.00, all of it"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		void *ctx = talloc_new(NULL);
		struct money purses[PURSE_COUNT];

		pay(cases[i].currency, cases[i].paid[0], cases[i].paid[1], cases[i].paid[2],
		    purses);
		cr_expect_str_eq(refund_arithmetic(ctx, cases[i].method, purses, cases[i].days,
						   cases[i].month),
				 cases[i].text);
		talloc_free(ctx);
	}
}

Test(refund, more_days_never_bring_more)
{
	struct money purses[PURSE_COUNT];
	int64_t before = INT64_MAX;

	pay("USD", "333.33", "0.01", "166.66", purses);
	for (int days = 1; days <= 32; days++) {
		struct refund refund;

		refund_compute(METHOD_PRORATED, purses, days, 31, &refund);
		cr_expect_leq(refund.total.minor, before);
		before = refund.total.minor;
	}
	cr_expect_eq(before, 0);
}
