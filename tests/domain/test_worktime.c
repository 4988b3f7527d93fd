#include "domain/worktime.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct workweek week_of(const char *text)
{
	struct workweek week = {.zone = {8 * 3600}};
	struct error error;

	cr_assert(workweek_parse(text, &week, &error), "%s: %s", text, error.text);
	return week;
}

static struct instant at(const char *text)
{
	struct instant instant;
	struct error error;

	cr_assert(instant_parse(text, strlen(text), &instant, &error), "%s", error.text);
	return instant;
}

static void expect_worked(const struct workweek *week, const char *from, const char *until,
			  const char *expected)
{
	char worked[SPAN_TEXT_SIZE];

	span_format(worktime_between(week, at(from), at(until)), worked);
	cr_expect_str_eq(worked, expected, "%s to %s: %s", from, until, worked);
}

Test(worktime, days_and_hours_are_read)
{
	static const struct {
		const char *text;
		unsigned days;
		int32_t from_s, until_s;
	} cases[] = {
		{"mon-fri 09:00-18:00", 0x1f, 9 * 3600, 18 * 3600},
		{"mon-sun 00:00-24:00", 0x7f, 0, 24 * 3600},
		{"sat-thu 08:30-17:00", 0x6f, 8 * 3600 + 1800, 17 * 3600},
		{"wed-wed 00:00-00:01", 0x04, 0, 60},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct workweek week = week_of(cases[i].text);

		cr_expect_eq(week.days, cases[i].days, "%s: %x", cases[i].text, week.days);
		cr_expect_eq(week.from_s, cases[i].from_s);
		cr_expect_eq(week.until_s, cases[i].until_s);
		cr_expect_eq(week.zone.offset_s, 8 * 3600, "the zone is set elsewhere");
	}
}

Test(worktime, what_is_no_week_is_refused_and_changes_nothing)
{
	static const char *const bad[] = {
		"",
		"mon-fri",
		"mon 09:00-18:00",
		"Mon-Fri 09:00-18:00",
		"mon-fri 9:00-18:00",
		"mon-fri 18:00-09:00",
		"mon-fri 09:00-09:00",
		"mon-fri 09:00-24:01",
		"mon-fri 09:60-18:00",
		"mon-fri  09:00-18:00",
		"mon-fri 09:00-18:00 ",
		"mon/fri 09:00-18:00",
		"mon-fry 09:00-18:00",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct workweek week = {.days = 42};
		struct error error;

		cr_expect_not(workweek_parse(bad[i], &week, &error), "%s", bad[i]);
		cr_expect_eq(error.kind, ERROR_CONFIG);
		cr_expect_eq(week.days, 42);
		cr_expect_eq(week.until_s, 0);
	}
}

/* 6 March 2023 was a Monday. */
Test(worktime, nights_and_weekends_do_not_count)
{
	struct workweek week = week_of("mon-fri 09:00-18:00");
	static const struct {
		const char *from, *until, *worked;
	} cases[] = {
		{"2023-03-06T10:00:00+08:00", "2023-03-06T12:30:00+08:00", "2h30m"},
		{"2023-03-06T07:00:00+08:00", "2023-03-06T10:00:00+08:00", "1h"},
		{"2023-03-06T17:00:00+08:00", "2023-03-07T10:00:00+08:00", "2h"},
		{"2023-03-06T18:00:00+08:00", "2023-03-07T09:00:00+08:00", "0s"},
		{"2023-03-10T17:30:00+08:00", "2023-03-13T09:15:00+08:00", "45m"},
		{"2023-03-11T00:00:00+08:00", "2023-03-13T00:00:00+08:00", "0s"},
		{"2023-03-06T00:00:00+08:00", "2023-03-13T00:00:00+08:00", "1d21h"},
		{"2023-03-06T01:00:00Z", "2023-03-06T10:00:00Z", "9h"},
		{"2023-03-06T12:00:00+08:00", "2023-03-06T12:00:00+08:00", "0s"},
		{"2023-03-07T12:00:00+08:00", "2023-03-06T12:00:00+08:00", "0s"},
		{"2023-03-06T17:59:59.999999+08:00", "2023-03-06T19:00:00+08:00", "0.000001s"},
		/* A Thursday before 1970. */
		{"1969-12-25T10:00:00+08:00", "1969-12-29T10:00:00+08:00", "18h"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		expect_worked(&week, cases[i].from, cases[i].until, cases[i].worked);
}

Test(worktime, the_zone_says_which_day_it_is)
{
	struct workweek week = week_of("mon-fri 09:00-18:00");

	/* Sunday evening in London is Monday morning in Shanghai. */
	expect_worked(&week, "2023-03-05T23:00:00Z", "2023-03-06T02:00:00Z", "1h");
	week.zone.offset_s = 0;
	expect_worked(&week, "2023-03-05T23:00:00Z", "2023-03-06T02:00:00Z", "0s");
	week.zone.offset_s = -8 * 3600;
	expect_worked(&week, "2023-03-06T23:00:00Z", "2023-03-07T23:00:00Z", "9h");
}

Test(worktime, holidays_do_not_count)
{
	static const struct day holidays[] = {{2023, 3, 7}, {2023, 3, 11}};
	struct workweek week = week_of("mon-fri 09:00-18:00");

	week.holidays = holidays;
	week.holiday_count = COUNT(holidays);
	expect_worked(&week, "2023-03-06T17:00:00+08:00", "2023-03-08T10:00:00+08:00", "2h");
	expect_worked(&week, "2023-03-06T00:00:00+08:00", "2023-03-13T00:00:00+08:00", "1d12h");
}

Test(worktime, all_of_the_week_is_all_the_time)
{
	struct workweek week = week_of("mon-sun 00:00-24:00");

	expect_worked(&week, "2023-02-20T13:14:15.5+08:00", "2023-03-06T13:14:16+08:00", "14d0.5s");
}

Test(worktime, without_working_days_nothing_ever_waits)
{
	struct workweek week = {.days = 0, .until_s = 86400};

	expect_worked(&week, "2023-03-06T00:00:00Z", "2023-03-13T00:00:00Z", "0s");
}
