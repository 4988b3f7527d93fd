#include "casework_lab.h"
#include "ledger/reviews.h"

#define FURTHER "20230301080000000003" /* as good as ORDER */

static struct config settings;

static void begin(void)
{
	casework_begin();
	import("orders",
	       "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
	       "entity,origin,purchased_at,months,currency,cash,transfer,gift,voucher\n" FURTHER
	       ",rtc-engine,standard,purchase,shipped,1400000003,100000000002,"
	       "100000000002,E-2,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,0.00,"
	       "0.00,0.00\n");
	import("usage",
	       "order_id,gifted_minutes_used,as_of\n" FURTHER ",0,2023-03-06T12:00:00+08:00\n");
	import("accounts", "uin,entity,suspended,frozen,as_of\n"
			   "100000000002,E-2,none,0.00,2023-03-06T12:00:00+08:00\n");
	settings = *config;
	casework->config = &settings;
}

TestSuite(modes, .init = begin, .fini = lab_remove);

static void further_ticket(void)
{
	new_ticket("1002", FURTHER);
	ticket.requester_uin = "100000000002";
}

static void expect_course(enum course course, enum brake brake)
{
	struct decision_row decision;
	bool is_found;

	ASSERT(decision_find(ledger, ctx, row.id, &decision, &is_found, &error));
	cr_assert(is_found);
	cr_expect_str_eq(course_words.list[decision.course], course_words.list[course]);
	cr_expect_str_eq(brake_words.list[decision.brake], brake_words.list[brake]);
}

static bool is_with_reviewers(void)
{
	struct review_row review;
	bool is_found;

	ASSERT(review_find(ledger, ctx, row.id, &review, &is_found, &error));
	return is_found;
}

/* Nothing that the case says can be seen by the customer. */
static void expect_quiet(void)
{
	size_t count;
	struct effect_row *effects = list_effects(&count);

	for (size_t i = 0; i < count; i++) {
		struct desk_write write;

		ASSERT(desk_write_from_json(ctx, effects[i].payload, &write, &error));
		cr_expect_not(write.is_public, "%s", ticket.id);
		cr_expect_not(write.sets_status, "%s", ticket.id);
		cr_expect_null(write.tag, "%s", ticket.id);
		cr_expect_eq(write.field_count, 0, "%s", ticket.id);
	}
}

/* What is approved, asked, flagged and rejected when nothing holds it. */
static const char *const bodies[] = {ORDER, "", "99999999999999999999", FURTHER};

/* ---- shadow ---- */

Test(modes, shadow_changes_nothing_that_a_customer_sees)
{
	settings.brakes.mode = MODE_SHADOW;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		new_ticket(text_format(ctx, "%zu", i), bodies[i]);
		take();
		EXPECT_CASE(CASE_SHADOWED, 1, "1 note pending");
		expect_course(COURSE_SHADOW, BRAKE_SHADOW);
		expect_quiet();
		cr_expect_not(is_with_reviewers());
		cr_expect_eq(row.questions, 0);
		deliver(DESK_DONE);
		take();
		EXPECT_CASE(CASE_SHADOWED, 1, "1 note done");
	}
}

Test(modes, a_shadow_says_what_would_have_been_said)
{
	settings.brakes.mode = MODE_SHADOW;
	new_ticket("1001", ORDER);
	take();
	EXPECT_SAID("Shadow mode: refundd would have approved 418.51 USD");
	cr_expect_not_null(strstr(last_told, "approve"), "%s", last_told);
}

Test(modes, in_shadow_nobody_is_told_that_another_ticket_speaks)
{
	settings.brakes.mode = MODE_SHADOW;
	new_ticket("1001", ORDER);
	take();
	new_ticket("1002", ORDER);
	take();
	EXPECT_CASE(CASE_SHADOWED, 1, "1 note pending");
	expect_quiet();
	EXPECT_SAID("1001");
}

