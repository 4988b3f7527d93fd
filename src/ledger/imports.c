#include "ledger/imports.h"

#include "base/memory.h"
#include "ledger/forget.h"
#include "sys/digest.h"
#include "wire/json.h"
#include "wire/utf8.h"

#include <errno.h>
#include <string.h>

/* What is known under the key of a row. */
struct known {
	bool is_known;
	int64_t import; /* that said so last */
	long line;
	int age; /* -1 older than the row, 0 as old, 1 newer */
	bool is_same;
};

static bool fail_at(const struct import *import, const struct import_cell *cell,
		    const struct column *column, struct error *error)
{
	return error_wrap(error, "%s: line %ld, column %ld (%s)", import->name, cell->line,
			  cell->column, column->name);
}

static bool parse_cell(const struct import *import, const struct import_row *row, size_t i,
		       const struct currency *currency, struct value *value, struct error *error)
{
	const struct column *column = &import->kind->columns[i];
	const struct import_cell *cell = &row->cells[i];

	if (cell->text == NULL && column->presence != REQUIRED) {
		*value = value_unknown(fact_info(column->fact)->type);
		return true;
	}
	if (cell->text == NULL) {
		error_set(error, ERROR_INPUT, "it is missing");
		return fail_at(import, cell, column, error);
	}
	return column_parse(column, cell->text, cell->length, currency, value, error) ||
	       fail_at(import, cell, column, error);
}

static bool parse_row(const struct import *import, const struct import_row *row,
		      struct value *values, struct error *error)
{
	int at = import->kind->currency;
	const struct currency *currency = NULL;

	if (at >= 0) {
		struct value code;

		if (!parse_cell(import, row, (size_t)at, NULL, &code, error))
			return false;
		currency = currency_find(code.text, strlen(code.text));
	}
	for (size_t i = 0; i < import->kind->count; i++)
		if (!parse_cell(import, row, i, currency, &values[i], error))
			return false;
	return true;
}

static struct query *bind_row(const struct import *import, enum statement statement,
			      const struct value *values)
{
	struct query *query = db_query(import->ledger->db, statement);

	for (size_t i = 0; i < import->kind->count; i++)
		column_bind(&import->kind->columns[i], query, values[i]);
	return query;
}

static bool look_up(const struct import *import, const struct value *values, struct known *known,
		    struct error *error)
{
	struct query *query = bind_row(import, import->kind->look, values);

	if (!query_next(query, &known->is_known, error))
		return false;
	if (known->is_known) {
		known->import = query_integer(query);
		known->line = (long)query_integer(query);
		known->age = (int)query_integer(query);
		known->is_same = query_integer(query) != 0;
	}
	query_end(query);
	return true;
}

static bool save(const struct import *import, long line, const struct value *values,
		 struct error *error)
{
	struct query *query = bind_row(import, import->kind->save, values);

	query_bind_integer(query, import->id);
	query_bind_integer(query, line);
	return query_run(query, error) &&
	       (!import->kind->has_traits || traits_save(import, values, error));
}

static void count(struct import_result *result, const struct known *known)
{
	result->rows++;
	if (!known->is_known)
		result->new_rows++;
	else if (known->is_same || known->age > 0)
		result->same++;
	else
		result->changed++;
}

/* ERROR_BUSY where rows of others are in an open transaction: they would share our fate. */
static bool begin(struct import *import, struct error *error)
{
	struct query *query = db_query(import->ledger->db, SQL_IMPORT_NEXT_ID);
	bool has_row;

	if (ledger_is_dirty(import->ledger))
		return error_set(error, ERROR_BUSY, "the ledger is being written to");
	if (!ledger_begin(import->ledger, error) || !query_next(query, &has_row, error))
		return false;
	import->id = query_integer(query);
	query_end(query);
	return true;
}

void import_result_to_json(const struct import_result *result, struct json_writer *writer)
{
	json_put_count(writer, "rows", result->rows);
	json_put_count(writer, "new", result->new_rows);
	json_put_count(writer, "changed", result->changed);
	json_put_count(writer, "same", result->same);
}

static const char *detail_of(const void *ctx, const struct import *import, const char *digest)
{
	const struct import_result *result = &import->result;
	size_t length = utf8_valid_length(import->name, strlen(import->name));
	struct buffer *detail = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, detail);

	json_open_object(writer);
	json_put_count(writer, "id", import->id);
	json_put_member(writer, "kind", import->kind->name);
	json_put_member(writer, "name", text_copy_n(ctx, import->name, length));
	json_put_member(writer, "sha256", digest);
	json_put_count(writer, "rows", result->rows);
	json_put_count(writer, "new", result->new_rows);
	json_put_count(writer, "changed", result->changed);
	json_close_object(writer);
	return detail->bytes;
}

