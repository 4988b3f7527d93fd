/* Answers that stand in their tickets and that the ledger does not know: it was lost, or is an
 * older copy. What is adopted is never said again. */
#include "casework_lab.h"

TestSuite(adoption, .init = casework_begin, .fini = lab_remove);

/* An answer of another time, as the ticket shows it. */
static void said_before(int revision, const char *decision)
{
	char *key = NEW_ARRAY(ctx, char, ANSWER_KEY_SIZE);

	answer_key(ticket.system, ticket.id, revision, EFFECT_REPLY, key);
	write_message(AUTHOR_REFUNDD, true, "", key);
	set_field(FIELD_DECISION, decision);
}

Test(adoption, a_link_is_adopted)
{
	struct decision_row decision;
	bool is_found;

	new_ticket("1001", ORDER);
	take();
	new_ticket("1002", ORDER);
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_SOLVED;
	set_field(FIELD_DECISION, "ask"); /* from a question before */
	set_field(FIELD_LINKED, "1001");
	lose_ledger();
	take();
	EXPECT_CASE(CASE_LINKED, 1, "1 reply done");
	cr_expect_str_eq(row.linked_to, "1001");
	cr_expect_str_eq(row.order_id, ORDER);
	cr_expect_str_eq(row.requester_uin, "100000000001");
	ASSERT(decision_find(ledger, ctx, row.id, &decision, &is_found, &error));
	cr_expect_not(is_found, "nothing was decided");
}

Test(adoption, a_lost_ledger_links_again_to_what_it_adopted)
{
	new_ticket("1001", ORDER);
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_SOLVED;
	set_field(FIELD_DECISION, "reject");
	lose_ledger();
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply done");
	new_ticket("1002", ORDER);
	take();
	EXPECT_CASE(CASE_LINKED, 1, "1 reply pending");
	cr_expect_str_eq(row.linked_to, "1001");
}

Test(adoption, adopted_questions_are_counted)
{
	new_ticket("1001", "Please refund it.");
	take();
	deliver(DESK_DONE);
	customer_writes("Which?");
	take();
	deliver(DESK_DONE);
	set_field(FIELD_DECISION, "ask");
	lose_ledger();
	take();
	EXPECT_CASE(CASE_ASKED, 2, "2 reply done");
	cr_expect_eq(row.questions, 2);
	cr_expect_eq(row.customer_messages, 2);
	customer_writes("I do not know.");
	take();
	EXPECT_CASE(CASE_FLAGGED, 3, "2 reply done, 3 reply pending, 3 note pending");
}

Test(adoption, an_older_copy_of_the_ledger_learns_of_a_later_answer)
{
	new_ticket("1001", "Please refund it.");
	take();
	deliver(DESK_DONE);
	EXPECT_CASE(CASE_ASKED, 1, "1 reply done");
	/* What the copy does not know. */
	customer_writes(ORDER);
	said_before(2, "reject");
	ticket.status = TICKET_SOLVED;
	take();
	cr_expect(wants_reread);
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 2 reply done");
	take();
	cr_expect_not(wants_reread);
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 2 reply done");
}

Test(adoption, an_older_copy_drops_what_it_would_still_have_said)
{
	new_ticket("1001", "Please refund it.");
	take();
	EXPECT_CASE(CASE_ASKED, 1, "1 reply pending");
	said_before(1, "ask");
	customer_writes(ORDER);
	said_before(2, "flag");
	take();
	EXPECT_CASE(CASE_FLAGGED, 2, "1 reply overtaken, 2 reply done");
}

Test(adoption, an_older_copy_that_still_waits_learns_of_the_answer)
{
	new_ticket("1001", LATER);
	take();
	EXPECT_CASE(CASE_WAITING, 1, "");
	said_before(1, "approve");
	ticket.status = TICKET_SOLVED;
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply done");
}

Test(adoption, a_note_that_is_in_the_ticket_is_not_written_again)
{
	char key[ANSWER_KEY_SIZE];

	new_ticket("1001", ORDER);
	said_before(1, "reject");
	customer_writes("Why?");
	answer_event_key(ticket.system, ticket.id, 1, EVENT_CUSTOMER_WROTE, key);
	write_message(AUTHOR_REFUNDD, false, "", key);
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply done");
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done, 1 note done");
}

Test(adoption, an_answer_that_was_overtaken_and_came_late_is_no_news)
{
	new_ticket("1001", "Please refund it.");
	take();
	customer_writes("Please!");
	deliver(DESK_OVERTAKEN);
	EXPECT_CASE(CASE_NEW, 2, "1 reply overtaken");
	said_before(1, "ask");
	take();
	EXPECT_CASE(CASE_ASKED, 2, "1 reply overtaken, 2 reply pending");
}

/* Each message begins a revision, and the release of what is held after it another. */
Test(adoption, the_last_of_many_released_answers_is_found)
{
	((struct config *)config)->brakes.mode = MODE_ASSIST;
	new_ticket("1001", "Please refund it.");
	for (int i = 0; i < 6; i++) {
		if (i > 0)
			customer_writes("I do not know.");
		said_before(2 * i + 2, "ask");
	}
	take();
	EXPECT_CASE(CASE_ASKED, 12, "12 reply done");
}
