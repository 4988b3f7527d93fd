#include "ledger/signal_lab.h"

#include "ledger/signal_names.h"

TestSuite(signals, .init = signal_lab_make, .fini = folder_remove);

/* ---- bounds ---- */

#define ENDLESS "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"

Test(signals, one_that_never_ends_is_stopped_and_the_others_go_on)
{
	struct signal list[] = {signal_of(ENDLESS), signal_of("SELECT 1")};
	struct policy_set set = {.signals = list, .signal_count = 2};

	find_of_set(&set, 100);
	cr_expect_str_eq(findings.list[0].failure,
			 "it took more than 100000 steps and was stopped");
	cr_expect(findings.list[0].steps >= 100000 && findings.list[0].steps <= 102000);
	cr_expect_eq(findings.list[0].row_count, 0);
	cr_expect_null(findings.list[1].failure);
	cr_expect_eq(signal_findings_failed(&findings), 1);
	cr_expect_not(facts.has_signals, "one that failed makes all unknown");
}

Test(signals, the_same_steps_are_taken_every_time)
{
	int64_t steps;

	bought("A", "1", "1", "E", "14", "2023-03-01T00:00:00Z");
	steps = find_of_signal(signal_of("SELECT * FROM v_orders WHERE owner = :account"), 2)
			->steps;
	for (int i = 0; i < 3; i++)
		cr_expect_eq(find_of_signal(signal_of("SELECT * FROM v_orders WHERE owner = "
						      ":account"),
					    2)
				     ->steps,
			     steps);
}

Test(signals, one_that_was_stopped_breaks_no_transaction)
{
	struct case_row row = case_of("7", CASE_NEW);

	ASSERT(case_save(ledger, &row, &error));
	find_of_signal(signal_of(ENDLESS), 10);
	ASSERT(ledger_commit(ledger, &error));
	expect_database("SELECT ticket FROM cases", "7\n");
}

Test(signals, of_many_rows_the_first_are_kept_and_all_are_counted)
{
	const struct signal_finding *finding = find_of_signal(
		signal_of("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE "
			  "x < 50) SELECT x FROM n"),
		100);

	cr_expect_eq(finding->row_count, SIGNAL_ROWS_KEPT);
	cr_expect_eq(finding->row_total, 50);
	cr_expect_eq(finding->value.millionths, 50 * NUMBER_SCALE);
}

/* ---- values ---- */

Test(signals, the_value_is_the_first_column_of_the_first_row_where_it_is_asked_for)
{
	static const struct {
		const char *sql;
		int64_t value; /* -1: it fails */
	} cases[] = {
		{"SELECT 7, 8", 7},	{"SELECT 7 UNION ALL SELECT 9", 7},
		{"SELECT NULL", 0},	{"SELECT 1 WHERE 0", 0},
		{"SELECT -1", -1},	{"SELECT 1.5", -1},
		{"SELECT 'seven'", -1}, {"SELECT 1000000000001", -1},
		{"SELECT 10 / 4", 2},	{"SELECT 1000000000000", INT64_C(1000000000000)},
		{"SELECT abs(-5)", 5},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct signal signal = signal_of(cases[i].sql);
		const struct signal_finding *finding;

		signal.reading = READING_FIRST;
		finding = find_of_signal(signal, 100);
		if (cases[i].value < 0)
			cr_expect_str_eq(finding->failure,
					 "its first column is no number from 0 to "
					 "1000000000000");
		else
			cr_expect_eq(finding->value.millionths, cases[i].value * NUMBER_SCALE, "%s",
				     cases[i].sql);
	}
}

Test(signals, the_value_is_worth_points_and_may_be_a_hard_sign)
{
	static const struct signal_step steps[] = {{{1 * NUMBER_SCALE}, 10},
						   {{3 * NUMBER_SCALE}, 30}};
	struct signal signal = signal_of("VALUES (1), (2), (3)");
	const struct signal_finding *finding;

	signal.steps = steps;
	signal.step_count = 2;
	finding = find_of_signal(signal, 100);
	cr_expect_eq(finding->points, 30);
	cr_expect_not(finding->is_hard);
	signal.has_hard = true;
	signal.hard = number_of(3);
	cr_expect(find_of_signal(signal, 100)->is_hard);
	signal.hard = number_of(4);
	cr_expect_not(find_of_signal(signal, 100)->is_hard);
	cr_expect(facts.has_signals);
	cr_expect_str_eq(facts.signals[0].name, "sign");
	cr_expect_eq(facts.signals[0].number.millionths, 3 * NUMBER_SCALE);
}

Test(signals, parameters_are_the_case_at_hand)
{
	bought("A", "2", "3", "E-1", "14", "2023-03-01T00:00:00Z");
	question.order_id = "A";
	cr_expect_str_eq(rows_of("SELECT :system, :ticket, :account, :order, :owner, :payer, "
				 ":entity, :app, :family, :currency, :purchased_at AS p_at, "
				 ":asked_at AS a_at"),
			 "spool|100|1|A|2|3|E-1|14|call|USD|2023-03-01T00:00:00Z|"
			 "2023-03-06T08:00:00Z\n");
	question.order_id = NULL;
	cr_expect_str_eq(rows_of("SELECT :order, :owner, :purchased_at, days(2), hours(1)"),
			 "null|null|null|172800000000|3600000000\n");
}

