#include "ledger/db_handle.h"

#include "base/memory.h"

#include <sqlite3.h>
#include <string.h>

static const char *const statement_sql[] = {
#define X(identifier, sql) sql,
	STATEMENTS(X)
#undef X
};

/* When it is first wanted: no program wants all of them, and each takes its memory. */
static void prepare(struct db *db, enum statement statement, struct query *query)
{
	query->db = db;
	query->failure = sqlite3_prepare_v3(db->handle, statement_sql[statement], -1,
					    SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);
}

struct query *db_query(struct db *db, enum statement statement)
{
	struct query *query = &db->queries[statement];

	query->parameters = 0;
	query->failure = SQLITE_OK;
	if (query->statement == NULL) {
		prepare(db, statement, query);
	} else {
		query_end(query);
		sqlite3_clear_bindings(query->statement);
	}
	return query;
}

/* The first failure counts: where nothing could be prepared, nothing can be bound. */
static void note_binding(struct query *query, int code)
{
	if (query->failure == SQLITE_OK)
		query->failure = code;
}

void query_bind_integer(struct query *query, int64_t number)
{
	note_binding(query, sqlite3_bind_int64(query->statement, ++query->parameters, number));
}

void query_bind_text(struct query *query, const char *text)
{
	note_binding(query, sqlite3_bind_text(query->statement, ++query->parameters, text, -1,
					      SQLITE_STATIC));
}

void query_bind_instant(struct query *query, struct instant instant)
{
	query_bind_integer(query, instant.us);
}

void query_bind_word(struct query *query, struct words words, int word)
{
	query_bind_text(query, words.list[word]);
}

void query_bind_bytes(struct query *query, const void *bytes, size_t length)
{
	note_binding(query, sqlite3_bind_blob64(query->statement, ++query->parameters, bytes,
						length, SQLITE_STATIC));
}

void query_bind_null(struct query *query)
{
	query_bind_text(query, NULL);
}

bool query_next(struct query *query, bool *has_row, struct error *error)
{
	int code = query->failure != SQLITE_OK ? query->failure : sqlite3_step(query->statement);

	query->columns = 0;
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		db_fail(query->db, code, error);
		query_end(query);
		return false;
	}
	if (code == SQLITE_DONE)
		query_end(query);
	*has_row = code == SQLITE_ROW;
	return true;
}

bool query_run(struct query *query, struct error *error)
{
	bool has_row;

	return query_next(query, &has_row, error);
}

void query_end(struct query *query)
{
	sqlite3_reset(query->statement);
}

int64_t query_integer(struct query *query)
{
	return sqlite3_column_int64(query->statement, query->columns++);
}

const char *query_text(struct query *query, const void *ctx)
{
	const char *text = (const char *)sqlite3_column_text(query->statement, query->columns);
	int length = sqlite3_column_bytes(query->statement, query->columns);
	bool is_null = query_is_null(query);

	query->columns++;
	return is_null ? NULL : text_copy_n(ctx, must(text), (size_t)length);
}

const char *query_bytes(struct query *query, size_t *length)
{
	bool is_null = query_is_null(query);
	const char *bytes = (const char *)sqlite3_column_text(query->statement, query->columns);

	*length = (size_t)sqlite3_column_bytes(query->statement, query->columns);
	query->columns++;
	return is_null ? NULL : must(bytes);
}

struct instant query_instant(struct query *query)
{
	return (struct instant){query_integer(query)};
}

bool query_word(struct query *query, struct words words, int *word, struct error *error)
{
	const char *text = (const char *)sqlite3_column_text(query->statement, query->columns);
	int found;

	query->columns++;
	found = text == NULL ? -1 : words_find(words, text, strlen(text));
	if (found < 0)
		return error_set(error, ERROR_STATE, "%s: holds the word \"%s\" where it cannot be",
				 query->db->path, text == NULL ? "" : text);
	*word = found;
	return true;
}

bool query_is_null(const struct query *query)
{
	return sqlite3_column_type(query->statement, query->columns) == SQLITE_NULL;
}
