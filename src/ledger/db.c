#include "ledger/db.h"

#include "base/memory.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

/* Only readers that recover or a checkpoint can be in the way, and neither for long. */
#define BUSY_TIMEOUT_MS 500
#define MAX_TEXT_BYTES	(16 * 1024 * 1024)

struct query {
	struct db *db;
	sqlite3_stmt *statement;
	int parameters; /* bound so far */
	int columns;	/* read so far, of this row */
	int failure;	/* of binding, told when it is run */
};

struct db {
	sqlite3 *handle;
	const char *path;
	bool is_in_transaction;
	bool is_broken;
	struct error first_failure; /* of the broken transaction */
	struct query queries[STATEMENT_COUNT];
};

static const char *const statement_sql[] = {
#define X(identifier, sql) sql,
	STATEMENTS(X)
#undef X
};

static enum error_kind kind_of(sqlite3 *handle, int code)
{
	static const struct {
		int code;
		enum error_kind kind;
	} kinds[] = {
		{SQLITE_FULL, ERROR_FULL},
		{SQLITE_BUSY, ERROR_BUSY},
		{SQLITE_LOCKED, ERROR_BUSY},
		{SQLITE_TOOBIG, ERROR_INPUT},
		{SQLITE_CONSTRAINT, ERROR_STATE},
		/* SQLite takes a page that cannot be read for one that makes no sense. */
		{SQLITE_CORRUPT, ERROR_IO},
		{SQLITE_NOTADB, ERROR_STATE},
		{SQLITE_READONLY, ERROR_USE},
	};
	int system_error = sqlite3_system_errno(handle);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((code & 0xff) == kinds[i].code)
			return kinds[i].kind;
	/* SQLite calls only a full disk full: not a quota, nor a log that could not be made. */
	return system_error == EDQUOT || system_error == ENOSPC ? ERROR_FULL : ERROR_IO;
}

static bool fail_on(sqlite3 *handle, const char *path, int code, struct error *error)
{
	if ((code & 0xff) == SQLITE_NOMEM)
		must(NULL);
	return error_set(error, kind_of(handle, code), "%s: %s", path, sqlite3_errmsg(handle));
}

static bool fail(struct db *db, int code, struct error *error)
{
	fail_on(db->handle, db->path, code, error);
	if (db->is_in_transaction && !db->is_broken) {
		db->is_broken = true;
		db->first_failure = *error;
	}
	return false;
}

static int close_db(struct db *db)
{
	for (size_t i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize(db->queries[i].statement);
	sqlite3_close(db->handle);
	return 0;
}

static bool open_handle(const char *path, int flags, sqlite3 **handle, struct error *error)
{
	int code = sqlite3_open_v2(path, handle, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (*handle == NULL)
		must(NULL);
	if (code != SQLITE_OK)
		return fail_on(*handle, path, code, error);
	sqlite3_extended_result_codes(*handle, 1);
	sqlite3_busy_timeout(*handle, BUSY_TIMEOUT_MS);
	return true;
}

static bool configure(struct db *db, struct error *error)
{
	sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, MAX_TEXT_BYTES);
	sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return db_execute(db,
			  "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
			  "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
			  "PRAGMA temp_store = MEMORY",
			  error);
}

struct db *db_open(const void *ctx, const char *path, enum db_access access, struct error *error)
{
	static const int flags[] = {
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_READ] = SQLITE_OPEN_READONLY,
		[DB_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY,
	};
	struct db *db = NEW(ctx, struct db);

	db->path = text_copy(db, path);
	talloc_set_destructor(db, close_db);
	if (open_handle(db->path, flags[access], &db->handle, error) && configure(db, error))
		return db;
	talloc_free(db);
	return NULL;
}

bool db_use_wal(struct db *db, struct error *error)
{
	int64_t is_wal;

	if (!db_execute(db, "PRAGMA journal_mode = WAL", error) ||
	    !db_read_integer(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &is_wal,
			     error))
		return false;
	if (!is_wal)
		return error_set(error, ERROR_IO,
				 "%s: the write-ahead log could not be switched on (it needs a "
				 "local file system)",
				 db->path);
	return true;
}

static bool copy(sqlite3 *to, sqlite3 *from, const char *path, struct error *error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int code;

	if (backup == NULL)
		return fail_on(to, path, sqlite3_errcode(to), error);
	code = sqlite3_backup_step(backup, -1);
	sqlite3_backup_finish(backup);
	/* A lock in the way is told by the step alone, everything else by `to` as well. */
	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return error_set(error, ERROR_BUSY, "%s: it is being written to", path);
	return code == SQLITE_DONE || fail_on(to, path, code, error);
}

bool db_copy_from(struct db *db, const char *path, struct error *error)
{
	sqlite3 *from = NULL;
	bool is_copied = open_handle(path, SQLITE_OPEN_READONLY, &from, error) &&
			 copy(db->handle, from, path, error);

	sqlite3_close(from);
	return is_copied;
}

bool db_prepare(struct db *db, struct error *error)
{
	for (size_t i = 0; i < STATEMENT_COUNT; i++) {
		struct query *query = &db->queries[i];
		int code = sqlite3_prepare_v3(db->handle, statement_sql[i], -1,
					      SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);

		query->db = db;
		if (code != SQLITE_OK)
			return fail(db, code, error);
	}
	return true;
}

bool db_execute(struct db *db, const char *sql, struct error *error)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || fail(db, code, error);
}

bool db_read_integer(struct db *db, const char *sql, int64_t *number, struct error *error)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*number = sqlite3_column_int64(statement, 0);
	else
		fail(db, code, error);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW;
}

bool db_begin(struct db *db, struct error *error)
{
	if (db->is_broken) {
		*error = db->first_failure;
		return false;
	}
	if (!db->is_in_transaction)
		db->is_in_transaction = db_execute(db, "BEGIN IMMEDIATE", error);
	return db->is_in_transaction;
}

bool db_commit(struct db *db, struct error *error)
{
	bool is_durable;

	if (!db->is_in_transaction)
		return true;
	is_durable = !db->is_broken && db_execute(db, "COMMIT", error);
	if (!is_durable)
		*error = db->first_failure;
	db_rollback(db);
	return is_durable;
}

void db_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	db->is_in_transaction = false;
	db->is_broken = false;
}

bool db_is_in_transaction(const struct db *db)
{
	return db->is_in_transaction;
}

struct query *db_query(struct db *db, enum statement statement)
{
	struct query *query = &db->queries[statement];

	query_end(query);
	sqlite3_clear_bindings(query->statement);
	query->parameters = 0;
	query->failure = SQLITE_OK;
	return query;
}

static void note_binding(struct query *query, int code)
{
	if (code != SQLITE_OK)
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

void query_bind_null(struct query *query)
{
	query_bind_text(query, NULL);
}

bool query_next(struct query *query, bool *has_row, struct error *error)
{
	int code = query->failure != SQLITE_OK ? query->failure : sqlite3_step(query->statement);

	query->columns = 0;
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		fail(query->db, code, error);
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
