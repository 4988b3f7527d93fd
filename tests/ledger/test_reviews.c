#include "ledger/reviews.h"

#include "ledger/fixture.h"

static struct case_row row;

static struct instant later(int64_t minutes)
{
	return instant_plus(NOW, (struct span){minutes * MINUTE_US});
}

static void begin(void)
{
	ledger_make();
	row = case_of("1001", CASE_FLAGGED);
	ASSERT(case_save(ledger, &row, &error));
}

TestSuite(reviews, .init = begin, .fini = folder_remove);

static bool find_review(struct review_row *review)
{
	bool is_found;

	ASSERT(review_find(ledger, ctx, row.id, review, &is_found, &error));
	return is_found;
}

static struct verdict_row verdict_of(enum verdict verdict, const char *reviewer)
{
	return (struct verdict_row){.case_id = row.id,
				    .revision = row.revision,
				    .verdict = verdict,
				    .state = VERDICT_GIVEN,
				    .reviewer = reviewer,
				    .way = WAY_TICKET,
				    .given_at = later(1)};
}

/* What the record says of this kind: "alice spool/1001 {...}", a line each. */
static const char *record_of(const char *kind)
{
	ASSERT(ledger_commit(ledger, &error));
	return database_ask(text_format(
		ctx,
		"SELECT actor || ' ' || subject || ' ' || detail FROM audit WHERE kind = '%s' "
		"ORDER BY id",
		kind));
}

/* ---- reviews ---- */

Test(reviews, a_review_is_opened_once_and_closed_once)
{
	struct review_row review;

	cr_expect_not(find_review(&review));
	ASSERT(review_open(ledger, &row, NOW, &error));
	ASSERT(review_open(ledger, &row, later(5), &error));
	cr_assert(find_review(&review));
	cr_expect_eq(review.case_id, row.id);
	cr_expect_eq(review.revision, row.revision);
	cr_expect_eq(review.opened_at.us, NOW.us);
	cr_expect_null(review.claimed_by);
	row.revision = 2;
	ASSERT(review_close(ledger, &row, ENDING_APPROVE, "alice", later(9), &error));
	ASSERT(review_close(ledger, &row, ENDING_REJECT, "bob", later(10), &error));
	cr_expect_not(find_review(&review));
	ASSERT(review_open(ledger, &row, later(11), &error));
	cr_assert(find_review(&review));
	cr_expect_eq(review.revision, 2);
	cr_expect_str_eq(record_of("review"),
			 "refundd spool/1001 {\"what\":\"opened\"}\n"
			 "alice spool/1001 {\"what\":\"closed\",\"ending\":\"approve\"}\n"
			 "refundd spool/1001 {\"what\":\"opened\"}\n");
	cr_expect_str_eq(database_ask("SELECT revision, ending FROM reviews ORDER BY revision"),
			 "1|approve\n2|null\n");
}

Test(reviews, a_claim_is_taken_over_and_given_back)
{
	struct review_row review;

	ASSERT(review_open(ledger, &row, NOW, &error));
	ASSERT(review_claim(ledger, &row, "alice", WAY_REFUNDCTL, later(1), &error));
	ASSERT(review_claim(ledger, &row, "bob", WAY_TICKET, later(2), &error));
	cr_assert(find_review(&review));
	cr_expect_str_eq(review.claimed_by, "bob");
	cr_expect_eq(review.claimed_at.us, later(2).us);
	cr_expect_eq(review.claim_way, WAY_TICKET);
	ASSERT(review_unclaim(ledger, &row, "bob", later(3), &error));
	cr_assert(find_review(&review));
	cr_expect_null(review.claimed_by);
	cr_expect_str_eq(record_of("review"), "refundd spool/1001 {\"what\":\"opened\"}\n"
					      "alice spool/1001 {\"what\":\"claimed\"}\n"
					      "bob spool/1001 {\"what\":\"claimed\"}\n"
					      "bob spool/1001 {\"what\":\"given back\"}\n");
}

