#include "casework_lab.h"
#include "daemon/review.h"
#include "ledger/reviews.h"

/* Its account is suspended for a cause that the policy does not name: for a person. */
#define SMALL "20230301080000000003"
#define LARGE "20230301080000000004"

static struct ticket_verdict verdict;
static struct instant now; /* of the ticket's verdicts and of requests */

static void begin(void)
{
	casework_begin();
	now = NOW;
	verdict = (struct ticket_verdict){0};
	import("orders",
	       "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
	       "entity,origin,purchased_at,months,currency,cash,transfer,gift,voucher\n" SMALL
	       ",rtc-engine,standard,purchase,shipped,1400000003,100000000003,"
	       "100000000003,E-3,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,0.00,"
	       "100.00,0.00\n" LARGE
	       ",rtc-engine,standard,purchase,shipped,1400000004,100000000003,"
	       "100000000003,E-3,purchased,2023-03-01T08:00:00+08:00,1,USD,4990.00,0.00,"
	       "0.00,0.00\n");
	import("usage", "order_id,gifted_minutes_used,as_of\n" SMALL
			",0,2023-03-06T12:00:00+08:00\n" LARGE ",0,2023-03-06T12:00:00+08:00\n");
	import("accounts", "uin,entity,suspended,frozen,as_of\n"
			   "100000000003,E-3,illegal,0.00,2023-03-06T12:00:00+08:00\n");
}

TestSuite(review, .init = begin, .fini = lab_remove);

/* ---- what reviewers do ---- */

/* The ticket is flagged, and its customer knows. */
static void flag(const char *order)
{
	new_ticket("1001", order);
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_HOLD;
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done");
}

static void hold(const char *order)
{
	((struct config *)config)->brakes.mode = MODE_ASSIST;
	new_ticket("1001", order);
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_OPEN;
	EXPECT_CASE(CASE_HELD, 1, "1 note done");
}

/* A minute later than whatever came before. */
static void pass_minute(void)
{
	now = instant_plus(now, (struct span){MINUTE_US});
}

static void set_verdict(const char *who, const char *word, const char *reason, const char *amount)
{
	pass_minute();
	verdict = (struct ticket_verdict){
		.verdict = word, .reason = reason, .amount = amount, .reviewer = who, .at = now};
	ticket.verdict = &verdict;
	take();
}

/* What we wrote is in the ticket, and with it the verdict is gone from it. */
static void write_down(void)
{
	deliver(DESK_DONE);
	ticket.verdict = NULL;
	take();
}

static const char *said;

static bool ask(const char *who, const char *act, const char *amount, const char *code)
{
	const struct review_request request = {
		.act = act, .ticket = ticket.id, .amount = amount, .code = code, .reason = "words"};
	bool is_done;

	pass_minute();
	wants_reread = false;
	is_done = review_ask(casework, ctx, who, &request, now, &said, &wants_reread, &error);
	commit();
	return is_done;
}

#define EXPECT_REFUSED(call, part)                                                   \
	do {                                                                         \
		cr_expect_not(call);                                                 \
		cr_expect_not_null(strstr(error.text, part), "says %s", error.text); \
	} while (0)

/* "alice approve 418.51 USD first, bob approve 418.51 USD final" */
static const char *verdicts_of_case(void)
{
	struct buffer *out = buffer_new(ctx);
	struct verdict_row *list;
	size_t count;

	ASSERT(verdict_list(ledger, ctx, row.id, &list, &count, &error));
	for (size_t i = 0; i < count; i++) {
		char total[MONEY_TEXT_SIZE] = "-";

		if (list[i].total.currency != NULL)
			money_format(list[i].total, total);
		buffer_add_format(out, "%s%s %s %s %s", i > 0 ? ", " : "", list[i].reviewer,
				  verdict_words.list[list[i].verdict], total,
				  verdict_state_words.list[list[i].state]);
	}
	return out->bytes;
}

#define EXPECT_VERDICTS(expected) \
	cr_expect_str_eq(verdicts_of_case(), expected, "has %s", verdicts_of_case())

