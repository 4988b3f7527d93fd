#include "ledger/audit_verify.h"
#include "ledger/fixture.h"
#include "ledger/forget.h"
#include "ledger/reviews.h"
#include "ledger/signals.h"

#include <fcntl.h>

#define ACCOUNT	 "100000000001"
#define OTHER	 "100000000002"
#define ACCOUNTS "uin,entity,suspended,frozen,as_of,email,phone\n"
#define LETTER                                                                                 \
	"Dear team, I bought the large package by mistake last night while my cat sat on the " \
	"keyboard, and I would like to have my money back, please and thank you."

TestSuite(forget, .init = ledger_make, .fini = folder_remove);

static const char *const secrets[] = {"ann.person@example.com", "ann.older@example.org",
				      "+86 139 1234 5678", "her brother is a friend of mine",
				      "she calls every day"};

static void save_accounts(void)
{
	import_all_of("accounts", ACCOUNTS ACCOUNT
		      ",E-1,none,0.00,2023-03-01T00:00:00Z,ann.older@example.org,\n" OTHER
		      ",E-2,none,0.00,2023-03-01T00:00:00Z,other@example.com,+1 555 0100\n");
	import_all_of("accounts",
		      ACCOUNTS ACCOUNT ",E-1,none,0.00,2023-03-02T00:00:00Z,ann.person@example.com,"
				       "+86 139 1234 5678\n");
}

static int64_t save_case(const char *ticket, const char *account)
{
	struct case_row row = case_of(ticket, CASE_FLAGGED);
	struct decision_row decision;
	struct effect_row effect;
	struct verdict_row verdict = {.revision = 1,
				      .verdict = VERDICT_REJECT,
				      .state = VERDICT_FINAL,
				      .reviewer = "alice",
				      .given_at = NOW,
				      .reason = "her brother is a friend of mine"};

	row.requester_uin = account;
	ASSERT(case_save(ledger, &row, &error));
	decision = decision_of(row.id);
	decision.evidence = "[{\"signal\":\"ring\",\"exemption\":\"she calls every day\"}]";
	ASSERT(decision_save(ledger, &decision, &error));
	ASSERT(fingerprint_save(ledger, &row, LETTER, &error));
	effect = effect_of(row.id, (int)row.id);
	effect.payload = "{\"body\":\"note: she calls every day\"}";
	ASSERT(effect_add(ledger, &effect, &error));
	verdict.case_id = row.id;
	ASSERT(verdict_save(ledger, &row, &verdict, NOW, &error));
	return row.id;
}

static void settle(int64_t id)
{
	ASSERT(effect_settle(ledger, text_format(ctx, "%032x", (int)id), EFFECT_DONE, NOW, &error));
}

static void save_exemption(const char *account)
{
	struct exemption_row row = {.account = account,
				    .signal = "ring",
				    .from_at = NOW,
				    .until_at = {NOW.us + DAY_US},
				    .author = "bob",
				    .reason = "she calls every day"};

	ASSERT(exemption_add(ledger, &row, &error));
}

static struct forgetting forget(const char *account)
{
	struct forgetting done;

	ASSERT(ledger_forget(ledger, account, "carol", (struct instant){NOW.us + 1}, &done,
			     &error));
	return done;
}

static void expect_record_right(void)
{
	struct audit_finding finding;

	ASSERT(audit_verify(ledger, &(struct audit_check){.anchor = NULL}, &finding, &error));
	cr_expect(finding.is_right, "row %ld: %s", (long)finding.row, finding.what);
}

static bool holds(const char *name, const char *secret)
{
	char *path = text_format(ctx, "%s/%s", dir, name);
	FILE *file = fopen(path, "r");
	struct buffer *bytes = buffer_new(ctx);
	size_t n;

	if (file == NULL)
		return false;
	while ((n = fread(buffer_reserve(bytes, 65536), 1, 65536, file)) > 0)
		buffer_extend(bytes, n);
	fclose(file);
	return memmem(bytes->bytes, bytes->length, secret, strlen(secret)) != NULL;
}

static bool is_in_files(const char *secret)
{
	return holds("ledger.sqlite", secret) || holds("ledger.sqlite-wal", secret);
}

Test(forget, words_and_contact_data_go_and_not_a_byte_of_them_is_left)
{
	struct forgetting done;

	save_accounts();
	settle(save_case("1001", ACCOUNT));
	save_exemption(ACCOUNT);
	ASSERT(ledger_commit(ledger, &error));
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		cr_expect(is_in_files(secrets[i]), "%s", secrets[i]);
	done = forget(ACCOUNT);
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		cr_expect_not(is_in_files(secrets[i]), "%s", secrets[i]);
	cr_expect(is_in_files("other@example.com"));
	cr_expect_eq(done.contacts, 3);
	cr_expect_eq(done.fingerprints, 1);
	cr_expect_eq(done.reasons, 2);
	cr_expect_eq(done.evidence, 1);
	cr_expect_eq(done.texts, 1);
	cr_expect_eq(done.open, 0);
	expect_database("SELECT count(*) FROM bands", "0\n");
}

/* SQLite need not overwrite what it deletes, and copies cells when it splits a page. */
Test(forget, what_was_deleted_before_goes_too)
{
	save_accounts();
	database_ask("PRAGMA secure_delete = OFF; CREATE TABLE old (text TEXT);"
		     "INSERT INTO old VALUES ('ann.oldest@example.net'); DROP TABLE old");
	cr_expect(is_in_files("ann.oldest@example.net"));
	forget(ACCOUNT);
	cr_expect_not(is_in_files("ann.oldest@example.net"));
}

