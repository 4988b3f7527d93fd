#include "daemon/linking.h"

#include "casework_lab.h"

TestSuite(linking, .init = casework_begin, .fini = lab_remove);

static void expect_no_decision(void)
{
	struct decision_row decision;
	bool is_found;

	ASSERT(decision_find(ledger, ctx, row.id, &decision, &is_found, &error));
	cr_expect_not(is_found, "what is linked is not judged");
}

static void link_ticket(void)
{
	new_ticket("1001", ORDER);
	take();
	new_ticket("1002", "Please refund " ORDER " at last.");
	take();
}

Test(linking, the_second_ticket_of_a_customer_about_an_order_is_linked_to_the_first)
{
	link_ticket();
	EXPECT_CASE(CASE_LINKED, 1, "1 reply pending");
	cr_expect_str_eq(row.linked_to, "1001");
	cr_expect_str_eq(last_told, "linked: order " ORDER " is handled in ticket 1001");
	EXPECT_SAID("\"refund_linked\"");
	EXPECT_SAID("refund-linked");
	EXPECT_SAID("\"solved\"");
	expect_no_decision();
	new_ticket("1003", ORDER);
	take();
	EXPECT_CASE(CASE_LINKED, 1, "1 reply pending");
	cr_expect_str_eq(row.linked_to, "1001", "not to the one that is linked itself");
}

Test(linking, only_the_same_customer_is_linked)
{
	new_ticket("1001", ORDER);
	take();
	new_ticket("1002", ORDER);
	ticket.requester_uin = "100000000009";
	take();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply pending, 1 note pending");
	new_ticket("1003", ORDER);
	ticket.requester_uin = NULL;
	take();
	cr_expect_eq(row.state, CASE_FLAGGED);
}

Test(linking, no_ticket_is_linked_to_one_that_was_withdrawn)
{
	new_ticket("1001", LATER);
	take();
	ticket.status = TICKET_SOLVED;
	ticket.is_withdrawn = true;
	take();
	EXPECT_CASE(CASE_WITHDRAWN, 1, "");
	new_ticket("1002", LATER);
	take();
	EXPECT_CASE(CASE_WAITING, 1, "");
}

Test(linking, a_ticket_is_linked_to_one_that_a_person_has)
{
	new_ticket("1001", ORDER);
	take();
	ticket.assignee = "mei";
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply stood-back");
	new_ticket("1002", ORDER);
	take();
	EXPECT_CASE(CASE_LINKED, 1, "1 reply pending");
}

Test(linking, who_names_the_order_late_is_linked_as_well)
{
	new_ticket("1001", "Please refund it.");
	take();
	deliver(DESK_DONE);
	new_ticket("1002", ORDER);
	take();
	EXPECT_CASE(CASE_ANSWERED, 1, "1 reply pending");
	new_ticket("1001", "Please refund it.");
	customer_writes(ORDER);
	take();
	EXPECT_CASE(CASE_LINKED, 2, "1 reply done, 2 reply pending");
	cr_expect_str_eq(row.linked_to, "1002");
}

Test(linking, who_writes_after_being_linked_is_for_a_person)
{
	link_ticket();
	deliver(DESK_DONE);
	ticket.status = TICKET_SOLVED;
	customer_writes("But it is another one!");
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done, 1 note pending");
	EXPECT_SAID("after being told that ticket 1001 speaks for the order");
	cr_expect_str_eq(row.linked_to, "1001", "it must not speak in turn for the one it names");
}

Test(linking, who_names_another_order_before_the_link_left_is_judged)
{
	link_ticket();
	set_field(config->order_field, LATER);
	customer_writes("I meant another.");
	deliver(DESK_OVERTAKEN);
	EXPECT_CASE(CASE_NEW, 2, "1 reply overtaken");
	cr_expect_null(row.linked_to);
	take();
	EXPECT_CASE(CASE_WAITING, 2, "1 reply overtaken");
}

Test(linking, a_linked_ticket_that_is_open_again_is_for_a_person)
{
	link_ticket();
	deliver(DESK_DONE);
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done");
}
