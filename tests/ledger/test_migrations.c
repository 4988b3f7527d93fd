#include "ledger/columns.h"
#include "ledger/db.h"
#include "ledger/fixture.h"
#include "ledger/check.h"
#include "ledger/clock_doubts.h"
#include "ledger/reviews.h"

TestSuite(migrations, .init = ledger_make, .fini = folder_remove);

static char *text_of_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = talloc_zero_size(ctx, 1 << 18);

	cr_assert_not_null(file, "%s cannot be opened", path);
	cr_assert_lt(fread(text, 1, (1 << 18) - 1, file), (1 << 18) - 1);
	fclose(file);
	return text;
}

Test(migrations, the_schema_is_the_golden_one)
{
	const char *schema = database_ask("SELECT sql || ';' FROM sqlite_schema "
					  "WHERE sql IS NOT NULL ORDER BY rowid");

	cr_expect_str_eq(schema, text_of_file(TESTS_DIR "/ledger/schema.golden"),
			 "the schema is now:\n%s", schema);
}

Test(migrations, the_version_is_stamped_and_the_file_sound)
{
	expect_database("PRAGMA user_version", text_format(ctx, "%d\n", ledger_schema_version()));
	expect_database("PRAGMA integrity_check; PRAGMA foreign_key_check", "ok\n");
}

/* The words of a CHECK stand in an old migration: they must not drift from the program's. */
static void expect_words(const char *table, const char *column, struct words words)
{
	const char *sql = database_ask(
		text_format(ctx, "SELECT sql FROM sqlite_schema WHERE name = '%s'", table));
	const char *check = strstr(sql, text_format(ctx, "CHECK (%s IN (", column));
	size_t count = 0;

	cr_assert_not_null(check, "%s.%s has no CHECK", table, column);
	for (const char *at_word = check; at_word < strstr(check, "))"); at_word++)
		count += *at_word == '\'';
	cr_expect_eq(count, 2 * words.count, "%s.%s", table, column);
	for (size_t i = 0; i < words.count; i++) {
		const char *word = strstr(check, text_format(ctx, "'%s'", words.list[i]));

		cr_expect(word != NULL && word < strstr(check, "))"), "%s.%s lacks %s", table,
			  column, words.list[i]);
	}
}

Test(migrations, the_database_knows_the_same_words_as_the_program)
{
	expect_words("imports", "kind", import_kind_words);
	expect_words("orders", "action", fact_info(FACT_ORDER_ACTION)->words);
	expect_words("orders", "status", fact_info(FACT_ORDER_STATUS)->words);
	expect_words("orders", "origin", fact_info(FACT_ORDER_ORIGIN)->words);
	expect_words("accounts", "suspended", fact_info(FACT_ACCOUNT_SUSPENDED)->words);
	expect_words("cases", "state", case_state_words);
	expect_words("reviews", "ending", review_ending_words);
	expect_words("reviews", "claim_way", review_way_words);
	expect_words("verdicts", "verdict", verdict_words);
	expect_words("verdicts", "state", verdict_state_words);
	expect_words("verdicts", "way", review_way_words);
	expect_words("decisions", "outcome", outcome_words);
	expect_words("outbox", "kind", effect_kind_words);
	expect_words("outbox", "state", effect_state_words);
	expect_words("clock_doubts", "why", (struct words){clock_doubt_words.list + 1, 3});
}

Test(migrations, the_imported_tables_have_the_columns_of_the_files)
{
	for (size_t i = 0; i < import_kind_words.count; i++) {
		const struct import_kind *kind = &import_kinds[i];
		struct buffer *names = buffer_new(ctx);

		cr_expect_str_eq(kind->name, import_kind_words.list[i]);
		for (size_t j = 0; j < kind->count; j++)
			buffer_add_format(names, "%s\n", kind->columns[j].name);
		expect_database(text_format(ctx,
					    "SELECT name FROM pragma_table_info('%s') "
					    "WHERE name NOT IN ('import_id', 'line')",
					    kind->name),
				names->bytes);
		if (kind->currency >= 0)
			cr_expect_str_eq(kind->columns[kind->currency].name, "currency");
	}
}

/* The folder then holds the ledger that the file makes. */
static void put_ledger(const char *name)
{
	char *path = text_format(ctx, "%s/ledger/%s", TESTS_DIR, name);
	sqlite3 *database;

	TALLOC_FREE(ledger);
	cr_assert_eq(unlink(text_format(ctx, "%s/ledger.sqlite", dir)), 0);
	database = database_open();
	cr_assert_eq(sqlite3_exec(database, text_of_file(path), NULL, NULL, NULL), SQLITE_OK, "%s",
		     sqlite3_errmsg(database));
	sqlite3_close(database);
}

static void expect_upgrade(const char *sql, const char *answer)
{
	cr_expect_str_eq(database_ask(sql), answer, "%s gives\n%s", sql, database_ask(sql));
}

