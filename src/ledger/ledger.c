#include "ledger/connection.h"

#include "base/memory.h"
#include "ledger/files.h"
#include "ledger/migrations.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int close_ledger(struct ledger *ledger)
{
	/* The lock goes last: nobody may come in while the log is still being folded in. */
	talloc_free(ledger->db);
	if (ledger->lock >= 0)
		close(ledger->lock);
	return 0;
}

static bool make_folder(const char *dir, struct error *error)
{
	return mkdir(dir, LEDGER_FOLDER_MODE) == 0 || errno == EEXIST ||
	       file_fail(dir, "created", error);
}

static bool take_lock(struct ledger *ledger, const char *dir, struct error *error)
{
	const char *path = text_format(ledger, "%s/lock", dir);

	ledger->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (ledger->lock < 0)
		return file_fail(path, "opened", error);
	if (!file_give_to_owner(ledger->lock, path, dir, error))
		return false;
	if (flock(ledger->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (errno != EWOULDBLOCK)
		return file_fail(path, "locked", error);
	return error_set(error, ERROR_BUSY, "another refundd or refundctl works on %s", dir);
}

/* SQLite would make the file readable for all; the log and its index take after the file. */
static bool make_file(const char *path, const char *dir, struct error *error)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, LEDGER_MODE);
	bool is_done;

	if (file < 0)
		return errno == EEXIST || file_fail(path, "created", error);
	is_done = file_give_to_owner(file, path, dir, error);
	close(file);
	return is_done;
}

static bool open_to_write(struct ledger *ledger, const char *dir, const char *path,
			  struct error *error)
{
	int version;

	if (!make_folder(dir, error) || !take_lock(ledger, dir, error) ||
	    !make_file(path, dir, error))
		return false;
	ledger->db = db_open(ledger, path, DB_WRITE, error);
	return ledger->db != NULL && migrations_identify(ledger->db, path, &version, error) &&
	       db_use_wal(ledger->db, error) && migrations_run(ledger->db, version, error);
}

static bool open_to_read(struct ledger *ledger, const char *dir, const char *path,
			 struct error *error)
{
	int version;

	if (access(path, F_OK) != 0 && errno == ENOENT)
		return error_set(error, ERROR_ABSENT, "there is no ledger in %s yet", dir);
	ledger->db = db_open(ledger, path, DB_READ, error);
	if (ledger->db == NULL || !migrations_identify(ledger->db, path, &version, error))
		return false;
	if (version == ledger_schema_version())
		return true;
	return error_set(error, ERROR_STATE,
			 "%s was written by an older refundd: start refundd once to upgrade it",
			 path);
}

static bool open_to_rehearse(struct ledger *ledger, const char *path, struct error *error)
{
	bool is_there = access(path, F_OK) == 0 || errno != ENOENT;
	int version;

	ledger->db = db_open(ledger, path, DB_MEMORY, error);
	return ledger->db != NULL && (!is_there || db_copy_from(ledger->db, path, error)) &&
	       migrations_identify(ledger->db, path, &version, error) &&
	       migrations_run(ledger->db, version, error);
}

static bool open_in_mode(struct ledger *ledger, const char *dir, enum ledger_mode mode,
			 struct error *error)
{
	const char *path = ledger_file(ledger, dir);

	switch (mode) {
	case LEDGER_WRITE: return open_to_write(ledger, dir, path, error);
	case LEDGER_READ: return open_to_read(ledger, dir, path, error);
	case LEDGER_REHEARSE: return open_to_rehearse(ledger, path, error);
	}
	__builtin_unreachable();
}

/* While nobody writes there is no log, and SQLite would have to make one: it says so in either
 * way. */
static void explain_refusal(const char *dir, struct error *error)
{
	bool is_refused = error->kind == ERROR_IO || error->kind == ERROR_USE;

	if (is_refused && access(dir, W_OK) != 0 && errno == EACCES)
		error_put(error, ERROR_IO,
			  "the ledger in %s is for its owner, and for the group to read while "
			  "refundd runs: sudo -u refundd refundctl ...",
			  dir);
}

static bool find_size(struct ledger *ledger, int64_t *bytes, struct error *error)
{
	return db_read_integer(ledger->db,
			       "SELECT page_count * page_size FROM pragma_page_count, "
			       "pragma_page_size",
			       bytes, error);
}

struct ledger *ledger_open(const void *ctx, const char *dir, enum ledger_mode mode,
			   struct error *error)
{
	struct ledger *ledger = NEW(ctx, struct ledger);

	ledger->lock = -1;
	talloc_set_destructor(ledger, close_ledger);
	if (open_in_mode(ledger, dir, mode, error))
		return ledger;
	talloc_free(ledger);
	if (mode != LEDGER_WRITE)
		explain_refusal(dir, error);
	return NULL;
}

struct ledger *ledger_open_empty(const void *ctx, struct error *error)
{
	struct ledger *ledger = NEW(ctx, struct ledger);

	ledger->lock = -1;
	talloc_set_destructor(ledger, close_ledger);
	ledger->db = db_open(ledger, "an empty ledger", DB_MEMORY, error);
	if (ledger->db != NULL && migrations_run(ledger->db, 0, error))
		return ledger;
	talloc_free(ledger);
	return NULL;
}

struct ledger *ledger_lock_folder(const void *ctx, const char *dir, struct error *error)
{
	struct ledger *folder = NEW(ctx, struct ledger);

	folder->lock = -1;
	talloc_set_destructor(folder, close_ledger);
	if (make_folder(dir, error) && take_lock(folder, dir, error))
		return folder;
	talloc_free(folder);
	return NULL;
}

bool ledger_begin(struct ledger *ledger, struct error *error)
{
	return db_begin(ledger->db, error);
}

bool ledger_commit(struct ledger *ledger, struct error *error)
{
	if (db_commit(ledger->db, error))
		return true;
	ledger->is_head_known = false;
	return false;
}

void ledger_rollback(struct ledger *ledger)
{
	db_rollback(ledger->db);
	ledger->is_head_known = false;
}

bool ledger_is_dirty(const struct ledger *ledger)
{
	return db_is_in_transaction(ledger->db);
}

void ledger_tidy(struct ledger *ledger)
{
	db_tidy(ledger->db);
}

bool ledger_vacuum(struct ledger *ledger, int64_t *before, int64_t *after, struct error *error)
{
	int64_t was, is;

	if (ledger_is_dirty(ledger))
		return error_set(error, ERROR_BUSY, "the ledger is being written to");
	if (!find_size(ledger, &was, error) || !db_rewrite(ledger->db, error) ||
	    !find_size(ledger, &is, error))
		return false;
	*before = was;
	*after = is;
	return true;
}