Test(reviews, what_is_not_open_cannot_be_claimed)
{
	cr_expect_not(review_claim(ledger, &row, "alice", WAY_TICKET, NOW, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
}

Test(reviews, the_longest_waiting_are_listed_first)
{
	struct decision_row decision = {.case_id = row.id,
					.revision = 1,
					.decided_at = NOW,
					.outcome = OUTCOME_FLAG,
					.rule = "suspicious",
					.facts_json = "{}",
					.decision_json = "{\"outcome\":\"flag\",\"score\":85}",
					.sources = ""};
	struct case_row second = case_of("1002", CASE_HELD);
	struct review_summary *list;
	size_t count;

	ASSERT(case_save(ledger, &second, &error));
	ASSERT(decision_save(ledger, &decision, &error));
	ASSERT(review_open(ledger, &row, later(1), &error));
	ASSERT(review_open(ledger, &second, NOW, &error));
	ASSERT(review_list(ledger, ctx, 10, &list, &count, &error));
	cr_assert_eq(count, 2);
	cr_expect_str_eq(list[0].row.ticket, "1002");
	cr_expect_not(list[0].has_decision);
	cr_expect_eq(list[0].score, 0);
	cr_expect_str_eq(list[1].row.ticket, "1001");
	cr_expect(list[1].has_decision);
	cr_expect_eq(list[1].score, 85);
	cr_expect_str_eq(list[1].decision.rule, "suspicious");
	ASSERT(review_list(ledger, ctx, 1, &list, &count, &error));
	cr_expect_eq(count, 1);
}

Test(reviews, those_that_wait_too_long_are_told_until_they_are_escalated)
{
	struct review_summary *list;
	size_t count;

	ASSERT(review_open(ledger, &row, NOW, &error));
	ASSERT(review_list_waiting(ledger, ctx, "spool", later(-1), &list, &count, &error));
	cr_expect_eq(count, 0, "it waits since later");
	ASSERT(review_list_waiting(ledger, ctx, "rt", NOW, &list, &count, &error));
	cr_expect_eq(count, 0, "it is of another system");
	ASSERT(review_list_waiting(ledger, ctx, "spool", NOW, &list, &count, &error));
	cr_assert_eq(count, 1);
	cr_expect_str_eq(list[0].row.ticket, "1001");
	cr_expect_not(list[0].review.is_reminded);
	ASSERT(review_remind(ledger, &row, false, later(1), &error));
	ASSERT(review_list_waiting(ledger, ctx, "spool", NOW, &list, &count, &error));
	cr_assert_eq(count, 1);
	cr_expect(list[0].review.is_reminded);
	ASSERT(review_remind(ledger, &row, true, later(2), &error));
	ASSERT(review_list_waiting(ledger, ctx, "spool", NOW, &list, &count, &error));
	cr_expect_eq(count, 0);
}

/* ---- verdicts ---- */

Test(reviews, a_verdict_comes_back_as_it_was_saved_and_only_what_came_of_it_changes)
{
	struct verdict_row saved = verdict_of(VERDICT_APPROVE, "alice"), *list;
	size_t count;

	saved.code = "goodwill";
	saved.reason = "an old customer";
	ASSERT(verdict_save(ledger, &row, &saved, later(1), &error));
	cr_expect_neq(saved.id, 0);
	saved.state = VERDICT_FINAL;
	saved.order_id = "A1";
	saved.total = (struct money){41851, currency_find("USD", 3)};
	saved.reviewer = "eve";
	ASSERT(verdict_save(ledger, &row, &saved, later(2), &error));
	ASSERT(verdict_list(ledger, ctx, row.id, &list, &count, &error));
	cr_assert_eq(count, 1);
	cr_expect_eq(list[0].id, saved.id);
	cr_expect_eq(list[0].verdict, VERDICT_APPROVE);
	cr_expect_eq(list[0].state, VERDICT_FINAL);
	cr_expect_eq(list[0].way, WAY_TICKET);
	cr_expect_eq(list[0].given_at.us, later(1).us);
	cr_expect_str_eq(list[0].reviewer, "alice", "who said it stays");
	cr_expect_str_eq(list[0].code, "goodwill");
	cr_expect_str_eq(list[0].reason, "an old customer");
	cr_expect_str_eq(list[0].order_id, "A1");
	cr_expect_eq(list[0].total.minor, 41851);
}

Test(reviews, the_record_has_each_step_of_a_verdict_and_none_of_its_words)
{
	struct verdict_row saved = verdict_of(VERDICT_REJECT, "alice");

	saved.reason = "a crook";
	ASSERT(verdict_save(ledger, &row, &saved, later(1), &error));
	saved.state = VERDICT_REFUSED;
	saved.why_refused = "bob works on it";
	ASSERT(verdict_save(ledger, &row, &saved, later(1), &error));
	cr_expect_str_eq(record_of("verdict"),
			 "alice spool/1001 {\"id\":1,\"verdict\":\"reject\",\"state\":\"given\","
			 "\"way\":\"ticket\"}\n"
			 "alice spool/1001 {\"id\":1,\"verdict\":\"reject\",\"state\":\"refused\","
			 "\"way\":\"ticket\",\"why_refused\":\"bob works on it\"}\n");
	cr_expect_str_eq(database_ask("SELECT count(*), count(DISTINCT digest) FROM audit "
				      "WHERE kind = 'verdict'"),
			 "2|1\n");
}

Test(reviews, given_verdicts_are_found_by_their_case)
{
	struct verdict_row first = verdict_of(VERDICT_APPROVE, "alice");
	struct verdict_row second = verdict_of(VERDICT_REJECT, "bob");
	struct case_row *cases;
	size_t count;

	ASSERT(verdict_save(ledger, &row, &first, NOW, &error));
	ASSERT(verdict_save(ledger, &row, &second, NOW, &error));
	ASSERT(verdict_list_given(ledger, ctx, "spool", &cases, &count, &error));
	cr_assert_eq(count, 1);
	cr_expect_str_eq(cases[0].ticket, "1001");
	ASSERT(verdict_list_given(ledger, ctx, "rt", &cases, &count, &error));
	cr_expect_eq(count, 0);
	first.state = VERDICT_FIRST;
	second.state = VERDICT_REFUSED;
	second.why_refused = "no";
	ASSERT(verdict_save(ledger, &row, &first, NOW, &error));
	ASSERT(verdict_save(ledger, &row, &second, NOW, &error));
	ASSERT(verdict_list_given(ledger, ctx, "spool", &cases, &count, &error));
	cr_expect_eq(count, 0);
}

Test(reviews, only_a_final_approval_is_a_grant)
{
	struct verdict_row saved = verdict_of(VERDICT_APPROVE, "alice");
	static const char *const asked = "SELECT ticket, total, granted_at FROM approvals";

	saved.order_id = "A1";
	saved.total = (struct money){41851, currency_find("USD", 3)};
	saved.state = VERDICT_FIRST;
	ASSERT(verdict_save(ledger, &row, &saved, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	cr_expect_str_eq(database_ask(asked), "");
	saved.state = VERDICT_FINAL;
	ASSERT(verdict_save(ledger, &row, &saved, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	cr_expect_str_eq(database_ask(asked),
			 text_format(ctx, "1001|41851|%lld\n", (long long)saved.given_at.us));
}

/* ---- exemptions ---- */

static struct exemption_row exempt(const char *account, const char *signal, int64_t minutes)
{
	struct exemption_row exemption = {.account = account,
					  .signal = signal,
					  .from_at = NOW,
					  .until_at = later(minutes),
					  .author = "alice",
					  .reason = "a reseller"};

	ASSERT(exemption_add(ledger, &exemption, &error));
	return exemption;
}

Test(reviews, an_exemption_holds_until_it_ends)
{
	struct exemption_row *list;
	size_t count;

	exempt("100000000002", "rings", 60);
	exempt("100000000001", "rings", 120);
	ASSERT(exemption_list(ledger, ctx, NOW, &list, &count, &error));
	cr_assert_eq(count, 2);
	cr_expect_str_eq(list[0].account, "100000000001");
	cr_expect_str_eq(list[0].signal, "rings");
	cr_expect_str_eq(list[0].author, "alice");
	cr_expect_str_eq(list[0].reason, "a reseller");
	ASSERT(exemption_list(ledger, ctx, later(60), &list, &count, &error));
	cr_expect_eq(count, 1);
	ASSERT(exemption_end(ledger, "100000000001", "rings", "bob", later(61), &error));
	ASSERT(exemption_list(ledger, ctx, later(61), &list, &count, &error));
	cr_expect_eq(count, 0);
	cr_expect_str_eq(record_of("exemption"),
			 "alice 100000000002 {\"id\":1,\"what\":\"added\",\"signal\":\"rings\","
			 "\"from\":\"2023-11-14T22:13:20Z\",\"until\":\"2023-11-14T23:13:20Z\"}\n"
			 "alice 100000000001 {\"id\":2,\"what\":\"added\",\"signal\":\"rings\","
			 "\"from\":\"2023-11-14T22:13:20Z\",\"until\":\"2023-11-15T00:13:20Z\"}\n"
			 "bob 100000000001 {\"id\":2,\"what\":\"ended\",\"signal\":\"rings\","
			 "\"from\":\"2023-11-14T22:13:20Z\",\"until\":\"2023-11-14T23:14:20Z\"}\n");
}

Test(reviews, what_is_not_exempt_cannot_end)
{
	exempt("100000000001", "rings", 60);
	cr_expect_not(exemption_end(ledger, "100000000001", "texts", "bob", NOW, &error));
	cr_expect_eq(error.kind, ERROR_ABSENT);
	cr_expect_not(exemption_end(ledger, "100000000001", "rings", "bob", later(60), &error));
	cr_expect_eq(error.kind, ERROR_ABSENT);
}