static bool has_review(struct review_row *review)
{
	bool is_found;

	ASSERT(review_find(ledger, ctx, row.id, review, &is_found, &error));
	return is_found;
}

static int count_public(void)
{
	int count = 0;

	for (size_t i = 0; i < ticket.message_count; i++)
		count +=
			ticket.messages[i].author == AUTHOR_REFUNDD && ticket.messages[i].is_public;
	return count;
}

/* ---- one person ---- */

Test(review, an_approval_in_the_ticket_is_told_with_the_policys_amount)
{
	struct review_row review;

	flag(SMALL);
	cr_expect(has_review(&review));
	set_verdict("alice", "approve", NULL, NULL);
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 1 note done, 2 reply pending");
	EXPECT_SAID("502.38 USD");
	EXPECT_SAID("599.00 x (31 - 5) / 31 = 502.387...");
	EXPECT_SAID("\"status\":\"solved\"");
	EXPECT_SAID("\"refund_decision\":\"approve\"");
	EXPECT_SAID("\"refund_amount\":\"502.38\"");
	EXPECT_SAID("\"review_verdict\":\"\"");
	EXPECT_VERDICTS("alice approve 502.38 final");
	cr_expect_not(has_review(&review));
	write_down();
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 1 note done, 2 reply done");
	cr_expect_eq(count_public(), 2);
	ticket.status = TICKET_SOLVED;
	customer_writes("Thank you!");
	take();
	cr_expect_eq(row.state, CASE_PERSON);
	EXPECT_SAID("alice decided to approve 502.38 USD");
}

Test(review, the_purses_share_another_amount)
{
	flag(SMALL);
	set_verdict("alice", "approve", NULL, "300.00");
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 1 note done, 2 reply pending");
	EXPECT_SAID("300.00 USD");
	EXPECT_SAID("cash balance: 249.92 USD");
	EXPECT_SAID("gift balance: 50.08 USD");
	cr_expect_null(strstr(last_words(), " x (31"), "that is not how it comes about");
}

Test(review, a_rejection_says_the_reasons_clause_and_no_internal_word)
{
	flag(SMALL);
	set_verdict("alice", "reject", "abuse", NULL);
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 1 note done, 2 reply pending");
	EXPECT_SAID("does not cover this request");
	EXPECT_SAID("\"refund_decision\":\"reject\"");
	cr_expect_null(strstr(last_words(), "alice"));
	EXPECT_VERDICTS("alice reject - final");
}

Test(review, words_instead_of_a_code_stay_internal)
{
	struct verdict_row *list;
	size_t count;

	flag(SMALL);
	set_verdict("alice", "reject", "this man is a crook", NULL);
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 1 note done, 2 reply pending");
	cr_expect_null(strstr(last_words(), "crook"));
	ASSERT(verdict_list(ledger, ctx, row.id, &list, &count, &error));
	cr_expect_str_eq(list[0].reason, "this man is a crook");
}

Test(review, the_customers_language_is_spoken)
{
	new_ticket("1001", SMALL);
	ticket.language = "zh";
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_HOLD;
	set_verdict("alice", "reject", "used", NULL);
	EXPECT_SAID("我们的记录显示该套餐已被使用");
}

Test(review, a_verdict_through_the_socket_is_carried_out_when_the_ticket_was_read)
{
	flag(SMALL);
	ASSERT(ask("alice", "approve", NULL, "goodwill"));
	cr_expect(wants_reread);
	cr_expect_not_null(strstr(said, "approved 502.38 USD"), "%s", said);
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done");
	EXPECT_VERDICTS("alice approve 502.38 given");
	take();
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 1 note done, 2 reply pending");
	EXPECT_SAID("as a courtesy");
	cr_expect_null(strstr(last_words(), "review_verdict"), "nothing is to be cleared");
	EXPECT_VERDICTS("alice approve 502.38 final");
	EXPECT_REFUSED(ask("bob", "reject", NULL, "used"), "does not wait for a reviewer");
}

