#include "wire/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

static size_t encode(unsigned point, char bytes[4])
{
	if (point < 0x80) {
		bytes[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		bytes[0] = (char)(0xc0 | point >> 6);
		bytes[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		bytes[0] = (char)(0xe0 | point >> 12);
		bytes[1] = (char)(0x80 | (point >> 6 & 0x3f));
		bytes[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	bytes[0] = (char)(0xf0 | point >> 18);
	bytes[1] = (char)(0x80 | (point >> 12 & 0x3f));
	bytes[2] = (char)(0x80 | (point >> 6 & 0x3f));
	bytes[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

Test(utf8, every_character_is_valid_and_no_surrogate_is)
{
	for (unsigned point = 0; point < 0x120000; point++) {
		bool is_character = (point < 0xd800 || point > 0xdfff) && point <= 0x10ffff;
		char bytes[4];
		size_t length = encode(point, bytes);

		cr_assert_eq(utf8_valid_length(bytes, length), is_character ? length : 0, "U+%04X",
			     point);
	}
}

Test(utf8, a_character_that_is_cut_is_not_valid)
{
	for (unsigned point = 0x80; point < 0x110000; point += 0x61) {
		char bytes[4];
		size_t length = encode(point, bytes);

		for (size_t cut = 1; cut < length; cut++)
			cr_assert_eq(utf8_valid_length(bytes, cut), 0, "U+%04X", point);
	}
}

Test(utf8, the_first_bad_byte_is_found_wherever_it_stands)
{
	static const struct {
		const char *text;
		size_t valid;
	} cases[] = {
		{"", 0},
		{"plain ascii of more than eight bytes", 36},
		{"abc\x80", 3},
		{"abcdefgh\xff", 8},
		{"abcdefghijk\xc0\xafxyz", 11},	   /* overlong "/" */
		{"12345678\xe0\x80\xaf", 8},	   /* overlong */
		{"\xf0\x80\x80\xaf", 0},	   /* overlong */
		{"\xc3\xa4\xc3", 2},		   /* cut */
		{"\xe9\x80\x80\xe9\x80x", 3},	   /* cut by an ASCII byte */
		{"\xf0\x9f\x98\x80\xf0\x9f(x", 4}, /* bad third byte */
		{"\xf4\x90\x80\x80", 0},	   /* above U+10FFFF */
		{"\xed\xa0\x80", 0},		   /* a surrogate */
		{"\xf8\x88\x80\x80\x80", 0},	   /* five bytes */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(utf8_valid_length(cases[i].text, strlen(cases[i].text)),
			     cases[i].valid, "case %zu", i);
}