Test(modes, what_was_shadowed_is_not_answered_when_the_mode_is_auto_again)
{
	settings.brakes.mode = MODE_SHADOW;
	new_ticket("1001", ORDER);
	take();
	deliver(DESK_DONE);
	settings.brakes.mode = MODE_AUTO;
	take();
	EXPECT_CASE(CASE_SHADOWED, 1, "1 note done");
	customer_writes("Any news?");
	take();
	EXPECT_CASE(CASE_ANSWERED, 2, "1 note done, 2 reply pending");
}

Test(modes, a_note_in_the_shadow_that_the_customer_overtook_is_made_anew)
{
	settings.brakes.mode = MODE_SHADOW;
	new_ticket("1001", ORDER);
	take();
	customer_writes("Please hurry.");
	take();
	EXPECT_CASE(CASE_SHADOWED, 2, "1 note overtaken, 2 note pending");
	deliver(DESK_OVERTAKEN);
	EXPECT_CASE(CASE_NEW, 3, "1 note overtaken, 2 note overtaken");
	cr_expect(wants_reread);
}

Test(modes, a_person_takes_a_shadowed_ticket_as_any_other)
{
	settings.brakes.mode = MODE_SHADOW;
	new_ticket("1001", ORDER);
	take();
	ticket.assignee = "mei";
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 note stood-back");
}

Test(modes, a_shadowed_approval_is_none_for_another_ticket)
{
	settings.brakes.mode = MODE_SHADOW;
	new_ticket("1001", ORDER);
	take();
	settings.brakes.mode = MODE_AUTO;
	new_ticket("1002", ORDER);
	ticket.requester_uin = "100000000009"; /* neither owner nor payer */
	take();
	cr_expect_null(strstr(last_told, "pending"), "%s", last_told);
}

/* ---- assist ---- */

Test(modes, assist_prepares_everything_and_says_nothing)
{
	settings.brakes.mode = MODE_ASSIST;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		new_ticket(text_format(ctx, "%zu", i), bodies[i]);
		take();
		EXPECT_CASE(CASE_HELD, 1, "1 note pending");
		expect_course(COURSE_HOLD, BRAKE_ASSIST);
		expect_quiet();
		cr_expect(is_with_reviewers());
		cr_expect_eq(row.questions, 0);
	}
}

Test(modes, new_words_of_the_customer_are_judged_anew_while_the_answer_is_held)
{
	settings.brakes.mode = MODE_ASSIST;
	new_ticket("1001", "");
	take();
	deliver(DESK_DONE);
	customer_writes(ORDER);
	take();
	EXPECT_CASE(CASE_HELD, 2, "1 note done, 2 note pending");
	EXPECT_SAID("418.51 USD");
	customer_writes("Hello?");
	take();
	EXPECT_CASE(CASE_HELD, 3, "1 note done, 2 note overtaken, 3 note pending");
	cr_expect(is_with_reviewers());
}

Test(modes, only_who_speaks_to_the_customer_takes_a_held_ticket_from_us)
{
	settings.brakes.mode = MODE_ASSIST;
	new_ticket("1001", ORDER);
	take();
	deliver(DESK_DONE);
	ticket.assignee = "mei";
	write_message(AUTHOR_AGENT, false, "looks fine", NULL);
	take();
	EXPECT_CASE(CASE_HELD, 1, "1 note done");
	write_message(AUTHOR_AGENT, true, "We will pay.", NULL);
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 note done");
}

Test(modes, the_reviewer_is_told_once_that_the_order_of_a_held_ticket_was_refunded)
{
	settings.brakes.mode = MODE_ASSIST;
	new_ticket("1001", ORDER);
	take();
	deliver(DESK_DONE);
	ASSERT(casework_take_refunded(casework, &row, NOW, &wants_reread, &error));
	commit();
	EXPECT_CASE(CASE_HELD, 1, "1 note done, 1 note pending");
	EXPECT_SAID("was refunded elsewhere");
	ASSERT(casework_take_refunded(casework, &row, NOW, &wants_reread, &error));
	cr_expect_not(ledger_is_dirty(ledger));
}

Test(modes, a_lost_ledger_does_not_note_twice)
{
	settings.brakes.mode = MODE_ASSIST;
	new_ticket("1001", ORDER);
	take();
	deliver(DESK_DONE);
	lose_ledger();
	casework->config = &settings;
	take();
	EXPECT_CASE(CASE_HELD, 1, "1 note done");
	cr_expect(is_with_reviewers());
}

