#include "sys/log_line.h"

#include "wire/utf8.h"

/* The length of the UTF-8 character that `text` begins with, or 0 when it is none. */
static size_t character_length(const char *text)
{
	size_t length = 1;

	while (length <= 4 && utf8_valid_length(text, length) < length) {
		if (text[length] == '\0')
			return 0;
		length++;
	}
	return length <= 4 ? length : 0;
}

/* Controls (to U+001F, U+007F to U+009F), line breaks and turns of direction (U+2028 to U+202E,
 * U+2066 to U+2069). */
static bool is_active(const unsigned char *text, size_t length)
{
	switch (length) {
	case 1: return text[0] < 0x20 || text[0] == 0x7f;
	case 2: return text[0] == 0xc2 && text[1] < 0xa0;
	case 3:
		return text[0] == 0xe2 &&
		       ((text[1] == 0x80 && text[2] >= 0xa8 && text[2] <= 0xae) ||
			(text[1] == 0x81 && text[2] >= 0xa6 && text[2] <= 0xa9));
	default: return false;
	}
}

void log_line_add(struct log_line *line, const char *key, const char *value)
{
	if (value != NULL && line->count < LOG_MAX_FIELDS)
		line->fields[line->count++] = (struct log_field){key, value};
}

enum log_character log_character(const char *text, size_t *length)
{
	size_t found = character_length(text);

	*length = found > 0 ? found : 1;
	if (found == 0)
		return CHARACTER_BROKEN;
	return is_active((const unsigned char *)text, found) ? CHARACTER_ACTIVE : CHARACTER_PLAIN;
}

size_t log_value_length(const char *value)
{
	size_t length = 0, next = 0;

	while (length < LOG_MAX_VALUE && value[length] != '\0') {
		log_character(value + length, &next);
		length += next;
	}
	return length;
}
