#include "ledger/connection.h"
#include "ledger/fixture.h"

TestSuite(imports, .init = ledger_make, .fini = folder_remove);

#define ORDER_TAIL                                                                        \
	",rtc-engine,standard,purchase,shipped,1400000001,100000000001,100000000001,E-1," \
	"purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,0.00,0.00,0.00\n"

static void expect_result(const char *kind, const char *text, struct import_result expected)
{
	struct import_result result;

	ASSERT(import_text(kind, text, &result));
	cr_expect_eq(result.rows, expected.rows, "%ld rows", result.rows);
	cr_expect_eq(result.new_rows, expected.new_rows, "%ld new", result.new_rows);
	cr_expect_eq(result.changed, expected.changed, "%ld changed", result.changed);
	cr_expect_eq(result.same, expected.same, "%ld same", result.same);
}

static const char everything[] =
	"SELECT * FROM orders; SELECT * FROM usage; SELECT * FROM accounts; "
	"SELECT * FROM refunds; SELECT * FROM imports";

Test(imports, an_order_is_kept_with_all_its_columns_and_where_it_came_from)
{
	expect_result("orders", ORDERS_HEADER "A1" ORDER_TAIL, (struct import_result){1, 1, 0, 0});
	expect_database("SELECT * FROM orders",
			"A1|rtc-engine|standard|purchase|shipped|1400000001|100000000001|"
			"100000000001|E-1|purchased|1677628800000000|1|USD|49900|0|0|0|1|2\n");
	expect_database("SELECT id, kind, name, row_count, imported_at FROM imports",
			"1|orders|orders.csv|1|1700000000000000\n");
}

Test(imports, the_digest_is_that_of_the_file)
{
	import_all_of("usage", "order_id,gifted_minutes_used,as_of\n"
			       "A1,0,2023-03-06T11:00:00+08:00\n");
	/* printf '...' | sha256sum */
	expect_database("SELECT sha256 FROM imports",
			"bc33adb8804e48e4e37c7bafa38e7e6ce23b771dc12c84614ebdc3430da648ed\n");
}

Test(imports, the_columns_may_stand_in_any_order)
{
	import_all_of("refunds", "amount,currency,order_id,refunded_at\n"
				 "418.51,USD,A1,2023-03-07T00:00:00Z\n");
	expect_database("SELECT order_id, refunded_at, currency, amount FROM refunds",
			"A1|1678147200000000|USD|41851\n");
}

Test(imports, an_empty_field_is_unknown)
{
	import_all_of("orders", ORDERS_HEADER "A1,call,,,,,,,,,2023-03-01T08:00:00Z,,JPY,,,,\n");
	import_all_of("usage", "order_id,gifted_minutes_used,as_of\nA1,,2023-03-06T11:00:00Z\n");
	import_all_of("accounts", "uin,entity,suspended,frozen,as_of\n1,,,,2023-03-06T11:00:00Z\n");
	expect_database("SELECT edition, action, status, sdk_app_id, owner_uin, payer_uin, entity, "
			"origin, months, cash, transfer, gift, voucher FROM orders",
			"null|null|null|null|null|null|null|null|null|null|null|null|null\n");
	expect_database("SELECT gifted_minutes_used FROM usage", "null\n");
	expect_database("SELECT entity, suspended, frozen FROM accounts", "null|null|null\n");
}