Test(review, a_verdict_taken_down_is_on_the_list_until_it_was_carried_out)
{
	struct case_row *rows;
	size_t count;

	flag(SMALL);
	ASSERT(ask("alice", "reject", NULL, "used"));
	ASSERT(verdict_list_given(ledger, ctx, "spool", &rows, &count, &error));
	cr_assert_eq(count, 1);
	cr_expect_str_eq(rows[0].ticket, "1001");
	EXPECT_REFUSED(ask("bob", "approve", NULL, NULL), "just being carried out");
	take();
	ASSERT(verdict_list_given(ledger, ctx, "spool", &rows, &count, &error));
	cr_expect_eq(count, 0);
}

/* ---- four eyes ---- */

Test(review, above_the_amount_two_different_people_are_needed)
{
	flag(LARGE);
	set_verdict("alice", "approve", NULL, NULL);
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note pending");
	EXPECT_SAID("alice approved 4185.16 USD. For this amount a second person has to approve");
	EXPECT_SAID("\"review_verdict\":\"\"");
	write_down();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note done");
	set_verdict("Alice", "approve", NULL, NULL);
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note done, 1 note pending");
	EXPECT_SAID("alice approved it already: a second person has to");
	write_down();
	cr_expect_eq(count_public(), 1);
	set_verdict("bob", "approve", NULL, NULL);
	EXPECT_CASE(CASE_ANSWERED, 2,
		    "1 reply done, 1 note done, 1 note done, 1 note done, 2 reply pending");
	EXPECT_SAID("4185.16 USD");
	EXPECT_VERDICTS("alice approve 4185.16 first, Alice approve - refused, "
			"bob approve 4185.16 final");
	write_down();
	cr_expect_eq(count_public(), 2);
}

Test(review, one_person_is_one_by_whichever_way)
{
	flag(LARGE);
	set_verdict("alice", "approve", NULL, NULL);
	write_down();
	EXPECT_REFUSED(ask("ALICE", "approve", NULL, NULL), "a second person has to");
	EXPECT_VERDICTS("alice approve 4185.16 first, ALICE approve - refused");
	ASSERT(ask("bob", "approve", NULL, NULL));
	take();
	EXPECT_VERDICTS("alice approve 4185.16 first, ALICE approve - refused, "
			"bob approve 4185.16 final");
	cr_expect_eq(row.state, CASE_ANSWERED);
}

Test(review, the_second_agrees_to_the_first_ones_amount)
{
	flag(LARGE);
	ASSERT(ask("alice", "approve", "2000", NULL));
	take();
	EXPECT_REFUSED(ask("bob", "approve", "3000", NULL), "alice approved 2000.00 USD");
	ASSERT(ask("bob", "approve", NULL, NULL));
	take();
	EXPECT_SAID("2000.00 USD");
	cr_expect_eq(row.state, CASE_ANSWERED);
}

Test(review, who_changes_their_mind_is_still_one_person)
{
	flag(LARGE);
	ASSERT(ask("alice", "approve", "2000", NULL));
	take();
	ASSERT(ask("alice", "approve", "3000", NULL));
	take();
	EXPECT_VERDICTS("alice approve 2000.00 refused, alice approve 3000.00 first");
	cr_expect_eq(row.state, CASE_FLAGGED);
	ASSERT(ask("alice", "reject", NULL, "used"));
	take();
	cr_expect_eq(row.state, CASE_ANSWERED);
	EXPECT_SAID("has been used");
}

Test(review, below_the_amount_one_is_enough_and_to_reject_too)
{
	flag(LARGE);
	set_verdict("alice", "approve", NULL, "1000.00 USD");
	cr_expect_eq(row.state, CASE_ANSWERED);
}

/* ---- what may not be ---- */

