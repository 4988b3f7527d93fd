#include "ledger/connection.h"
#include "ledger/fixture.h"

TestSuite(overview, .init = ledger_make, .fini = folder_remove);

static void decide(const char *ticket, enum case_state state, enum outcome outcome,
		   const char *amount)
{
	struct case_row row = case_of(ticket, state);
	struct decision_row decision;

	row.changed_at.us = strtol(ticket, NULL, 10);
	ASSERT(case_save(ledger, &row, &error));
	decision = decision_of(row.id);
	decision.outcome = outcome;
	decision.total = (struct money){0};
	if (amount != NULL)
		ASSERT(money_parse(amount + 4, strlen(amount + 4), currency_find(amount, 3),
				   &decision.total, &error));
	ASSERT(decision_save(ledger, &decision, &error));
}

Test(overview, an_empty_ledger_is_all_zeros)
{
	static const struct overview zeros;
	struct overview overview;

	memset(&overview, 0xff, sizeof(overview));
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_arr_eq((char *)&overview, (const char *)&zeros, sizeof(zeros));
}

Test(overview, it_counts_by_state_by_outcome_and_by_currency)
{
	struct overview overview;
	struct case_row fresh = case_of("7", CASE_NEW);

	decide("1", CASE_ANSWERED, OUTCOME_APPROVE, "USD 418.51");
	decide("2", CASE_ANSWERED, OUTCOME_APPROVE, "USD 1.00");
	decide("3", CASE_ANSWERED, OUTCOME_APPROVE, "CNY 7");
	decide("4", CASE_ANSWERED, OUTCOME_REJECT, NULL);
	decide("5", CASE_FLAGGED, OUTCOME_FLAG, NULL);
	decide("6", CASE_ASKED, OUTCOME_ASK, NULL);
	ASSERT(case_save(ledger, &fresh, &error));
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(overview.cases[CASE_NEW], 1);
	cr_expect_eq(overview.cases[CASE_ANSWERED], 4);
	cr_expect_eq(overview.cases[CASE_FLAGGED], 1);
	cr_expect_eq(overview.cases[CASE_ASKED], 1);
	cr_expect_eq(overview.outcomes[OUTCOME_APPROVE], 3);
	cr_expect_eq(overview.outcomes[OUTCOME_REJECT], 1);
	cr_expect_eq(overview.outcomes[OUTCOME_FLAG], 1);
	cr_expect_eq(overview.outcomes[OUTCOME_ASK], 1);
	cr_assert_eq(overview.approved_count, 2);
	cr_expect_str_eq(overview.approved[0].currency, "CNY");
	cr_expect_eq(overview.approved[0].minor, 700);
	cr_expect_str_eq(overview.approved[1].currency, "USD");
	cr_expect_eq(overview.approved[1].minor, 41951);
	cr_expect_eq(overview.approved[1].count, 2);
}

Test(overview, only_the_newest_decision_of_a_case_counts)
{
	struct overview overview;
	struct decision_row second;
	int64_t id = approve("1", "A1");

	second = decision_of(id);
	second.outcome = OUTCOME_REJECT;
	second.total = (struct money){0};
	ASSERT(decision_save(ledger, &second, &error));
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(overview.outcomes[OUTCOME_APPROVE], 0);
	cr_expect_eq(overview.outcomes[OUTCOME_REJECT], 1);
}

Test(overview, what_a_brake_held_is_not_money_approved)
{
	static const enum course courses[] = {COURSE_PERSON, COURSE_HOLD, COURSE_SHADOW};
	struct overview overview;

	for (int i = 0; i < 3; i++) {
		struct case_row row = case_of(text_format(ctx, "%d", i), CASE_HELD);
		struct decision_row decision;

		ASSERT(case_save(ledger, &row, &error));
		decision = decision_of(row.id);
		decision.outcome = OUTCOME_APPROVE;
		decision.course = courses[i];
		ASSERT(decision_save(ledger, &decision, &error));
	}
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(overview.outcomes[OUTCOME_APPROVE], 3);
	cr_expect_eq(overview.approved_count, 0);
}

Test(overview, it_tells_how_long_the_oldest_effect_has_waited)
{
	struct overview overview;
	struct effect_row second;
	int64_t id = approve("1", "A1");

	second = effect_of(id, 99);
	second.due_at.us += 1;
	ASSERT(effect_add(ledger, &second, &error));
	ASSERT(effect_postpone(ledger, text_format(ctx, "%032x", (int)id),
			       (struct instant){NOW.us + DAY_US}, "no answer", &error));
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(overview.effects_pending, 2);
	cr_expect_eq(overview.effects_unsettled, 0);
	cr_expect_eq(overview.oldest_pending.us, NOW.us);
	ASSERT(effect_leave(ledger, second.key, NOW, &error));
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(overview.effects_pending, 2, "what is leaving is not there yet");
	ASSERT(effect_unsettle(ledger, second.key, NOW, "no answer", NOW, &error));
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(overview.effects_pending, 1);
	cr_expect_eq(overview.effects_unsettled, 1);
}

Test(overview, it_counts_what_is_on_record)
{
	struct overview overview;

	import_all_of("orders", ORDERS_HEADER "A,live,,,,,,,,,2023-03-01T08:00:00Z,,USD,,,,\n");
	import_all_of("usage", "order_id,gifted_minutes_used,as_of\nA,0,2023-03-06T11:00:00Z\n"
			       "A,0,2023-03-07T11:00:00Z\n");
	import_all_of("accounts", "uin,entity,suspended,frozen,as_of\n"
				  "1,,,,2023-03-07T11:00:00Z\n");
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(overview.orders, 1);
	cr_expect_eq(overview.usage, 2);
	cr_expect_eq(overview.accounts, 1);
	cr_expect_eq(overview.refunds, 0);
}

Test(overview, cases_are_listed_newest_first_with_what_was_decided)
{
	struct case_row fresh = case_of("9", CASE_NEW);
	struct case_summary *list;
	size_t count;

	decide("1", CASE_ANSWERED, OUTCOME_APPROVE, "USD 418.51");
	decide("2", CASE_ANSWERED, OUTCOME_REJECT, NULL);
	ASSERT(case_save(ledger, &fresh, &error));
	ASSERT(case_list(ledger, ctx, -1, 10, &list, &count, &error));
	cr_assert_eq(count, 3);
	cr_expect_str_eq(list[0].row.ticket, "9");
	cr_expect_not(list[0].has_decision);
	cr_expect_str_eq(list[1].row.ticket, "2");
	cr_expect_eq(list[1].decision.outcome, OUTCOME_REJECT);
	cr_expect_str_eq(list[2].row.ticket, "1");
	cr_expect_eq(list[2].decision.total.minor, 41851);
	cr_expect_str_eq(list[2].decision.policy, "rtc-engine");
	cr_expect_null(list[2].decision.facts_json);
	ASSERT(case_list(ledger, ctx, CASE_ANSWERED, 1, &list, &count, &error));
	cr_assert_eq(count, 1);
	cr_expect_str_eq(list[0].row.ticket, "2");
}

Test(overview, a_word_that_nobody_knows_is_a_contradiction)
{
	struct overview overview;
	struct case_summary *list;
	size_t count;

	approve("1", "A1");
	ASSERT(db_execute(ledger->db,
			  "PRAGMA ignore_check_constraints = ON; "
			  "UPDATE decisions SET outcome = 'odd'",
			  &error));
	cr_expect_not(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	cr_expect_not(case_list(ledger, ctx, -1, 1, &list, &count, &error));
}