Test(imports, json_lines_say_the_same_as_csv)
{
	const char *csv =
		ORDERS_HEADER "A1" ORDER_TAIL "A2,call,,,,,,,,,2023-03-01T08:00:00Z,2,JPY,7,,,\n";
	const char *json =
		"{\"order_id\":\"A1\",\"family\":\"rtc-engine\",\"edition\":\"standard\","
		"\"action\":\"purchase\",\"status\":\"shipped\",\"sdk_app_id\":\"1400000001\","
		"\"owner_uin\":\"100000000001\",\"payer_uin\":\"100000000001\",\"entity\":\"E-1\","
		"\"origin\":\"purchased\",\"purchased_at\":\"2023-03-01T08:00:00+08:00\","
		"\"months\":\"1\",\"currency\":\"USD\",\"cash\":\"499.00\",\"transfer\":\"0.00\","
		"\"gift\":\"0.00\",\"voucher\":\"0.00\"}\n"
		"{\"order_id\":\"A2\",\"family\":\"call\",\"edition\":null,\"months\":2,"
		"\"purchased_at\":\"2023-03-01T08:00:00Z\",\"currency\":\"JPY\",\"cash\":\"7\"}\n";

	expect_result("orders", csv, (struct import_result){2, 2, 0, 0});
	expect_result("orders", json, (struct import_result){2, 0, 0, 2});
}

Test(imports, the_same_file_twice_changes_nothing)
{
	static const char *const files[][2] = {
		{"orders", ORDERS_HEADER "A1" ORDER_TAIL "A2" ORDER_TAIL},
		{"usage", "order_id,gifted_minutes_used,as_of\nA1,0,2023-03-06T11:00:00Z\n"
			  "A1,12.5,2023-03-07T11:00:00Z\n"},
		{"accounts", "uin,entity,suspended,frozen,as_of\n"
			     "1,E-1,none,0.00,2023-03-06T11:00:00Z\n"
			     "2,E-1,overdue,12.5,2023-03-06T11:00:00Z\n"},
		{"refunds", "order_id,refunded_at,currency,amount\n"
			    "A1,2023-03-06T11:00:00Z,USD,5\nA2,2023-03-06T11:00:00Z,USD,5\n"},
	};
	const char *before;

	for (size_t i = 0; i < 4; i++)
		expect_result(files[i][0], files[i][1], (struct import_result){2, 2, 0, 0});
	before = database_ask(everything);
	for (size_t i = 0; i < 4; i++)
		expect_result(files[i][0], files[i][1], (struct import_result){2, 0, 0, 2});
	expect_database(everything, before);
}

Test(imports, a_later_file_of_orders_replaces_what_it_says_otherwise)
{
	import_all_of("orders", ORDERS_HEADER "A1" ORDER_TAIL "A2" ORDER_TAIL);
	expect_result("orders",
		      ORDERS_HEADER "A2" ORDER_TAIL
				    "A1,live,,,refunded,,,,,,2023-03-01T08:00:00Z,,USD,,,,\n"
				    "A3" ORDER_TAIL,
		      (struct import_result){3, 1, 1, 1});
	expect_database("SELECT order_id, family, import_id, line FROM orders ORDER BY order_id",
			"A1|live|2|3\nA2|rtc-engine|2|2\nA3|rtc-engine|2|4\n");
}

Test(imports, a_newer_account_wins_and_an_older_one_is_passed_over)
{
	static const char header[] = "uin,entity,suspended,frozen,as_of\n";
	const char *newer = text_format(ctx, "%s7,E,overdue,,2023-03-06T11:00:00Z\n", header);
	const char *older = text_format(ctx, "%s7,E,none,,2023-03-05T11:00:00Z\n", header);
	const char *both = text_format(ctx,
				       "%s7,E,none,,2023-03-08T11:00:00Z\n"
				       "7,E,illegal,,2023-03-07T11:00:00Z\n",
				       header);

	expect_result("accounts", older, (struct import_result){1, 1, 0, 0});
	expect_result("accounts", newer, (struct import_result){1, 0, 1, 0});
	expect_result("accounts", older, (struct import_result){1, 0, 0, 1});
	expect_database("SELECT suspended FROM accounts", "overdue\n");
	expect_result("accounts", both, (struct import_result){2, 0, 1, 1});
	expect_database("SELECT suspended FROM accounts", "none\n");
}

