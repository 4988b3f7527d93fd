/* A thin layer over SQLite: one connection, its statements, its transaction. db.c and
 * its split files db_*.c alone know sqlite3.h.
 *
 * A transaction in which anything failed is broken: it can no longer be written to nor committed,
 * so that half of a turn never becomes durable, whoever overlooks an error. */
#ifndef REFUNDD_LEDGER_DB_H
#define REFUNDD_LEDGER_DB_H

#include "base/error.h"
#include "base/words.h"
#include "domain/instant.h"
#include "ledger/statements.h"

#include <stdint.h>

struct db;

enum db_access { DB_WRITE, DB_READ, DB_MEMORY };

/* `path` is what errors name; of DB_MEMORY it is not opened. Owned by `ctx`; talloc_free()
 * closes. */
struct db *db_open(const void *ctx, const char *path, enum db_access access, struct error *error);

/* Write-ahead log, verified to have taken effect. */
bool db_use_wal(struct db *db, struct error *error);

/* Whom to tell how far something long has come; a watcher may be NULL. */
struct watcher {
	void (*tell)(void *arg, const char *what, int64_t done, int64_t all);
	void *arg;
};

/* Fills `db` with all that the file `path` holds. */
bool db_copy_from(struct db *db, const char *path, struct error *error);
/* Fills the empty file `path` with all that `db` holds at one moment, whoever writes meanwhile: a
 * file that needs no others beside it. It is not synced yet. */
bool db_copy_to(struct db *db, const char *path, const struct watcher *watcher,
		struct error *error);
/* What is wrong with the file, or with references within it; *what NULL: nothing. Takes long. */
bool db_find_damage(struct db *db, const void *ctx, const char **what, struct error *error);
bool db_find_orphans(struct db *db, const void *ctx, const char **what, struct error *error);

/* SQL that is not worth a name: pragmas, migrations. */
bool db_execute(struct db *db, const char *sql, struct error *error);
bool db_read_integer(struct db *db, const char *sql, int64_t *number, struct error *error);
/* The first column of the first row, of `ctx`; NULL where there is none, or it is null. */
bool db_read_text(struct db *db, const void *ctx, const char *sql, const char **text,
		  struct error *error);

/* Writes the file anew and folds in its log: nothing of what was deleted is left in either. Takes
 * as much room again. ERROR_BUSY where a reader is in the way. */
bool db_rewrite(struct db *db, struct error *error);
/* Folds the log in, all of it. ERROR_BUSY where a reader is in the way. */
bool db_fold_in(struct db *db, struct error *error);

/* As ledger_begin(), ledger_commit(), ledger_rollback(), ledger_tidy(). */
bool db_begin(struct db *db, struct error *error);
bool db_commit(struct db *db, struct error *error);
void db_rollback(struct db *db);
void db_tidy(struct db *db);
bool db_is_in_transaction(const struct db *db);

/* ---- running a statement ---- */

struct query;

/* The statement, ready to be bound and run. One run of a statement at a time. */
struct query *db_query(struct db *db, enum statement statement);

/* The next parameter. Texts are not copied: they must live until the run ends. */
void query_bind_integer(struct query *query, int64_t number);
void query_bind_text(struct query *query, const char *text); /* NULL: null */
void query_bind_instant(struct query *query, struct instant instant);
void query_bind_word(struct query *query, struct words words, int word);
void query_bind_bytes(struct query *query, const void *bytes, size_t length);
void query_bind_null(struct query *query);

/* Goes to the next row; at the end *has_row is false and the run is over. */
bool query_next(struct query *query, bool *has_row, struct error *error);
/* Runs a statement that gives no rows. */
bool query_run(struct query *query, struct error *error);
/* Ends a run before its last row was seen. */
void query_end(struct query *query);

/* The next column of the row. */
int64_t query_integer(struct query *query);		      /* null: 0 */
const char *query_text(struct query *query, const void *ctx); /* a copy; null: NULL */
/* The bytes as they are, NUL among them perhaps; they live until the next step. null: NULL */
const char *query_bytes(struct query *query, size_t *length);
struct instant query_instant(struct query *query);
/* ERROR_STATE when it is none of the words. */
bool query_word(struct query *query, struct words words, int *word, struct error *error);
/* Whether the next column is null; it stays the next. */
bool query_is_null(const struct query *query);

#endif
