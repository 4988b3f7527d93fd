#include "base/memory.h"
#include "wire/fingerprint.h"

#include <criterion/criterion.h>
#include <string.h>

#define TEXT	"I bought the wrong package by mistake and have not used a single minute of it."
#define CHINESE "我不小心买错了套餐,一分钟都没有使用过,希望可以退款,谢谢你们的帮助。"

static struct fingerprint print_of(const char *text)
{
	struct fingerprint print;

	cr_assert(fingerprint_of(text, strlen(text), &print), "%s is too short", text);
	return print;
}

static int likeness(const char *a, const char *b)
{
	struct fingerprint left = print_of(a), right = print_of(b);

	return fingerprint_likeness(&left, &right);
}

Test(fingerprint, what_everybody_changes_changes_nothing)
{
	static const char *const same[] = {
		"i bought the wrong package by mistake and have not used a single minute of it",
		"  I bought the wrong package,\r\n by mistake -- and have not used a single minute "
		"of "
		"it!!! 20230301080000000001",
		"I\tBOUGHT THE WRONG PACKAGE BY MISTAKE AND HAVE NOT USED A SINGLE MINUTE OF IT "
		"(12.50)",
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		cr_expect_eq(likeness(TEXT, same[i]), 100, "%s", same[i]);
	cr_expect_eq(likeness(CHINESE, "订单20230301:我不小心买错了套餐一分钟都没有使用过 "
				       "希望可以退款 谢谢你们的帮助") >= 75,
		     true);
}

Test(fingerprint, other_words_are_not_alike)
{
	static const char *const other[] = {
		"The picture was still not good enough for our lessons after three days, so we "
		"chose "
		"another vendor in the end.",
		"Our accountant says that we need an invoice before we can keep this, so please "
		"give "
		"the money back.",
		CHINESE,
	};

	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		cr_expect_lt(likeness(TEXT, other[i]), 40, "%s", other[i]);
}

Test(fingerprint, a_few_other_words_leave_it_much_alike)
{
	cr_expect_geq(likeness(TEXT TEXT, TEXT TEXT " Thank you"), 75);
	cr_expect_lt(likeness(TEXT, TEXT " It was meant for my cousin, who wanted it for a school "
					 "project about whales and the songs that they sing."),
		     80);
}

Test(fingerprint, of_a_short_text_there_is_none)
{
	static const char *const texts[] = {
		"",
		"Please refund it.",
		"Please refund order 20230301080000000001, thank you.",
		"请退款",
		"1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 12345",
	};
	struct fingerprint print;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		cr_expect_not(fingerprint_of(texts[i], strlen(texts[i]), &print), "%s", texts[i]);
}

Test(fingerprint, it_is_the_same_on_every_machine_and_in_every_version)
{
	struct fingerprint print = print_of(TEXT), read;
	unsigned char bytes[FINGERPRINT_BYTES];

	fingerprint_write(&print, bytes);
	fingerprint_read(bytes, &read);
	cr_expect_arr_eq(&print, &read, sizeof(print));
	cr_expect_eq(print.marks[0], 4267, "%u", print.marks[0]);
	cr_expect_eq(print.marks[31], 51367, "%u", print.marks[31]);
	cr_expect_eq(fingerprint_band(&print, 0), INT64_C(9031629033488982376), "%lld",
		     (long long)fingerprint_band(&print, 0));
	cr_expect_neq(fingerprint_band(&print, 0), fingerprint_band(&print, 1));
}

Test(fingerprint, bytes_that_are_no_text_do_no_harm)
{
	char bytes[256];
	struct fingerprint print;

	for (int i = 0; i < 256; i++)
		bytes[i] = (char)(255 - i);
	for (size_t length = 0; length <= sizeof(bytes); length++)
		fingerprint_of(bytes, length, &print);
	/* A character that is cut off, at the very end of what may be read. */
	for (int first = 0xC0; first < 0x100; first++) {
		char *text = talloc_zero_size(NULL, 100);

		memset(text, 'a', 99);
		text[99] = (char)first;
		cr_expect(fingerprint_of(text, 100, &print));
		talloc_free(text);
	}
}

Test(fingerprint, of_a_long_text_the_beginning_counts)
{
	char *text = talloc_zero_size(NULL, 100001);
	struct fingerprint whole, part;

	for (int i = 0; i < 100000; i++)
		text[i] = (char)('a' + (i * 7 + i / 26) % 26);
	cr_assert(fingerprint_of(text, 100000, &whole));
	cr_assert(fingerprint_of(text, 2000, &part));
	cr_expect_eq(fingerprint_likeness(&whole, &part), 100);
	talloc_free(text);
}