Test(imports, usage_of_every_moment_is_kept_and_a_later_file_corrects_it)
{
	static const char header[] = "order_id,gifted_minutes_used,as_of\n";

	import_all_of("usage", text_format(ctx,
					   "%sA,0,2023-03-06T11:00:00Z\n"
					   "A,3,2023-03-07T11:00:00Z\n",
					   header));
	expect_result("usage", text_format(ctx, "%sA,1.5,2023-03-06T11:00:00Z\n", header),
		      (struct import_result){1, 0, 1, 0});
	expect_database("SELECT gifted_minutes_used FROM usage ORDER BY as_of",
			"1500000\n3000000\n");
}

/* ---- what is refused ---- */

struct bad {
	const char *kind, *text, *words;
};

static const struct bad bad_files[] = {
	{"orders", "", "orders.csv: it is empty, expected a header line"},
	{"usage", "order_id,as_of\nA,2023-03-06T11:00:00Z\n",
	 "usage.csv: line 1: the header lacks the column gifted_minutes_used"},
	{"usage", "order_id,gifted_minutes_usd,as_of\n",
	 "usage.csv: line 1, column 10: usage has no column \"gifted_minutes_usd\": did you mean "
	 "gifted_minutes_used"},
	{"usage", "order_id,as_of,as_of,gifted_minutes_used\n",
	 "usage.csv: line 1, column 16: the header names the column as_of twice"},
	{"usage", "order_id,gifted_minutes_used,as_of\nA,0\n",
	 "usage.csv: line 2: it has 2 fields, the header names 3"},
	{"usage", "order_id,gifted_minutes_used,as_of\n,0,2023-03-06T11:00:00Z\n",
	 "usage.csv: line 2, column 1 (order_id): it is missing"},
	{"usage", "order_id,gifted_minutes_used,as_of\nA,-1,2023-03-06T11:00:00Z\n",
	 "usage.csv: line 2, column 3 (gifted_minutes_used): "},
	{"usage", "order_id,gifted_minutes_used,as_of\nA,0,2023-02-30T11:00:00Z\n",
	 "usage.csv: line 2, column 5 (as_of): "},
	{"usage", "order_id,gifted_minutes_used,as_of\nA,0,2023-02-20T11:00:00\n",
	 "usage.csv: line 2, column 5 (as_of): "},
	{"accounts", "uin,entity,suspended,frozen,as_of\nx1,E,none,0,2023-03-06T11:00:00Z\n",
	 "accounts.csv: line 2, column 1 (uin): expected 1 to 20 digits"},
	{"accounts",
	 "uin,entity,suspended,frozen,as_of\n123456789012345678901,E,none,0,"
	 "2023-03-06T11:00:00Z\n",
	 "accounts.csv: line 2, column 1 (uin): expected 1 to 20 digits"},
	{"accounts", "uin,entity,suspended,frozen,as_of\n1,E,no,0,2023-03-06T11:00:00Z\n",
	 "accounts.csv: line 2, column 5 (suspended): expected none, content-violation, illegal, "
	 "overdue or other"},
	{"accounts", "uin,entity,suspended,frozen,as_of\n1,E,none,1e3,2023-03-06T11:00:00Z\n",
	 "accounts.csv: line 2, column 10 (frozen): "},
	{"refunds", "order_id,refunded_at,currency,amount\nA,2023-03-06T11:00:00Z,usd,1\n",
	 "refunds.csv: line 2, column 24 (currency): expected a currency's ISO 4217 code"},
	{"refunds", "order_id,refunded_at,currency,amount\nA,2023-03-06T11:00:00Z,,1\n",
	 "refunds.csv: line 2, column 24 (currency): it is missing"},
	{"refunds", "order_id,refunded_at,currency,amount\nA,2023-03-06T11:00:00Z,USD,1.005\n",
	 "refunds.csv: line 2, column 28 (amount): "},
	{"refunds", "order_id,refunded_at,currency,amount\nA,2023-03-06T11:00:00Z,JPY,1.5\n",
	 "refunds.csv: line 2, column 28 (amount): "},
	{"refunds",
	 "order_id,refunded_at,currency,amount\nA,2023-03-06T11:00:00Z,USD,1\n"
	 "B,2023-03-06T11:00:00Z,USD,1\nA,2023-03-06T11:00:00Z,USD,2\n",
	 "refunds.csv: line 4 contradicts line 2: the same order_id, but not the same content"},
	{"usage",
	 "order_id,gifted_minutes_used,as_of\nA,1,2023-03-06T11:00:00Z\n"
	 "A,2,2023-03-06T12:00:00+01:00\n",
	 "usage.csv: line 3 contradicts line 2: the same order_id"},
	{"accounts",
	 "uin,entity,suspended,frozen,as_of\n1,E,none,0,2023-03-06T11:00:00Z\n"
	 "1,F,none,0,2023-03-06T11:00:00Z\n",
	 "accounts.csv: line 3 contradicts line 2: the same uin"},
	{"orders", ORDERS_HEADER "A,live,,,,,,,,,2023-03-01T08:00:00Z,1000001,USD,,,,\n",
	 "orders.csv: line 2, column 37 (months): expected a whole number from 0 to 1000000"},
	{"orders", ORDERS_HEADER "A,live,,,,,,,,,2023-03-01T08:00:00Z,1.0,USD,,,,\n",
	 "orders.csv: line 2, column 37 (months): expected a whole number from 0 to 1000000"},
	{"usage", "order_id,gifted_minutes_used,as_of\nA,0,2023-03-06T11:00:00Z\nA,\"0,\n",
	 "usage.csv: line 3"},
	{"usage", "{\"order_id\":\"A\",\"as_of\":\"2023-03-06T11:00:00Z\",\"minutes\":\"0\"}\n",
	 "usage.csv: line 1, column 58: usage has no column \"minutes\""},
	{"usage", "{\"order_id\":\"A\",\"as_of\":null}\n", "usage.csv: line 1, column "},
	{"usage", "{\"order_id\":\"A\"}\n", "usage.csv: line 1, column 1 (as_of): it is missing"},
	{"usage", "{\"order_id\":7}\n",
	 "usage.csv: line 1, column 13: expected order_id to be a string"},
	{"usage", "{\"order_id\":\"\",\"as_of\":\"2023-03-06T11:00:00Z\"}\n",
	 "usage.csv: line 1, column 13 (order_id): expected a text of 1 to 256 bytes"},
	{"usage", "{\"order_id\":\"A\",\"as_of\":\"2023-03-06T11:00:00Z\"}\n[]\n",
	 "usage.csv: line "},
	{"usage", "{\"order_id\":\"A\",\"as_of\":\"2023-03-06T11:00:00Z\"}\n{\"order_id\":\n",
	 "usage.csv: line "},
	{"orders",
	 "{\"order_id\":\"A\",\"family\":\"live\",\"purchased_at\":"
	 "\"2023-03-06T11:00:00Z\",\"currency\":\"USD\",\"cash\":7}\n",
	 "orders.csv: line 1, column 95: expected cash to be a string"},
};

