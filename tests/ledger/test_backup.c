#include "base/memory.h"
#include "ledger/audit_verify.h"
#include "ledger/backup.h"
#include "ledger/check.h"
#include "ledger/fixture.h"
#include "ledger/forget.h"
#include "ledger/pauses.h"

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

static char *file; /* the backup */

static void begin(void)
{
	ledger_make();
	file = text_format(ctx, "%s.backup", dir);
}

static void end(void)
{
	glob_t left;

	TALLOC_FREE(ledger);
	if (glob(text_format(ctx, "%s/ledger.sqlite.*", dir), 0, NULL, &left) == 0) {
		for (size_t i = 0; i < left.gl_pathc; i++)
			unlink(left.gl_pathv[i]);
		globfree(&left);
	}
	unlink(file);
	unlink(text_format(ctx, "%s.part", file));
	folder_remove();
}

TestSuite(backup, .init = begin, .fini = end);

static struct backup back_up(void)
{
	struct backup backup = {.version = 0};

	ASSERT(ledger_backup(dir, file, NULL, &backup, &error));
	return backup;
}

static struct restoring restore(void)
{
	struct restoring restoring = {.aside = NULL};

	TALLOC_FREE(ledger);
	ASSERT(ledger_restore(ctx, dir, file, "mei", NOW, NULL, &restoring, &error));
	return restoring;
}

