#include "ledger/audit_verify.h"
#include "ledger/fixture.h"
#include "ledger/forget.h"
#include "ledger/reviews.h"
#include "sys/digest.h"

#include <fcntl.h>
#include <inttypes.h>

TestSuite(audit, .init = ledger_make, .fini = folder_remove);

static const struct audit_check plain_check;

static struct audit_finding verify(const struct audit_check *check)
{
	struct audit_finding finding;

	ASSERT(audit_verify(ledger, check, &finding, &error));
	return finding;
}

static void expect_right(void)
{
	struct audit_finding finding = verify(&plain_check);

	cr_expect(finding.is_right, "row %" PRId64 ": %s", finding.row, finding.what);
}

static void expect_wrong(int64_t row, const char *what, const char *after)
{
	struct audit_finding finding = verify(&plain_check);

	cr_expect_not(finding.is_right, "nothing was found after %s", after);
	cr_expect_eq(finding.row, row, "row %" PRId64 " was named after %s: %s", finding.row, after,
		     finding.what);
	cr_expect(strstr(finding.what, what) != NULL, "%s: %s", after, finding.what);
}

static struct audit_head head_of_record(void)
{
	struct audit_head head;

	ASSERT(audit_head(ledger, &head, &error));
	return head;
}

/* A verdict with words of the reviewer's own. */
static void judge_by_hand(int64_t case_id, const char *reason)
{
	struct case_row row = case_of("1001", CASE_FLAGGED);
	struct verdict_row verdict = {
		.case_id = case_id,
		.revision = 1,
		.verdict = VERDICT_REJECT,
		.state = VERDICT_FINAL,
		.reviewer = "alice",
		.given_at = NOW,
		.reason = reason,
	};

	ASSERT(verdict_save(ledger, &row, &verdict, NOW, &error));
}