Test(signals, without_a_requester_none_is_asked)
{
	struct signal signal = signal_of("SELECT 1");
	struct policy_set set = {.signals = &signal, .signal_count = 1};

	question.requester_uin = NULL;
	find_of_set(&set, 100);
	cr_expect_not(findings.is_asked);
	cr_expect_not(facts.has_signals);
}

Test(signals, an_exempt_account_is_not_asked_about_for_as_long_as_that_holds)
{
	static const struct {
		const char *account, *name, *from, *until;
		bool is_exempt;
	} cases[] = {
		{"1", "sign", "2023-03-06T08:00:00Z", "2023-03-07T00:00:00Z", true},
		{"1", "sign", "2023-03-06T08:00:01Z", "2023-03-07T00:00:00Z", false},
		{"1", "sign", "2023-03-01T00:00:00Z", "2023-03-06T08:00:00Z", false},
		{"2", "sign", "2023-03-01T00:00:00Z", "2023-03-07T00:00:00Z", false},
		{"1", "other", "2023-03-01T00:00:00Z", "2023-03-07T00:00:00Z", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct signal_finding *finding;

		database_ask(text_format(ctx,
					 "DELETE FROM exemptions; INSERT INTO exemptions (account, "
					 "signal, from_at, until_at, author, reason) VALUES ('%s', "
					 "'%s', %lld, %lld, 'alice', 'a reseller')",
					 cases[i].account, cases[i].name,
					 (long long)at(cases[i].from).us,
					 (long long)at(cases[i].until).us));
		finding = find_of_signal(signal_of("SELECT 1"), 100);
		cr_expect_eq(finding->value.millionths, cases[i].is_exempt ? 0 : NUMBER_SCALE);
		cr_expect_eq(finding->exemption != NULL, cases[i].is_exempt);
		if (cases[i].is_exempt)
			cr_expect_str_eq(finding->exemption,
					 "until 2023-03-07T00:00:00Z, by alice: a reseller");
	}
}

Test(signals, what_they_found_is_kept_as_json)
{
	struct signal list[] = {signal_of("SELECT 'A' AS order_id, NULL AS ticket"),
				signal_of("SELECT 1 WHERE 0"), signal_of(ENDLESS)};
	struct policy_set set = {.signals = list, .signal_count = 3};

	find_of_set(&set, 10);
	cr_expect_str_eq(
		signal_findings_text(&findings, ctx),
		"[{\"signal\":\"sign\",\"title\":\"a sign\",\"value\":1,\"points\":0,"
		"\"hard\":false,\"columns\":[\"order_id\",\"ticket\"],\"rows\":[[\"A\",null]],"
		"\"row_total\":1},{\"signal\":\"sign\",\"title\":\"a sign\",\"failure\":"
		"\"it took more than 10000 steps and was stopped\"}]");
	set.signal_count = 0;
	find_of_set(&set, 10);
	cr_expect_null(signal_findings_text(&findings, ctx));
}

/* ---- the tables that the manual shows ---- */

Test(signals, the_views_have_the_columns_that_are_documented)
{
	const char *views = database_ask("SELECT name FROM sqlite_schema WHERE type = 'view' AND "
					 "name GLOB 'v_*' ORDER BY name");
	struct buffer *documented = buffer_new(ctx);

	for (const struct signal_view *view = signal_views; view->name != NULL; view++) {
		const struct signal_finding *finding = find_of_signal(
			signal_of(text_format(ctx, "SELECT * FROM %s", view->name)), 100);
		struct buffer *columns = buffer_new(ctx);

		for (size_t i = 0; i < finding->column_count; i++)
			buffer_add_format(columns, "%s%s", i > 0 ? ", " : "", finding->columns[i]);
		cr_expect_str_eq(view->columns, columns->bytes, "%s", view->name);
		buffer_add_format(documented, "%s\n", view->name);
	}
	cr_expect_str_eq(documented->bytes, views);
}

Test(signals, every_column_is_explained)
{
	struct buffer *all = buffer_new(ctx);

	for (const struct signal_view *view = signal_views; view->name != NULL; view++)
		buffer_add_format(all, ", %s,", view->columns);
	for (const struct signal_column *column = signal_columns; column->name != NULL; column++)
		cr_expect_not_null(strstr(all->bytes, text_format(ctx, " %s,", column->name)),
				   "no view has %s", column->name);
	for (const struct signal_view *view = signal_views; view->name != NULL; view++) {
		char *rest = text_copy(ctx, view->columns);

		for (char *name = strtok(rest, ", "); name != NULL; name = strtok(NULL, ", ")) {
			const struct signal_column *column = signal_columns;

			while (column->name != NULL && strcmp(column->name, name) != 0)
				column++;
			cr_expect_not_null(column->name, "%s is not explained", name);
		}
	}
}

Test(signals, every_function_that_is_allowed_exists)
{
	for (const char *const *name = signal_functions; *name != NULL; name++)
		cr_expect_str_neq(
			database_ask(text_format(ctx,
						 "SELECT count(*) FROM pragma_function_list WHERE "
						 "name = '%s' OR '%s' IN ('days', 'hours')",
						 *name, *name)),
			"0\n", "%s", *name);
}
