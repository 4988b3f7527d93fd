#include "ledger/connection.h"
#include "ledger/fixture.h"

TestSuite(cases, .init = ledger_make, .fini = folder_remove);

static struct case_row found_case(const char *ticket)
{
	struct case_row row = {0};
	bool found;

	ASSERT(case_find(ledger, ctx, "spool", ticket, &row, &found, &error));
	cr_assert(found);
	return row;
}

Test(cases, a_case_comes_back_as_it_was_saved)
{
	struct case_row saved = case_of("1001", CASE_WAITING), found;

	saved.order_id = "A1";
	saved.requester_uin = "100000000001";
	saved.linked_to = "1000";
	saved.questions = 2;
	saved.customer_messages = 3;
	saved.wait_until = (struct instant){42};
	ASSERT(case_save(ledger, &saved, &error));
	cr_expect_neq(saved.id, 0);
	found = found_case("1001");
	cr_expect_eq(found.id, saved.id);
	cr_expect_str_eq(found.system, "spool");
	cr_expect_str_eq(found.ticket, "1001");
	cr_expect_eq(found.revision, 1);
	cr_expect_eq(found.state, CASE_WAITING);
	cr_expect_str_eq(found.order_id, "A1");
	cr_expect_str_eq(found.requester_uin, "100000000001");
	cr_expect_str_eq(found.linked_to, "1000");
	cr_expect_eq(found.questions, 2);
	cr_expect_eq(found.customer_messages, 3);
	cr_expect_eq(found.asked_at.us, saved.asked_at.us);
	cr_expect_eq(found.changed_at.us, NOW.us);
	cr_expect_eq(found.wait_until.us, 42);
}

Test(cases, a_case_that_is_saved_again_changes)
{
	struct case_row row = case_of("1001", CASE_NEW);

	ASSERT(case_save(ledger, &row, &error));
	row.state = CASE_ANSWERED;
	row.revision = 2;
	ASSERT(case_save(ledger, &row, &error));
	row = found_case("1001");
	cr_expect_eq(row.state, CASE_ANSWERED);
	cr_expect_eq(row.revision, 2);
	cr_expect_null(row.order_id);
}