static void reopen(void)
{
	ledger = ledger_open(ctx, dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
}

static void expect_sound(void)
{
	struct ledger_health health;

	ASSERT(ledger_check(ledger, ctx, NULL, &health, &error));
	for (int part = 0; part < PART_COUNT; part++)
		cr_expect_null(health.wrong[part], "%s: %s", ledger_part_words.list[part],
			       health.wrong[part]);
	cr_expect(health.is_sound);
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static void approve_and_commit(const char *ticket)
{
	approve(ticket, ticket);
	ASSERT(cursor_save(ledger, "spool", "17", &error));
	ASSERT(ledger_commit(ledger, &error));
}

/* What stands in a file of a ledger. */
static const char *ask_file(const char *path, const char *sql)
{
	sqlite3 *database;
	sqlite3_stmt *statement;
	const char *answer;

	cr_assert_eq(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	cr_assert_eq(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK, "%s",
		     sqlite3_errmsg(database));
	cr_assert_eq(sqlite3_step(statement), SQLITE_ROW);
	answer = text_copy(ctx, (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(database);
	return answer;
}

/* ---- backups ---- */

Test(backup, it_holds_what_was_committed_in_one_private_file)
{
	struct backup backup;
	struct stat found;

	approve_and_commit("1001");
	approve("1002", "1002"); /* and not committed */
	backup = back_up();
	cr_assert_eq(stat(file, &found), 0);
	cr_expect_eq(found.st_mode & 0777, 0600);
	cr_expect_eq(found.st_size, backup.bytes);
	cr_expect_eq(backup.version, ledger_schema_version());
	cr_expect(backup.is_checked);
	cr_expect_eq(backup.head.id, 2);
	cr_expect_str_eq(ask_file(file, "SELECT group_concat(ticket) FROM cases"), "1001");
	cr_expect_str_eq(ask_file(file, "PRAGMA journal_mode"), "delete");
	cr_expect_not(is_there(text_format(ctx, "%s-wal", file)));
	cr_expect_not(is_there(text_format(ctx, "%s.part", file)));
}

Test(backup, it_never_takes_the_place_of_a_file)
{
	struct backup backup;

	close(open(file, O_CREAT | O_WRONLY, 0600));
	cr_expect_not(ledger_backup(dir, file, NULL, &backup, &error));
	cr_expect_eq(error.kind, ERROR_USE);
	cr_expect_str_eq(error.text, text_format(ctx,
						 "%s is there already: a backup never takes the "
						 "place of a file",
						 file));
}

Test(backup, what_a_kill_left_is_taken_over_but_not_from_under_another_one)
{
	char *part = text_format(ctx, "%s.part", file);
	int other = open(part, O_CREAT | O_RDWR, 0644);
	struct backup backup;

	cr_assert_eq(write(other, "half of it", 10), 10);
	cr_assert_eq(flock(other, LOCK_EX), 0);
	cr_expect_not(ledger_backup(dir, file, NULL, &backup, &error));
	cr_expect_eq(error.kind, ERROR_BUSY);
	close(other);
	back_up();
	cr_expect_not(is_there(part));
}

Test(backup, a_link_in_its_way_is_not_followed)
{
	char *part = text_format(ctx, "%s.part", file);
	struct backup backup;

	cr_assert_eq(symlink("/dev/null", part), 0);
	cr_expect_not(ledger_backup(dir, file, NULL, &backup, &error));
	unlink(part);
}

Test(backup, what_is_damaged_is_no_backup)
{
	struct backup backup;

	approve_and_commit("1001");
	database_ask("UPDATE audit SET actor = 'nobody' WHERE id = 1");
	cr_expect_not(ledger_backup(dir, file, NULL, &backup, &error));
	cr_expect_not_null(strstr(error.text, "row 1 is not right"), "%s", error.text);
	cr_expect_not(is_there(file));
	cr_expect_not(is_there(text_format(ctx, "%s.part", file)));
}

Test(backup, where_there_is_no_ledger_there_is_none)
{
	struct backup backup;

	cr_expect_not(ledger_backup("/nonexistent", file, NULL, &backup, &error));
	cr_expect_eq(error.kind, ERROR_ABSENT);
}

/* Another process writes all the time. */
static pid_t start_writer(void)
{
	pid_t writer;

	TALLOC_FREE(ledger);
	writer = fork();
	if (writer == 0) {
		reopen();
		for (int i = 0;; i++)
			approve_and_commit(text_format(ctx, "%d", i));
	}
	return writer;
}

Test(backup, under_writing_each_is_of_one_moment, .timeout = 120)
{
	pid_t writer = start_writer();
	int64_t newest = 0;

	for (int i = 0; i < 20; i++) {
		struct backup backup;

		if (!ledger_backup(dir, file, NULL, &backup, &error)) {
			/* Before the first commit. */
			cr_assert(newest == 0, "%s", error.text);
			continue;
		}
		cr_expect_geq(backup.head.id, newest);
		newest = backup.head.id;
		/* One transaction is a decision and its reply: two rows. */
		cr_expect_eq(newest % 2, 0);
		cr_expect_str_eq(ask_file(file, "PRAGMA integrity_check"), "ok");
		cr_assert_eq(unlink(file), 0);
	}
	kill(writer, SIGKILL);
	waitpid(writer, NULL, 0);
	cr_expect_gt(newest, 0);
}

/* ---- restoring ---- */

Test(backup, what_is_restored_is_what_was_backed_up)
{
	struct restoring restoring;

	approve_and_commit("1001");
	back_up();
	approve_and_commit("1002");
	restoring = restore();
	cr_expect_eq(restoring.head.id, 2);
	cr_expect_str_eq(ask_file(restoring.aside, "SELECT group_concat(ticket) FROM cases"),
			 "1001,1002");
	cr_expect_not_null(strstr(restoring.aside, "ledger.sqlite.before-restore-2023"), "%s",
			   restoring.aside);
	reopen();
	expect_database("SELECT ticket FROM cases", "1001\n");
	expect_sound();
	cr_expect_not(is_there(text_format(ctx, "%s/ledger.sqlite.restored", dir)));
}

Test(backup, a_restored_ledger_has_no_cursor_and_nothing_that_could_just_leave)
{
	struct restoring restoring;

	approve_and_commit("1001");
	approve_and_commit("1002");
	approve_and_commit("1003");
	ASSERT(effect_leave(ledger, text_format(ctx, "%032x", 2), NOW, &error));
	ASSERT(effect_settle(ledger, text_format(ctx, "%032x", 3), EFFECT_DONE, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	back_up();
	restoring = restore();
	cr_expect_eq(restoring.unsettled, 2);
	reopen();
	expect_database("SELECT state, left_at IS NOT NULL FROM outbox ORDER BY id",
			"unsettled|1\nunsettled|1\ndone|0\n");
	expect_database("SELECT count(*) FROM cursors", "0\n");
}

Test(backup, it_is_recorded_by_whom_and_from_what)
{
	approve_and_commit("1001");
	back_up();
	restore();
	reopen();
	expect_database("SELECT kind, actor, json_extract(detail, '$.file', '$.unsettled') "
			"FROM audit ORDER BY id DESC LIMIT 1",
			text_format(ctx, "restore|mei|[\"%s\",1]\n", file));
	expect_sound();
}

Test(backup, who_was_forgotten_since_is_forgotten_again)
{
	struct forgetting done;
	struct restoring restoring;

	import_all_of("accounts",
		      "uin,entity,suspended,frozen,as_of,email,phone\n"
		      "100000000001,E-1,none,0.00,2023-03-01T00:00:00Z,ann@example.com,\n"
		      "100000000002,E-2,none,0.00,2023-03-01T00:00:00Z,bob@example.com,\n");
	back_up();
	ASSERT(ledger_forget(ledger, "100000000001", "carol", NOW, &done, &error));
	restoring = restore();
	cr_expect_eq(restoring.forgotten, 1);
	reopen();
	expect_database("SELECT uin, email FROM accounts; SELECT account FROM forgotten",
			"100000000001|null\n100000000002|bob@example.com\n100000000001\n");
	expect_sound();
}

Test(backup, what_was_paused_since_stays_paused)
{
	struct restoring restoring;
	bool has_changed;

	back_up();
	ASSERT(pause_begin(ledger, "carol", "wrong prices", NOW, &has_changed, &error));
	ASSERT(ledger_commit(ledger, &error));
	restoring = restore();
	cr_expect(restoring.is_paused_again);
	reopen();
	expect_database("SELECT paused_by, reason FROM pauses WHERE resumed_at IS NULL",
			"carol|wrong prices\n");
	expect_sound();
}

Test(backup, on_an_empty_machine_it_is_restored_too)
{
	struct restoring restoring;

	approve_and_commit("1001");
	back_up();
	TALLOC_FREE(ledger);
	unlink(text_format(ctx, "%s/ledger.sqlite", dir));
	restoring = restore();
	cr_expect_null(restoring.aside);
	reopen();
	expect_database("SELECT ticket FROM cases", "1001\n");
}

Test(backup, who_could_read_the_ledger_can_read_the_one_that_takes_its_place)
{
	static const mode_t modes[] = {0600, 0640};
	char *path = text_format(ctx, "%s/ledger.sqlite", dir);
	struct stat found;

	approve_and_commit("1001");
	back_up();
	TALLOC_FREE(ledger);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		struct restoring restoring;

		cr_assert_eq(chmod(path, modes[i]), 0);
		restoring = restore();
		cr_assert_eq(stat(path, &found), 0);
		cr_expect_eq(found.st_mode & 0777, modes[i]);
		unlink(restoring.aside);
	}
	reopen();
}

/* Its log would be folded into the other file. */
Test(backup, the_log_of_a_ledger_that_cannot_be_read_is_out_of_the_way)
{
	char *path = text_format(ctx, "%s/ledger.sqlite", dir);
	FILE *broken;

	approve_and_commit("1001");
	back_up();
	TALLOC_FREE(ledger);
	broken = fopen(path, "w");
	fputs("this is no database at all, but it is long enough to look at", broken);
	fclose(broken);
	broken = fopen(text_format(ctx, "%s-wal", path), "w");
	fputs("nor is this a log", broken);
	fclose(broken);
	restore();
	cr_expect_not(is_there(text_format(ctx, "%s-wal", path)));
	reopen();
	expect_sound();
}

static void expect_refused(const char *sentence)
{
	struct restoring restoring;

	cr_expect_not(ledger_restore(ctx, dir, file, "mei", NOW, NULL, &restoring, &error));
	cr_expect_not_null(strstr(error.text, sentence), "%s", error.text);
	cr_expect_not(is_there(text_format(ctx, "%s/ledger.sqlite.restored", dir)));
}

static void change_file(const char *sql)
{
	sqlite3 *database;

	cr_assert_eq(sqlite3_open(file, &database), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK, "%s",
		     sqlite3_errmsg(database));
	sqlite3_close(database);
}

Test(backup, what_is_no_sound_ledger_of_ours_is_refused)
{
	static const struct {
		const char *sql, *sentence;
	} cases[] = {
		{"PRAGMA user_version = 99", "was written by a newer refundd"},
		{"PRAGMA application_id = 1", "is not a ledger of refundd"},
		{"PRAGMA foreign_keys = OFF; DELETE FROM cases", "it is not sound (references)"},
		{"CREATE TABLE more (a)", "it is not sound (schema)"},
		{"UPDATE audit SET actor = 'me'", "it is not sound (record): row 1 is not right"},
	};

	approve_and_commit("1001");
	TALLOC_FREE(ledger);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		back_up();
		change_file(cases[i].sql);
		expect_refused(cases[i].sentence);
		unlink(file);
	}
	expect_refused("there is no file");
	close(open(file, O_CREAT | O_WRONLY, 0600));
	expect_refused("is not a ledger of refundd");
	reopen();
	expect_database("SELECT ticket FROM cases", "1001\n");
}

Test(backup, while_somebody_works_on_the_folder_nothing_is_restored)
{
	approve_and_commit("1001");
	back_up();
	expect_refused("another refundd or refundctl works on");
}

/* ---- checks ---- */

Test(backup, a_check_says_which_part_is_wrong)
{
	static const struct {
		const char *sql;
		enum ledger_part part;
		const char *wrong;
	} cases[] = {
		{"PRAGMA foreign_keys = OFF; UPDATE decisions SET case_id = 9", PART_REFERENCES,
		 "a row of decisions refers to one of cases that is not there"},
		{"UPDATE decisions SET case_id = 1; CREATE INDEX more ON cases (ticket)",
		 PART_SCHEMA, "its tables, views and indexes are not those of its version"},
		{"DROP INDEX more; UPDATE audit SET detail = ''", PART_RECORD,
		 "row 1 is not right: its hash does not follow from the row and the one before: it "
		 "was changed, or stood elsewhere"},
	};

	approve_and_commit("1001");
	expect_sound();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ledger_health health;

		database_ask(cases[i].sql);
		ASSERT(ledger_check(ledger, ctx, NULL, &health, &error));
		cr_expect_not(health.is_sound);
		cr_assert_not_null(health.wrong[cases[i].part], "case %zu", i);
		cr_expect_str_eq(health.wrong[cases[i].part], cases[i].wrong);
	}
}
