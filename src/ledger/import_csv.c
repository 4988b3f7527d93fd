#include "ledger/imports.h"

#include "base/memory.h"
#include "wire/csv.h"

#include <string.h>

_Static_assert(IMPORT_BLOCK_BYTES > 2 * CSV_MAX_RECORD, "a block holds a whole record");

struct table {
	struct import *import;
	size_t width;		     /* columns of the header; 0: not read yet */
	int columns[CSV_MAX_FIELDS]; /* of the kind, by the file's */
};

static bool fail_at(const struct table *table, long line, int column, struct error *error)
{
	return error_wrap(error, "%s: line %ld, column %d", table->import->name, line, column);
}

static bool take_name(struct table *table, const struct csv_record *record, size_t i,
		      struct error *error)
{
	const struct csv_field *field = &record->field[i];
	int column = import_find_column(table->import, field->text, error);

	if (column < 0)
		return fail_at(table, record->line, field->column, error);
	for (size_t before = 0; before < i; before++)
		if (table->columns[before] == column) {
			error_set(error, ERROR_INPUT, "the header names the column %s twice",
				  field->text);
			return fail_at(table, record->line, field->column, error);
		}
	table->columns[i] = column;
	return true;
}

static bool has_column(const struct table *table, int column)
{
	for (size_t i = 0; i < table->width; i++)
		if (table->columns[i] == column)
			return true;
	return false;
}

static bool take_header(struct table *table, const struct csv_record *record, struct error *error)
{
	const struct import_kind *kind = table->import->kind;

	for (size_t i = 0; i < record->count; i++)
		if (!take_name(table, record, i, error))
			return false;
	table->width = record->count;
	for (size_t i = 0; i < kind->count; i++)
		if (!has_column(table, (int)i) && kind->columns[i].presence != LATER)
			return error_set(error, ERROR_INPUT,
					 "%s: line %ld: the header lacks the column %s",
					 table->import->name, record->line, kind->columns[i].name);
	return true;
}

static bool take_record(struct table *table, const struct csv_record *record, struct error *error)
{
	struct import_row row = {.line = record->line};

	if (table->width == 0)
		return take_header(table, record, error);
	if (record->count != table->width)
		return error_set(error, ERROR_INPUT,
				 "%s: line %ld: it has %zu fields, the header names %zu",
				 table->import->name, record->line, record->count, table->width);
	for (size_t i = 0; i < record->count; i++) {
		const struct csv_field *field = &record->field[i];

		row.cells[table->columns[i]] = (struct import_cell){
			.text = field->length > 0 ? field->text : NULL,
			.length = field->length,
			.line = record->line,
			.column = field->column,
		};
	}
	return import_take(table->import, &row, error);
}

static bool take_records(struct table *table, struct csv_reader *reader, struct error *error)
{
	struct csv_record record;
	bool is_end = false;

	while (csv_reader_next(reader, &record, &is_end, error))
		if (!take_record(table, &record, error))
			return false;
	return is_end || error_wrap(error, "%s", table->import->name);
}

/* The length of the whole records that `bytes` begins with: a line's end inside quotes ends none.
 * A quote where none may be makes this wrong, but also is an error in the record that has it. */
static size_t whole_records(const char *bytes, size_t length)
{
	bool is_quoted = false;
	size_t whole = 0;

	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '"')
			is_quoted = !is_quoted;
		if (bytes[i] == '\n' && !is_quoted)
			whole = i + 1;
	}
	/* A record that no block can hold: the reader will say that it is too long. */
	return whole == 0 && length == IMPORT_BLOCK_BYTES ? length : whole;
}

/* Reads on behind the `kept` bytes of a record that has begun, and takes what is whole then. */
static bool take_block(struct table *table, struct csv_reader *reader, char *block, size_t *kept,
		       bool *is_end, struct error *error)
{
	size_t length, whole;

	if (!import_read(table->import, block + *kept, IMPORT_BLOCK_BYTES - *kept, &length, error))
		return false;
	*is_end = length == 0;
	length += *kept;
	whole = *is_end ? length : whole_records(block, length);
	reader->at = block;
	reader->end = block + whole;
	if (!take_records(table, reader, error))
		return false;
	*kept = length - whole;
	memmove(block, block + whole, *kept);
	return true;
}

bool import_csv(struct import *import, struct error *error)
{
	struct table table = {.import = import};
	char *block = NEW_ARRAY(NULL, char, IMPORT_BLOCK_BYTES + 1);
	struct csv_reader reader;
	size_t kept = 0;
	bool is_end = false;
	bool is_taken;

	csv_reader_init(&reader, block, 0);
	do
		is_taken = take_block(&table, &reader, block, &kept, &is_end, error);
	while (is_taken && !is_end);
	talloc_free(block);
	if (is_taken && table.width == 0)
		return error_set(error, ERROR_INPUT, "%s: it is empty, expected a header line",
				 import->name);
	return is_taken;
}
