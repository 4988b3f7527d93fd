/* A backup put in the place of the ledger. */
#include "base/memory.h"
#include "ledger/backup.h"
#include "ledger/check.h"
#include "ledger/connection.h"
#include "ledger/files.h"
#include "ledger/forget.h"
#include "ledger/migrations.h"
#include "ledger/pauses.h"
#include "ledger/rows.h"
#include "wire/json.h"
#include "wire/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct restore {
	void *ctx; /* ends with it */
	const char *dir, *ledger, *made;
	const char *file, *user;
	struct instant now;
	const struct watcher *watcher;
	struct restoring done;
};

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0 || errno != ENOENT;
}

/* ---- what a restored ledger must know ---- */

static const char *head_text(const void *ctx, const struct audit_head *head)
{
	return text_format(ctx, "%lld:%s", (long long)head->id, head->hash);
}

static const char *detail_of(const void *ctx, const char *file, const struct restoring *done)
{
	struct buffer *detail = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, detail);

	json_open_object(writer);
	json_put_member(writer, "file",
			text_copy_n(ctx, file, utf8_valid_length(file, strlen(file))));
	json_put_member(writer, "head", done->head.id == 0 ? NULL : head_text(ctx, &done->head));
	json_put_count(writer, "unsettled", done->unsettled);
	json_put_count(writer, "forgotten", done->forgotten);
	json_close_object(writer);
	return detail->bytes;
}

static bool record(struct ledger *ledger, const char *file, const char *user, struct instant now,
		   const struct restoring *done, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct audit_entry entry = {.kind = AUDIT_RESTORE,
				    .actor = user,
				    .subject = "",
				    .detail = detail_of(scratch, file, done)};
	bool is_done = audit_add(ledger, &entry, now, error);

	talloc_free(scratch);
	return is_done;
}

bool ledger_be_restored(struct ledger *ledger, const char *file, const char *user,
			struct instant now, struct restoring *restoring, struct error *error)
{
	static const char reason[] = "it was on its way in a backup, and may have been said since";
	struct restoring done = *restoring;

	if (!cursor_forget_all(ledger, error) ||
	    !effect_unsettle_all(ledger, reason, now, &done.unsettled, error) ||
	    !record(ledger, file, user, now, &done, error) || !ledger_commit(ledger, error)) {
		ledger_rollback(ledger);
		return false;
	}
	*restoring = done;
	return true;
}

/* ---- the new file ---- */

static bool make_file(const struct restore *restore, struct error *error)
{
	struct stat before;
	bool is_first = stat(restore->ledger, &before) != 0, is_done;
	int file;

	unlink(restore->made); /* of one that was killed */
	file = open(restore->made, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, LEDGER_MODE);
	if (file < 0)
		return file_fail(restore->made, "created", error);
	is_done = file_give_to_owner(file, restore->made, restore->dir, error) &&
		  (is_first || fchmod(file, before.st_mode & 0777) == 0 ||
		   file_fail(restore->made, "given the mode of the ledger", error));
	close(file);
	return is_done;
}

static bool copy_backup(const struct restore *restore, int *version, struct error *error)
{
	struct db *backup;

	if (!is_there(restore->file))
		return error_set(error, ERROR_ABSENT, "there is no file %s", restore->file);
	backup = db_open(restore->ctx, restore->file, DB_READ, error);
	if (backup == NULL || !migrations_identify(backup, restore->file, version, error))
		return false;
	/* An empty file is no mistake where a ledger begins. */
	if (*version == 0)
		return error_set(error, ERROR_STATE, "%s is not a ledger of refundd",
				 restore->file);
	return make_file(restore, error) &&
	       db_copy_to(backup, restore->made, restore->watcher, error);
}

/* What an older version wrote is brought up to date first: only then its record can be read. */
static struct ledger *open_copy(const struct restore *restore, int version, struct error *error)
{
	struct ledger *copy = NEW(restore->ctx, struct ledger);
	const char *damage;

	copy->lock = -1;
	copy->db = db_open(copy, restore->made, DB_WRITE, error);
	if (copy->db == NULL || !db_find_damage(copy->db, restore->ctx, &damage, error))
		return NULL;
	if (damage != NULL) {
		error_put(error, ERROR_STATE, "it is not sound: %s", damage);
		return NULL;
	}
	return migrations_run(copy->db, version, error) &&
			       ledger_expect_sound(copy, restore->watcher, error)
		       ? copy
		       : NULL;
}

/* ---- what happened since the backup ---- */

struct since {		       /* as the ledger knows that was there */
	const char **accounts; /* that were forgotten, before the backup too */
	size_t account_count;
	struct pause pause; /* of is_paused */
	bool is_paused;
};

/* NULL where it cannot be opened, or is none that we know. */
static struct ledger *open_old(const struct restore *restore)
{
	struct ledger *old = NEW(restore->ctx, struct ledger);
	struct error ignored;
	int version;

	old->lock = -1;
	old->db = is_there(restore->ledger) ? db_open(old, restore->ledger, DB_WRITE, &ignored)
					    : NULL;
	if (old->db != NULL && migrations_identify(old->db, restore->ledger, &version, &ignored) &&
	    version == ledger_schema_version())
		return old;
	talloc_free(old);
	return NULL;
}

static bool read_account(struct query *query, const void *ctx, void *to, struct error *error)
{
	(void)error;
	*(const char **)to = query_text(query, ctx);
	return true;
}