Test(modes, outside_of_the_share_the_other_mode_holds)
{
	settings.brakes.rest_mode = MODE_ASSIST;
	for (int share = 0; share <= 100; share += 10) {
		bool is_in = brake_is_in_share("100000000001", share);

		settings.brakes.share = share;
		new_ticket(text_format(ctx, "%d", share), "");
		take();
		cr_expect_eq(row.state, is_in ? CASE_ASKED : CASE_HELD, "%d", share);
	}
}

/* ---- budget and rate ---- */

static void set_budget(const char *amount)
{
	static struct money budget;

	ASSERT(money_parse(amount, strlen(amount), currency_find("USD", 3), &budget, &error));
	settings.brakes.budget = &budget;
	settings.brakes.budget_count = 1;
}

static void take_at(const char *time)
{
	ASSERT(casework_take_ticket(casework, &ticket, true, at(time), &wants_reread, &error));
}

/* Two that would be approved, taken within one turn. */
static void take_both(void)
{
	new_ticket("1001", ORDER);
	take_at("2023-03-06T13:00:00+08:00");
	further_ticket();
	take_at("2023-03-06T13:00:01+08:00");
	commit();
}

Test(modes, the_days_budget_is_granted_to_the_last_cent)
{
	set_budget("837.02");
	take_both();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply pending");
	expect_course(COURSE_ANSWER, BRAKE_NONE);
}

Test(modes, above_the_days_budget_a_person_decides)
{
	set_budget("837.01");
	take_both();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply pending, 1 note pending");
	expect_course(COURSE_PERSON, BRAKE_BUDGET);
	cr_expect(is_with_reviewers());
	EXPECT_SAID("would have approved 418.51 USD");
	cr_expect_not_null(strstr(first_pending().payload, "\"refund_decision\":\"flag\""), "%s",
			   first_pending().payload);
	cr_expect_null(strstr(first_pending().payload, "418.51"), "%s", first_pending().payload);
}

Test(modes, a_new_day_in_its_zone_has_a_new_budget)
{
	set_budget("500.00");
	new_ticket("1001", ORDER);
	take_at("2023-03-06T23:59:59+08:00");
	further_ticket();
	take_at("2023-03-07T00:00:00+08:00");
	commit();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply pending");
}

Test(modes, the_day_does_not_begin_where_utc_has_it)
{
	set_budget("500.00");
	new_ticket("1001", ORDER);
	take_at("2023-03-07T07:59:59+08:00"); /* 23:59:59 of the day before in UTC */
	further_ticket();
	take_at("2023-03-07T08:00:00+08:00");
	commit();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply pending, 1 note pending");
}

Test(modes, what_was_never_told_is_not_spent)
{
	set_budget("500.00");
	new_ticket("1001", ORDER);
	take();
	customer_writes("Please hurry.");
	take();
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply overtaken, 2 reply pending");
}

Test(modes, what_people_release_is_not_the_machines)
{
	set_budget("500.00");
	settings.brakes.mode = MODE_ASSIST;
	new_ticket("1001", ORDER);
	take();
	settings.brakes.mode = MODE_AUTO;
	further_ticket();
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply pending");
}

Test(modes, so_many_approvals_an_hour)
{
	settings.brakes.approvals_per_hour = 1;
	take_both();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply pending, 1 note pending");
	expect_course(COURSE_PERSON, BRAKE_RATE);
}

Test(modes, the_hour_goes_with_the_clock)
{
	settings.brakes.approvals_per_hour = 1;
	new_ticket("1001", ORDER);
	take_at("2023-03-06T13:00:00+08:00");
	further_ticket();
	take_at("2023-03-06T14:00:01+08:00");
	commit();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply pending");
}

/* ---- notes on answers ---- */

Test(modes, an_answer_that_scores_comes_with_a_note_before_it)
{
	settings.note_score = 0;
	new_ticket("1001", ORDER);
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 note pending, 1 reply pending");
	settings.note_score = 1000;
	further_ticket();
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply pending");
}
