#include "ledger/backup.h"

#include "base/memory.h"
#include "ledger/check.h"
#include "ledger/connection.h"
#include "ledger/files.h"
#include "ledger/migrations.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the unfinished file ---- */

/* One that a kill left behind is taken over, but not from under another backup, nor from a
 * stranger. */
static bool is_ours(int file, const char *path)
{
	struct stat opened, named;

	return fstat(file, &opened) == 0 && lstat(path, &named) == 0 &&
	       opened.st_ino == named.st_ino && opened.st_dev == named.st_dev &&
	       S_ISREG(opened.st_mode) && opened.st_uid == geteuid() && opened.st_nlink == 1;
}

static bool take_part(int file, const char *path, struct error *error)
{
	if (flock(file, LOCK_EX | LOCK_NB) != 0 || !is_ours(file, path))
		return error_set(error, ERROR_BUSY,
				 "%s is there, and another backup is at work on it or it is not "
				 "ours",
				 path);
	return (ftruncate(file, 0) == 0 && fchmod(file, 0600) == 0) ||
	       file_fail(path, "written", error);
}

/* Negative when it fails; open, it is locked. */
static int open_part(const char *path, struct error *error)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (file < 0) {
		file_fail(path, "created", error);
		return -1;
	}
	if (take_part(file, path, error))
		return file;
	close(file);
	return -1;
}

/* ---- copy and check ---- */

static bool check_copy(const void *ctx, const char *part, const struct watcher *watcher,
		       struct backup *backup, struct error *error)
{
	struct ledger *copy = NEW(ctx, struct ledger);
	const char *damage;

	copy->lock = -1;
	copy->db = db_open(copy, part, DB_READ, error);
	if (copy->db == NULL || !migrations_identify(copy->db, part, &backup->version, error))
		return false;
	backup->is_checked = backup->version == ledger_schema_version();
	if (backup->is_checked)
		return ledger_expect_sound(copy, watcher, error) &&
		       audit_head(copy, &backup->head, error);
	if (!db_find_damage(copy->db, ctx, &damage, error))
		return false;
	return damage == NULL || error_set(error, ERROR_STATE, "it is not sound: %s", damage);
}

static bool write_part(const void *ctx, const char *dir, const char *part,
		       const struct watcher *watcher, struct backup *backup, struct error *error)
{
	const char *path = ledger_file(ctx, dir);
	struct db *from;
	int version;

	if (access(path, F_OK) != 0 && errno == ENOENT)
		return error_set(error, ERROR_ABSENT, "there is no ledger in %s yet", dir);
	from = db_open(ctx, path, DB_READ, error);
	if (from == NULL || !migrations_identify(from, path, &version, error) ||
	    !db_copy_to(from, part, watcher, error))
		return false;
	return check_copy(ctx, part, watcher, backup, error) ||
	       error_wrap(error, "the copy of %s", path);
}

static bool finish(int file, const char *part, const char *path, struct backup *backup,
		   struct error *error)
{
	struct stat found;

	if (fsync(file) != 0 || fstat(file, &found) != 0)
		return file_fail(part, "written", error);
	backup->bytes = found.st_size;
	return file_name_new(part, path, error) && file_sync_folder_of(path, error);
}

bool ledger_backup(const char *dir, const char *file, const struct watcher *watcher,
		   struct backup *backup, struct error *error)
{
	void *scratch = talloc_new(NULL);
	const char *part = text_format(scratch, "%s.part", file);
	struct backup made = {.version = 0};
	bool is_done = false;
	int fd;

	if (access(file, F_OK) == 0) {
		talloc_free(scratch);
		return error_set(error, ERROR_USE,
				 "%s is there already: a backup never takes the place of a file",
				 file);
	}
	fd = open_part(part, error);
	if (fd >= 0) {
		is_done = write_part(scratch, dir, part, watcher, &made, error) &&
			  finish(fd, part, file, &made, error);
		if (!is_done)
			unlink(part);
		close(fd);
	}
	talloc_free(scratch);
	if (is_done)
		*backup = made;
	return is_done;
}