/* False where a part of it cannot be read: something may be wrong with what is replaced. */
static bool read_since(const struct restore *restore, struct since *since)
{
	struct ledger *old = open_old(restore);
	struct error ignored;
	bool is_read = old != NULL &&
		       rows_list(db_query(old->db, SQL_OVERVIEW_FORGOTTEN), restore->ctx,
				 read_account, sizeof(*since->accounts), &since->accounts,
				 &since->account_count, &ignored) &&
		       pause_find(old, restore->ctx, &since->pause, &since->is_paused, &ignored);

	talloc_free(old);
	return is_read;
}

/* Who was forgotten after the backup was made is not remembered by it. */
static bool forget_again(struct restore *restore, const struct since *since, struct ledger *copy,
			 struct error *error)
{
	bool is_forgotten;

	for (size_t i = 0; i < since->account_count; i++) {
		if (!account_is_forgotten(copy, since->accounts[i], &is_forgotten, error) ||
		    (!is_forgotten && !ledger_forget_too(copy, since->accounts[i], restore->user,
							 restore->now, error)))
			return false;
		restore->done.forgotten += !is_forgotten;
	}
	return ledger_commit(copy, error) &&
	       (restore->done.forgotten == 0 || db_rewrite(copy->db, error));
}

/* Who pressed the big red button since would find it released, and a customer answered. Where
 * nobody can know, it counts as pressed. */
static bool pause_again(struct restore *restore, const struct since *since, struct ledger *copy,
			struct error *error)
{
	if (restore->done.is_since_unknown)
		return pause_begin(copy, restore->user,
				   "whether all was paused before the restore is not known",
				   restore->now, &restore->done.is_paused_again, error);
	return !since->is_paused ||
	       pause_begin(copy, since->pause.paused_by, since->pause.reason, restore->now,
			   &restore->done.is_paused_again, error);
}

static bool catch_up(struct restore *restore, struct ledger *copy, struct error *error)
{
	struct since since = {.is_paused = false};

	restore->done.is_since_unknown = is_there(restore->ledger) && !read_since(restore, &since);
	return forget_again(restore, &since, copy, error) &&
	       pause_again(restore, &since, copy, error);
}

/* ---- the old file ---- */

/* A log that was left beside another file would be folded into that. Of one that cannot be read
 * it goes along with its file. */
static bool fold_old(const struct restore *restore, struct error *error)
{
	struct db *db;
	bool is_done;

	if (!is_there(restore->ledger))
		return true;
	db = db_open(restore->ctx, restore->ledger, DB_WRITE, error);
	is_done = db != NULL && db_fold_in(db, error);
	talloc_free(db);
	return is_done || error->kind != ERROR_BUSY;
}

static const char *aside_name(const struct restore *restore)
{
	char time[INSTANT_TEXT_SIZE];
	size_t length = 0;

	instant_format(restore->now, (struct zone){.offset_s = 0}, time);
	for (const char *at = time; *at != '\0'; at++)
		if (*at != ':')
			time[length++] = *at;
	time[length] = '\0';
	return text_format(restore->ctx, "%s.before-restore-%s", restore->ledger, time);
}

static bool put_log_aside(const struct restore *restore, const char *aside, struct error *error)
{
	char *log = text_format(restore->ctx, "%s-wal", restore->ledger);

	unlink(text_format(restore->ctx, "%s-shm", restore->ledger));
	return rename(log, text_format(restore->ctx, "%s-wal", aside)) == 0 || errno == ENOENT ||
	       file_fail(log, "renamed", error);
}

/* The old file has two names for a moment, so that at none there is no ledger. */
static bool put_aside(struct restore *restore, struct error *error)
{
	const char *aside = aside_name(restore);

	if (!fold_old(restore, error))
		return false;
	if (is_there(restore->ledger)) {
		if (link(restore->ledger, aside) != 0)
			return file_fail(aside, "created", error);
		restore->done.aside = aside;
	}
	return put_log_aside(restore, aside, error);
}

/* ---- one for the other ---- */

static bool change_over(struct restore *restore, struct error *error)
{
	return file_sync(restore->made, error) && put_aside(restore, error) &&
	       (rename(restore->made, restore->ledger) == 0 ||
		file_fail(restore->made, "renamed", error)) &&
	       file_sync_folder(restore->dir, error);
}

static bool restore_all(struct restore *restore, struct error *error)
{
	struct ledger *copy;
	bool is_done;
	int version;

	if (!copy_backup(restore, &version, error))
		return false;
	copy = open_copy(restore, version, error);
	if (copy == NULL)
		return error_wrap(error, "%s", restore->file);
	is_done = audit_head(copy, &restore->done.head, error) && catch_up(restore, copy, error) &&
		  ledger_be_restored(copy, restore->file, restore->user, restore->now,
				     &restore->done, error);
	talloc_free(copy);
	return is_done && change_over(restore, error);
}

bool ledger_restore(const void *ctx, const char *dir, const char *file, const char *user,
		    struct instant now, const struct watcher *watcher, struct restoring *restoring,
		    struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct restore restore = {.ctx = scratch,
				  .dir = dir,
				  .ledger = ledger_file(scratch, dir),
				  .made = text_format(scratch, "%s/ledger.sqlite.restored", dir),
				  .file = file,
				  .user = user,
				  .now = now,
				  .watcher = watcher};
	struct ledger *folder = ledger_lock_folder(scratch, dir, error);
	bool is_done = folder != NULL && restore_all(&restore, error);

	if (folder != NULL && !is_done)
		unlink(restore.made);
	if (is_done && restore.done.aside != NULL)
		restore.done.aside = text_copy(ctx, restore.done.aside);
	talloc_free(scratch);
	if (is_done)
		*restoring = restore.done;
	return is_done;
}
