#include "domain/instant.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct zone utc = {0};
static const struct zone beijing = {8 * 3600};

static struct instant instant_of(const char *text)
{
	struct instant instant = {0};
	struct error error;

	cr_assert(instant_parse(text, strlen(text), &instant, &error), "%s: %s", text, error.text);
	return instant;
}

static void expect_instant(struct instant instant, struct zone zone, const char *expected)
{
	char text[INSTANT_TEXT_SIZE];
	size_t length = instant_format(instant, zone, text);

	cr_expect_str_eq(text, expected);
	cr_expect_eq(length, strlen(expected));
}

Test(instant, times_are_read_to_the_microsecond)
{
	static const struct {
		const char *text;
		int64_t us;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"1970-01-01T00:00:00+00:00", 0},
		{"1970-01-01T08:00:00+08:00", 0},
		{"1969-12-31T20:30:00-03:30", 0},
		{"1970-01-01T00:00:00.000001Z", 1},
		{"1970-01-01T00:00:00.1Z", 100000},
		{"1969-12-31T23:59:59.999999Z", -1},
		{"2023-03-06T07:59:59+08:00", INT64_C(1678060799000000)},
		{"2023-03-01T08:00:00+08:00", INT64_C(1677628800000000)},
		{"2000-02-29T23:59:59.5-23:59", INT64_C(951955139500000)},
		{"0000-01-01T00:00:00Z", INSTANT_MIN_US},
		{"9999-12-31T23:59:59.999999Z", INSTANT_MAX_US},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(instant_of(cases[i].text).us, cases[i].us, "%s", cases[i].text);
}

Test(instant, what_is_no_rfc_3339_time_is_refused)
{
	static const char *const bad[] = {
		"",
		"now",
		"2023-03-06",
		"2023-03-06T",
		"2023-03-06T07:59:59",
		"2023-03-06T07:59Z",
		"2023-03-06T07Z",
		"2023-03-06 07:59:59Z",
		"2023-03-06t07:59:59Z",
		"2023-03-06T07:59:59z",
		"2023-03-06T07:59:59 Z",
		"2023-03-06T07:59:59Z ",
		" 2023-03-06T07:59:59Z",
		"2023-03-06T07:59:59ZZ",
		"2023-03-06T07:59:59Z+08:00",
		"2023-3-06T07:59:59Z",
		"2023-03-6T07:59:59Z",
		"23-03-06T07:59:59Z",
		"02023-03-06T07:59:59Z",
		"-023-03-06T07:59:59Z",
		"+2023-03-06T07:59:59Z",
		"2023/03/06T07:59:59Z",
		"2023-03/06T07:59:59Z",
		"2023- 3-06T07:59:59Z",
		"20230306T075959Z",
		"2023-W10-1T07:59:59Z",
		"2023-03-06T7:59:59Z",
		"2023-03-06T07:5:59Z",
		"2023-03-06T07:59:5Z",
		"2023-03-06T 7:59:59Z",
		"2023-03-06T07.59:59Z",
		"2023-03-06T07:59.59Z",
		"2023-03-06T07:59:599Z",
		"2023-03-06T07:59:59.Z",
		"2023-03-06T07:59:59,5Z",
		"2023-03-06T07:59:59.1234567Z",
		"2023-03-06T07:59:59.5.5Z",
		"2023-03-06T07:59:5.5Z",
		"2023-03-06T24:00:00Z",
		"2023-03-06T07:60:00Z",
		"2023-03-06T07:59:60Z",
		"2016-12-31T23:59:60Z",
		"2023-03-06T07:59:60.0Z",
		"2023-03-06T-7:59:59Z",
		"2023-03-06T07:59:59-00:00",
		"2023-03-06T07:59:59+24:00",
		"2023-03-06T07:59:59+08:60",
		"2023-03-06T07:59:59+0800",
		"2023-03-06T07:59:59+08",
		"2023-03-06T07:59:59+8:00",
		"2023-03-06T07:59:59+08:0",
		"2023-03-06T07:59:59+08:000",
		"2023-03-06T07:59:59+08-00",
		"2023-03-06T07:59:59\342\210\22208:00",
		"2023-03-06T07:59:59 08:00",
		"2023-03-06T07:59:59 GMT",
		"2023-02-29T00:00:00Z",
		"2023-02-30T00:00:00Z",
		"1900-02-29T00:00:00Z",
		"2100-02-29T00:00:00Z",
		"2024-02-30T00:00:00Z",
		"2023-04-31T00:00:00Z",
		"2023-01-32T00:00:00Z",
		"2023-01-00T00:00:00Z",
		"2023-00-01T00:00:00Z",
		"2023-13-01T00:00:00Z",
		"0000-01-01T00:00:00+00:01",
		"9999-12-31T23:59:59-00:01",
		"10000-01-01T00:00:00Z",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct instant instant = {-7};
		struct error error;

		cr_expect_not(instant_parse(bad[i], strlen(bad[i]), &instant, &error), "%s",
			      bad[i]);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_eq(instant.us, -7);
	}
}