Test(imports, a_bad_line_is_named_by_number_and_column)
{
	for (size_t i = 0; i < sizeof(bad_files) / sizeof(bad_files[0]); i++) {
		const struct bad *bad = &bad_files[i];
		struct import_result result = {.rows = -1};

		cr_expect_not(import_text(bad->kind, bad->text, &result), "%s", bad->text);
		cr_expect_eq(error.kind, ERROR_INPUT, "%s", error.text);
		cr_expect(strncmp(error.text, bad->words, strlen(bad->words)) == 0,
			  "%s\ninstead of\n%s", error.text, bad->words);
		cr_expect_eq(result.rows, -1);
		cr_expect_not(ledger_is_dirty(ledger));
	}
	expect_database(everything, "");
}

Test(imports, a_contradiction_is_found_though_the_first_line_was_known_before)
{
	struct import_result result;

	import_all_of("orders", ORDERS_HEADER "A1" ORDER_TAIL);
	cr_expect_not(import_text("orders",
				  ORDERS_HEADER "A1" ORDER_TAIL
						"A1,live,,,,,,,,,2023-03-01T08:00:00Z,,USD,,,,\n",
				  &result));
	cr_expect_str_eq(error.text, "orders.csv: line 3 contradicts line 2: the same order_id, "
				     "but not the same content");
}