Test(forget, the_record_holds_and_tells_of_it)
{
	save_accounts();
	settle(save_case("1001", ACCOUNT));
	save_exemption(ACCOUNT);
	ASSERT(ledger_commit(ledger, &error));
	expect_record_right();
	forget(ACCOUNT);
	expect_record_right();
	expect_database("SELECT actor, subject, detail FROM audit WHERE kind = 'forget'",
			"carol|" ACCOUNT
			"|{\"contacts\":3,\"fingerprints\":1,\"reasons\":2,\"evidence\":1,"
			"\"texts\":1,\"open\":0}\n");
}

Test(forget, the_decisions_and_their_facts_stay)
{
	const char *sql = "SELECT facts, decision, total FROM decisions; "
			  "SELECT count(*) FROM cases WHERE requester_uin = '" ACCOUNT "'";
	const char *before;

	save_case("1001", ACCOUNT);
	ASSERT(ledger_commit(ledger, &error));
	before = database_ask(sql);
	forget(ACCOUNT);
	expect_database(sql, before);
}

Test(forget, nothing_of_others_goes)
{
	const char *sql = "SELECT * FROM accounts WHERE uin = '" OTHER "';"
			  "SELECT * FROM traits WHERE account = '" OTHER "';"
			  "SELECT reason FROM verdicts WHERE case_id = 2;"
			  "SELECT reason FROM exemptions WHERE account = '" OTHER "';"
			  "SELECT evidence FROM decisions WHERE case_id = 2;"
			  "SELECT payload FROM outbox WHERE case_id = 2;"
			  "SELECT count(*) FROM fingerprints; SELECT count(DISTINCT case_id) FROM "
			  "bands";
	const char *before;
	char *expected;

	save_accounts();
	settle(save_case("1001", ACCOUNT));
	settle(save_case("1002", OTHER));
	save_exemption(OTHER);
	ASSERT(ledger_commit(ledger, &error));
	before = database_ask(sql);
	expected = text_copy(ctx, before);
	cr_assert(strlen(expected) > 4);
	memcpy(expected + strlen(expected) - 4, "1\n1\n", 4);
	forget(ACCOUNT);
	expect_database(sql, expected);
}

Test(forget, what_is_on_its_way_keeps_its_text)
{
	int64_t id;

	id = save_case("1001", ACCOUNT);
	ASSERT(ledger_commit(ledger, &error));
	cr_expect_eq(forget(ACCOUNT).open, 1);
	expect_database("SELECT payload <> '' FROM outbox", "1\n");
	expect_record_right();
	settle(id);
	ASSERT(ledger_commit(ledger, &error));
	cr_expect_eq(forget(ACCOUNT).texts, 1);
	expect_database("SELECT payload FROM outbox", "\n");
	expect_record_right();
}

Test(forget, an_import_brings_nothing_back)
{
	struct import_result result;

	save_accounts();
	forget(ACCOUNT);
	ASSERT(import_text("accounts",
			   ACCOUNTS ACCOUNT
			   ",E-9,overdue,0.00,2023-04-01T00:00:00Z,ann.person@example.com,1\n",
			   &result));
	cr_expect_eq(result.changed, 1);
	expect_database("SELECT entity, suspended, email, phone FROM accounts WHERE uin = '" ACCOUNT
			"'; SELECT count(*) FROM traits WHERE account = '" ACCOUNT
			"' AND kind IN ('email', 'phone')",
			"E-9|overdue|null|null\n0\n");
	cr_expect_not(is_in_files("ann.person@example.com"));
	ASSERT(import_text("accounts",
			   ACCOUNTS ACCOUNT
			   ",E-9,overdue,0.00,2023-04-01T00:00:00Z,ann.person@example.com,1\n",
			   &result));
	cr_expect_eq(result.same, 1);
}

Test(forget, what_is_written_later_cannot_be_passed_off_as_forgotten)
{
	struct audit_finding finding;
	int64_t id = save_case("1001", ACCOUNT);
	struct case_row row = case_of("1001", CASE_FLAGGED);
	struct verdict_row verdict = {.case_id = id,
				      .revision = 1,
				      .verdict = VERDICT_REJECT,
				      .state = VERDICT_FINAL,
				      .reviewer = "alice",
				      .given_at = NOW,
				      .reason = "later words"};

	ASSERT(ledger_commit(ledger, &error));
	forget(ACCOUNT);
	ASSERT(verdict_save(ledger, &row, &verdict, (struct instant){NOW.us + 2}, &error));
	ASSERT(ledger_commit(ledger, &error));
	expect_record_right();
	database_ask("UPDATE verdicts SET reason = NULL");
	ASSERT(audit_verify(ledger, &(struct audit_check){.anchor = NULL}, &finding, &error));
	cr_expect_not(finding.is_right);
	cr_expect_eq(finding.row, 5);
}

Test(forget, an_account_that_nobody_knows_is_an_error)
{
	struct forgetting done;

	cr_expect_not(ledger_forget(ledger, "1", "carol", NOW, &done, &error));
	cr_expect_eq(error.kind, ERROR_ABSENT);
	cr_expect_str_eq(error.text, "nothing is on record of account 1");
	cr_expect_not(ledger_is_dirty(ledger));
}

Test(forget, it_does_not_mix_with_what_others_write)
{
	struct forgetting done;

	save_case("1001", ACCOUNT);
	cr_expect_not(ledger_forget(ledger, ACCOUNT, "carol", NOW, &done, &error));
	cr_expect_eq(error.kind, ERROR_BUSY);
	cr_expect(ledger_is_dirty(ledger));
}
