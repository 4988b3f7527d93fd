#include "wire/json.h"

#include "base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))
#define LONGEST_ESCAPE	6 /* bytes of "\u001f" */

#define INDENT 2 /* blanks a level */

/* What the last piece was, which says what is due before the next. */
enum position { AT_START, AFTER_OPENING, AFTER_KEY, AFTER_VALUE };

/* By hand and not by yajl: decisions are longer than the facts they are made from, and yajl's
 * generator took more time than the rest of the program. */
struct json_writer {
	struct buffer *buffer;
	enum position position;
	bool is_indented;
	int depth;
};

static void begin_line(struct json_writer *writer)
{
	buffer_add_format(writer->buffer, "\n%*s", INDENT * writer->depth, "");
}

/* Room for `more` bytes behind the comma and the new line that may be due. */
static char *begin(struct json_writer *writer, size_t more)
{
	if (writer->position == AFTER_VALUE)
		buffer_add_char(writer->buffer, ',');
	if (writer->is_indented && writer->position != AFTER_KEY && writer->depth > 0)
		begin_line(writer);
	return buffer_reserve(writer->buffer, more);
}

static void end(struct json_writer *writer, char *at, enum position position)
{
	*at = '\0';
	writer->buffer->length = (size_t)(at - writer->buffer->bytes);
	writer->position = position;
}

/* A number, true, false or null. */
static void put_bare(struct json_writer *writer, const char *word)
{
	size_t length = strlen(word);
	char *at = begin(writer, length);

	memcpy(at, word, length);
	end(writer, at + length, AFTER_VALUE);
}

static void open_container(struct json_writer *writer, char bracket)
{
	char *at = begin(writer, 1);

	*at++ = bracket;
	end(writer, at, AFTER_OPENING);
	writer->depth++;
}

static void close_container(struct json_writer *writer, char bracket)
{
	writer->depth--;
	if (writer->is_indented && writer->position == AFTER_VALUE)
		begin_line(writer);
	buffer_add_char(writer->buffer, bracket);
	writer->position = AFTER_VALUE;
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

/* Copies the eight bytes at `text` if none of them wants an escape. */
static bool put_eight(char *at, const char *text)
{
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	memcpy(at, &word, sizeof(word));
	return !has_special(word);
}

/* The same for 4 to 7 bytes, as two halves that overlap. */
static bool put_some(char *at, const char *text, size_t length)
{
	uint32_t first, last;

	memcpy(&first, text, sizeof(first));
	memcpy(&last, text + length - sizeof(last), sizeof(last));
	memcpy(at, &first, sizeof(first));
	memcpy(at + length - sizeof(last), &last, sizeof(last));
	return !has_special((uint64_t)last << 32 | first);
}

/* In quotes: at most LONGEST_ESCAPE times the length, and the quotes. */
static char *put_quoted(char *at, const char *text, size_t length)
{
	size_t done = 0;

	*at++ = '"';
	while (length - done >= 8 && put_eight(at + done, text + done))
		done += 8;
	/* The last eight overlap what went before: most texts want no escape. */
	if ((length >= 8 && length - done < 8 && put_eight(at + length - 8, text + length - 8)) ||
	    (length >= 4 && length < 8 && put_some(at, text, length)))
		at += length;
	else
		at = put_each(at + done, text + done, length - done);
	*at++ = '"';
	return at;
}

static char *put_plain(char *at, const char *text, size_t length)
{
	*at++ = '"';
	at = mempcpy(at, text, length);
	*at++ = '"';
	return at;
}

static char *put_key(const struct json_writer *writer, char *at, const char *key, size_t length,
		     bool is_plain)
{
	at = is_plain ? put_plain(at, key, length) : put_quoted(at, key, length);
	*at++ = ':';
	if (writer->is_indented)
		*at++ = ' ';
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

struct json_writer *json_writer_new_indented(const void *ctx, struct buffer *buffer)
{
	struct json_writer *writer = json_writer_new(ctx, buffer);

	writer->is_indented = true;
	return writer;
}

void json_writer_reset(struct json_writer *writer)
{
	writer->position = AT_START;
	writer->depth = 0;
}

void json_open_object(struct json_writer *writer)
{
	open_container(writer, '{');
}

void json_close_object(struct json_writer *writer)
{
	close_container(writer, '}');
}

void json_open_array(struct json_writer *writer)
{
	open_container(writer, '[');
}

void json_close_array(struct json_writer *writer)
{
	close_container(writer, ']');
}

void json_put_key_bytes(struct json_writer *writer, const char *key, size_t length, bool is_plain)
{
	char *at = begin(writer, LONGEST_ESCAPE * length + strlen("\"\": "));

	end(writer, put_key(writer, at, key, length, is_plain), AFTER_KEY);
}

void json_put_text(struct json_writer *writer, const char *text)
{
	size_t length;

	if (text == NULL) {
		json_put_null(writer);
		return;
	}
	length = strlen(text);
	end(writer,
	    put_quoted(begin(writer, LONGEST_ESCAPE * length + strlen("\"\"")), text, length),
	    AFTER_VALUE);
}

void json_put_member_bytes(struct json_writer *writer, const char *key, size_t key_length,
			   bool is_plain, const char *text)
{
	size_t length = text != NULL ? strlen(text) : 0;
	char *at = begin(writer, LONGEST_ESCAPE * (key_length + length) + strlen("\"\": null"));

	at = put_key(writer, at, key, key_length, is_plain);
	end(writer, text != NULL ? put_quoted(at, text, length) : mempcpy(at, "null", 4),
	    AFTER_VALUE);
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
