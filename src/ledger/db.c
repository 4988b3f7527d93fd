#include "ledger/db_handle.h"

#include "base/memory.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Only readers that recover or a checkpoint can be in the way, and neither for long. */
#define BUSY_TIMEOUT_MS 500
#define MAX_TEXT_BYTES	(16 * 1024 * 1024)

/* Pages of the write-ahead log that are folded into the file: at a good moment, and at any. */
#define LOG_IS_LONG	1000
#define LOG_IS_TOO_LONG 8000

/* Of the file that is kept in memory: the upper pages of its indexes, which every ticket goes
 * through. */
#define CACHE_SHARE	256
#define CACHE_LEAST_KIB 300
#define CACHE_MOST_KIB	4096

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

bool db_fail_on(sqlite3 *handle, const char *path, int code, struct error *error)
{
	if ((code & 0xff) == SQLITE_NOMEM)
		must(NULL);
	return error_set(error, kind_of(handle, code), "%s: %s", path, sqlite3_errmsg(handle));
}

static int close_db(struct db *db)
{
	for (size_t i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize(db->queries[i].statement);
	sqlite3_close(db->handle);
	return 0;
}

/* Heeded once, before the first. No program has two threads that use SQLite, and nobody asks it how
 * much memory it has: locks and counts would be for nothing, thousands for each ticket. */
static void configure_library(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

bool db_open_handle(const char *path, int flags, sqlite3 **handle, struct error *error)
{
	int code;

	configure_library();
	code = sqlite3_open_v2(path, handle, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (*handle == NULL)
		must(NULL);
	if (code != SQLITE_OK)
		return db_fail_on(*handle, path, code, error);
	sqlite3_extended_result_codes(*handle, 1);
	sqlite3_busy_timeout(*handle, BUSY_TIMEOUT_MS);
	return true;
}

/* For the size that the file has by now. */
static long cache_kib(const char *path)
{
	struct stat info;
	long kib = stat(path, &info) == 0 ? (long)(info.st_size / 1024 / CACHE_SHARE) : 0;

	if (kib < CACHE_LEAST_KIB)
		return CACHE_LEAST_KIB;
	return kib < CACHE_MOST_KIB ? kib : CACHE_MOST_KIB;
}

static bool configure(struct db *db, struct error *error)
{
	char cache[64];

	snprintf(cache, sizeof(cache), "PRAGMA cache_size = -%ld", cache_kib(db->path));
	sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, MAX_TEXT_BYTES);
	sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	db_asking_install(db->handle, &db->asking);
	return db_execute(db, cache, error) &&
	       db_execute(db,
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
	if (db_open_handle(db->path, flags[access], &db->handle, error) && configure(db, error))
		return db;
	talloc_free(db);
	return NULL;
}

/* What could not be folded in stays in the log, and is by the next time. */
static void fold_log(struct db *db)
{
	sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	db->log_length = 0;
}

/* sqlite3_wal_hook(3) */
static int on_commit(void *arg, sqlite3 *handle, const char *name, int length)
{
	struct db *db = arg;

	(void)handle;
	(void)name;
	db->log_length = length;
	if (length >= LOG_IS_TOO_LONG)
		fold_log(db);
	return SQLITE_OK;
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
	sqlite3_wal_hook(db->handle, on_commit, db);
	return true;
}

bool db_execute(struct db *db, const char *sql, struct error *error)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || db_fail(db, code, error);
}

bool db_read_text(struct db *db, const void *ctx, const char *sql, const char **text,
		  struct error *error)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		db_fail(db, code, error);
	else if (code == SQLITE_DONE || sqlite3_column_type(statement, 0) == SQLITE_NULL)
		*text = NULL;
	else
		*text = text_copy(ctx, (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE;
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
		db_fail(db, code, error);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW;
}

/* It rewrites by an attached file of its own. */
static bool vacuum(struct db *db, struct error *error)
{
	bool is_done;

	sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 1);
	is_done = db_execute(db, "VACUUM", error);
	sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
	return is_done;
}

bool db_rewrite(struct db *db, struct error *error)
{
	return vacuum(db, error) && db_fold_in(db, error);
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

void db_tidy(struct db *db)
{
	if (db->log_length >= LOG_IS_LONG && !db->is_in_transaction)
		fold_log(db);
}

bool db_is_in_transaction(const struct db *db)
{
	return db->is_in_transaction;
}

bool db_fail(struct db *db, int code, struct error *error)
{
	db_fail_on(db->handle, db->path, code, error);
	if (db->is_in_transaction && !db->is_broken) {
		db->is_broken = true;
		db->first_failure = *error;
	}
	return false;
}

void db_ask(struct db *db, const struct asking *asking)
{
	db->asking = *asking;
}