Test(review, what_the_policy_forbids_is_refused_with_a_note_and_nothing_to_the_customer)
{
	static const struct {
		const char *verdict, *reason, *amount, *why;
	} cases[] = {
		{"approve", NULL, "599.01", "more than the 599.00 USD that were paid"},
		{"approve", NULL, "0", "nothing to give back"},
		{"approve", NULL, "-1", "the amount"},
		{"approve", NULL, "1.001", "the amount"},
		{"approve", NULL, "10 EUR", "must be in USD"},
		{"approve", "used", NULL,
		 "used is no reason to approve: expected goodwill or "
		 "our-fault"},
		{"reject", "goodwill", NULL, "goodwill is no reason to reject"},
		{"reject", "no-such-code", NULL, "no-such-code is no reason to reject"},
		{"release", NULL, NULL, "no answer is prepared"},
		{"aprove", NULL, NULL, "none of approve, reject and release"},
	};

	flag(SMALL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		set_verdict("alice", cases[i].verdict, cases[i].reason, cases[i].amount);
		cr_expect_eq(row.state, CASE_FLAGGED, "%s", cases[i].why);
		EXPECT_SAID(cases[i].why);
		EXPECT_SAID("\"public\":false");
		EXPECT_SAID("\"review_verdict\":\"\"");
		write_down();
		cr_expect_eq(count_public(), 1);
		/* The case has room for more messages only when the old ones go. */
		ticket.message_count = 3;
	}
	set_verdict("alice", "approve", NULL, NULL);
	cr_expect_eq(row.state, CASE_ANSWERED, "it can still be decided");
}

Test(review, a_verdict_of_nobody_is_refused)
{
	flag(SMALL);
	set_verdict(NULL, "approve", NULL, NULL);
	cr_expect_eq(row.state, CASE_FLAGGED);
	EXPECT_SAID("not told whose verdict");
	take();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note pending");
}

Test(review, a_refused_verdict_is_refused_once_however_often_it_is_read)
{
	flag(SMALL);
	set_verdict("alice", "approve", NULL, "1000");
	take();
	take();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note pending");
	EXPECT_VERDICTS("alice approve - refused");
}

Test(review, an_order_that_nobody_knows_cannot_be_paid_back)
{
	new_ticket("1001", "99999999999999999999");
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_HOLD;
	cr_assert_eq(row.state, CASE_FLAGGED);
	EXPECT_REFUSED(ask("alice", "approve", "10", NULL), "not on record");
	ASSERT(ask("alice", "reject", NULL, "used"));
	take();
	cr_expect_eq(row.state, CASE_ANSWERED);
}

Test(review, what_was_imported_since_counts)
{
	new_ticket("1001", "20230301080000000009");
	take();
	deliver(DESK_DONE);
	ticket.status = TICKET_HOLD;
	import("orders",
	       "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
	       "entity,origin,purchased_at,months,currency,cash,transfer,gift,voucher\n"
	       "20230301080000000009,rtc-engine,standard,purchase,shipped,1400000003,"
	       "100000000001,100000000001,E-3,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,"
	       "0.00,0.00,0.00\n");
	ASSERT(ask("alice", "approve", NULL, NULL));
	take();
	EXPECT_SAID("418.51 USD");
	cr_expect_eq(row.state, CASE_ANSWERED);
}

Test(review, an_order_that_was_refunded_cannot_be_paid_back_again)
{
	flag(SMALL);
	ASSERT(ask("alice", "approve", NULL, NULL));
	import("refunds", "order_id,refunded_at,currency,amount\n" SMALL
			  ",2023-03-06T12:30:00+08:00,USD,100.00\n");
	take();
	cr_expect_eq(row.state, CASE_FLAGGED, "it was seen only when the ticket was read again");
	EXPECT_SAID("the order was refunded already");
	EXPECT_REFUSED(ask("alice", "approve", "1", NULL), "refunded already");
	EXPECT_VERDICTS("alice approve 502.38 refused, alice approve - refused");
}

Test(review, an_order_is_granted_in_one_ticket_only)
{
	flag(SMALL);
	ASSERT(ask("alice", "approve", NULL, NULL));
	take();
	deliver(DESK_DONE);
	new_ticket("1002", SMALL);
	ticket.requester_uin = "100000000009";
	take();
	cr_expect_eq(row.state, CASE_FLAGGED, "is %s", case_state_words.list[row.state]);
	EXPECT_REFUSED(ask("alice", "approve", NULL, NULL), "granted in another ticket");
}

