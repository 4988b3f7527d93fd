#include "base/error.h"

#include <criterion/criterion.h>
#include <string.h>

Test(error, setting_one_gives_kind_and_sentence_and_returns_false)
{
	struct error error;

	cr_assert_not(error_set(&error, ERROR_CONFIG, "limit %d is below %s", 3, "the least"));
	cr_assert_eq(error.kind, ERROR_CONFIG);
	cr_assert_str_eq(error.text, "limit 3 is below the least");
}

Test(error, wrapping_puts_the_place_first_and_keeps_the_kind)
{
	struct error error;

	error_set(&error, ERROR_FULL, "no room");
	cr_assert_not(error_wrap(&error, "%s:%d", "a.json", 7));
	cr_assert_not(error_wrap(&error, "spool"));
	cr_assert_eq(error.kind, ERROR_FULL);
	cr_assert_str_eq(error.text, "spool: a.json:7: no room");
}

Test(error, a_sentence_is_one_line_of_printable_text)
{
	struct error error;

	error_set(&error, ERROR_INPUT, "\"%s\" is no word", "a\nb\tc\x1b[31m\x7f");
	cr_assert_str_eq(error.text, "\"a?b?c?[31m?\" is no word");
}

Test(error, a_sentence_that_fits_exactly_is_not_cut)
{
	char exact[sizeof(((struct error *)NULL)->text)];
	struct error error;

	memset(exact, 'x', sizeof(exact));
	memcpy(exact + sizeof(exact) - 3, "\xc3\xa9", 3);
	error_set(&error, ERROR_INPUT, "%s", exact);
	cr_assert_str_eq(error.text, exact);
}

/* `filler` fills a sentence from `start` on, and is longer than it. */
static void check_cut(const char *start, const char *filler, size_t expected_length)
{
	char long_text[1024];
	struct error error;

	strcpy(long_text, start);
	while (strlen(long_text) + strlen(filler) < sizeof(long_text))
		strcat(long_text, filler);
	error_set(&error, ERROR_INPUT, "%s", long_text);
	cr_expect_eq(strlen(error.text), expected_length, "%s, %s: %zu", start, filler,
		     strlen(error.text));
	cr_expect_arr_eq(error.text, long_text, expected_length);
}

Test(error, a_sentence_that_is_too_long_is_cut_between_characters)
{
	check_cut("", "x", 479);
	check_cut("", "\xe4\xb8\xad", 477);
	check_cut("a", "\xe4\xb8\xad", 478);
	check_cut("ab", "\xe4\xb8\xad", 476);
	check_cut("", "\xf0\x9f\x98\x80", 476);
	check_cut("", "\x80", 0);
}

Test(error, wrapping_cuts_the_end_when_the_whole_is_too_long)
{
	struct error error;
	char place[600];

	memset(place, 'p', sizeof(place) - 1);
	place[sizeof(place) - 1] = '\0';
	error_set(&error, ERROR_IO, "gone");
	error_wrap(&error, "%.470s", place);
	cr_assert_eq(strlen(error.text), 476);
	cr_assert_str_eq(error.text + 470, ": gone");
	error_wrap(&error, "%s", place);
	cr_assert_eq(strlen(error.text), 479);
}
