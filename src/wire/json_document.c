#include "wire/json_parser.h"
#include "wire/utf8.h"

#include <string.h>

#define ESCAPE_LENGTH 6 /* of "\u0041" */

static bool is_between(unsigned low, unsigned value, unsigned high)
{
	return low <= value && value <= high;
}

/* The UTF-16 unit of the "\uXXXX" at `at`, or 0 when there is another escape or none. */
static unsigned unit_at(const char *at, const char *end)
{
	unsigned unit = 0;

	if (end - at < ESCAPE_LENGTH || at[0] != '\\' || at[1] != 'u')
		return 0;
	for (int i = 2; i < ESCAPE_LENGTH; i++) {
		unsigned digit = (unsigned char)at[i];

		unit = unit << 4 | (digit <= '9' ? digit - '0' : (digit & 0x0f) + 9);
	}
	return unit;
}

/* Steps over the escape at `*at`; returns what is wrong with it, or NULL. */
static const char *check_escape(const char **at, const char *end)
{
	unsigned unit;

	if ((*at)[1] != 'u') {
		*at += 2;
		return NULL;
	}
	unit = unit_at(*at, end);
	if (unit == 0)
		return "\\u0000 may not stand in a text";
	if (is_between(0xdc00, unit, 0xdfff))
		return "half a character: expected the high surrogate before the low one";
	if (is_between(0xd800, unit, 0xdbff)) {
		if (!is_between(0xdc00, unit_at(*at + ESCAPE_LENGTH, end), 0xdfff))
			return "half a character: expected a low surrogate after the high one";
		*at += ESCAPE_LENGTH;
	}
	*at += ESCAPE_LENGTH;
	return NULL;
}

static bool check_escapes(const char *bytes, size_t length, size_t *offset, struct error *error)
{
	const char *end = bytes + length;
	const char *at = bytes;

	while ((at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
		const char *wrong = check_escape(&at, end);

		if (wrong != NULL) {
			*offset = (size_t)(at - bytes);
			return error_set(error, ERROR_INPUT, "%s", wrong);
		}
	}
	return true;
}

/* yajl takes vertical tabs and form feeds for white space, RFC 8259 does not. */
static bool check_blanks(const char *bytes, size_t length, size_t *offset, struct error *error)
{
	static const char foreign[] = {'\v', '\f'};

	for (size_t i = 0; i < sizeof(foreign); i++) {
		const char *at = memchr(bytes, foreign[i], length);

		if (at != NULL) {
			*offset = (size_t)(at - bytes);
			return error_set(error, ERROR_INPUT,
					 "expected no other white space than blanks, tabs and line "
					 "ends");
		}
	}
	return true;
}

/* A text's closing quote is known; the quote that opens it is the nearest before that has no
 * backslash before it. */
static size_t text_start(const char *bytes, size_t closing)
{
	size_t at = closing - 1;

	while (at > 0 && (bytes[at] != '"' || bytes[at - 1] == '\\'))
		at--;
	return at;
}

static size_t value_start(const struct json_document *document, const struct json_value *value)
{
	size_t last = value->offset;

	switch (value->type) {
	case JSON_NULL:
	case JSON_TRUE: return last - 3;
	case JSON_FALSE: return last - 4;
	case JSON_NUMBER: return last + 1 - value->length;
	case JSON_STRING: return text_start(document->bytes, last);
	case JSON_ARRAY:
	case JSON_OBJECT: return last;
	}
	__builtin_unreachable();
}

bool json_check_bytes(const char *bytes, size_t length, size_t *offset, struct error *error)
{
	size_t valid = utf8_valid_length(bytes, length);

	if (valid < length) {
		*offset = valid;
		return error_set(error, ERROR_INPUT, "expected UTF-8");
	}
	return check_blanks(bytes, length, offset, error) &&
	       check_escapes(bytes, length, offset, error);
}

struct json_place json_place_after(struct json_place from, const char *bytes, size_t offset)
{
	const char *end = bytes + offset;
	const char *newline;

	while ((newline = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL) {
		from.line++;
		from.column = 1;
		bytes = newline + 1;
	}
	from.column += end - bytes;
	return from;
}

struct json_place json_place_of(const struct json_document *document,
				const struct json_value *value)
{
	struct json_place first = {document->line, document->column};

	return json_place_after(first, document->bytes, value_start(document, value));
}

const struct json_value *json_member(const struct json_document *document,
				     const struct json_value *object, const char *key)
{
	const struct json_value *member = json_first(document, object);

	while (member != NULL && strcmp(member->key, key) != 0)
		member = json_next(document, object, member);
	return member;
}