/* ---- the customer and other people meanwhile ---- */

Test(review, words_that_the_reviewer_has_not_seen_make_them_look_again)
{
	flag(SMALL);
	customer_writes("Please keep it, I found a use for it.");
	messages[ticket.message_count - 1].at = instant_plus(now, (struct span){5 * MINUTE_US});
	set_verdict("alice", "approve", NULL, NULL);
	cr_expect_eq(row.state, CASE_FLAGGED);
	EXPECT_SAID("the customer has written meanwhile");
	cr_expect(wants_reread);
}

Test(review, words_that_the_reviewer_has_seen_are_no_hindrance)
{
	flag(SMALL);
	customer_writes("Any news?");
	messages[ticket.message_count - 1].at = now;
	set_verdict("alice", "approve", NULL, NULL);
	cr_expect_eq(row.state, CASE_ANSWERED);
	cr_expect_eq(row.customer_messages, 2);
}

Test(review, a_person_who_answers_by_hand_ends_it_and_nothing_is_said)
{
	struct review_row review;

	flag(SMALL);
	ASSERT(ask("alice", "approve", NULL, NULL));
	write_message(AUTHOR_AGENT, true, "I will call you.", NULL);
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done, 1 note done");
	cr_expect_not(has_review(&review));
	EXPECT_VERDICTS("alice approve 502.38 refused");
}

Test(review, a_person_who_closes_the_ticket_ends_it)
{
	flag(SMALL);
	ticket.status = TICKET_SOLVED;
	take();
	EXPECT_CASE(CASE_PERSON, 1, "1 reply done, 1 note done");
}

Test(review, comments_and_owners_end_nothing)
{
	flag(SMALL);
	write_message(AUTHOR_AGENT, false, "Looks like a farmer.", NULL);
	ticket.assignee = "alice";
	take();
	cr_expect_eq(row.state, CASE_FLAGGED);
	set_verdict("alice", "reject", "abuse", NULL);
	cr_expect_eq(row.state, CASE_ANSWERED);
}

Test(review, an_answer_that_stood_back_before_a_person_was_no_approval)
{
	flag(SMALL);
	set_verdict("alice", "approve", NULL, NULL);
	deliver(DESK_PERSON);
	EXPECT_CASE(CASE_PERSON, 2, "1 reply done, 1 note done, 2 reply stood-back");
	new_ticket("1002", SMALL);
	ticket.requester_uin = "100000000009";
	take();
	ASSERT(ask("alice", "approve", NULL, NULL));
}

Test(review, an_approval_is_taken_back_when_the_order_was_refunded_before_it_left)
{
	flag(SMALL);
	set_verdict("alice", "approve", NULL, NULL);
	import("refunds", "order_id,refunded_at,currency,amount\n" SMALL
			  ",2023-03-06T12:30:00+08:00,USD,100.00\n");
	ASSERT(casework_take_refunded(casework, &row, NOW, &wants_reread, &error));
	commit();
	cr_expect(wants_reread);
	EXPECT_CASE(CASE_NEW, 3, "1 reply done, 1 note done, 2 reply overtaken");
}

Test(review, a_lost_ledger_finds_the_reviewers_answer_and_says_nothing_again)
{
	struct review_row review;

	flag(SMALL);
	set_verdict("alice", "approve", NULL, NULL);
	deliver(DESK_DONE);
	ticket.verdict = NULL;
	ticket.status = TICKET_SOLVED;
	set_field("refund_decision", "approve");
	set_field("refund_amount", "502.38");
	set_field("refund_currency", "USD");
	lose_ledger();
	take();
	cr_expect_eq(row.state, CASE_ANSWERED);
	cr_expect_eq(row.revision, 2);
	cr_expect_str_eq(effects_of_case(), "2 reply done");
	cr_expect_not(has_review(&review));
}

