#include "domain/value.h"

#include <criterion/criterion.h>
#include <talloc.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct value amount(int64_t minor, const char *code)
{
	return value_money((struct money){minor, currency_find(code, 3)});
}

static void expect_written(struct value value, int32_t offset_s, const char *expected)
{
	struct buffer *buffer = buffer_new(NULL);

	buffer_add_text(buffer, "= ");
	value_add(value, (struct zone){offset_s}, buffer);
	cr_expect_str_eq(buffer->bytes + 2, expected);
	talloc_free(buffer);
}

Test(value, types_and_answers_have_names)
{
	static const char *const names[] = {"truth",	"number",  "money",
					    "duration", "instant", "text"};

	for (size_t i = 0; i < COUNT(names); i++)
		cr_expect_str_eq(value_type_name((enum value_type)i), names[i]);
	cr_expect_str_eq(answer_name(ANSWER_NO), "no");
	cr_expect_str_eq(answer_name(ANSWER_UNKNOWN), "unknown");
	cr_expect_str_eq(answer_name(ANSWER_YES), "yes");
}

Test(value, answers_stand_in_kleenes_order)
{
	cr_expect_lt(ANSWER_NO, ANSWER_UNKNOWN);
	cr_expect_lt(ANSWER_UNKNOWN, ANSWER_YES);
}

Test(value, values_are_written_as_people_write_them)
{
	expect_written(value_truth(true), 0, "yes");
	expect_written(value_truth(false), 0, "no");
	expect_written(value_number((struct number){12500000}), 0, "12.5");
	expect_written(amount(41851, "USD"), 0, "418.51 USD");
	expect_written(amount(750000, "JPY"), 0, "750000 JPY");
	expect_written(value_duration((struct span){5 * DAY_US - SECOND_US}), 0, "4d23h59m59s");
	expect_written(value_instant((struct instant){0}), 28800, "1970-01-01T08:00:00+08:00");
	expect_written(value_instant((struct instant){0}), 0, "1970-01-01T00:00:00Z");
	expect_written(value_text("rtc-engine"), 0, "rtc-engine");
	expect_written(value_unknown(VALUE_MONEY), 0, "unknown");
}

Test(value, two_of_a_type_have_an_order)
{
	const struct value pairs[][2] = {
		/* the lesser first */
		{value_truth(false), value_truth(true)},
		{value_number(number_of(-1)), value_number(number_of(1))},
		{amount(41850, "USD"), amount(41851, "USD")},
		{value_duration((struct span){-1}), value_duration((struct span){0})},
		{value_instant((struct instant){0}), value_instant((struct instant){1})},
		{value_text("call"), value_text("conference")},
		{value_text("live"), value_text("live\xc3\xa9")},
	};

	for (size_t i = 0; i < COUNT(pairs); i++) {
		int order;

		cr_assert(value_compare(&pairs[i][0], &pairs[i][1], &order));
		cr_expect_lt(order, 0, "pair %zu", i);
		cr_assert(value_compare(&pairs[i][1], &pairs[i][0], &order));
		cr_expect_gt(order, 0, "pair %zu", i);
		cr_assert(value_compare(&pairs[i][0], &pairs[i][0], &order));
		cr_expect_eq(order, 0, "pair %zu", i);
	}
}

Test(value, the_unknown_and_the_incomparable_have_no_order)
{
	struct value pairs[][2] = {
		{value_unknown(VALUE_NUMBER), value_number(number_of(1))},
		{value_number(number_of(1)), value_unknown(VALUE_NUMBER)},
		{value_unknown(VALUE_TEXT), value_unknown(VALUE_TEXT)},
		{amount(1, "USD"), amount(1, "CNY")},
	};
	int order = 7;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		cr_expect_not(value_compare(&pairs[i][0], &pairs[i][1], &order), "pair %zu", i);
	cr_expect_eq(order, 7);
}