Test(imports, another_kind_of_table_is_refused)
{
	struct import_result result;

	cr_expect_not(import_text("order", "x\n", &result));
	cr_expect_eq(error.kind, ERROR_USE);
}

Test(imports, an_open_transaction_keeps_imports_out)
{
	struct import_result result;

	ASSERT(ledger_begin(ledger, &error));
	cr_expect_not(import_text("usage", "order_id,gifted_minutes_used,as_of\n", &result));
	cr_expect_eq(error.kind, ERROR_BUSY);
	cr_expect(ledger_is_dirty(ledger));
}

Test(imports, a_file_that_cannot_be_read_is_named)
{
	struct import_result result;
	FILE *folder = fopen(dir, "r");

	cr_expect_not(ledger_import(ledger, "usage", "a folder", folder, NOW, &result, &error));
	cr_expect_eq(error.kind, ERROR_IO);
	cr_expect_str_eq(error.text, "a folder cannot be read: Is a directory");
	fclose(folder);
}

/* ---- files larger than a block ---- */

#define MANY 40000

static const char *many_lines(const char *last)
{
	struct buffer *text = buffer_new(ctx);

	buffer_add_text(text, "order_id,gifted_minutes_used,as_of\n");
	for (int i = 0; i < MANY; i++)
		buffer_add_format(text, "\"order,\n%06d\",0,2023-03-06T11:00:00+08:00\n", i);
	buffer_add_text(text, last);
	return text->bytes;
}

Test(imports, nothing_is_taken_when_the_last_of_many_lines_is_bad)
{
	struct import_result result;

	cr_expect_not(import_text("usage", many_lines("A,0,2023-02-30T11:00:00Z\n"), &result));
	cr_expect(strncmp(error.text, "usage.csv: line 80002, column 5 (as_of): ", 41) == 0, "%s",
		  error.text);
	expect_database(everything, "");
}

Test(imports, records_are_put_together_across_blocks)
{
	expect_result("usage", many_lines("A,0,2023-03-06T11:00:00Z"),
		      (struct import_result){MANY + 1, MANY + 1, 0, 0});
	expect_database("SELECT count(*), min(order_id), max(line) FROM usage", "40001|A|80002\n");
	expect_result("usage", many_lines("A,0,2023-03-06T11:00:00Z"),
		      (struct import_result){MANY + 1, 0, 0, MANY + 1});
}

Test(imports, a_quote_that_never_ends_does_not_fill_the_memory)
{
	struct import_result result;
	const char *text = many_lines("");
	char *quote = strchr(text, '"');

	*quote = ' ';
	cr_expect_not(import_text("usage", text, &result));
	cr_expect_eq(error.kind, ERROR_INPUT);
	cr_expect(strncmp(error.text, "usage.csv: line ", 16) == 0, "%s", error.text);
}

/* ---- no room ---- */

Test(imports, a_full_disk_is_told_as_such_and_nothing_is_taken)
{
	struct import_result result;
	const char *file = many_lines("");

	ASSERT(db_execute(ledger->db, "PRAGMA max_page_count = 64", &error));
	cr_expect_not(import_text("usage", file, &result));
	cr_expect_eq(error.kind, ERROR_FULL, "%s", error.text);
	cr_expect_not(ledger_is_dirty(ledger));
	expect_database(everything, "");
}
