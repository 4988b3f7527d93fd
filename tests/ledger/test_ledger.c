#include "ledger/fixture.h"

#include <sys/stat.h>

TestSuite(ledger, .init = folder_make, .fini = folder_remove);

static struct ledger *opened(enum ledger_mode mode)
{
	struct ledger *it = ledger_open(ctx, dir, mode, &error);

	cr_assert_not_null(it, "%s", error.text);
	return it;
}

static void expect_refused(enum ledger_mode mode, enum error_kind kind, const char *words)
{
	cr_expect_null(ledger_open(ctx, dir, mode, &error));
	cr_expect_eq(error.kind, kind, "%s", error.text);
	cr_expect_not_null(strstr(error.text, words), "%s", error.text);
}

static int mode_of(const char *name)
{
	struct stat status;

	cr_assert_eq(stat(text_format(ctx, "%s/%s", dir, name), &status), 0);
	return status.st_mode & 0777;
}

static void save_case(const char *ticket)
{
	struct case_row row = case_of(ticket, CASE_NEW);

	ASSERT(case_save(ledger, &row, &error));
}

/* The index is part of it: who may not read that reads nothing. */
Test(ledger, the_folder_and_the_files_are_for_the_owner_and_by_the_umask_for_the_group_to_read)
{
	static const struct {
		mode_t umask;
		int folder, file;
	} cases[] = {{0077, 0700, 0600}, {0027, 0750, 0640}, {0000, 0750, 0640}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		folder_remove();
		folder_make();
		rmdir(dir);
		umask(cases[i].umask);
		ledger = opened(LEDGER_WRITE);
		save_case("1");
		cr_expect_eq(mode_of(""), cases[i].folder);
		cr_expect_eq(mode_of("ledger.sqlite"), cases[i].file);
		cr_expect_eq(mode_of("ledger.sqlite-wal"), cases[i].file);
		cr_expect_eq(mode_of("ledger.sqlite-shm"), cases[i].file);
		cr_expect_eq(mode_of("lock"), 0600);
	}
}

Test(ledger, a_folder_that_cannot_be_made_is_named)
{
	cr_expect_null(ledger_open(ctx, "/dev/null/x", LEDGER_WRITE, &error));
	cr_expect_eq(error.kind, ERROR_IO);
	cr_expect_not_null(strstr(error.text, "/dev/null/x"), "%s", error.text);
}

Test(ledger, the_file_is_written_ahead_and_synced)
{
	opened(LEDGER_WRITE);
	expect_database("PRAGMA journal_mode", "wal\n");
	expect_database("PRAGMA application_id", "1380339268\n");
}

Test(ledger, one_writer_at_a_time)
{
	struct ledger *first = opened(LEDGER_WRITE);

	expect_refused(LEDGER_WRITE, ERROR_BUSY, "another refundd or refundctl works on /tmp/");
	talloc_free(first);
	opened(LEDGER_WRITE);
}

Test(ledger, readers_come_in_beside_the_writer)
{
	struct case_row row;
	bool found;

	ledger = opened(LEDGER_WRITE);
	save_case("1");
	ASSERT(case_find(opened(LEDGER_READ), ctx, "spool", "1", &row, &found, &error));
	cr_expect_not(found, "it was seen before it was committed");
	ASSERT(ledger_commit(ledger, &error));
	ASSERT(case_find(opened(LEDGER_READ), ctx, "spool", "1", &row, &found, &error));
	cr_expect(found);
}

Test(ledger, a_reader_cannot_write)
{
	struct case_row row = case_of("1", CASE_NEW);

	talloc_free(opened(LEDGER_WRITE));
	cr_expect_not(case_save(opened(LEDGER_READ), &row, &error));
	cr_expect_eq(error.kind, ERROR_USE, "%s", error.text);
}

Test(ledger, a_reader_finds_no_ledger_where_none_is)
{
	expect_refused(LEDGER_READ, ERROR_ABSENT, "there is no ledger in");
	cr_expect_neq(access(text_format(ctx, "%s/ledger.sqlite", dir), F_OK), 0);
}

Test(ledger, a_reader_leaves_upgrading_to_the_daemon)
{
	talloc_free(opened(LEDGER_WRITE));
	database_ask("PRAGMA user_version = 0");
	expect_refused(LEDGER_READ, ERROR_STATE, "start refundd once to upgrade it");
}

Test(ledger, a_newer_ledger_is_refused_in_every_mode)
{
	talloc_free(opened(LEDGER_WRITE));
	database_ask("PRAGMA user_version = 99");
	for (int mode = LEDGER_WRITE; mode <= LEDGER_REHEARSE; mode++)
		expect_refused((enum ledger_mode)mode, ERROR_STATE, "newer refundd");
	expect_database("PRAGMA user_version", "99\n");
}

