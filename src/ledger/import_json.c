#include "ledger/imports.h"

#include "base/memory.h"
#include "wire/json.h"

static const struct json_limits limits = {
	.max_bytes = 64 * 1024,
	.max_string = 4096,
	.max_depth = 4,
	.max_members = 64,
};

static bool fail_at(const struct import *import, const struct json_document *document,
		    const struct json_value *value, struct error *error)
{
	struct json_place place = json_place_of(document, value);

	return error_wrap(error, "%s: line %ld, column %ld", import->name, place.line,
			  place.column);
}

static bool read_cell(const struct column *column, const struct json_value *value,
		      struct import_cell *cell, struct error *error)
{
	bool is_number =
		value->type == JSON_NUMBER && fact_info(column->fact)->shape == SHAPE_COUNT;

	if (value->type == JSON_NULL)
		return true;
	if (value->type != JSON_STRING && !is_number)
		return error_set(error, ERROR_INPUT, "expected %s to be a string", column->name);
	cell->text = value->text;
	cell->length = value->length;
	return true;
}

static bool take_member(struct import *import, const struct json_document *document,
			const struct json_value *member, struct import_row *row,
			struct error *error)
{
	struct json_place place = json_place_of(document, member);
	int column = import_find_column(import, member->key, error);
	struct import_cell *cell = &row->cells[column < 0 ? 0 : column];

	if (column < 0 || !read_cell(&import->kind->columns[column], member, cell, error))
		return fail_at(import, document, member, error);
	cell->line = place.line;
	cell->column = place.column;
	return true;
}

static bool take_document(struct import *import, const struct json_document *document,
			  struct error *error)
{
	const struct json_value *root = &document->values[0];
	struct import_row row = {.line = document->line};

	if (root->type != JSON_OBJECT) {
		error_set(error, ERROR_INPUT, "expected an object with the columns of %s",
			  import->kind->name);
		return fail_at(import, document, root, error);
	}
	for (size_t i = 0; i < import->kind->count; i++)
		row.cells[i] =
			(struct import_cell){.line = document->line, .column = document->column};
	for (const struct json_value *member = json_first(document, root); member != NULL;
	     member = json_next(document, root, member))
		if (!take_member(import, document, member, &row, error))
			return false;
	return import_take(import, &row, error);
}

/* Takes all documents that are whole; *is_end when there will be no more. */
static bool take_documents(struct import *import, struct json_reader *reader, bool *is_end,
			   struct error *error)
{
	struct json_document document;

	for (;;) {
		switch (json_reader_step(reader, &document, error)) {
		case JSON_DOCUMENT:
			if (!take_document(import, &document, error))
				return false;
			break;
		case JSON_BAD: return error_wrap(error, "%s", import->name);
		case JSON_MORE: *is_end = false; return true;
		case JSON_END: *is_end = true; return true;
		}
	}
}

bool import_json(struct import *import, struct error *error)
{
	struct json_reader *reader = json_reader_new(NULL, &limits);
	char *block = NEW_ARRAY(reader, char, IMPORT_BLOCK_BYTES);
	bool is_end = false;
	size_t length;
	bool is_taken;

	do {
		is_taken = import_read(import, block, IMPORT_BLOCK_BYTES, &length, error);
		if (!is_taken)
			break;
		if (length > 0)
			json_reader_feed(reader, block, length);
		else
			json_reader_finish(reader);
		is_taken = take_documents(import, reader, &is_end, error);
	} while (is_taken && !is_end);
	talloc_free(reader);
	return is_taken;
}
