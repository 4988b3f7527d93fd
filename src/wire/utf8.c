#include "wire/utf8.h"

#include <stdint.h>
#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* The ranges of first and second bytes of each form: the second's bounds are what keeps out
 * overlong forms, surrogates and what lies above U+10FFFF (RFC 3629, section 4). */
static const struct form {
	unsigned char first_low, first_high;
	unsigned char second_low, second_high;
	unsigned char length;
} forms[] = {
	{0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
	{0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
	{0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

/* The length of the character that begins at `at`, or 0. */
static size_t character_length(const unsigned char *at, size_t left)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct form *form = &forms[i];

		if (at[0] < form->first_low || at[0] > form->first_high)
			continue;
		if (form->length > left)
			return 0;
		if (form->length > 1 && (at[1] < form->second_low || at[1] > form->second_high))
			return 0;
		for (size_t k = 2; k < form->length; k++)
			if ((at[k] & 0xc0) != 0x80)
				return 0;
		return form->length;
	}
	return 0;
}

size_t utf8_valid_length(const char *bytes, size_t length)
{
	size_t at = 0;

	while (at < length) {
		uint64_t word;
		size_t character;

		if (length - at >= sizeof(word)) {
			memcpy(&word, bytes + at, sizeof(word));
			if ((word & HIGH_BITS) == 0) {
				at += sizeof(word);
				continue;
			}
		}
		character = character_length((const unsigned char *)bytes + at, length - at);
		if (character == 0)
			return at;
		at += character;
	}
	return length;
}
