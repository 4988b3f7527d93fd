#include "casework_lab.h"

TestSuite(casework, .init = casework_begin, .fini = lab_remove);

/* ---- questions ---- */

static void answer_question(const char *body)
{
	deliver(DESK_DONE);
	ticket.status = TICKET_PENDING;
	customer_writes(body);
	take();
}

Test(casework, after_so_many_questions_a_person_takes_over)
{
	struct decision_row decision;
	bool is_found;

	new_ticket("1001", "Please refund it.");
	take();
	cr_expect_eq(row.questions, 1);
	answer_question("Which number?");
	EXPECT_CASE(CASE_ASKED, 2, "1 reply done, 2 reply pending");
	cr_expect_eq(row.questions, 2);
	answer_question("I do not know.");
	EXPECT_CASE(CASE_FLAGGED, 3, "1 reply done, 2 reply done, 3 reply pending, 3 note pending");
	EXPECT_SAID("asked 2 times");
	cr_expect_eq(row.questions, 2);
	ASSERT(decision_find(ledger, ctx, row.id, &decision, &is_found, &error));
	cr_expect_eq(decision.outcome, OUTCOME_ASK, "a brake changes no decision");
	cr_expect_str_eq(decision.rule, "no-order");
	cr_expect_eq(decision.course, COURSE_PERSON);
	cr_expect_eq(decision.brake, BRAKE_QUESTIONS);
}

Test(casework, a_question_that_never_left_was_not_asked)
{
	new_ticket("1001", "Please refund it.");
	take();
	customer_writes("Please!");
	take();
	EXPECT_CASE(CASE_ASKED, 2, "1 reply overtaken, 2 reply pending");
	cr_expect_eq(row.questions, 1);
	customer_writes("Hello?");
	deliver(DESK_OVERTAKEN);
	EXPECT_CASE(CASE_NEW, 3, "1 reply overtaken, 2 reply overtaken");
	cr_expect(wants_reread);
	cr_expect_eq(row.questions, 0);
	take();
	EXPECT_CASE(CASE_ASKED, 3, "1 reply overtaken, 2 reply overtaken, 3 reply pending");
}

/* ---- after the answer ---- */

static void answer_ticket(void)
{
	new_ticket("1001", ORDER);
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_SOLVED;
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply done");
}

Test(casework, who_writes_after_the_answer_is_for_a_person_with_the_history)
{
	answer_ticket();
	customer_writes("When will it come?");
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done, 1 note pending");
	EXPECT_SAID("The customer wrote again after the answer.");
	EXPECT_SAID("2023-03-05T23:59:59Z: the customer asked for a refund of order " ORDER);
	EXPECT_SAID("2023-03-06T05:00:00Z: decided to approve 418.51 USD, by rule "
		    "unused-within-window of policy rtc-engine");
	cr_expect_null(strstr(last_words(), "When will it come"),
		       "the customer's words are not ours");
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done, 1 note pending");
}

Test(casework, an_answered_ticket_that_is_open_again_is_for_a_person)
{
	answer_ticket();
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply done");
	ticket.status = TICKET_OPEN;
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done");
}

Test(casework, a_ticket_that_was_read_before_the_answer_is_not_open_again)
{
	answer_ticket();
	ticket.status = TICKET_OPEN;
	ticket.message_count--;
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply done");
}

Test(casework, only_what_was_solved_can_be_open_again)
{
	static const char *const bodies[] = {"", "99999999999999999999"}; /* asked, flagged */

	for (size_t i = 0; i < 2; i++) {
		enum case_state state;

		new_ticket(i == 0 ? "1001" : "1002", bodies[i]);
		take();
		deliver(DESK_DONE);
		state = row.state;
		take();
		cr_expect_eq(row.state, state);
		ticket.status = TICKET_OPEN;
		take();
		cr_expect_eq(row.state, state);
	}
}

Test(casework, a_question_whose_ticket_somebody_closed_is_with_a_person)
{
	new_ticket("1001", "");
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_SOLVED;
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done");
}

/* ---- withdrawing ---- */

static void withdraw(void)
{
	ticket.status = TICKET_SOLVED;
	ticket.is_withdrawn = true;
	take();
}

