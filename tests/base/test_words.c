#include "base/words.h"

#include <criterion/criterion.h>
#include <string.h>
#include <talloc.h>

#define LONG_WORD "a-word-of-more-than-sixty-four-letters-that-nobody-will-ever-mistype-by-chance"

static const char *const origins[] = {"purchased", "gift", "trial", "campaign", LONG_WORD};
static const struct words words = WORDS(origins);

Test(words, each_is_found_by_its_text)
{
	for (size_t i = 0; i < words.count; i++)
		cr_expect_eq(words_find(words, origins[i], strlen(origins[i])), (int)i);
}

Test(words, nothing_else_is_found)
{
	static const struct {
		const char *text;
		size_t length;
	} cases[] = {{"gif", 3}, {"gifts", 5}, {"Gift", 4}, {"", 0}, {"gift\0", 5}, {"giftx", 5}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(words_find(words, cases[i].text, cases[i].length), -1, "case %zu", i);
	cr_expect_eq(words_find(words, "gift, or what", 4), 1);
	cr_expect_eq(words_find((struct words){NULL, 0}, "gift", 4), -1);
}

Test(words, the_nearest_is_the_one_that_was_meant)
{
	static const struct {
		const char *text, *meant;
	} cases[] = {
		{"gift", "gift"},	   {"gfit", "gift"},	     {"Gift", "gift"},
		{"gifts", "gift"},	   {"tril", "trial"},	     {"campain", "campaign"},
		{"purchase", "purchased"}, {"prchsed", "purchased"}, {"ccampaignn", "campaign"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_str_eq(words_nearest(words, cases[i].text), cases[i].meant);
}

Test(words, what_resembles_none_gets_no_suggestion)
{
	cr_expect_null(words_nearest(words, "elephant"));
	cr_expect_null(words_nearest(words, ""));
	cr_expect_null(words_nearest(words, LONG_WORD));
	cr_expect_null(words_nearest((struct words){NULL, 0}, "gift"));
}

Test(words, a_list_reads_like_a_sentence)
{
	struct buffer *buffer = buffer_new(NULL);

	words_add_list((struct words){origins, 4}, buffer);
	cr_expect_str_eq(buffer->bytes, "purchased, gift, trial or campaign");
	buffer_clear(buffer);
	words_add_list((struct words){origins, 2}, buffer);
	cr_expect_str_eq(buffer->bytes, "purchased or gift");
	buffer_clear(buffer);
	words_add_list((struct words){origins, 1}, buffer);
	cr_expect_str_eq(buffer->bytes, "purchased");
	talloc_free(buffer);
}