Test(review, a_lost_ledger_finds_the_flag_and_its_verdict_is_carried_out_once)
{
	struct review_row review;

	flag(SMALL);
	set_field("refund_decision", "flag");
	lose_ledger();
	take();
	cr_assert_eq(row.state, CASE_FLAGGED);
	cr_expect(has_review(&review));
	set_verdict("alice", "reject", "used", NULL);
	cr_expect_eq(row.state, CASE_ANSWERED);
	cr_expect_eq(row.revision, 2);
}

/* ---- claims ---- */

Test(review, who_has_claimed_it_keeps_others_off)
{
	flag(SMALL);
	ASSERT(ask("alice", "claim", NULL, NULL));
	EXPECT_REFUSED(ask("bob", "claim", NULL, NULL), "alice works on it");
	EXPECT_REFUSED(ask("bob", "approve", NULL, NULL), "alice works on it");
	set_verdict("bob", "reject", "used", NULL);
	cr_expect_eq(row.state, CASE_FLAGGED);
	EXPECT_SAID("alice works on it");
	write_down();
	EXPECT_REFUSED(ask("bob", "unclaim", NULL, NULL), "alice works on it");
	ASSERT(ask("alice", "unclaim", NULL, NULL));
	EXPECT_REFUSED(ask("alice", "unclaim", NULL, NULL), "nobody has claimed it");
	ASSERT(ask("bob", "approve", NULL, NULL));
	take();
	cr_expect_eq(row.state, CASE_ANSWERED);
}

Test(review, a_claim_ends_by_itself)
{
	flag(SMALL);
	ASSERT(ask("alice", "claim", NULL, NULL));
	now = instant_plus(now, config->review.claim_ends);
	ASSERT(ask("bob", "claim", NULL, NULL));
}

Test(review, whose_the_ticket_is_has_claimed_it)
{
	struct review_row review;

	flag(SMALL);
	ticket.assignee = "alice";
	take();
	cr_assert(has_review(&review));
	cr_expect_str_eq(review.claimed_by, "alice");
	EXPECT_REFUSED(ask("bob", "reject", NULL, "used"), "alice works on it");
	ticket.assignee = "carol";
	take();
	cr_assert(has_review(&review));
	cr_expect_str_eq(review.claimed_by, "carol");
	ticket.assignee = NULL;
	take();
	cr_assert(has_review(&review));
	cr_expect_null(review.claimed_by);
	ASSERT(ask("bob", "claim", NULL, NULL));
	ticket.assignee = "alice";
	take();
	cr_assert(has_review(&review));
	cr_expect_str_eq(review.claimed_by, "bob", "who claimed it first");
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done");
}

Test(review, the_first_persons_claim_keeps_no_second_person_off)
{
	flag(LARGE);
	ticket.assignee = "alice";
	take();
	set_verdict("alice", "approve", NULL, NULL);
	write_down();
	set_verdict("bob", "approve", NULL, NULL);
	cr_expect_eq(row.state, CASE_ANSWERED);
}

Test(review, spaces_around_a_name_make_no_second_person_of_it)
{
	flag(LARGE);
	set_verdict("alice", "approve", NULL, NULL);
	write_down();
	set_verdict(" ALICE\t", "approve", NULL, NULL);
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note done, 1 note pending");
	EXPECT_SAID("alice approved it already: a second person has to");
	write_down();
	set_verdict("alicia", "approve", NULL, NULL);
	cr_expect_eq(row.state, CASE_ANSWERED);
}

/* ---- verdicts that were not given to this review ---- */

Test(review, a_verdict_from_before_the_flag_is_cleared_and_not_carried_out)
{
	new_ticket("1001", SMALL);
	set_verdict("bob", "approve", NULL, NULL);
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply pending, 1 note pending");
	cr_expect_not_null(strstr(first_pending().payload, "\"review_verdict\":\"\""));
	set_verdict("bob", "approve", NULL, NULL);
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply pending, 1 note pending");
	write_down();
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done");
	EXPECT_VERDICTS("");
	set_verdict("alice", "reject", "abuse", NULL);
	EXPECT_VERDICTS("alice reject - final");
}

