#include "wire/json_parser.h"

#include "base/memory.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct json_reader {
	struct json_parser *parser;
	size_t max_bytes;
	struct buffer *input;
	size_t start;		 /* in the input: of the document that is being read */
	struct json_place place; /* of that byte */
	bool is_begun;		 /* a byte order mark would have been seen */
	bool is_lost;		 /* after a bad document, until a line starts with "{" */
	bool is_finished;	 /* no more input will come */
};

static const char *ahead(const struct json_reader *reader, size_t *length)
{
	*length = reader->input->length - reader->start;
	return reader->input->bytes + reader->start;
}

static void skip(struct json_reader *reader, size_t length)
{
	reader->place =
		json_place_after(reader->place, reader->input->bytes + reader->start, length);
	reader->start += length;
}

/* False while too few bytes have come to tell whether the stream begins with a mark. */
static bool skip_mark(struct json_reader *reader)
{
	size_t mark = strlen(BYTE_ORDER_MARK);
	size_t length;
	const char *bytes = ahead(reader, &length);

	if (length < mark && !reader->is_finished && memcmp(bytes, BYTE_ORDER_MARK, length) == 0)
		return false;
	if (length >= mark && memcmp(bytes, BYTE_ORDER_MARK, mark) == 0)
		reader->start += mark;
	reader->is_begun = true;
	return true;
}

static void skip_blanks(struct json_reader *reader)
{
	size_t length, count = 0;
	const char *bytes = ahead(reader, &length);

	while (count < length && memchr(" \t\r\n", bytes[count], 4) != NULL)
		count++;
	skip(reader, count);
}

/* False when no line starts with "{" in what has come. */
static bool find_line(struct json_reader *reader)
{
	size_t length;
	const char *bytes, *newline;

	for (;;) {
		bytes = ahead(reader, &length);
		if (reader->place.column == 1 && length > 0 && bytes[0] == '{')
			return true;
		newline = memchr(bytes, '\n', length);
		if (newline == NULL)
			break;
		skip(reader, (size_t)(newline + 1 - bytes));
	}
	skip(reader, length);
	return false;
}

static enum json_step give_up(struct json_reader *reader, size_t offset, struct error *error)
{
	const char *bytes = reader->input->bytes + reader->start;
	struct json_place place = json_place_after(reader->place, bytes, offset);

	error_wrap(error, "line %ld, column %ld", place.line, place.column);
	skip(reader, 1); /* so that its own line is not taken for the next */
	reader->is_lost = true;
	return JSON_BAD;
}

static enum json_step read_document(struct json_reader *reader, const char *bytes, size_t length,
				    struct json_document *document, struct error *error)
{
	bool is_too_long = length > reader->max_bytes;
	bool is_all = reader->is_finished && !is_too_long;
	size_t offset;

	if (is_too_long)
		length = reader->max_bytes;
	switch (json_parser_run(reader->parser, bytes, length, is_all, document, &offset, error)) {
	case JSON_PROGRESS_MORE:
		if (!is_too_long)
			return JSON_MORE;
		json_parser_reset(reader->parser);
		error_set(error, ERROR_INPUT, "expected no more than %zu bytes in one document",
			  reader->max_bytes);
		return give_up(reader, 0, error);
	case JSON_PROGRESS_BAD: return give_up(reader, offset, error);
	case JSON_PROGRESS_DONE:
		document->line = reader->place.line;
		document->column = reader->place.column;
		skip(reader, document->length);
		return JSON_DOCUMENT;
	}
	__builtin_unreachable();
}

static bool read_only_document(struct json_reader *reader, struct json_document *document,
			       struct error *error)
{
	enum json_step step = json_reader_step(reader, document, error);
	const char *expected = "nothing after the document";

	if (step == JSON_BAD)
		return false;
	if (step == JSON_END)
		expected = "a JSON value";
	skip_blanks(reader);
	if (step == JSON_DOCUMENT && reader->start == reader->input->length)
		return true;
	return error_set(error, ERROR_INPUT, "line %ld, column %ld: expected %s",
			 reader->place.line, reader->place.column, expected);
}

static struct json_reader *make(const void *ctx, const struct json_limits *limits,
				struct buffer *input)
{
	struct json_reader *reader = NEW(ctx, struct json_reader);

	reader->parser = json_parser_new(reader, limits);
	reader->max_bytes = limits->max_bytes;
	reader->input = input;
	reader->place = (struct json_place){1, 1};
	return reader;
}

struct json_reader *json_reader_new(const void *ctx, const struct json_limits *limits)
{
	struct buffer *input = buffer_new(ctx);
	struct json_reader *reader = make(ctx, limits, input);

	talloc_steal(reader, input);
	return reader;
}

void json_reader_feed(struct json_reader *reader, const char *bytes, size_t length)
{
	struct buffer *input = reader->input;

	input->length -= reader->start;
	memmove(input->bytes, input->bytes + reader->start, input->length);
	reader->start = 0;
	buffer_add(input, bytes, length);
}

void json_reader_finish(struct json_reader *reader)
{
	reader->is_finished = true;
}

enum json_step json_reader_step(struct json_reader *reader, struct json_document *document,
				struct error *error)
{
	const char *bytes;
	size_t length;

	if (!reader->is_begun && !skip_mark(reader))
		return JSON_MORE;
	if (reader->is_lost)
		reader->is_lost = !find_line(reader);
	skip_blanks(reader);
	bytes = ahead(reader, &length);
	if (length == 0)
		return reader->is_finished ? JSON_END : JSON_MORE;
	return read_document(reader, bytes, length, document, error);
}

bool json_read(const void *ctx, const char *bytes, size_t length, const struct json_limits *limits,
	       struct json_document *document, struct error *error)
{
	struct json_limits fitting = *limits;
	struct buffer input = {.bytes = (char *)bytes, .length = length}; /* read from, no more */
	struct json_reader *reader;
	struct json_document only;

	if (fitting.max_bytes > length)
		fitting.max_bytes = length; /* no more room is set aside than it can want */
	reader = make(ctx, &fitting, &input);
	json_reader_finish(reader);
	if (!read_only_document(reader, &only, error)) {
		talloc_free(reader);
		return false;
	}
	*document = only;
	return true;
}

void json_keep_texts(struct json_document *document)
{
	talloc_free((struct json_value *)document->values);
	*document = (struct json_document){.values = NULL};
}