Test(instant, the_refusal_says_what_is_wrong_and_shows_a_time)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{"2023-03-06", "there is no \"T\" after the day"},
		{"2023-3-006T00:00:00Z",
		 "not a day: expected year, month and day as in \"2023-01-01\""},
		{"2023-02-30T00:00:00Z", "there is no day 2023-02-30 in the calendar"},
		{"2016-12-31T23:59:60Z", "the time of day is not from 00:00:00 to 23:59:59.999999"},
		{"2023-03-06T07:59:59",
		 "the offset from UTC is not \"Z\" or such as \"+08:00\", at most 23:59"},
		{"2023-03-06T07:59:59-00:00",
		 "the offset \"-00:00\" says that the offset is not known"},
		{"9999-12-31T23:59:59-08:00", "the year in UTC is not from 0000 to 9999"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct instant instant;
		struct error error;
		const char *start = "not a time such as \"2023-03-06T07:59:59+08:00\": ";

		instant_parse(cases[i].text, strlen(cases[i].text), &instant, &error);
		cr_expect_arr_eq(error.text, start, strlen(start));
		cr_expect_str_eq(error.text + strlen(start), cases[i].said);
	}
}

Test(instant, every_single_byte_change_of_a_time_is_refused_or_another_time)
{
	static const char good[] = "2023-03-06T07:59:59.25+08:00";
	const struct instant same = instant_of(good);

	for (size_t at = 0; at < strlen(good); at++)
		for (int byte = 0; byte < 256; byte++) {
			char text[sizeof(good)], written[INSTANT_TEXT_SIZE];
			struct instant instant;
			struct error error;

			memcpy(text, good, sizeof(good));
			text[at] = (char)byte;
			if (!instant_parse(text, strlen(good), &instant, &error))
				continue;
			cr_assert_eq(instant.us == same.us, text[at] == good[at], "%s", text);
			instant_format(instant, beijing, written);
			cr_assert_eq(instant_of(written).us, instant.us);
		}
}

Test(instant, times_are_written_in_the_zone_without_needless_decimals)
{
	const struct instant asked = instant_of("2023-03-06T07:59:59+08:00");

	expect_instant(asked, beijing, "2023-03-06T07:59:59+08:00");
	expect_instant(asked, utc, "2023-03-05T23:59:59Z");
	expect_instant(asked, (struct zone){-12600}, "2023-03-05T20:29:59-03:30");
	expect_instant((struct instant){1}, utc, "1970-01-01T00:00:00.000001Z");
	expect_instant((struct instant){-1}, utc, "1969-12-31T23:59:59.999999Z");
	expect_instant((struct instant){12500000}, utc, "1970-01-01T00:00:12.5Z");
	expect_instant((struct instant){2500000}, utc, "1970-01-01T00:00:02.5Z");
	expect_instant((struct instant){DAY_US - 1}, (struct zone){86340},
		       "1970-01-02T23:58:59.999999+23:59");
}

Test(instant, utc_is_written_where_the_zone_would_leave_the_four_digit_years)
{
	expect_instant((struct instant){INSTANT_MAX_US}, utc, "9999-12-31T23:59:59.999999Z");
	expect_instant((struct instant){INSTANT_MAX_US}, beijing, "9999-12-31T23:59:59.999999Z");
	expect_instant((struct instant){INSTANT_MAX_US}, (struct zone){-60},
		       "9999-12-31T23:58:59.999999-00:01");
	expect_instant((struct instant){INSTANT_MIN_US}, utc, "0000-01-01T00:00:00Z");
	expect_instant((struct instant){INSTANT_MIN_US}, (struct zone){-60},
		       "0000-01-01T00:00:00Z");
	expect_instant((struct instant){INSTANT_MIN_US}, beijing, "0000-01-01T08:00:00+08:00");
}