Test(review, a_verdict_from_before_an_answer_was_held_is_cleared_and_not_carried_out)
{
	((struct config *)config)->brakes.mode = MODE_ASSIST;
	new_ticket("1001", ORDER);
	set_verdict("bob", "release", NULL, NULL);
	EXPECT_CASE(CASE_HELD, 1, "1 note pending");
	EXPECT_SAID("\"review_verdict\":\"\"");
	set_verdict("bob", "release", NULL, NULL);
	write_down();
	EXPECT_CASE(CASE_HELD, 1, "1 note done");
	EXPECT_VERDICTS("");
}

Test(review, in_shadow_mode_a_verdict_is_nobodys_to_clear)
{
	((struct config *)config)->brakes.mode = MODE_SHADOW;
	new_ticket("1001", ORDER);
	set_verdict("bob", "approve", NULL, NULL);
	EXPECT_CASE(CASE_SHADOWED, 1, "1 note pending");
	cr_expect_null(strstr(last_words(), "review_verdict"));
}

/* The spool tells no time of a verdict but that of the ticket's last change. */
Test(review, a_verdict_that_the_customer_overtook_is_not_carried_out_anew)
{
	flag(SMALL);
	set_verdict("alice", "approve", NULL, NULL);
	customer_writes("Wait, it was another order.");
	ticket.status = TICKET_OPEN;
	deliver(DESK_OVERTAKEN);
	pass_minute();
	verdict.at = now;
	take();
	EXPECT_CASE(CASE_FLAGGED, 3,
		    "1 reply done, 1 note done, 2 reply overtaken, 3 reply pending, "
		    "3 note pending");
	pass_minute();
	verdict.at = now;
	take();
	write_down();
	EXPECT_CASE(CASE_FLAGGED, 3,
		    "1 reply done, 1 note done, 2 reply overtaken, 3 reply done, 3 note done");
	EXPECT_VERDICTS("alice approve 502.38 final");
}

Test(review, words_of_the_same_second_as_the_verdict_may_not_have_been_read)
{
	flag(SMALL);
	customer_writes("I have used it, by the way.");
	messages[ticket.message_count - 1].at = instant_plus(now, (struct span){MINUTE_US});
	set_verdict("alice", "approve", NULL, NULL);
	cr_expect_eq(row.state, CASE_FLAGGED);
	EXPECT_SAID("the customer has written meanwhile");
}

/* ---- held answers ---- */

Test(review, a_held_answer_is_released_as_it_was_prepared)
{
	hold(ORDER);
	ASSERT(ask("alice", "release", NULL, NULL));
	take();
	EXPECT_CASE(CASE_ANSWERED, 2, "1 note done, 2 reply pending");
	EXPECT_SAID("Your refund request is approved.");
	EXPECT_SAID("418.51 USD");
	EXPECT_VERDICTS("alice release 418.51 final");
}

Test(review, a_held_question_is_released_as_a_question)
{
	hold("Please refund it.");
	set_verdict("alice", "release", NULL, NULL);
	EXPECT_CASE(CASE_ASKED, 2, "1 note done, 2 reply pending");
	cr_expect_eq(row.questions, 1);
	EXPECT_VERDICTS("alice release - final");
}

Test(review, a_released_flag_waits_for_a_verdict)
{
	struct review_row review;

	hold(SMALL);
	set_verdict("alice", "release", NULL, NULL);
	EXPECT_CASE(CASE_FLAGGED, 2, "1 note done, 2 reply pending");
	cr_assert(has_review(&review));
	cr_expect_eq(review.revision, 2);
	write_down();
	set_verdict("alice", "approve", NULL, NULL);
	cr_expect_eq(row.state, CASE_ANSWERED);
	cr_expect_eq(row.revision, 3);
}

Test(review, a_held_answer_can_be_decided_otherwise)
{
	hold(ORDER);
	set_verdict("alice", "reject", "abuse", NULL);
	EXPECT_CASE(CASE_ANSWERED, 2, "1 note done, 2 reply pending");
	EXPECT_SAID("does not cover this request");
}

