#include "wire/http_date.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct instant instant_of(const char *text)
{
	struct instant instant;
	struct error error;

	cr_assert(instant_parse(text, strlen(text), &instant, &error), "%s", error.text);
	return instant;
}

Test(http_date, dates_are_read)
{
	static const struct {
		const char *text, *same;
	} cases[] = {
		{"Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"},
		{"Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"},
		{"Wed, 31 Dec 1969 23:59:59 GMT", "1969-12-31T23:59:59Z"},
		{"Thu, 29 Feb 2024 12:00:00 GMT", "2024-02-29T12:00:00Z"},
		{"Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59Z"},
		{"Sat, 01 Jan 0000 00:00:00 GMT", "0000-01-01T00:00:00Z"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct instant instant;
		struct error error;

		cr_assert(http_date_parse(cases[i].text, strlen(cases[i].text), &instant, &error),
			  "%s", cases[i].text);
		cr_expect_eq(instant.us, instant_of(cases[i].same).us, "%s", cases[i].text);
	}
}

Test(http_date, what_is_no_date_is_refused)
{
	static const char *const bad[] = {
		"",
		"0",
		"Sun, 06 Nov 1994 08:49:37 UTC",
		"Sun, 06 Nov 1994 08:49:37 +00",
		"Mon, 06 Nov 1994 08:49:37 GMT",
		"sun, 06 Nov 1994 08:49:37 GMT",
		"Sun, 06 nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 24:00:00 GMT",
		"Sun, 06 Nov 1994 08:60:37 GMT",
		"Sun, 06 Nov 1994 08:49:60 GMT",
		"Fri, 30 Feb 2024 12:00:00 GMT",
		"Wed, 29 Feb 2023 12:00:00 GMT",
		"Sun,  6 Nov 1994 08:49:37 GMT",
		"Sun, 6 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 08:49:37 GMT ",
		" Sun, 06 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 08:49:37.5 GMT",
		"Sun, 06 Nov 1994 08:49.37 GMT",
		"Sun, 06 Nov -994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT",
		"Sun Nov  6 08:49:37 1994",
		"1994-11-06T08:49:37Z",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct instant instant = {-7};
		struct error error;

		cr_expect_not(http_date_parse(bad[i], strlen(bad[i]), &instant, &error), "%s",
			      bad[i]);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_eq(instant.us, -7);
	}
}

Test(http_date, bytes_that_are_no_text_are_refused)
{
	char text[] = "Sun, 06 Nov 1994 08:49:37 GMT";

	for (size_t i = 0; i < strlen(text); i++) {
		char good = text[i];
		struct instant instant;
		struct error error;

		text[i] = '\0';
		cr_expect_not(http_date_parse(text, sizeof(text) - 1, &instant, &error));
		text[i] = (char)0xff;
		cr_expect_not(http_date_parse(text, sizeof(text) - 1, &instant, &error));
		text[i] = good;
	}
}

Test(http_date, every_day_is_read_as_the_c_library_writes_it)
{
	for (time_t at = -100000000000; at < 100000000000; at += 86400 * 97 + 3607) {
		char text[64];
		struct instant instant;
		struct error error;
		struct tm tm;

		if (gmtime_r(&at, &tm) == NULL || tm.tm_year < -1900 || tm.tm_year > 8099)
			continue;
		strftime(text, sizeof(text), "%a, %d %b ", &tm);
		snprintf(text + strlen(text), 32, "%04d ", tm.tm_year + 1900);
		strftime(text + strlen(text), 32, "%H:%M:%S GMT", &tm);
		cr_assert(http_date_parse(text, strlen(text), &instant, &error), "%s", text);
		cr_assert_eq(instant.us, at * SECOND_US, "%s", text);
	}
}

Test(http_date, a_wish_to_be_left_alone_is_read_in_both_forms)
{
	static const struct {
		const char *text;
		int64_t us;
	} cases[] = {
		{"0", 0},
		{"120", 120 * SECOND_US},
		{"007", 7 * SECOND_US},
		{"3153600000", 36500 * DAY_US},
		{"3153600001", 36500 * DAY_US},
		{"999999999999999999999999999999", 36500 * DAY_US},
		{"Mon, 06 Mar 2023 08:01:00 GMT", MINUTE_US},
		{"Mon, 06 Mar 2023 08:00:00 GMT", 0},
		{"Mon, 06 Mar 2023 07:59:59 GMT", 0},
		{"Thu, 01 Jan 1970 00:00:00 GMT", 0},
		{"Fri, 31 Dec 9999 23:59:59 GMT", 36500 * DAY_US},
	};
	struct instant now = instant_of("2023-03-06T08:00:00Z");

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct span wait;
		struct error error;

		cr_assert(http_date_parse_wait(cases[i].text, strlen(cases[i].text), now, &wait,
					       &error),
			  "%s", cases[i].text);
		cr_expect_eq(wait.us, cases[i].us, "%s", cases[i].text);
	}
}

Test(http_date, what_is_no_wish_is_refused)
{
	static const char *const bad[] = {
		"", "-1", "+1", "1.5", "1 ", " 1", "0x10", "soon", "Mon, 06 Mar 2023"};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct span wait = {-7};
		struct error error;

		cr_expect_not(http_date_parse_wait(bad[i], strlen(bad[i]), (struct instant){0},
						   &wait, &error),
			      "%s", bad[i]);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_eq(wait.us, -7);
	}
}