/* Rows of all that keeps something elsewhere, and of some that do not: 8. */
static void make_chain(void)
{
	int64_t id = approve("1001", NULL);
	struct exemption_row exemption = {.account = "100000000001",
					  .signal = "ring",
					  .from_at = NOW,
					  .until_at = {NOW.us + DAY_US},
					  .author = "bob",
					  .reason = "a reseller"};

	ASSERT(effect_settle(ledger, text_format(ctx, "%032x", (int)id), EFFECT_DONE, NOW, &error));
	ASSERT(audit_config(ledger, "refundd.conf", "mode = auto\n", NOW, &error));
	judge_by_hand(id, "all is well, \"he\" says");
	ASSERT(exemption_add(ledger, &exemption, &error));
	ASSERT(ledger_commit(ledger, &error));
	import_all_of("refunds", "order_id,refunded_at,currency,amount\n"
				 "1,2023-03-06T07:59:59+08:00,USD,1.00\n");
	ASSERT(audit_add(
		ledger,
		&(struct audit_entry){
			.kind = AUDIT_RESUME, .actor = "carol", .subject = "", .detail = "{}"},
		NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
}

/* Whoever does to the file what nobody should. */
static sqlite3 *intruder;

static void run(const char *sql)
{
	char *message = NULL;

	cr_assert_eq(sqlite3_exec(intruder, sql, NULL, NULL, &message), SQLITE_OK, "%s: %s", sql,
		     message);
}

static void intrude(void)
{
	intruder = database_open();
	run("PRAGMA ignore_check_constraints = ON; CREATE TABLE kept AS SELECT * FROM audit");
}

static void undo(void)
{
	run("DELETE FROM audit; INSERT INTO audit SELECT * FROM kept");
}

static void leave(void)
{
	run("DROP TABLE kept");
	sqlite3_close(intruder);
}

static int rows_in_record(void)
{
	return (int)strtol(database_ask("SELECT count(*) FROM audit"), NULL, 10);
}

/* ---- adding ---- */

Test(audit, every_change_has_its_row)
{
	make_chain();
	expect_database("SELECT id, kind, actor, subject, digest IS NULL FROM audit ORDER BY id",
			"1|decision|refundd|spool/1001|0\n"
			"2|effect|refundd|spool/1001|0\n"
			"3|effect|refundd|spool/1001|1\n"
			"4|config|refundd||0\n"
			"5|verdict|alice|spool/1001|0\n"
			"6|exemption|bob|100000000001|0\n"
			"7|import|refundd||1\n"
			"8|resume|carol||1\n");
	expect_database("SELECT detail FROM audit WHERE id IN (2, 3)",
			"{\"id\":1,\"key\":\"00000000000000000000000000000001\",\"kind\":\"reply\","
			"\"revision\":1,\"state\":\"pending\"}\n"
			"{\"id\":1,\"key\":\"00000000000000000000000000000001\",\"kind\":\"reply\","
			"\"revision\":1,\"state\":\"done\"}\n");
	expect_right();
}

Test(audit, an_empty_record_is_right)
{
	struct audit_finding finding = verify(&plain_check);

	cr_expect(finding.is_right);
	cr_expect_eq(finding.head.id, 0);
	cr_expect_str_eq(finding.head.hash, "");
}

/* As the manual describes it, for whoever checks the record with tools of their own. */
Test(audit, the_hash_is_that_of_netstrings)
{
	static const char row[] = "0:,1:1,16:1700000000000000,6:resume,5:carol,0:,2:{},-,";
	char hash[DIGEST_TEXT_SIZE];

	ASSERT(audit_add(
		ledger,
		&(struct audit_entry){
			.kind = AUDIT_RESUME, .actor = "carol", .subject = "", .detail = "{}"},
		NOW, &error));
	digest_text(row, sizeof(row) - 1, hash);
	cr_expect_str_eq(head_of_record().hash, hash);
}

Test(audit, what_is_undone_leaves_no_row_and_no_gap)
{
	struct audit_entry entry = {AUDIT_PAUSE, "carol", "", "{}", NULL};
	struct audit_head before;

	make_chain();
	before = head_of_record();
	ASSERT(audit_add(ledger, &entry, NOW, &error));
	cr_expect_eq(head_of_record().id, before.id + 1);
	ledger_rollback(ledger);
	cr_expect_eq(head_of_record().id, before.id);
	ASSERT(audit_add(ledger, &entry, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	cr_expect_eq(head_of_record().id, before.id + 1);
	expect_right();
}

Test(audit, the_record_goes_on_after_a_new_start)
{
	make_chain();
	talloc_free(ledger);
	ledger = ledger_open(ctx, dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	approve("1002", NULL);
	ASSERT(ledger_commit(ledger, &error));
	expect_right();
	cr_expect_eq(head_of_record().id, 10);
}

Test(audit, a_configuration_is_recorded_when_it_is_another)
{
	static const char *const texts[] = {"a", "a", "b", "a", "a"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ASSERT(audit_config(ledger, "refundd.conf", texts[i], NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	expect_database(
		"SELECT text FROM audit JOIN policies p ON p.hash = digest ORDER BY audit.id",
		"a\nb\na\n");
	cr_expect_eq(rows_in_record(), 3);
	expect_right();
}

/* ---- finding ---- */

static const char *const columns[] = {"at", "kind", "actor", "subject", "detail", "digest", "hash"};

/* The value with one bit of its byte `at` turned, as an SQL expression; NULL past its end. */
static const char *flipped(const char *column, int row, size_t at, int bit)
{
	const char *hex = database_ask(text_format(
		ctx, "SELECT hex(coalesce(%s, '')) FROM audit WHERE id = %d", column, row));
	char *flip = text_copy_n(ctx, hex, strcspn(hex, "\n"));
	char byte[3] = "";

	if (2 * at >= strlen(flip))
		return NULL;
	memcpy(byte, flip + 2 * at, 2);
	snprintf(byte, sizeof(byte), "%02X", (unsigned)strtoul(byte, NULL, 16) ^ (1u << bit));
	memcpy(flip + 2 * at, byte, 2);
	return text_format(ctx, "CAST(X'%s' AS TEXT)", flip);
}

static void try_bytes_of(const char *column, int row)
{
	const char *expression;

	for (size_t at = 0; (expression = flipped(column, row, at, (int)(at % 8))) != NULL; at++) {
		run(text_format(ctx, "UPDATE audit SET %s = %s WHERE id = %d", column, expression,
				row));
		expect_wrong(
			row, "its hash does not follow",
			text_format(ctx, "byte %zu of %s of row %d was changed", at, column, row));
		undo();
	}
}

Test(audit, any_changed_byte_is_found, .timeout = 120)
{
	int rows;

	make_chain();
	rows = rows_in_record();
	intrude();
	for (int row = 1; row <= rows; row++) {
		for (size_t i = 1; i < sizeof(columns) / sizeof(columns[0]); i++)
			try_bytes_of(columns[i], row);
		for (int bit = 0; bit < 63; bit++) {
			run(text_format(ctx,
					"UPDATE audit SET at = (at | %lld) - (at & %lld) "
					"WHERE id = %d",
					1LL << bit, 1LL << bit, row));
			expect_wrong(row, "its hash does not follow", "a bit of the time");
			undo();
		}
	}
	expect_right();
	leave();
}

Test(audit, what_is_added_to_a_text_is_found)
{
	static const char *const changes[] = {
		"detail = detail || 'x'",
		"detail = CAST(CAST(detail AS BLOB) || X'00' AS TEXT)",
		"subject = CAST(CAST(subject AS BLOB) || X'0041' AS TEXT)",
		"actor = ''",
		"actor = actor || substr(subject, 1, 1), subject = substr(subject, 2)",
		"digest = ''",
		"digest = NULL",
		"hash = ''",
		"hash = hash || hash",
		"hash = upper(hash)",
	};

	make_chain();
	intrude();
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		run(text_format(ctx, "UPDATE audit SET %s WHERE id = 5", changes[i]));
		expect_wrong(5, "its hash does not follow", changes[i]);
		undo();
	}
	run("UPDATE audit SET digest = '' WHERE id = 3");
	expect_wrong(3, "its hash does not follow", "a digest that is empty, not null");
	undo();
	leave();
}

Test(audit, any_row_that_is_gone_is_found)
{
	struct audit_head head;
	struct audit_check anchored = {.anchor = &head};
	int rows;

	make_chain();
	head = head_of_record();
	rows = (int)head.id;
	intrude();
	for (int row = 1; row <= rows; row++) {
		struct audit_finding finding;

		run(text_format(ctx, "DELETE FROM audit WHERE id = %d", row));
		if (row < rows)
			expect_wrong(row, "it is not there", "a row was deleted");
		finding = verify(&anchored);
		cr_expect(!finding.is_right && finding.row == row, "row %d", row);
		/* The same, with the rows after it moved up. */
		run("UPDATE audit SET id = -id");
		run(text_format(ctx, "UPDATE audit SET id = -id - (id < -%d)", row));
		finding = verify(&anchored);
		cr_expect(!finding.is_right && finding.row == row, "row %d", row);
		undo();
	}
	leave();
}

Test(audit, any_two_rows_that_changed_places_are_found)
{
	int rows;

	make_chain();
	rows = rows_in_record();
	intrude();
	for (int a = 1; a <= rows; a++) {
		for (int b = a + 1; b <= rows; b++) {
			run(text_format(ctx,
					"UPDATE audit SET id = -id WHERE id IN (%d, %d);"
					"UPDATE audit SET id = %d WHERE id = -%d;"
					"UPDATE audit SET id = %d WHERE id = -%d",
					a, b, b, a, a, b));
			expect_wrong(a, "its hash does not follow", "two rows changed places");
			undo();
		}
	}
	leave();
}

Test(audit, any_row_that_was_put_in_is_found)
{
	int rows;

	make_chain();
	rows = rows_in_record();
	intrude();
	for (int row = 1; row <= rows + 1; row++) {
		for (int copied = 1; copied <= rows; copied++) {
			run("UPDATE audit SET id = -id");
			run(text_format(ctx, "UPDATE audit SET id = -id + (id <= -%d)", row));
			run(text_format(ctx,
					"INSERT INTO audit SELECT %d, at, kind, actor, subject, "
					"detail, digest, hash FROM kept WHERE id = %d",
					row, copied));
			/* A row's like put before it is the row itself, and what follows is wrong.
			 */
			expect_wrong(copied == row ? row + 1 : row, "its hash does not follow",
				     text_format(ctx, "row %d was copied to %d", copied, row));
			undo();
		}
	}
	run("INSERT INTO audit SELECT -1, at, kind, actor, subject, detail, digest, hash FROM kept "
	    "WHERE id = 1");
	expect_wrong(-1, "before the first", "a row before the first");
	undo();
	leave();
}

Test(audit, an_end_that_was_cut_is_found_by_the_head_that_was_kept)
{
	struct audit_head head;
	struct audit_check anchored = {.anchor = &head};
	struct audit_finding finding;
	int rows;

	make_chain();
	head = head_of_record();
	rows = (int)head.id;
	cr_expect(verify(&anchored).is_right);
	intrude();
	for (int row = rows; row >= 1; row--) {
		run(text_format(ctx, "DELETE FROM audit WHERE id >= %d", row));
		expect_right();
		finding = verify(&anchored);
		cr_expect_not(finding.is_right);
		cr_expect_eq(finding.row, row);
		cr_expect(strstr(finding.what, "was cut") != NULL, "%s", finding.what);
		undo();
	}
	leave();
}

Test(audit, a_record_that_was_made_anew_is_found_by_the_head_that_was_kept)
{
	struct audit_entry entry = {AUDIT_PAUSE, "carol", "", "{}", NULL};
	struct audit_head head;
	struct audit_check anchored = {.anchor = &head};
	struct audit_finding finding;

	for (int i = 0; i < 3; i++)
		ASSERT(audit_add(ledger, &entry, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	head = head_of_record();
	database_ask("DELETE FROM audit");
	ledger_rollback(ledger);
	entry.actor = "mallory";
	for (int i = 0; i < 5; i++)
		ASSERT(audit_add(ledger, &entry, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	expect_right();
	finding = verify(&anchored);
	cr_expect_not(finding.is_right);
	cr_expect_eq(finding.row, 3);
}

Test(audit, what_was_recorded_is_held_against_what_is_kept)
{
	static const struct {
		const char *change;
		int row;
		const char *what;
	} cases[] = {
		{"UPDATE decisions SET facts = '{\"order\":{ }}'", 1, "was changed"},
		{"UPDATE decisions SET decision = '{\"outcome\":\"reject\"}'", 1, "was changed"},
		{"DELETE FROM decisions", 1, "is not there"},
		{"UPDATE outbox SET payload = '{\"body\":\"take it all\"}'", 2, "was changed"},
		{"UPDATE outbox SET payload = ''", 2, "is not there"},
		{"UPDATE policies SET text = 'mode = shadow' WHERE hash <> 'abc'", 4,
		 "was changed"},
		{"DELETE FROM policies WHERE hash <> 'abc'", 4, "is not there"},
		{"UPDATE verdicts SET reason = 'nothing is well'", 5, "was changed"},
		{"UPDATE verdicts SET reason = NULL", 5, "is not there"},
		{"UPDATE exemptions SET reason = 'a friend'", 6, "was changed"},
		{"UPDATE exemptions SET reason = ''", 6, "is not there"},
	};

	make_chain();
	intruder = database_open();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		run("BEGIN; CREATE TABLE d AS SELECT * FROM decisions; CREATE TABLE o AS SELECT * "
		    "FROM outbox; CREATE TABLE p AS SELECT * FROM policies; CREATE TABLE v AS "
		    "SELECT * FROM verdicts; CREATE TABLE e AS SELECT * FROM exemptions");
		run(cases[i].change);
		run("COMMIT");
		expect_wrong(cases[i].row, cases[i].what, cases[i].change);
		run("BEGIN; DELETE FROM decisions; INSERT INTO decisions SELECT * FROM d; DROP "
		    "TABLE d; DELETE FROM outbox; INSERT INTO outbox SELECT * FROM o; DROP TABLE "
		    "o; DELETE FROM policies; INSERT INTO policies SELECT * FROM p; DROP TABLE p; "
		    "DELETE FROM verdicts; INSERT INTO verdicts SELECT * FROM v; DROP TABLE v; "
		    "DELETE FROM exemptions; INSERT INTO exemptions SELECT * FROM e; DROP TABLE "
		    "e; COMMIT");
	}
	expect_right();
	sqlite3_close(intruder);
}

/* ---- reading ---- */

struct reading {
	int64_t rows;
	const char *last_actor;
};

static bool take(void *arg, const struct audit_row *row, struct error *trouble)
{
	struct reading *reading = arg;

	(void)trouble;
	cr_expect_eq(row->id, ++reading->rows);
	cr_expect_eq(strlen(row->hash), 64);
	reading->last_actor = text_copy(ctx, row->actor);
	return true;
}

Test(audit, all_rows_are_handed_over_in_their_order)
{
	struct reading reading = {0};

	make_chain();
	ASSERT(audit_read(ledger, take, &reading, &error));
	cr_expect_eq(reading.rows, 8);
	cr_expect_str_eq(reading.last_actor, "carol");
}

Test(audit, what_is_no_text_is_not_handed_over)
{
	struct reading reading = {0};

	make_chain();
	database_ask("UPDATE audit SET actor = CAST(X'61FF' AS TEXT) WHERE id = 3");
	cr_expect_not(audit_read(ledger, take, &reading, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	cr_expect(strstr(error.text, "row 3 ") != NULL, "%s", error.text);
}
