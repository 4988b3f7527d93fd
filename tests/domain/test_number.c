#include "domain/number.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(number, numbers_are_read_and_written_without_needless_decimals)
{
	static const struct {
		const char *text;
		int64_t millionths;
		const char *written;
	} cases[] = {
		{"0", 0, "0"},
		{"12", 12000000, "12"},
		{"12.5", 12500000, "12.5"},
		{"12.50", 12500000, "12.5"},
		{"100", 100000000, "100"},
		{"0.000001", 1, "0.000001"},
		{"10.100000", 10100000, "10.1"},
		{"007", 7000000, "7"},
		{"1000000000000", NUMBER_MAX * NUMBER_SCALE, "1000000000000"},
		{"999999999999.999999", NUMBER_MAX * NUMBER_SCALE - 1, "999999999999.999999"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct number number;
		struct error error;
		char text[NUMBER_TEXT_SIZE];

		cr_assert(number_parse(cases[i].text, strlen(cases[i].text), &number, &error), "%s",
			  cases[i].text);
		cr_expect_eq(number.millionths, cases[i].millionths);
		cr_expect_eq(number_format(number, text), strlen(cases[i].written));
		cr_expect_str_eq(text, cases[i].written);
	}
}

Test(number, what_is_no_number_is_refused)
{
	static const char *const bad[] = {
		"",
		"-1",
		"+1",
		" 1",
		"1 ",
		"1e3",
		".5",
		"5.",
		"1,5",
		"1.0000001",
		"1.2.3",
		"0x1",
		"1000000000000.000001",
		"1000000000001",
		"99999999999999999999999",
		"nan",
		"inf",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct number number = {-7};
		struct error error;

		cr_expect_not(number_parse(bad[i], strlen(bad[i]), &number, &error), "%s", bad[i]);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_str_eq(error.text,
				 "not a number: expected digits with at most 6 decimals, such as "
				 "\"12.5\", up to 1000000000000");
		cr_expect_eq(number.millionths, -7);
	}
}

Test(number, negative_and_extreme_numbers_can_be_written)
{
	char text[NUMBER_TEXT_SIZE];

	number_format((struct number){-12500000}, text);
	cr_expect_str_eq(text, "-12.5");
	number_format((struct number){INT64_MIN}, text);
	cr_expect_str_eq(text, "-9223372036854.775808");
}

Test(number, a_whole_number_is_itself)
{
	char text[NUMBER_TEXT_SIZE];

	number_format(number_of(65), text);
	cr_expect_str_eq(text, "65");
	number_format(number_of(-3), text);
	cr_expect_str_eq(text, "-3");
	cr_expect_eq(number_of(0).millionths, 0);
}