Test(ledger, a_migration_that_fails_leaves_nothing_behind)
{
	talloc_free(opened(LEDGER_WRITE));
	database_ask("PRAGMA user_version = 0; DROP TABLE imports");
	expect_refused(LEDGER_WRITE, ERROR_IO, "migration 1 of the ledger");
	expect_database("PRAGMA user_version; SELECT count(*) FROM sqlite_schema "
			"WHERE name = 'imports'",
			"0\n0\n");
}

Test(ledger, somebody_elses_database_is_left_as_it_is)
{
	database_ask("CREATE TABLE theirs (a)");
	for (int mode = LEDGER_WRITE; mode <= LEDGER_REHEARSE; mode++)
		expect_refused((enum ledger_mode)mode, ERROR_STATE, "is not a ledger of refundd");
	expect_database("PRAGMA journal_mode", "delete\n");
}

Test(ledger, a_file_that_is_no_database_is_refused)
{
	FILE *file = fopen(text_format(ctx, "%s/ledger.sqlite", dir), "w");

	fputs("order_id,family and so on, for more than the hundred bytes that a header of "
	      "SQLite's takes, and some more",
	      file);
	fclose(file);
	for (int mode = LEDGER_WRITE; mode <= LEDGER_REHEARSE; mode++)
		expect_refused((enum ledger_mode)mode, ERROR_STATE, "not a database");
}

static char *bytes_of_file(size_t *length)
{
	FILE *file = fopen(text_format(ctx, "%s/ledger.sqlite", dir), "r");
	char *bytes = talloc_size(ctx, 1 << 20);

	*length = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	return bytes;
}

Test(ledger, a_rehearsal_sees_everything_and_keeps_nothing)
{
	struct case_row row;
	size_t before, after;
	char *bytes;
	bool found;

	ledger = opened(LEDGER_WRITE);
	save_case("1");
	ASSERT(ledger_commit(ledger, &error));
	talloc_free(ledger);
	bytes = bytes_of_file(&before);

	ledger = opened(LEDGER_REHEARSE);
	ASSERT(case_find(ledger, ctx, "spool", "1", &row, &found, &error));
	cr_expect(found);
	save_case("2");
	ASSERT(ledger_commit(ledger, &error));
	ASSERT(case_find(ledger, ctx, "spool", "2", &row, &found, &error));
	cr_expect(found);
	talloc_free(ledger);
	cr_expect_arr_eq(bytes, bytes_of_file(&after), before);
	cr_expect_eq(before, after);
}

Test(ledger, a_rehearsal_may_run_beside_the_daemon_or_before_any_ledger)
{
	struct case_row row;
	bool found;

	rmdir(dir);
	ledger = opened(LEDGER_REHEARSE);
	save_case("1");
	cr_expect_neq(access(dir, F_OK), 0);

	ledger = opened(LEDGER_WRITE);
	save_case("2");
	ASSERT(ledger_commit(ledger, &error));
	save_case("3");
	ledger = opened(LEDGER_REHEARSE);
	ASSERT(case_find(ledger, ctx, "spool", "2", &row, &found, &error));
	cr_expect(found);
	ASSERT(case_find(ledger, ctx, "spool", "3", &row, &found, &error));
	cr_expect_not(found);
}

Test(ledger, what_was_not_committed_is_gone_with_the_process)
{
	ledger = opened(LEDGER_WRITE);
	cr_expect_not(ledger_is_dirty(ledger));
	save_case("1");
	cr_expect(ledger_is_dirty(ledger));
	talloc_free(ledger);
	opened(LEDGER_WRITE);
	expect_database("SELECT count(*) FROM cases", "0\n");
}

Test(ledger, committing_nothing_is_no_error_and_rolling_back_neither)
{
	ledger = opened(LEDGER_WRITE);
	ASSERT(ledger_commit(ledger, &error));
	ledger_rollback(ledger);
	ASSERT(ledger_begin(ledger, &error));
	ASSERT(ledger_begin(ledger, &error));
	ASSERT(ledger_commit(ledger, &error));
	cr_expect_not(ledger_is_dirty(ledger));
}

Test(ledger, half_a_turn_never_becomes_durable)
{
	struct effect_row orphan = effect_of(4711, 1);
	struct case_row late = case_of("2", CASE_NEW);

	ledger = opened(LEDGER_WRITE);
	save_case("1");
	cr_expect_not(effect_add(ledger, &orphan, &error));
	cr_expect_eq(error.kind, ERROR_STATE, "%s", error.text);
	cr_expect_not(case_save(ledger, &late, &error), "it was written to a broken turn");
	cr_expect_not_null(strstr(error.text, "FOREIGN KEY"), "%s", error.text);
	cr_expect(ledger_is_dirty(ledger));
	cr_expect_not(ledger_commit(ledger, &error));
	cr_expect_not_null(strstr(error.text, "FOREIGN KEY"), "%s", error.text);
	cr_expect_not(ledger_is_dirty(ledger));
	expect_database("SELECT count(*) FROM cases", "0\n");
	save_case("3");
	ASSERT(ledger_commit(ledger, &error));
	expect_database("SELECT ticket FROM cases", "3\n");
}