Test(casework, what_its_customer_withdraws_is_not_answered)
{
	static const struct {
		const char *body;
		enum case_state state;
		bool is_delivered;
		const char *effects;
	} cases[] = {
		{LATER, CASE_WAITING, false, ""},
		{"", CASE_ASKED, false, "1 reply stood-back"},
		{"", CASE_ASKED, true, "1 reply done"},
		{ORDER, CASE_ANSWERED, false, "1 reply stood-back"},
		{"99999999999999999999", CASE_FLAGGED, false,
		 "1 reply stood-back, 1 note stood-back"},
		{"99999999999999999998", CASE_FLAGGED, true, "1 reply done, 1 note done"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		new_ticket(text_format(ctx, "%zu", i), cases[i].body);
		take();
		cr_expect_eq(row.state, cases[i].state, "%zu: %s", i,
			     case_state_words.list[row.state]);
		if (cases[i].is_delivered)
			deliver(DESK_DONE);
		withdraw();
		EXPECT_CASE(CASE_WITHDRAWN, 1, cases[i].effects);
		cr_expect_str_eq(last_told, "withdrawn: the customer closed the ticket");
		take();
		EXPECT_CASE(CASE_WITHDRAWN, 1, cases[i].effects);
	}
}

Test(casework, an_answer_that_is_in_the_ticket_cannot_be_withdrawn_from)
{
	answer_ticket();
	withdraw();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply done");
}

Test(casework, who_writes_after_withdrawing_is_for_a_person)
{
	new_ticket("1001", LATER);
	take();
	withdraw();
	customer_writes("I want it after all.");
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 note pending");
	EXPECT_SAID("closed this ticket before it was answered, and now writes again");
}

Test(casework, what_was_withdrawn_and_is_open_again_is_for_a_person)
{
	new_ticket("1001", LATER);
	take();
	withdraw();
	ticket.status = TICKET_OPEN;
	ticket.is_withdrawn = false;
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 note pending");
	EXPECT_SAID("it was opened again");
}

/* ---- refunded elsewhere ---- */

static void refund(void)
{
	import("refunds", "order_id,refunded_at,currency,amount\n" ORDER
			  ",2023-03-06T10:00:00+08:00,USD,418.51\n");
	ASSERT(casework_take_refunded(casework, &row, NOW, &wants_reread, &error));
	commit();
}

Test(casework, an_approval_that_has_not_left_is_taken_back_when_the_order_was_refunded)
{
	new_ticket("1001", ORDER);
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply pending");
	refund();
	EXPECT_CASE(CASE_NEW, 2, "1 reply overtaken");
	cr_expect(wants_reread);
	take();
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply overtaken, 2 reply pending");
	cr_expect_not_null(strstr(last_told, "reject"), "%s", last_told);
}

Test(casework, an_approval_that_was_told_stands_when_the_refund_is_on_record)
{
	answer_ticket();
	refund();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply done");
	cr_expect_not(wants_reread);
}

Test(casework, a_reviewer_is_told_once_that_the_order_was_refunded)
{
	new_ticket("1001", ORDER);
	ticket.requester_uin = "100000000009"; /* neither owner nor payer */
	take();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply pending, 1 note pending");
	deliver(DESK_DONE);
	refund();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note pending");
	EXPECT_SAID("Order " ORDER " was refunded elsewhere");
	ASSERT(casework_take_refunded(casework, &row, NOW, &wants_reread, &error));
	cr_expect_not(ledger_is_dirty(ledger));
}

Test(casework, who_is_waiting_or_asked_is_judged_by_the_refund_later)
{
	static const char *const bodies[] = {LATER, ""};

	for (size_t i = 0; i < 2; i++) {
		new_ticket(i == 0 ? "1001" : "1002", bodies[i]);
		take();
		ASSERT(casework_take_refunded(casework, &row, NOW, &wants_reread, &error));
		cr_expect_not(ledger_is_dirty(ledger));
		cr_expect_not(wants_reread);
	}
}

/* ---- effects ---- */

Test(casework, a_ticket_whose_answer_may_be_on_its_way_is_not_touched)
{
	struct effect_row effect;

	new_ticket("1001", ORDER);
	take();
	effect = first_pending();
	ASSERT(effect_leave(ledger, effect.key, NOW, &error));
	commit();
	customer_writes("Hello?");
	ticket.assignee = "mei";
	take();
	cr_expect(wants_reread);
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply leaving");
	ASSERT(effect_unsettle(ledger, effect.key, NOW, "no answer", NOW, &error));
	take();
	cr_expect(wants_reread);
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply unsettled");
}

Test(casework, every_end_of_an_effect_is_written_down)
{
	static const struct {
		enum desk_result result;
		enum case_state state;
		const char *effects;
	} cases[] = {
		{DESK_DONE, CASE_FLAGGED, "1 reply done, 1 note done"},
		{DESK_PERSON, CASE_PERSON, "1 reply stood-back, 1 note stood-back"},
		{DESK_OVERTAKEN, CASE_NEW, "1 reply overtaken, 1 note overtaken"},
		{DESK_GONE, CASE_FLAGGED, "1 reply stood-back, 1 note stood-back"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		new_ticket(text_format(ctx, "%zu", i),
			   text_format(ctx, "9999999999999999999%zu", i));
		take();
		deliver(cases[i].result);
		EXPECT_CASE(cases[i].state, cases[i].result == DESK_OVERTAKEN ? 2 : 1,
			    cases[i].effects);
	}
}

Test(casework, what_cannot_be_settled_is_told_to_a_person)
{
	struct effect_row effect;

	new_ticket("1001", "99999999999999999999");
	take();
	effect = first_pending();
	ASSERT(effect_leave(ledger, effect.key, NOW, &error));
	ASSERT(casework_take_doubt(casework, &effect, NOW, &error));
	commit();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply doubtful, 1 note pending, 1 note pending");
	EXPECT_SAID("could not be settled whether our answer arrived");
	effect = first_pending();
	ASSERT(casework_take_doubt(casework, &effect, NOW, &error));
	commit();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply doubtful, 1 note doubtful, 1 note pending");
}
