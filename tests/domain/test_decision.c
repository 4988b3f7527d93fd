#include "domain/decision.h"

#include <criterion/criterion.h>

static void expect_words(struct words words, const char *const *expected, size_t count)
{
	cr_assert_eq(words.count, count);
	for (size_t i = 0; i < count; i++)
		cr_expect_str_eq(words.list[i], expected[i]);
}

#define EXPECT_WORDS(words, ...)                                                       \
	do {                                                                           \
		const char *const expected[] = {__VA_ARGS__};                          \
		expect_words(words, expected, sizeof(expected) / sizeof(expected[0])); \
	} while (0)

Test(decision, outcomes_and_purses_keep_their_words_and_numbers)
{
	EXPECT_WORDS(outcome_words, "approve", "reject", "flag", "ask");
	EXPECT_WORDS(flag_why_words, "none", "abuse", "doubt");
	EXPECT_WORDS(purse_words, "cash", "transfer", "gift");
	cr_expect_eq(OUTCOME_APPROVE, 0);
	cr_expect_eq(OUTCOME_REJECT, 1);
	cr_expect_eq(OUTCOME_FLAG, 2);
	cr_expect_eq(OUTCOME_ASK, 3);
	cr_expect_eq(WHY_NONE, 0);
	cr_expect_eq(WHY_ABUSE, 1);
	cr_expect_eq(WHY_DOUBT, 2);
}

Test(decision, ties_of_a_cent_go_cash_transfer_gift)
{
	cr_expect_eq(PURSE_CASH, 0);
	cr_expect_eq(PURSE_TRANSFER, 1);
	cr_expect_eq(PURSE_GIFT, 2);
	cr_expect_eq(PURSE_COUNT, 3);
}