static bool record(const struct import *import, const char *digest, struct instant now,
		   struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct audit_entry entry = {.kind = AUDIT_IMPORT,
				    .actor = AUDIT_ACTOR,
				    .subject = "",
				    .detail = detail_of(scratch, import, digest)};
	bool is_added = audit_add(import->ledger, &entry, now, error);

	talloc_free(scratch);
	return is_added;
}

/* Makes the import durable, unless it said nothing new: then nothing is to change. */
static bool finish(struct import *import, struct instant now, struct error *error)
{
	struct query *query = db_query(import->ledger->db, SQL_IMPORT_ADD);
	char digest[DIGEST_TEXT_SIZE];

	if (import->result.new_rows + import->result.changed == 0) {
		ledger_rollback(import->ledger);
		return true;
	}
	digest_finish(import->digest, digest);
	query_bind_integer(query, import->id);
	query_bind_text(query, import->kind->name);
	query_bind_text(query, import->name);
	query_bind_text(query, digest);
	query_bind_integer(query, import->result.rows);
	query_bind_instant(query, now);
	return query_run(query, error) && record(import, digest, now, error) &&
	       ledger_commit(import->ledger, error);
}

static bool take_file(struct import *import, struct error *error)
{
	int first = getc(import->file);

	ungetc(first, import->file);
	return first == '{' ? import_json(import, error) : import_csv(import, error);
}

static bool import_all(struct import *import, struct instant now, struct error *error)
{
	if (!begin(import, error))
		return false;
	if (take_file(import, error) && finish(import, now, error))
		return true;
	ledger_rollback(import->ledger);
	return false;
}

bool import_read(struct import *import, char *bytes, size_t size, size_t *length,
		 struct error *error)
{
	size_t got = fread(bytes, 1, size, import->file);

	if (ferror(import->file))
		return error_set(error, ERROR_IO, "%s cannot be read: %s", import->name,
				 strerror(errno));
	digest_add(import->digest, bytes, got);
	*length = got;
	return true;
}

/* Who was forgotten stays forgotten, whatever a file says. */
static bool heed_forgotten(const struct import *import, struct value *values, struct error *error)
{
	bool is_forgotten;

	if (import->kind->contacts < 0)
		return true;
	if (!account_is_forgotten(import->ledger, values[0].text, &is_forgotten, error))
		return false;
	for (size_t i = (size_t)import->kind->contacts; is_forgotten && i < import->kind->count;
	     i++)
		values[i] = value_unknown(values[i].type);
	return true;
}

bool import_take(struct import *import, const struct import_row *row, struct error *error)
{
	struct value values[MAX_COLUMNS];
	struct known known;

	if (!parse_row(import, row, values, error) || !heed_forgotten(import, values, error) ||
	    !look_up(import, values, &known, error))
		return false;
	if (known.is_known && known.import == import->id && known.age == 0 && !known.is_same)
		return error_set(error, ERROR_INPUT,
				 "%s: line %ld contradicts line %ld: the same %s, but not the same "
				 "content",
				 import->name, row->line, known.line,
				 import->kind->columns[0].name);
	/* What is known already is saved too, as said by this line: a later one of this file that
	 * says otherwise is found by it. */
	if (!known.is_known || known.age <= 0)
		if (!save(import, row->line, values, error))
			return false;
	count(&import->result, &known);
	return true;
}

int import_find_column(const struct import *import, const char *name, struct error *error)
{
	const char *names[MAX_COLUMNS];
	struct words words = {names, import->kind->count};
	const char *nearest;
	int found;

	for (size_t i = 0; i < words.count; i++)
		names[i] = import->kind->columns[i].name;
	found = words_find(words, name, strlen(name));
	if (found >= 0)
		return found;
	nearest = words_nearest(words, name);
	error_set(error, ERROR_INPUT, "%s has no column \"%.64s\"%s%s", import->kind->name, name,
		  nearest == NULL ? "" : ": did you mean ", nearest == NULL ? "" : nearest);
	return -1;
}

bool ledger_import(struct ledger *ledger, const char *kind, const char *name, FILE *file,
		   struct instant now, struct import_result *result, struct error *error)
{
	int number = words_find(import_kind_words, kind, strlen(kind));
	struct import import = {.ledger = ledger, .name = name, .file = file};
	bool is_taken;

	if (number < 0)
		return error_set(error, ERROR_USE,
				 "nothing of the kind \"%s\" can be imported: expected orders, "
				 "usage, accounts or refunds",
				 kind);
	import.kind = &import_kinds[number];
	import.digest = digest_new(NULL);
	is_taken = import_all(&import, now, error);
	talloc_free(import.digest);
	if (is_taken)
		*result = import.result;
	return is_taken;
}
