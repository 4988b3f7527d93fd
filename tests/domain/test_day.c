#include "domain/instant.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct zone utc = {0};
static const struct zone beijing = {8 * 3600};

static struct day day_of(const char *text)
{
	struct day day = {0, 0, 0};
	struct error error;

	cr_assert(day_parse(text, strlen(text), &day, &error), "%s: %s", text, error.text);
	return day;
}

static void expect_day(struct day day, const char *expected)
{
	char text[INSTANT_TEXT_SIZE];

	snprintf(text, sizeof(text), "%04d-%02d-%02d", day.year, day.month, day.day);
	cr_expect_str_eq(text, expected);
}

Test(day, days_are_read_and_written)
{
	static const char *const days[] = {"2023-01-01", "2024-02-29", "0000-02-29", "9999-12-31"};

	for (size_t i = 0; i < COUNT(days); i++) {
		char text[INSTANT_TEXT_SIZE];

		expect_day(day_of(days[i]), days[i]);
		cr_expect_eq(day_format(day_of(days[i]), text), strlen(days[i]));
		cr_expect_str_eq(text, days[i]);
	}
}

Test(day, what_is_no_day_is_refused)
{
	static const char *const bad[] = {"",		"2023-1-01",   "2023-01-1",
					  "2023-02-29", "2023-01-01Z", "2023.01.01",
					  "2023-01/01", "2o23-01-01",  "2023-o1-01",
					  "2023-01-o1", "2023-00-10",  "2023-10-00"};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct day day = {1, 2, 3};
		struct error error;

		cr_expect_not(day_parse(bad[i], strlen(bad[i]), &day, &error), "%s", bad[i]);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect(day.year == 1 && day.month == 2 && day.day == 3);
	}
}

Test(day, the_day_of_an_instant_hangs_on_the_zone)
{
	/* 2023-02-28T16:00:00Z */
	const struct instant late = {INT64_C(1677600000) * SECOND_US};

	expect_day(day_of_instant(late, utc), "2023-02-28");
	expect_day(day_of_instant(late, beijing), "2023-03-01");
	expect_day(day_of_instant((struct instant){late.us - 1}, beijing), "2023-02-28");
	expect_day(day_of_instant((struct instant){-1}, utc), "1969-12-31");
	expect_day(day_of_instant((struct instant){-DAY_US}, utc), "1969-12-31");
	expect_day(day_of_instant((struct instant){-DAY_US - 1}, utc), "1969-12-30");
	expect_day(day_of_instant((struct instant){INSTANT_MIN_US}, (struct zone){-1}),
		   "-001-12-31");
}

Test(day, a_day_starts_at_midnight_of_the_zone)
{
	const struct day day = day_of("2023-03-01");

	cr_expect_eq(day_start(day, utc).us, INT64_C(1677628800) * SECOND_US);
	cr_expect_eq(day_start(day, beijing).us, INT64_C(1677600000) * SECOND_US);
}

Test(day, days_between_two_days_are_counted_in_the_calendar)
{
	static const struct {
		const char *a, *b;
		int64_t days;
	} cases[] = {
		{"2023-03-01", "2023-03-01", 0},   {"2023-03-01", "2023-03-06", 5},
		{"2023-03-06", "2023-03-01", -5},  {"2024-02-28", "2024-03-01", 2},
		{"2023-02-28", "2023-03-01", 1},   {"2023-01-01", "2024-01-01", 365},
		{"2024-01-01", "2025-01-01", 366}, {"0000-01-01", "9999-12-31", 3652424},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(day_difference(day_of(cases[i].a), day_of(cases[i].b)), cases[i].days,
			     "%s to %s", cases[i].a, cases[i].b);
}

Test(day, months_later_is_the_same_day_or_the_months_last)
{
	static const struct {
		const char *day;
		int64_t months;
		const char *later;
	} cases[] = {
		{"2023-03-01", 0, "2023-03-01"},    {"2023-03-01", 1, "2023-04-01"},
		{"2023-01-31", 1, "2023-02-28"},    {"2024-01-31", 1, "2024-02-29"},
		{"2023-01-30", 1, "2023-02-28"},    {"2023-01-31", 2, "2023-03-31"},
		{"2023-03-31", 1, "2023-04-30"},    {"2023-11-15", 1, "2023-12-15"},
		{"2023-12-31", 1, "2024-01-31"},    {"2023-11-30", 3, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},   {"2024-02-29", 48, "2028-02-29"},
		{"2023-12-01", 1200, "2123-12-01"}, {"9999-12-31", 1, "10000-01-31"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		expect_day(day_plus_months(day_of(cases[i].day), cases[i].months), cases[i].later);
}

Test(day, months_have_their_days)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	for (int month = 1; month <= 12; month++)
		cr_expect_eq(days_of_month(2023, month), days[month - 1]);
	cr_expect_eq(days_of_month(2024, 2), 29);
	cr_expect_eq(days_of_month(1900, 2), 28);
	cr_expect_eq(days_of_month(2000, 2), 29);
	cr_expect_eq(days_of_month(2100, 2), 28);
	cr_expect_eq(days_of_month(0, 2), 29);
}

/* The C library knows the calendar too. */
Test(day, agrees_with_the_c_library_on_every_day_of_ten_thousand_years)
{
	for (int64_t us = INSTANT_MIN_US; us <= INSTANT_MAX_US; us += DAY_US) {
		struct day day = day_of_instant((struct instant){us}, utc);
		time_t time = (time_t)(us / SECOND_US);
		struct tm tm;

		gmtime_r(&time, &tm);
		if (day.year != tm.tm_year + 1900 || day.month != tm.tm_mon + 1 ||
		    day.day != tm.tm_mday || day_start(day, utc).us != us)
			cr_assert_fail("%" PRId64 " is %d-%d-%d", us, day.year, day.month, day.day);
	}
}

/* timegm() normalises 30 February into March: whatever it moves is no day. */
Test(day, takes_exactly_the_days_that_the_c_library_leaves_where_they_are)
{
	for (int year = 0; year <= 9999; year += year >= 1890 && year < 2110 ? 1 : 7)
		for (int month = 0; month <= 13; month++)
			for (int d = 0; d <= 32; d++) {
				struct tm tm = {
					.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = d};
				time_t time = timegm(&tm);
				bool is_day = tm.tm_year == year - 1900 && tm.tm_mon == month - 1 &&
					      tm.tm_mday == d;
				char text[INSTANT_TEXT_SIZE];
				struct day day = {0, 0, 0};
				struct error error;

				day_format((struct day){year, month, d}, text);
				cr_assert_eq(day_parse(text, 10, &day, &error), is_day, "%s", text);
				if (is_day)
					cr_assert_eq(day_start(day, utc).us / SECOND_US, time);
			}
}
