#include "disk.h"

#include "base/memory.h"

#include <sqlite3.h>
#include <string.h>

struct disk {
	struct ledger *ledger;
	sqlite3 *handle; /* the ledger's own connection */
	sqlite3 *copy;
	bool has_copy;
	bool is_worn; /* its statements were prepared for another schema: another one is due */
	bool is_full;
	int countdown; /* statements until one fails; 0: none does */
	sqlite3_stmt *questions[QUESTION_COUNT];
};

static const char *const questions[QUESTION_COUNT] = {
	[ASK_EFFECT_STATE] = "SELECT state FROM outbox WHERE key = ?",
	[ASK_CASE_STATE] = "SELECT state FROM cases WHERE ticket = ?",
	[ASK_CASE_REVISION] = "SELECT revision FROM cases WHERE ticket = ?",
	[ASK_CASE_MESSAGES] = "SELECT customer_messages FROM cases WHERE ticket = ?",
	[ASK_CASE_DOUBTFUL] = "SELECT 1 FROM outbox o JOIN cases c ON c.id = o.case_id "
			      "WHERE c.ticket = ? AND o.state = 'doubtful'",
	[ASK_OPEN_EFFECT] =
		"SELECT c.ticket || ' ' || o.key || ' ' || o.state FROM outbox o "
		"JOIN cases c ON c.id = o.case_id "
		"WHERE o.state IN ('pending', 'leaving', 'unsettled') AND ? IS NOT NULL",
	[ASK_NEWEST_DECISION] = "SELECT max(id) FROM decisions WHERE ? IS NOT NULL",
	[ASK_DECISION_FACTS] = "SELECT facts FROM decisions WHERE id = ?",
	[ASK_DECISION_SOURCES] = "SELECT sources FROM decisions WHERE id = ?",
	[ASK_DECISION_AT] = "SELECT decided_at FROM decisions WHERE id = ?",
	[ASK_DECISION_JSON] = "SELECT decision FROM decisions WHERE id = ?",
	[ASK_DECISION_POLICY] = "SELECT p.text FROM decisions d JOIN policies p "
				"ON p.hash = d.policy_hash WHERE d.id = ?",
};

/* Children before their parents. */
static const char forget_sql[] =
	"BEGIN; DELETE FROM outbox; DELETE FROM decisions; DELETE FROM policies;"
	"DELETE FROM verdicts; DELETE FROM reviews; DELETE FROM bands; DELETE FROM fingerprints;"
	"DELETE FROM exemptions; DELETE FROM pauses; DELETE FROM clock_doubts; DELETE FROM audit; "
	"DELETE FROM cases; DELETE "
	"FROM left_alone; DELETE FROM cursors; COMMIT";
static const char clear_sql[] =
	"BEGIN; DELETE FROM traits; DELETE FROM orders; DELETE FROM usage; DELETE FROM accounts;"
	"DELETE FROM refunds; DELETE FROM imports; COMMIT";

static const char no_mark_sql[] =
	"CREATE TEMP TRIGGER no_mark AFTER UPDATE OF state ON main.outbox "
	"WHEN new.state = 'leaving' "
	"BEGIN UPDATE outbox SET state = 'pending' WHERE id = new.id; END";

static sqlite3 *opened; /* the newest connection of the process */

static int on_open(sqlite3 *handle, char **message, const struct sqlite3_api_routines *api)
{
	(void)message;
	(void)api;
	opened = handle;
	return SQLITE_OK;
}

/* Not zero: the commit fails, as on a full disk. */
static int on_commit(void *arg)
{
	return ((struct disk *)arg)->is_full;
}

static int on_statement(unsigned event, void *arg, void *statement, void *sql)
{
	struct disk *disk = arg;

	(void)event;
	(void)statement;
	(void)sql;
	if (disk->countdown > 0 && --disk->countdown == 0)
		sqlite3_interrupt(disk->handle);
	return 0;
}

static void run(struct disk *disk, const char *sql)
{
	struct disk before = *disk;
	int code;

	disk->countdown = 0;
	disk->is_full = false;
	code = sqlite3_exec(disk->handle, sql, NULL, NULL, NULL);
	disk->countdown = before.countdown;
	disk->is_full = before.is_full;
	must(code == SQLITE_OK ? disk : NULL);
}

