#include "ledger/audit_verify.h"
#include "ledger/fixture.h"
#include "ledger/retention.h"
#include "ledger/reviews.h"
#include "ledger/signals.h"

#define ACCOUNT "100000000001"
#define LETTER                                                                                 \
	"Dear team, I bought the large package by mistake last night while my cat sat on the " \
	"keyboard, and I would like to have my money back, please and thank you."

static struct retention retention;

TestSuite(retention, .init = ledger_make, .fini = folder_remove);

static int64_t save_case(const char *ticket, enum case_state state, int64_t changed_days_ago)
{
	struct case_row row = case_of(ticket, state);
	struct verdict_row verdict = {.revision = 1,
				      .verdict = VERDICT_REJECT,
				      .state = VERDICT_FINAL,
				      .reviewer = "alice",
				      .given_at = NOW,
				      .reason = "a word about the customer"};
	struct decision_row decision;
	struct effect_row effect;

	row.requester_uin = ACCOUNT;
	row.changed_at.us -= changed_days_ago * DAY_US;
	ASSERT(case_save(ledger, &row, &error));
	decision = decision_of(row.id);
	decision.evidence = "[{\"signal\":\"ring\"}]";
	ASSERT(decision_save(ledger, &decision, &error));
	ASSERT(fingerprint_save(ledger, &row, LETTER, &error));
	effect = effect_of(row.id, (int)row.id);
	effect.payload = "{\"body\":\"words\"}";
	ASSERT(effect_add(ledger, &effect, &error));
	ASSERT(effect_settle(ledger, effect.key, EFFECT_DONE, NOW, &error));
	verdict.case_id = row.id;
	ASSERT(verdict_save(ledger, &row, &verdict, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	return row.id;
}

/* Takes all words older than `days`; how many cases that were. */
static long retire(int64_t days)
{
	struct instant until = {NOW.us - days * DAY_US};
	bool is_over = false;
	long all = 0;

	while (!is_over) {
		long count;

		ASSERT(ledger_retire(ledger, &retention, until, NOW, &count, &is_over, &error));
		all += count;
	}
	return all;
}

static void expect_record_right(void)
{
	struct audit_finding finding;

	ASSERT(audit_verify(ledger, &(struct audit_check){.anchor = NULL}, &finding, &error));
	cr_expect(finding.is_right, "row %ld: %s", (long)finding.row, finding.what);
}

static const char words_left[] =
	"SELECT (SELECT count(*) FROM outbox WHERE payload <> ''), (SELECT count(*) FROM verdicts "
	"WHERE reason IS NOT NULL), (SELECT count(*) FROM decisions WHERE evidence IS NOT NULL), "
	"(SELECT count(*) FROM fingerprints), (SELECT count(DISTINCT case_id) FROM bands)";

Test(retention, words_of_old_cases_go_and_the_record_holds)
{
	save_case("1001", CASE_ANSWERED, 800);
	save_case("1002", CASE_ANSWERED, 700);
	expect_database(words_left, "2|2|2|2|2\n");
	cr_expect_eq(retire(730), 1);
	expect_database(words_left, "1|1|1|1|1\n");
	expect_record_right();
	expect_database("SELECT subject, actor, detail FROM audit WHERE kind = 'retention'",
			"spool/1001|refundd|{\"contacts\":0,\"fingerprints\":1,\"reasons\":1,"
			"\"evidence\":1,\"texts\":1,\"open\":0}\n");
	expect_database("SELECT count(*) FROM decisions WHERE facts <> '' AND total = 41851",
			"2\n");
}

Test(retention, each_case_goes_once)
{
	save_case("1001", CASE_ANSWERED, 800);
	cr_expect_eq(retire(730), 1);
	cr_expect_eq(retire(730), 0);
	retention = (struct retention){.case_id = 0};
	cr_expect_eq(retire(730), 0, "after a restart neither");
}

Test(retention, what_is_not_over_stays)
{
	static const enum case_state open[] = {CASE_NEW, CASE_WAITING, CASE_FLAGGED, CASE_HELD};

	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		save_case(text_format(ctx, "%zu", i), open[i], 800);
	cr_expect_eq(retire(730), 0);
	expect_database(words_left, "4|4|4|4|4\n");
}

Test(retention, what_is_on_its_way_keeps_the_words_of_its_case)
{
	int64_t id = save_case("1001", CASE_ANSWERED, 800);
	struct effect_row effect = effect_of(id, 99);

	ASSERT(effect_add(ledger, &effect, &error));
	ASSERT(ledger_commit(ledger, &error));
	cr_expect_eq(retire(730), 0);
	expect_database(words_left, "2|1|1|1|1\n");
}

Test(retention, contact_data_goes_with_the_last_case_and_comes_back_by_an_import)
{
	static const char accounts[] =
		"uin,entity,suspended,frozen,as_of,email,phone\n" ACCOUNT
		",E-1,none,0.00,2023-03-01T00:00:00Z,ann@example.com,+1 555\n";
	static const char contacts[] = "SELECT email, phone FROM accounts; SELECT count(*) FROM "
				       "traits WHERE kind IN ('email', 'phone')";

	import_all_of("accounts", accounts);
	save_case("1001", CASE_ANSWERED, 800);
	save_case("1002", CASE_ANSWERED, 700);
	retire(730);
	expect_database(contacts, "ann@example.com|+1 555\n2\n");
	retire(650);
	expect_database(contacts, "null|null\n0\n");
	import_all_of("accounts", accounts);
	expect_database(contacts, "ann@example.com|+1 555\n2\n");
	expect_record_right();
}

Test(retention, what_vanished_before_is_not_passed_off_as_retired)
{
	struct audit_finding finding;

	save_case("1001", CASE_ANSWERED, 700);
	database_ask("UPDATE outbox SET payload = ''");
	ASSERT(audit_verify(ledger, &(struct audit_check){.anchor = NULL}, &finding, &error));
	cr_expect_not(finding.is_right);
}

Test(retention, many_go_step_by_step)
{
	for (int i = 0; i < 450; i++)
		save_case(text_format(ctx, "%d", i), CASE_ANSWERED, 800);
	cr_expect_eq(retire(730), 450);
	expect_database(words_left, "0|0|0|0|0\n");
	expect_record_right();
}

Test(retention, it_does_not_mix_with_what_others_write)
{
	bool is_over;
	long count;

	approve("1001", "A1");
	cr_expect_not(ledger_retire(ledger, &retention, NOW, NOW, &count, &is_over, &error));
	cr_expect_eq(error.kind, ERROR_BUSY);
	cr_expect(ledger_is_dirty(ledger));
}