Test(instant, writes_what_the_c_library_writes_and_reads_it_again)
{
	const int64_t step = 37 * DAY_US + 12345 * SECOND_US; /* through all times of day */

	for (int64_t us = INSTANT_MIN_US; us <= INSTANT_MAX_US; us += step) {
		char text[INSTANT_TEXT_SIZE], expected[INSTANT_TEXT_SIZE];
		time_t time = (time_t)(us / SECOND_US);
		struct tm tm;

		gmtime_r(&time, &tm);
		instant_format((struct instant){us}, utc, text);
		snprintf(expected, sizeof(expected), "%04d-%02d-%02dT%02d:%02d:%02dZ",
			 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
			 tm.tm_sec);
		cr_assert_str_eq(text, expected);
		cr_assert_eq(instant_of(text).us, us);
	}
}

Test(instant, what_lies_between_two_instants_is_a_span)
{
	const struct instant bought = instant_of("2023-03-01T08:00:00+08:00");
	const struct instant asked = instant_of("2023-03-06T07:59:59+08:00");

	cr_expect_eq(instant_since(asked, bought).us, 431999 * SECOND_US);
	cr_expect_eq(instant_since(bought, asked).us, -431999 * SECOND_US);
	cr_expect_eq(instant_plus(bought, (struct span){431999 * SECOND_US}).us, asked.us);
	cr_expect_eq(instant_plus(asked, (struct span){-431999 * SECOND_US}).us, bought.us);
}

Test(instant, adding_stops_at_the_ends_of_time)
{
	static const struct {
		int64_t us, span, sum;
	} cases[] = {
		{0, INT64_MAX, INSTANT_MAX_US},
		{0, INT64_MIN, INSTANT_MIN_US},
		{INSTANT_MAX_US, INT64_MAX, INSTANT_MAX_US},
		{INSTANT_MAX_US, 1, INSTANT_MAX_US},
		{INSTANT_MAX_US - 1, 1, INSTANT_MAX_US},
		{INSTANT_MIN_US, INT64_MIN, INSTANT_MIN_US},
		{INSTANT_MIN_US, -1, INSTANT_MIN_US},
		{INSTANT_MIN_US, INSTANT_MAX_US - INSTANT_MIN_US, INSTANT_MAX_US},
		{INSTANT_MAX_US, INSTANT_MIN_US - INSTANT_MAX_US, INSTANT_MIN_US},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(
			instant_plus((struct instant){cases[i].us}, (struct span){cases[i].span})
				.us,
			cases[i].sum, "case %zu", i);
}

Test(instant, a_text_of_its_own_is_in_utc_and_a_whole_one_has_no_decimals)
{
	static const struct {
		int64_t us;
		const char *text, *whole;
	} cases[] = {
		{0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
		{1678089599000000, "2023-03-06T07:59:59Z", "2023-03-06T07:59:59Z"},
		{1678089599999999, "2023-03-06T07:59:59.999999Z", "2023-03-06T07:59:59Z"},
		{1678089599500000, "2023-03-06T07:59:59.5Z", "2023-03-06T07:59:59Z"},
	};
	void *ctx = talloc_new(NULL);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct instant instant = {cases[i].us};

		cr_expect_str_eq(instant_text(ctx, instant), cases[i].text);
		cr_expect_str_eq(instant_text(ctx, instant_whole(instant)), cases[i].whole);
	}
	talloc_free(ctx);
}

Test(instant, zones_are_read_and_written)
{
	static const struct {
		const char *text;
		int32_t offset_s;
		const char *written;
	} cases[] = {
		{"Z", 0, "Z"},
		{"+00:00", 0, "Z"},
		{"+08:00", 28800, "+08:00"},
		{"-03:30", -12600, "-03:30"},
		{"-00:30", -1800, "-00:30"},
		{"+23:59", 86340, "+23:59"},
		{"-23:59", -86340, "-23:59"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[INSTANT_TEXT_SIZE];
		struct zone zone;
		struct error error;

		cr_assert(zone_parse(cases[i].text, strlen(cases[i].text), &zone, &error), "%s",
			  cases[i].text);
		cr_expect_eq(zone.offset_s, cases[i].offset_s);
		cr_expect_eq(zone_format(zone, text), strlen(cases[i].written));
		cr_expect_str_eq(text, cases[i].written);
	}
}

Test(instant, what_is_no_zone_is_refused)
{
	static const char *const bad[] = {"",	     "z",      "UTC",	    "08:00",
					  "+8:00",   "+0800",  "+08",	    "-00:00",
					  "+24:00",  "+08:60", "+08:00:00", "Asia/Shanghai",
					  " +08:00", "+08:0x", "+0x:00",    "ZZ"};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct zone zone = {-7};
		struct error error;

		cr_expect_not(zone_parse(bad[i], strlen(bad[i]), &zone, &error), "%s", bad[i]);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_eq(zone.offset_s, -7);
	}
}
