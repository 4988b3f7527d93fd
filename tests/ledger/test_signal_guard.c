#include "ledger/signal_lab.h"

TestSuite(signal_guard, .init = signal_lab_make, .fini = folder_remove);

static void expect_problem(const char *sql, const char *text)
{
	struct signal signal = signal_of(sql);
	struct policy_set set = {.signals = &signal, .signal_count = 1};
	struct problems *problems = problems_new(ctx);

	cr_expect_null(signals_new(ctx, ledger, &set, 2000, problems), "%s is taken", sql);
	cr_expect(problems->count == 1 && strstr(problems->list[0].text, text) != NULL,
		  "%s:\n%s instead of\n%s", sql,
		  problems->count > 0 ? problems->list[0].text : "nothing", text);
}

Test(signal_guard, a_query_can_read_the_views_and_do_nothing_else)
{
	static const struct {
		const char *sql, *problem;
	} refused[] = {
		{"INSERT INTO cases (id) VALUES (1)", "it would write to cases: it may only read"},
		{"UPDATE accounts SET frozen = 0", "it would write to accounts: it may only read"},
		{"DELETE FROM audit", "it would delete from audit: it may only read"},
		{"WITH x AS (SELECT 1) DELETE FROM refunds", "it would delete from refunds"},
		{"DELETE FROM v_orders", "it is a view"},
		{"DROP TABLE audit", "it must be one SELECT over the views"},
		{"CREATE TABLE t (x)", "it must be one SELECT over the views"},
		{"CREATE TEMP TABLE t (x)", "it must be one SELECT over the views"},
		{"ATTACH '/tmp/other' AS other", "it would attach a database: /tmp/other is out"},
		{"DETACH main", "it must be one SELECT over the views"},
		{"VACUUM INTO '/tmp/copy'", "a signal is one SELECT"},
		{"BEGIN", "it would end or begin a transaction (BEGIN)"},
		{"COMMIT", "it would end or begin a transaction (COMMIT)"},
		{"ROLLBACK", "it would end or begin a transaction"},
		{"SAVEPOINT s", "it must be one SELECT"},
		{"PRAGMA synchronous = OFF", "it would use the pragma synchronous"},
		{"PRAGMA journal_mode", "it would use the pragma journal_mode"},
		{"SELECT load_extension('x')", "it calls load_extension(), which a signal cannot"},
		{"SELECT random()", "it calls random(), which a signal cannot use"},
		{"SELECT date('now')", "it calls date(), which a signal cannot use"},
		{"SELECT CURRENT_TIMESTAMP", "it calls current_timestamp()"},
		{"SELECT asked_at()", "it calls asked_at()"},
		{"SELECT * FROM cases", "it reads cases, which is none of the views"},
		{"SELECT count(*) FROM cases", "no such table: cases"},
		{"SELECT * FROM approvals", "it reads approvals, which is none of the views"},
		{"SELECT * FROM approvals_until_asking", "which is none of the views"},
		{"SELECT reason FROM verdicts", "it reads verdicts, which is none of the views"},
		{"SELECT sql FROM sqlite_schema", "which is none of the views"},
		{"SELECT count(*) FROM sqlite_schema", "which is none of the views"},
		{"SELECT * FROM pragma_table_info('cases')", "it must be one SELECT over"},
		{"SELECT count(*) FROM pragma_table_info('cases')", "it must be one SELECT over"},
		{"SELECT value FROM json_each('[1]')", "it must be one SELECT over"},
		{"SELECT 1 WHERE EXISTS (SELECT 1 FROM decisions)", "no such table: decisions"},
		/* Under a name of its own, also under that of a view. */
		{"WITH x AS (SELECT * FROM cases) SELECT * FROM x", "no such table: cases"},
		{"WITH v_orders AS (SELECT * FROM accounts) SELECT * FROM v_orders",
		 "no such table: accounts"},
		{"WITH approvals AS (SELECT * FROM orders) SELECT * FROM approvals",
		 "no such table: orders"},
		{"SELECT * FROM (SELECT reason FROM main.verdicts) v_orders", "verdicts"},
		{"SELECT rowid FROM v_orders", "no such column: rowid"},
		{"SELECT 1; SELECT 2", "a signal is one SELECT, and this goes on behind it"},
		{"SELECT 1; nonsense", "a signal is one SELECT, and this goes on behind it"},
		{"EXPLAIN SELECT 1", "a signal is one SELECT"},
		{"", "a signal is one SELECT"},
		{"-- nothing", "a signal is one SELECT"},
		{"SELECT :acount", "there is no parameter :acount"},
		{"SELECT ?", "there is no parameter ?"},
		{"SELECT @account", "there is no parameter @account"},
		{"SELECT nope FROM v_orders", "no such column: nope"},
		{"SELEC 1", "near \"SELEC\": syntax error"},
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		expect_problem(refused[i].sql, refused[i].problem);
	expect_database("SELECT count(*) FROM audit; PRAGMA journal_mode", "0\nwal\n");
}

Test(signal_guard, what_is_allowed_is_taken)
{
	static const char *const taken[] = {
		"SELECT 1",
		"VALUES (1)",
		"SELECT count(*) FROM v_orders -- with a word on it",
		"SELECT 1;",
		"WITH v_orders AS (SELECT 1 AS x) SELECT * FROM v_orders",
		"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9) "
		"SELECT count(*) FROM n",
		"SELECT row_number() OVER (ORDER BY order_id) FROM v_orders",
		"SELECT * FROM v_accounts WHERE value LIKE '%@example.com'",
		"SELECT upper(account) FROM v_requests EXCEPT SELECT owner FROM v_refunds",
	};

	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		rows_of(taken[i]);
}

Test(signal_guard, a_problem_says_where_in_the_file_it_is)
{
	static const struct place lines[] = {{"s.conf", 3, 12}, {"s.conf", 4, 9}, {"s.conf", 5, 9}};
	static const struct {
		const char *sql;
		int line, column;
	} cases[] = {
		{"SELEC 1", 3, 12},
		{"SELECT order_id\nFROM v_orders\nWHER 1", 5, 14},
		{"SELECT order_id\nFROM v_ordes", 4, 14},
		{"SELECT order_id,\n  nope FROM v_orders", 4, 11},
		{"SELECT 1\nFROM v_orders WHERE owner = :acount", 4, 37},
		{"SELECT 1,\nrandom()", 4, 9},
		{"SELECT 1;\nSELECT 2", 3, 21},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct signal signal = signal_of(cases[i].sql);
		struct policy_set set = {.signals = &signal, .signal_count = 1};
		struct problems *problems = problems_new(ctx);
		struct place place;

		signal.sql_lines = lines;
		cr_assert_not(signals_check(&set, problems));
		cr_assert_eq(problems->count, 1);
		place = problems->list[0].place;
		cr_expect(place.line == cases[i].line && place.column == cases[i].column, "%s: %s",
			  cases[i].sql, problem_format(ctx, &problems->list[0]));
	}
}

Test(signal_guard, all_problems_are_told_at_once)
{
	struct signal list[] = {signal_of("SELECT nope"), signal_of("SELECT 1"), signal_of("nope")};
	struct policy_set set = {.signals = list, .signal_count = 3};
	struct problems *problems = problems_new(ctx);

	cr_expect_not(signals_check(&set, problems));
	cr_expect_eq(problems->count, 2);
}

Test(signal_guard, a_name_that_facts_could_not_keep_is_refused)
{
	struct signal signal = signal_of("SELECT 1");
	struct policy_set set = {.signals = &signal, .signal_count = 1};
	struct problems *problems = problems_new(ctx);

	signal.name = "Sign.1";
	cr_expect_not(signals_check(&set, problems));
	cr_expect_not_null(strstr(problems->list[0].text, "'Sign.1' is no name for a signal"));
}
