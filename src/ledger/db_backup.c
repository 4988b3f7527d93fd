/* Copies of a whole database, and whether one is sound. */
#include "ledger/db_handle.h"

#include <sqlite3.h>
#include <string.h>

#define STEP_PAGES 2000 /* copied between two tellings */

/* ---- copying ---- */

static bool run(sqlite3 *handle, const char *path, const char *sql, struct error *error)
{
	int code = sqlite3_exec(handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || db_fail_on(handle, path, code, error);
}

/* From now on it sees what there is at this moment, whatever others write. */
static bool hold_view(sqlite3 *handle, const char *path, struct error *error)
{
	return run(handle, path, "BEGIN; SELECT 1 FROM sqlite_schema", error);
}

static void let_go_of_view(sqlite3 *handle)
{
	if (!sqlite3_get_autocommit(handle))
		sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL);
}

static void tell(const struct watcher *watcher, sqlite3_backup *backup)
{
	int all = sqlite3_backup_pagecount(backup);

	if (watcher != NULL)
		watcher->tell(watcher->arg, "copying", all - sqlite3_backup_remaining(backup), all);
}

/* A lock in the way is told by the step alone, everything else by `to` as well. */
static bool is_copied(sqlite3 *to, const char *path, int code, struct error *error)
{
	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return error_set(error, ERROR_BUSY, "%s: it is being written to", path);
	return code == SQLITE_DONE || db_fail_on(to, path, code, error);
}

static bool copy(sqlite3 *to, sqlite3 *from, const char *path, const struct watcher *watcher,
		 struct error *error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int code;

	if (backup == NULL)
		return db_fail_on(to, path, sqlite3_errcode(to), error);
	while ((code = sqlite3_backup_step(backup, STEP_PAGES)) == SQLITE_OK)
		tell(watcher, backup);
	sqlite3_backup_finish(backup);
	return is_copied(to, path, code, error);
}

bool db_copy_from(struct db *db, const char *path, struct error *error)
{
	sqlite3 *from = NULL;
	bool is_done = db_open_handle(path, SQLITE_OPEN_READONLY, &from, error) &&
		       hold_view(from, path, error) && copy(db->handle, from, path, NULL, error);

	sqlite3_close(from);
	return is_done;
}

/* Of a copy nobody needs a log, nor that half of it can be taken back. */
static bool write_copy(struct db *db, const char *path, const struct watcher *watcher,
		       struct error *error)
{
	sqlite3 *to = NULL;
	bool is_done =
		db_open_handle(path, SQLITE_OPEN_READWRITE, &to, error) &&
		run(to, path, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", error) &&
		copy(to, db->handle, path, watcher, error);

	sqlite3_close(to);
	return is_done;
}

/* The copy takes after the original, whose mode wants two files beside it. */
static bool make_single_file(const char *path, struct error *error)
{
	sqlite3 *to = NULL;
	bool is_done = db_open_handle(path, SQLITE_OPEN_READWRITE, &to, error) &&
		       run(to, path, "PRAGMA journal_mode = DELETE", error);

	sqlite3_close(to);
	return is_done;
}

bool db_copy_to(struct db *db, const char *path, const struct watcher *watcher, struct error *error)
{
	bool is_done =
		hold_view(db->handle, db->path, error) && write_copy(db, path, watcher, error);

	let_go_of_view(db->handle);
	return is_done && make_single_file(path, error);
}

bool db_fold_in(struct db *db, struct error *error)
{
	int64_t is_busy;

	if (!db_read_integer(db, "PRAGMA wal_checkpoint(TRUNCATE)", &is_busy, error))
		return false;
	return !is_busy || error_set(error, ERROR_BUSY, "%s: somebody is reading it", db->path);
}

bool db_find_damage(struct db *db, const void *ctx, const char **what, struct error *error)
{
	const char *found;

	if (!db_read_text(db, ctx, "PRAGMA integrity_check(1)", &found, error))
		return false;
	*what = found == NULL || strcmp(found, "ok") == 0 ? NULL : found;
	return true;
}

bool db_find_orphans(struct db *db, const void *ctx, const char **what, struct error *error)
{
	return db_read_text(db, ctx,
			    "SELECT 'a row of ' || \"table\" || ' refers to one of ' || parent || "
			    "' that is not there' FROM pragma_foreign_key_check",
			    what, error);
}