/* The backup of SQLite leaves both as they are when it succeeds, and nothing here makes it fail. */
static void copy_over(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

	sqlite3_backup_step(backup, -1);
	must(sqlite3_backup_finish(backup) == SQLITE_OK ? backup : NULL);
}

static void close_ledger(struct disk *disk)
{
	for (int i = 0; i < QUESTION_COUNT; i++) {
		sqlite3_finalize(disk->questions[i]);
		disk->questions[i] = NULL;
	}
	TALLOC_FREE(disk->ledger);
}

static int close_disk(struct disk *disk)
{
	close_ledger(disk);
	sqlite3_close(disk->copy);
	return 0;
}

static bool prepare(struct disk *disk, struct error *error)
{
	for (int i = 0; i < QUESTION_COUNT; i++)
		if (sqlite3_prepare_v3(disk->handle, questions[i], -1, SQLITE_PREPARE_PERSISTENT,
				       &disk->questions[i], NULL) != SQLITE_OK)
			return error_set(error, ERROR_STATE, "%s: %s", questions[i],
					 sqlite3_errmsg(disk->handle));
	return true;
}

static bool open_ledger(struct disk *disk, struct error *error)
{
	close_ledger(disk);
	sqlite3_auto_extension((void (*)(void))on_open);
	disk->ledger = ledger_open(disk, "/nonexistent", LEDGER_REHEARSE, error);
	sqlite3_reset_auto_extension();
	disk->handle = opened;
	if (disk->ledger == NULL || !prepare(disk, error))
		return false;
	sqlite3_commit_hook(disk->handle, on_commit, disk);
	sqlite3_trace_v2(disk->handle, SQLITE_TRACE_STMT, on_statement, disk);
	disk->is_worn = false;
	return true;
}

struct disk *disk_new(const void *ctx)
{
	struct disk *disk = NEW(ctx, struct disk);

	sqlite3_open(":memory:", &disk->copy);
	disk->is_worn = true;
	talloc_set_destructor(disk, close_disk);
	return disk;
}

struct ledger *disk_ledger(const struct disk *disk)
{
	return disk->ledger;
}

bool disk_reset(struct disk *disk, enum fault fault, struct error *error)
{
	disk->is_full = false;
	disk->has_copy = false;
	disk->countdown = 0;
	if (disk->is_worn && !open_ledger(disk, error))
		return false;
	disk_lose(disk, true);
	if (fault == FAULT_NO_MARK)
		run(disk, no_mark_sql);
	disk->is_worn = fault == FAULT_NO_MARK;
	return true;
}

void disk_lose(struct disk *disk, bool with_imports)
{
	run(disk, forget_sql);
	if (with_imports)
		run(disk, clear_sql);
}

void disk_copy(struct disk *disk)
{
	copy_over(disk->copy, disk->handle);
	disk->has_copy = true;
}

bool disk_restore(struct disk *disk)
{
	if (disk->has_copy)
		copy_over(disk->handle, disk->copy);
	disk->is_worn = disk->is_worn || disk->has_copy;
	return disk->has_copy;
}

void disk_crash(struct disk *disk)
{
	disk_disturb(disk, 0);
	ledger_rollback(disk->ledger);
}

void disk_fill(struct disk *disk, bool is_full)
{
	disk->is_full = is_full;
}

void disk_disturb(struct disk *disk, int statements)
{
	disk->countdown = statements;
}

void disk_save_cursor(struct disk *disk, const char *system, const char *cursor)
{
	char *sql =
		sqlite3_mprintf("INSERT OR REPLACE INTO cursors VALUES (%Q, %Q)", system, cursor);

	run(disk, sql);
	sqlite3_free(sql);
}

char *disk_ask(struct disk *disk, const void *ctx, enum question question, const char *about)
{
	sqlite3_stmt *statement = disk->questions[question];
	int countdown = disk->countdown;
	char *answer = NULL;

	disk->countdown = 0;
	sqlite3_bind_text(statement, 1, about, -1, SQLITE_STATIC);
	if (sqlite3_step(statement) == SQLITE_ROW &&
	    sqlite3_column_type(statement, 0) != SQLITE_NULL)
		answer = text_copy(ctx, (const char *)sqlite3_column_text(statement, 0));
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	disk->countdown = countdown;
	return answer;
}

bool disk_is_idle(const struct disk *disk)
{
	return sqlite3_get_autocommit(disk->handle) != 0;
}
