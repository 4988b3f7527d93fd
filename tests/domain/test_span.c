#include "domain/instant.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(span, spans_are_read_and_written)
{
	static const struct {
		const char *text;
		int64_t us;
		const char *written;
	} cases[] = {
		{"5d", 5 * DAY_US, "5d"},
		{"180m", 3 * HOUR_US, "3h"},
		{"4d23h59m59s", 5 * DAY_US - SECOND_US, "4d23h59m59s"},
		{"431999s", 5 * DAY_US - SECOND_US, "4d23h59m59s"},
		{"0s", 0, "0s"},
		{"0d", 0, "0s"},
		{"0d0h0m0s", 0, "0s"},
		{"1d1s", DAY_US + SECOND_US, "1d1s"},
		{"1h30m", HOUR_US + 30 * MINUTE_US, "1h30m"},
		{"90m", 90 * MINUTE_US, "1h30m"},
		{"007d", 7 * DAY_US, "7d"},
		{"36500d", 36500 * DAY_US, "36500d"},
		{"36499d24h", 36500 * DAY_US, "36500d"},
		{"3153600000s", 36500 * DAY_US, "36500d"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[SPAN_TEXT_SIZE];
		struct span span;
		struct error error;

		cr_assert(span_parse(cases[i].text, strlen(cases[i].text), &span, &error), "%s",
			  cases[i].text);
		cr_expect_eq(span.us, cases[i].us, "%s", cases[i].text);
		cr_expect_eq(span_format(span, text), strlen(cases[i].written));
		cr_expect_str_eq(text, cases[i].written);
	}
}

Test(span, what_is_no_span_is_refused)
{
	static const char *const bad[] = {
		"",
		"5",
		"d",
		"5 d",
		" 5d",
		"5d ",
		"5D",
		"-5d",
		"+5d",
		"1.5d",
		"5d5",
		"5h5d",
		"5d5d",
		"1s1m",
		"5w",
		"5ms",
		"5d,1h",
		"36501d",
		"36500d1s",
		"36499d24h1s",
		"3153600001s",
		"99999999999999999999d",
		"0d99999999999h",
		"5d-1h",
		"\331\245d",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct span span = {-7};
		struct error error;

		cr_expect_not(span_parse(bad[i], strlen(bad[i]), &span, &error), "%s", bad[i]);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_not_null(strstr(error.text, "as in \"5d\" or \"4d23h59m59s\""));
		cr_expect_eq(span.us, -7);
	}
}

Test(span, spans_that_no_text_gives_can_be_written)
{
	static const struct {
		int64_t us;
		const char *written;
	} cases[] = {
		{-5 * MINUTE_US, "-5m"},
		{-1, "-0.000001s"},
		{1500000, "1.5s"},
		{DAY_US + 10, "1d0.00001s"},
		{INT64_MAX, "106751991d4h54.775807s"},
		{INT64_MIN, "-106751991d4h54.775808s"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[SPAN_TEXT_SIZE];

		cr_expect_eq(span_format((struct span){cases[i].us}, text),
			     strlen(cases[i].written));
		cr_expect_str_eq(text, cases[i].written);
	}
}