Test(migrations, a_ledger_of_version_1_keeps_all_it_knows)
{
	const char *schema = database_ask("SELECT sql FROM sqlite_schema ORDER BY name");

	put_ledger("version-1.sql");
	ledger = ledger_open(ctx, dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	cr_expect_str_eq(database_ask("SELECT sql FROM sqlite_schema ORDER BY name"), schema,
			 "an old ledger and a new one have the same schema");
	expect_upgrade("PRAGMA integrity_check; PRAGMA foreign_key_check", "ok\n");
	expect_upgrade("SELECT id, system, ticket, revision, state, order_id, requester_uin, "
		       "linked_to, questions, customer_messages, asked_at, changed_at, wait_until "
		       "FROM cases",
		       "1|spool|1001|1|answered|A1|100000000001|null|0|1|10|11|0\n"
		       "2|spool|1002|2|answered|A2|100000000002|null|1|2|20|21|0\n"
		       "3|spool|1003|1|flagged|A3|null|null|0|1|30|31|0\n"
		       "4|spool|1004|1|waiting|null|null|null|0|1|40|41|42\n");
	expect_upgrade("SELECT id, case_id, revision, kind, state, attempts, due_at, added_at, "
		       "left_at, settled_at, reason FROM outbox",
		       "1|1|1|reply|done|0|11|11|null|12|null\n"
		       "2|2|1|reply|overtaken|0|20|20|null|21|null\n"
		       "3|2|2|reply|pending|2|25|21|null|null|no answer\n"
		       "4|3|1|reply|stood-back|0|31|31|null|32|null\n");
	expect_upgrade("SELECT * FROM approvals", "spool|1001|A1|10|10|USD|41851\n"
						  "spool|1002|A2|20|20|USD|1\n");
	expect_upgrade("SELECT case_id, revision, opened_at FROM reviews", "3|1|31\n");
	expect_upgrade("SELECT count(*) FROM decisions; SELECT * FROM left_alone",
		       "4\nspool|1005|another product|50\n");
}

Test(migrations, references_hold_again_after_an_upgrade)
{
	struct decision_row orphan = decision_of(4711);

	put_ledger("version-1.sql");
	ledger = ledger_open(ctx, dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	cr_expect_not(decision_save(ledger, &orphan, &error));
}

Test(migrations, what_cannot_be_brought_up_to_date_stays_as_it_is)
{
	static const char broken[] = "PRAGMA foreign_keys = OFF; DELETE FROM cases WHERE id = 1";

	put_ledger("version-1.sql");
	database_ask(broken);
	cr_expect_null(ledger_open(ctx, dir, LEDGER_WRITE, &error));
	cr_expect_str_eq(error.text, "migration 2 of the ledger: 2 rows would refer to what is "
				     "not there");
	expect_database("PRAGMA user_version; SELECT count(*) FROM cases", "1\n3\n");
}

/* What a subquery gives is read whole, and so is no table at all. */
static bool reads_whole_table(const char *plan)
{
	while ((plan = strstr(plan, "|SCAN ")) != NULL) {
		plan += strlen("|SCAN ");
		if (strncmp(plan, "CONSTANT ROW", 12) != 0 && strncmp(plan, "(subquery-", 10) != 0)
			return true;
	}
	return false;
}

/* They were written by the program of then; tests/daemon/upgrade.sh judges their decisions again.
 */
Test(migrations, what_each_earlier_version_wrote_is_brought_up_to_date_and_sound)
{
	for (int version = 1; version < ledger_schema_version(); version++) {
		struct ledger_health health;

		put_ledger(text_format(ctx, "upgrade-%d.sql", version));
		expect_database("PRAGMA user_version", text_format(ctx, "%d\n", version));
		ledger = ledger_open(ctx, dir, LEDGER_WRITE, &error);
		cr_assert_not_null(ledger, "%d: %s", version, error.text);
		ASSERT(ledger_check(ledger, ctx, NULL, &health, &error));
		for (int part = 0; part < PART_COUNT; part++)
			cr_expect_null(health.wrong[part], "version %d, %s: %s", version,
				       ledger_part_words.list[part], health.wrong[part]);
		expect_upgrade("SELECT ticket, state FROM cases ORDER BY ticket",
			       "1001|answered\n1002|flagged\n1003|flagged\n1004|flagged\n"
			       "1006|asked\n");
		expect_upgrade("SELECT sum(state = 'done'), sum(state = 'pending') FROM outbox",
			       "8|1\n");
		expect_upgrade("SELECT currency, total FROM approvals", "USD|41851\n");
	}
}

Test(migrations, what_a_newer_version_wrote_is_refused_in_a_sentence)
{
	TALLOC_FREE(ledger);
	database_ask("PRAGMA user_version = 99");
	cr_expect_null(ledger_open(ctx, dir, LEDGER_WRITE, &error));
	cr_expect_str_eq(error.text,
			 text_format(ctx,
				     "%s/ledger.sqlite was written by a newer refundd (its schema "
				     "is 99, this program knows %d): use that one",
				     dir, ledger_schema_version()));
	expect_database("PRAGMA user_version", "99\n");
}

Test(migrations, no_hot_statement_reads_a_whole_table)
{
	static const struct {
		const char *name, *sql;
	} statements[] = {
#define X(identifier, sql) {#identifier, sql},
		STATEMENTS(X)
#undef X
	};

	for (size_t i = 0; i < STATEMENT_COUNT; i++) {
		const char *plan =
			database_ask(text_format(ctx, "EXPLAIN QUERY PLAN %s", statements[i].sql));
		bool is_hot = strncmp(statements[i].name, "OVERVIEW_", 9) != 0;

		cr_expect(!is_hot || !reads_whole_table(plan), "%s:\n%s", statements[i].name, plan);
		/* The effects of one case are few. */
		cr_expect(!is_hot || i == SQL_EFFECT_LIST_CASE ||
				  strstr(plan, "TEMP B-TREE") == NULL,
			  "%s:\n%s", statements[i].name, plan);
	}
}
