#include "wire/csv.h"

#include "wire/utf8.h"

#include <string.h>

#define BYTE_ORDER_MARK	     "\xef\xbb\xbf"
#define TEXT_OF(token)	     TEXT_OF_TOKEN(token)
#define TEXT_OF_TOKEN(token) #token

/* Reading one record: `at` moves, the bytes before it may be unescaped already. */
struct cursor {
	char *at, *end;
	const char *line_start;
	long line;
};

static bool fail(const struct cursor *cursor, const char *at, const char *expected,
		 struct error *error)
{
	return error_set(error, ERROR_INPUT, "line %ld, column %td: expected %s", cursor->line,
			 at - cursor->line_start + 1, expected);
}

static bool read_quoted(struct cursor *cursor, struct csv_field *field, struct error *error)
{
	const struct cursor opening = *cursor;
	char *text = cursor->at + 1;
	char *out = text;

	for (cursor->at++;; cursor->at++) {
		if (cursor->at == cursor->end)
			return fail(&opening, opening.at, "an end to the quotes that open here",
				    error);
		if (*cursor->at == '"') {
			if (cursor->at + 1 == cursor->end || cursor->at[1] != '"')
				break;
			cursor->at++;
		}
		*out++ = *cursor->at;
		if (*cursor->at == '\n') {
			cursor->line++;
			cursor->line_start = cursor->at + 1;
		}
	}
	cursor->at++;
	field->text = text;
	field->length = (size_t)(out - text);
	return true;
}

static bool read_bare(struct cursor *cursor, struct csv_field *field, struct error *error)
{
	field->text = cursor->at;
	while (cursor->at < cursor->end && strchr(",\r\n", *cursor->at) == NULL) {
		if (*cursor->at == '"')
			return fail(cursor, cursor->at,
				    "quotes around the whole field, or none in it", error);
		cursor->at++;
	}
	field->length = (size_t)(cursor->at - field->text);
	return true;
}

/* Takes the comma or the line's end that must come now, and puts a NUL behind the field's text. */
static bool end_field(struct cursor *cursor, const struct csv_field *field, bool *is_last,
		      struct error *error)
{
	char next = '\n';

	if (cursor->at < cursor->end)
		next = *cursor->at;
	if (next == '\r' && cursor->at + 1 < cursor->end && cursor->at[1] == '\n')
		next = *++cursor->at;
	if (next != ',' && next != '\n')
		return fail(cursor, cursor->at, "a comma or the line's end", error);
	if (cursor->at < cursor->end)
		cursor->at++;
	((char *)field->text)[field->length] = '\0';
	*is_last = next == '\n';
	return true;
}

static bool read_field(struct cursor *cursor, struct csv_field *field, bool *is_last,
		       struct error *error)
{
	const struct cursor start = *cursor;
	bool is_quoted = cursor->at < cursor->end && *cursor->at == '"';

	field->column = (int)(cursor->at - cursor->line_start) + 1;
	if (!(is_quoted ? read_quoted : read_bare)(cursor, field, error) ||
	    !end_field(cursor, field, is_last, error))
		return false;
	if (strlen(field->text) < field->length)
		return fail(&start, start.at, "a text without NUL bytes", error);
	if (utf8_valid_length(field->text, field->length) < field->length)
		return fail(&start, start.at, "UTF-8", error);
	return true;
}

static bool read_record(struct cursor *cursor, struct csv_record *record, struct error *error)
{
	const struct cursor start = *cursor;
	bool is_last = false;

	record->count = 0;
	while (!is_last) {
		if (record->count == CSV_MAX_FIELDS)
			return fail(cursor, cursor->at,
				    "no more than " TEXT_OF(CSV_MAX_FIELDS) " fields", error);
		if (!read_field(cursor, &record->field[record->count], &is_last, error))
			return false;
		record->count++;
	}
	record->line = start.line;
	if (cursor->at - start.at > CSV_MAX_RECORD)
		return fail(&start, start.at,
			    "a record of no more than " TEXT_OF(CSV_MAX_RECORD) " bytes", error);
	return true;
}

static void skip_blank_lines(struct csv_reader *reader)
{
	size_t mark = strlen(BYTE_ORDER_MARK);
	char *at = reader->at;

	if (reader->line == 1 && (size_t)(reader->end - at) >= mark &&
	    memcmp(at, BYTE_ORDER_MARK, mark) == 0)
		at += mark;
	for (;;) {
		char *line = at;

		if (at < reader->end && *at == '\r')
			at++;
		if (at == reader->end || *at != '\n') {
			reader->at = line;
			return;
		}
		at++;
		reader->line++;
	}
}

void csv_reader_init(struct csv_reader *reader, char *bytes, size_t length)
{
	*reader = (struct csv_reader){.at = bytes, .end = bytes + length, .line = 1};
}

bool csv_reader_next(struct csv_reader *reader, struct csv_record *record, bool *is_end,
		     struct error *error)
{
	struct cursor cursor;

	skip_blank_lines(reader);
	*is_end = reader->at == reader->end;
	if (*is_end)
		return false;
	cursor = (struct cursor){reader->at, reader->end, reader->at, reader->line};
	if (!read_record(&cursor, record, error))
		return false;
	reader->at = cursor.at;
	reader->line = cursor.line + 1;
	return true;
}