Test(review, a_held_case_whose_customer_wrote_is_judged_anew)
{
	struct review_row review;

	hold(ORDER);
	customer_writes("By the way.");
	set_verdict("alice", "release", NULL, NULL);
	EXPECT_CASE(CASE_HELD, 1, "1 note done, 1 note pending");
	EXPECT_SAID("the customer has written meanwhile");
	cr_expect(wants_reread);
	write_down();
	EXPECT_CASE(CASE_HELD, 2, "1 note done, 1 note done, 2 note pending");
	cr_assert(has_review(&review));
	cr_expect_eq(review.revision, 2);
}

Test(review, what_was_released_is_paid_once)
{
	hold(ORDER);
	import("refunds", "order_id,refunded_at,currency,amount\n" ORDER
			  ",2023-03-06T12:30:00+08:00,USD,100.00\n");
	EXPECT_REFUSED(ask("alice", "release", NULL, NULL), "refunded already");
}

Test(review, an_answer_by_a_policy_that_changed_is_not_released)
{
	hold(ORDER);
	((struct config *)config)->policies.settle.us += DAY_US;
	EXPECT_REFUSED(ask("alice", "release", NULL, NULL), "the policy was changed");
}

/* What the note in the ticket says may not be what would be decided now. */
Test(review, a_held_answer_whose_ledger_was_lost_is_not_released)
{
	hold(ORDER);
	lose_ledger();
	set_verdict("alice", "release", NULL, NULL);
	EXPECT_CASE(CASE_HELD, 1, "1 note done");
	cr_expect(wants_reread, "the verdict was given to the note that is there");
	take();
	EXPECT_CASE(CASE_HELD, 1, "1 note done, 1 note pending");
	EXPECT_SAID("what was prepared is not on record any more");
	write_down();
	set_verdict("alice", "approve", NULL, NULL);
	EXPECT_VERDICTS("alice release - refused, alice approve 418.51 final");
}

/* ---- waiting ---- */

static void look_after(const char *time)
{
	ASSERT(review_look_after(casework, "spool", at(time), &error));
	commit();
}

/* NOW is a Monday at 13:00; they work until 18:00, and from 09:00. */
Test(review, reviewers_are_reminded_once_and_then_it_is_escalated_once)
{
	flag(SMALL);
	look_after("2023-03-06T16:59:59+08:00");
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done");
	look_after("2023-03-06T17:00:00+08:00");
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note pending");
	EXPECT_SAID("Reminder: this ticket has waited 4h of working time for a reviewer. Nobody "
		    "has claimed it.");
	look_after("2023-03-07T09:30:00+08:00");
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note pending");
	deliver(DESK_DONE);
	look_after("2023-03-08T10:59:59+08:00");
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note done");
	look_after("2023-03-08T11:00:00+08:00");
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note done, 1 note pending");
	EXPECT_SAID("Escalated: this ticket has waited 16h of working time");
	look_after("2023-03-20T11:00:00+08:00");
	EXPECT_CASE(CASE_FLAGGED, 1, "1 reply done, 1 note done, 1 note done, 1 note pending");
	cr_expect_eq(count_public(), 1);
}

Test(review, what_waits_for_nobody_is_not_reminded_of)
{
	flag(SMALL);
	set_verdict("alice", "reject", "used", NULL);
	look_after("2023-03-20T11:00:00+08:00");
	EXPECT_CASE(CASE_ANSWERED, 2, "1 reply done, 1 note done, 2 reply pending");
}

Test(review, a_request_that_makes_no_sense_is_refused)
{
	flag(SMALL);
	EXPECT_REFUSED(ask("alice", "dance", NULL, NULL), "expected an \"act\"");
	ticket.id = "2001";
	cr_expect_not(review_ask(casework, ctx, "alice",
				 &(struct review_request){.act = "claim", .ticket = "2001"}, now,
				 &said, &wants_reread, &error));
	cr_expect_eq(error.kind, ERROR_ABSENT);
}
