#include "ledger/columns.h"
#include "ledger/db.h"
#include "ledger/fixture.h"

TestSuite(migrations, .init = ledger_make, .fini = folder_remove);

static char *text_of_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = talloc_zero_size(ctx, 1 << 16);

	cr_assert_not_null(file, "%s cannot be opened", path);
	cr_assert_lt(fread(text, 1, (1 << 16) - 1, file), (1 << 16) - 1);
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
	expect_words("decisions", "outcome", outcome_words);
	expect_words("outbox", "kind", effect_kind_words);
	expect_words("outbox", "state", effect_state_words);
}

Test(migrations, the_imported_tables_have_the_columns_of_the_files)
{
	for (size_t i = 0; i < import_kind_words.count; i++) {
		const struct import_kind *kind = &import_kinds[i];
		struct buffer *names = buffer_new(ctx);

		cr_expect_str_eq(kind->name, import_kind_words.list[i]);
		for (size_t j = 0; j < kind->count; j++)
			buffer_add_format(names, "%s\n", kind->columns[j].name);
		buffer_add_text(names, "import_id\nline\n");
		expect_database(
			text_format(ctx, "SELECT name FROM pragma_table_info('%s')", kind->name),
			names->bytes);
		if (kind->currency >= 0)
			cr_expect_str_eq(kind->columns[kind->currency].name, "currency");
	}
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

		cr_expect(!is_hot || strstr(plan, "|SCAN ") == NULL ||
				  strstr(plan, "|SCAN CONSTANT ROW") != NULL,
			  "%s:\n%s", statements[i].name, plan);
		cr_expect(!is_hot || strstr(plan, "TEMP B-TREE") == NULL, "%s:\n%s",
			  statements[i].name, plan);
	}
}
