#include "wire/json.h"

#include "base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))
#define LONGEST_ESCAPE	6 /* bytes of "\u001f" */

/* By hand and not by yajl: decisions are longer than the facts they are made from, and yajl's
 * generator took more time than the rest of the program. */
struct json_writer {
	struct buffer *buffer;
	bool is_after_value; /* so that a comma is due */
};

/* Room for `more` bytes behind the comma that may be due. */
static char *begin(struct json_writer *writer, size_t more)
{
	char *at = buffer_reserve(writer->buffer, more + 1);

	if (writer->is_after_value)
		*at++ = ',';
	return at;
}

static void end(struct json_writer *writer, char *at, bool is_after_value)
{
	*at = '\0';
	writer->buffer->length = (size_t)(at - writer->buffer->bytes);
	writer->is_after_value = is_after_value;
}

static void put_bytes(struct json_writer *writer, const char *bytes, size_t length,
		      bool is_after_value)
{
	char *at = begin(writer, length);

	memcpy(at, bytes, length);
	end(writer, at + length, is_after_value);
}

/* A number, true, false or null. */
static void put_bare(struct json_writer *writer, const char *word)
{
	put_bytes(writer, word, strlen(word), true);
}

static bool is_special(unsigned char byte)
{
	return byte < 0x20 || byte == '"' || byte == '\\';
}

/* The same for eight bytes at once, by their highest bits: one is borrowed from where a byte below
 * 0x80 is too small. `byte ^ 2` puts the quote next to the control characters. */
static bool has_special(uint64_t word)
{
	uint64_t low = (word ^ EACH_BYTE(2)) - EACH_BYTE(('"' ^ 2) + 1);
	uint64_t backslash = (word ^ EACH_BYTE('\\')) - EACH_BYTE(1);

	return ((low | backslash) & ~word & EACH_BYTE(0x80)) != 0;
}

static char *put_escaped(char *at, unsigned char byte)
{
	static const char bytes[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	static const char hex[] = "0123456789abcdef";
	const char *found = memchr(bytes, byte, strlen(bytes));

	*at++ = '\\';
	if (found != NULL) {
		*at++ = letters[found - bytes];
		return at;
	}
	memcpy(at, "u00", 3);
	at[3] = hex[byte >> 4];
	at[4] = hex[byte & 0x0f];
	return at + 5;
}

static char *put_each(char *at, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (is_special((unsigned char)bytes[i]))
			at = put_escaped(at, (unsigned char)bytes[i]);
		else
			*at++ = bytes[i];
	}
	return at;
}

static char *put_eight(char *at, const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	if (has_special(word))
		return put_each(at, bytes, sizeof(word));
	memcpy(at, &word, sizeof(word));
	return at + sizeof(word);
}

/* 4 to 7 bytes, as two halves that overlap: most texts are short. */
static char *put_some(char *at, const char *bytes, size_t length)
{
	uint32_t first, last;

	memcpy(&first, bytes, sizeof(first));
	memcpy(&last, bytes + length - sizeof(last), sizeof(last));
	if (has_special((uint64_t)last << 32 | first))
		return put_each(at, bytes, length);
	memcpy(at, &first, sizeof(first));
	memcpy(at + length - sizeof(last), &last, sizeof(last));
	return at + length;
}

/* In quotes, with room for one byte more behind them. */
static char *put_quoted(struct json_writer *writer, const char *text, size_t length)
{
	char *at = begin(writer, LONGEST_ESCAPE * length + strlen("\"\":"));

	*at++ = '"';
	for (; length >= 8; length -= 8, text += 8)
		at = put_eight(at, text);
	at = length >= 4 ? put_some(at, text, length) : put_each(at, text, length);
	*at++ = '"';
	return at;
}

/* The value without its key and without its members. */
static void put_shallow(struct json_writer *writer, const struct json_value *value)
{
	switch (value->type) {
	case JSON_NULL: json_put_null(writer); return;
	case JSON_FALSE: json_put_truth(writer, false); return;
	case JSON_TRUE: json_put_truth(writer, true); return;
	case JSON_NUMBER: json_put_number(writer, value->text); return;
	case JSON_STRING: json_put_text(writer, value->text); return;
	case JSON_ARRAY: json_open_array(writer); return;
	case JSON_OBJECT: json_open_object(writer); return;
	}
}

struct json_writer *json_writer_new(const void *ctx, struct buffer *buffer)
{
	struct json_writer *writer = NEW(ctx, struct json_writer);

	writer->buffer = buffer;
	return writer;
}

void json_writer_reset(struct json_writer *writer)
{
	writer->is_after_value = false;
}

void json_open_object(struct json_writer *writer)
{
	put_bytes(writer, "{", 1, false);
}

void json_close_object(struct json_writer *writer)
{
	writer->is_after_value = false;
	put_bytes(writer, "}", 1, true);
}

void json_open_array(struct json_writer *writer)
{
	put_bytes(writer, "[", 1, false);
}

void json_close_array(struct json_writer *writer)
{
	writer->is_after_value = false;
	put_bytes(writer, "]", 1, true);
}

void json_put_key_bytes(struct json_writer *writer, const char *key, size_t length)
{
	char *at = put_quoted(writer, key, length);

	*at++ = ':';
	end(writer, at, false);
}

void json_put_text(struct json_writer *writer, const char *text)
{
	if (text == NULL)
		json_put_null(writer);
	else
		end(writer, put_quoted(writer, text, strlen(text)), true);
}

void json_put_integer(struct json_writer *writer, int64_t number)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, number);
	put_bare(writer, text);
}

void json_put_number(struct json_writer *writer, const char *text)
{
	put_bare(writer, text);
}

void json_put_truth(struct json_writer *writer, bool truth)
{
	put_bare(writer, truth ? "true" : "false");
}

void json_put_null(struct json_writer *writer)
{
	put_bare(writer, "null");
}

void json_put_value(struct json_writer *writer, const struct json_document *document,
		    const struct json_value *value)
{
	const struct json_value *open[JSON_MAX_DEPTH];
	size_t depth = 0;

	for (uint32_t i = (uint32_t)(value - document->values), end = value->next; i < end; i++) {
		const struct json_value *part = &document->values[i];

		if (depth > 0 && part->key != NULL)
			json_put_key(writer, part->key);
		put_shallow(writer, part);
		if (part->type == JSON_ARRAY || part->type == JSON_OBJECT)
			open[depth++] = part;
		for (; depth > 0 && open[depth - 1]->next == i + 1; depth--) {
			if (open[depth - 1]->type == JSON_OBJECT)
				json_close_object(writer);
			else
				json_close_array(writer);
		}
	}
}