Test(cases, a_case_that_is_not_there_is_not_found_nor_changed)
{
	struct case_row row = case_of("1001", CASE_NEW);
	bool found = true;

	ASSERT(case_find(ledger, ctx, "spool", "1001", &row, &found, &error));
	cr_expect_not(found);
	row.id = 7;
	cr_expect_not(case_save(ledger, &row, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	cr_expect_str_eq(error.text, "the ledger has no such case");
}

Test(cases, every_state_can_be_kept)
{
	for (int state = 0; state < CASE_STATE_COUNT; state++) {
		char *ticket = text_format(ctx, "%d", state);
		struct case_row row = case_of(ticket, (enum case_state)state);

		ASSERT(case_save(ledger, &row, &error));
		cr_expect_eq((int)found_case(ticket).state, state);
	}
}

Test(cases, a_ticket_has_one_case)
{
	struct case_row first = case_of("1001", CASE_NEW), second = first;

	ASSERT(case_save(ledger, &first, &error));
	cr_expect_not(case_save(ledger, &second, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	cr_expect_eq(second.id, 0);
}

Test(cases, those_in_a_state_are_listed_by_their_last_change)
{
	struct case_row *rows;
	size_t count;

	for (int i = 0; i < 5; i++) {
		struct case_row row =
			case_of(text_format(ctx, "%d", i), i == 2 ? CASE_NEW : CASE_WAITING);

		row.changed_at.us = 100 - i;
		ASSERT(case_save(ledger, &row, &error));
	}
	ASSERT(case_list_in_state(ledger, ctx, CASE_WAITING, 3, &rows, &count, &error));
	cr_assert_eq(count, 3);
	cr_expect_str_eq(rows[0].ticket, "4");
	cr_expect_str_eq(rows[1].ticket, "3");
	cr_expect_str_eq(rows[2].ticket, "1");
	ASSERT(case_list_in_state(ledger, ctx, CASE_FLAGGED, 3, &rows, &count, &error));
	cr_expect_eq(count, 0);
}

Test(cases, a_state_that_nobody_knows_is_a_contradiction)
{
	struct case_row row = case_of("1001", CASE_NEW), *rows;
	size_t count = 7;
	bool found;

	ASSERT(case_save(ledger, &row, &error));
	ASSERT(db_execute(ledger->db,
			  "PRAGMA ignore_check_constraints = ON; UPDATE cases SET state = 'odd'",
			  &error));
	cr_expect_not(case_find(ledger, ctx, "spool", "1001", &row, &found, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	cr_expect_not_null(strstr(error.text, "\"odd\""), "%s", error.text);
	ASSERT(case_list_in_state(ledger, ctx, CASE_NEW, 3, &rows, &count, &error));
	cr_expect_eq(count, 0);
}

/* ---- of one order ---- */

static struct case_row of_order(const char *ticket, const char *system, enum case_state state,
				const char *order, const char *uin)
{
	struct case_row row = case_of(ticket, state);

	row.system = system;
	row.order_id = order;
	row.requester_uin = uin;
	ASSERT(case_save(ledger, &row, &error));
	return row;
}

Test(cases, the_first_of_an_order_and_a_requester_is_found)
{
	struct case_row asking = of_order("1", "spool", CASE_ANSWERED, "A1", "7"), row;
	bool found;

	of_order("2", "spool", CASE_WITHDRAWN, "A2", "7");
	of_order("3", "spool", CASE_LINKED, "A2", "7");
	of_order("4", "rt", CASE_ANSWERED, "A2", "7");
	of_order("5", "spool", CASE_ANSWERED, "A2", "8");
	of_order("6", "spool", CASE_ANSWERED, "A2", NULL);
	asking.order_id = "A2";
	ASSERT(case_find_first_of_order(ledger, ctx, &asking, &row, &found, &error));
	cr_expect_not(found);
	of_order("7", "spool", CASE_PERSON, "A2", "7");
	of_order("8", "spool", CASE_NEW, "A2", "7");
	ASSERT(case_find_first_of_order(ledger, ctx, &asking, &row, &found, &error));
	cr_assert(found);
	cr_expect_str_eq(row.ticket, "7");
	asking.order_id = "A1";
	ASSERT(case_find_first_of_order(ledger, ctx, &asking, &row, &found, &error));
	cr_expect_not(found, "itself is no other");
	asking.requester_uin = NULL;
	ASSERT(case_find_first_of_order(ledger, ctx, &asking, &row, &found, &error));
	cr_expect_not(found);
}

/* ---- orders that were refunded ---- */

#define REFUND(order, day) order ",2023-03-" day "T00:00:00Z,USD,1.00\n"

static void import_refunds(const char *rows)
{
	ASSERT(ledger_commit(ledger, &error));
	import_all_of("refunds",
		      text_format(ctx, "order_id,refunded_at,currency,amount\n%s", rows));
}

/* The tickets of the cases that are to be told: "1 3 ". */
static void expect_refunded(const char *tickets)
{
	struct buffer *listed = buffer_new(ctx);
	struct case_row *rows;
	size_t count;

	ASSERT(case_list_refunded(ledger, ctx, "spool", &rows, &count, &error));
	for (size_t i = 0; i < count; i++)
		buffer_add_format(listed, "%s ", rows[i].ticket);
	cr_expect_str_eq(listed->bytes, tickets);
}

Test(cases, those_whose_order_was_refunded_are_told_once)
{
	of_order("1", "spool", CASE_FLAGGED, "A1", NULL);
	import_refunds(REFUND("A1", "01") REFUND("A1", "02"));
	expect_refunded("1 ");
	import_refunds(REFUND("A1", "03"));
	expect_refunded("1 ");
	ASSERT(refunds_heed(ledger, &error));
	expect_refunded("");
	of_order("2", "spool", CASE_WAITING, "A2", NULL);
	import_refunds(REFUND("A1", "03"));
	expect_refunded("");
	import_refunds(REFUND("A2", "03"));
	expect_refunded("2 ");
}

Test(cases, only_those_are_told_that_can_still_change)
{
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		of_order(text_format(ctx, "%d", state), "spool", (enum case_state)state, "A1",
			 NULL);
	of_order("100", "rt", CASE_FLAGGED, "A1", NULL);
	of_order("101", "spool", CASE_FLAGGED, "A2", NULL);
	import_refunds(REFUND("A1", "01"));
	expect_refunded(text_format(ctx, "%d %d %d %d %d ", CASE_NEW, CASE_WAITING, CASE_ASKED,
				    CASE_FLAGGED, CASE_HELD));
}

Test(cases, an_answer_that_is_not_known_to_be_said_can_still_change)
{
	static const bool is_told[] = {
		[EFFECT_PENDING] = true,   [EFFECT_LEAVING] = true,	[EFFECT_UNSETTLED] = true,
		[EFFECT_DONE] = false,	   [EFFECT_STOOD_BACK] = false, [EFFECT_OVERTAKEN] = false,
		[EFFECT_DOUBTFUL] = false,
	};
	struct case_row row = of_order("1", "spool", CASE_ANSWERED, "A1", NULL);
	struct effect_row effect = effect_of(row.id, 1);

	ASSERT(effect_add(ledger, &effect, &error));
	ASSERT(effect_leave(ledger, effect.key, NOW, &error));
	import_refunds(REFUND("A1", "01"));
	for (int state = EFFECT_PENDING; state <= EFFECT_DOUBTFUL; state++) {
		ASSERT(effect_settle(ledger, effect.key, (enum effect_state)state, NOW, &error));
		expect_refunded(is_told[state] ? "1 " : "");
	}
}

/* ---- decisions ---- */

static int64_t saved_case(const char *ticket)
{
	struct case_row row = case_of(ticket, CASE_ANSWERED);

	row.order_id = "A1";
	ASSERT(case_save(ledger, &row, &error));
	return row.id;
}

Test(cases, a_decision_comes_back_complete)
{
	int64_t id = saved_case("1001");
	struct decision_row saved = decision_of(id), found_row;
	bool found;

	ASSERT(decision_save(ledger, &saved, &error));
	ASSERT(decision_find(ledger, ctx, id, &found_row, &found, &error));
	cr_assert(found);
	cr_expect_eq(found_row.case_id, id);
	cr_expect_eq(found_row.revision, 1);
	cr_expect_eq(found_row.decided_at.us, NOW.us);
	cr_expect_eq(found_row.outcome, OUTCOME_APPROVE);
	cr_expect_str_eq(found_row.policy, "rtc-engine");
	cr_expect_str_eq(found_row.version, "2023-01-01");
	cr_expect_str_eq(found_row.rule, "unused-within-window");
	cr_expect_str_eq(found_row.policy_hash, "abc");
	cr_expect_str_eq(found_row.policy_text, "the text");
	cr_expect_eq(found_row.total.minor, 41851);
	cr_expect_str_eq(found_row.total.currency->code, "USD");
	cr_expect_str_eq(found_row.facts_json, saved.facts_json);
	cr_expect_str_eq(found_row.decision_json, saved.decision_json);
	cr_expect_str_eq(found_row.sources, saved.sources);
}

Test(cases, a_decision_without_a_policy_or_an_amount_is_kept_too)
{
	int64_t id = saved_case("1001");
	struct decision_row row = {.case_id = id,
				   .revision = 1,
				   .outcome = OUTCOME_FLAG,
				   .facts_json = "{}",
				   .decision_json = "{}",
				   .sources = ""};
	bool found;

	ASSERT(decision_save(ledger, &row, &error));
	ASSERT(decision_find(ledger, ctx, id, &row, &found, &error));
	cr_expect(found);
	cr_expect_eq(row.outcome, OUTCOME_FLAG);
	cr_expect_null(row.policy);
	cr_expect_null(row.policy_text);
	cr_expect_null(row.total.currency);
}

Test(cases, the_newest_decision_counts_and_the_older_ones_stay)
{
	int64_t id = saved_case("1001");
	struct decision_row row = decision_of(id);
	bool found;

	ASSERT(decision_find(ledger, ctx, id, &row, &found, &error));
	cr_expect_not(found);
	ASSERT(decision_save(ledger, &row, &error));
	row.outcome = OUTCOME_REJECT;
	row.total = (struct money){0};
	ASSERT(decision_save(ledger, &row, &error));
	ASSERT(decision_find(ledger, ctx, id, &row, &found, &error));
	cr_expect_eq(row.outcome, OUTCOME_REJECT);
	ASSERT(ledger_commit(ledger, &error));
	expect_database("SELECT outcome, order_id FROM decisions; SELECT * FROM policies",
			"approve|A1\nreject|A1\nabc|the text\n");
}

Test(cases, a_decision_belongs_to_a_case)
{
	struct decision_row orphan = decision_of(4711);

	cr_expect_not(decision_save(ledger, &orphan, &error));
	cr_expect_eq(error.kind, ERROR_STATE, "%s", error.text);
}

Test(cases, a_text_without_measure_is_refused)
{
	struct decision_row row = decision_of(saved_case("1001"));
	char *text = talloc_size(ctx, 17 << 20);

	memset(text, 'x', (17 << 20) - 1);
	text[(17 << 20) - 1] = '\0';
	row.sources = text;
	cr_expect_not(decision_save(ledger, &row, &error));
	cr_expect_eq(error.kind, ERROR_INPUT, "%s", error.text);
}
