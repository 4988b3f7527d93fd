#include "turn_lab.h"

TestSuite(turn, .init = turn_lab_begin, .fini = turn_lab_end);

Test(turn, judges_only_when_every_ticket_was_read_once)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	turn_work(turn); /* reads all that is there */
	cr_expect_not(turn_is_dirty(turn));
	cr_assert(turn_end(turn, &error));
	turn_work(turn); /* reads again and judges */
	cr_expect(turn_is_dirty(turn));
}

Test(turn, lets_nothing_out_before_it_is_committed)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn);
	turn_work(turn);
	turn_work(turn);
	cr_expect_eq(count_replies("1001"), 0);
	cr_assert(turn_end(turn, &error));
	cr_expect_eq(count_replies("1001"), 0, "only the next turn writes");
	go_round();
	cr_expect(has("1001", "418.51"));
}

Test(turn, hands_out_each_answer_once_however_many_there_are)
{
	for (int i = 0; i < 150; i++)
		PUT_TICKET(text_format(ctx, "%d", i), "", "null", CUSTOMER);
	work_off();
	cr_expect_eq(turn_counts(turn).written, 150);
	for (int i = 0; i < 150; i++)
		cr_expect_eq(count_replies(text_format(ctx, "%d", i)), 1);
}

Test(turn, begins_anew_when_the_customer_writes_before_the_answer_leaves)
{
	import_order();
	PUT_TICKET("1001", "", "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn);
	cr_assert(turn_end(turn, &error)); /* the question is handed out */
	PUT_TICKET("1001", ORDER, "null", CUSTOMER, CUSTOMER);
	while (turn_is_busy(turn))
		go_round();
	cr_expect_eq(count_replies("1001"), 1);
	cr_expect(has("1001", "418.51"), "it is the answer to what was written last");
}

Test(turn, begins_anew_when_that_is_seen_before_the_answer_is_handed_out)
{
	import_order();
	PUT_TICKET("1001", "", "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn); /* judged, not committed */
	PUT_TICKET("1001", ORDER, "null", CUSTOMER, CUSTOMER);
	work_off();
	cr_expect_eq(count_replies("1001"), 1);
	cr_expect(has("1001", "418.51"));
}

Test(turn, stands_back_when_a_person_comes_before_the_answer_leaves)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn);
	cr_assert(turn_end(turn, &error));
	PUT_TICKET("1001", ORDER, "\"mei\"", CUSTOMER);
	work_off();
	cr_expect_eq(count_replies("1001"), 0);
	work_off();
	cr_expect_eq(count_replies("1001"), 0);
}

Test(turn, gives_up_an_answer_whose_ticket_is_gone)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn);
	cr_assert(turn_end(turn, &error));
	cr_assert_eq(unlink(path_of("spool/1001.json")), 0);
	work_off();
	cr_expect_eq(turn_counts(turn).written, 0);
	cr_expect_eq(turn_counts(turn).put_off, 0);
}

/* ---- a disk that is full ---- */

Test(turn, says_nothing_that_it_could_not_write_down)
{
	bool is_ended;

	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	PUT_TICKET("1002", "", "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	fill_disk();
	turn_work(turn);
	is_ended = turn_end(turn, &error);
	empty_disk();
	cr_assert_not(is_ended, "the disk was not full enough for this test");
	cr_expect_not(turn_is_busy(turn), "it waits for the next poll");
	cr_expect_eq(count_replies("1001") + count_replies("1002"), 0);

	work_off();
	cr_expect_eq(count_replies("1001"), 1, "the tickets are taken up again by themselves");
	cr_expect_eq(count_replies("1002"), 1);
	cr_expect(has("1001", "418.51"));
}

Test(turn, repeats_nothing_when_only_the_end_of_it_could_not_be_written_down)
{
	bool is_ended;

	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	go_round();
	turn_work(turn); /* the answer is in the ticket */
	cr_expect_eq(count_replies("1001"), 1);
	fill_disk();
	is_ended = turn_end(turn, &error);
	empty_disk();
	cr_assert_not(is_ended, "the disk was not full enough for this test");

	work_off();
	cr_expect_eq(count_replies("1001"), 1);
	cr_expect_eq(turn_counts(turn).written, 2, "it was found there under its key");
	stop();
	start();
	work_off();
	cr_expect_eq(count_replies("1001"), 1);
}

Test(turn, an_import_that_fails_changes_nothing_and_stops_nothing)
{
	cr_expect_not(import("usage", "order_id,gifted_minutes_used,as_of\nx,-1,never\n"));
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	work_off();
	cr_expect(has("1001", "418.51"));
}

Test(turn, a_poll_without_news_writes_nothing)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	work_off();
	turn_poll(turn);
	turn_work(turn);
	cr_expect_not(turn_is_dirty(turn));
}

Test(turn, a_spool_that_goes_away_is_counted_and_comes_back)
{
	import_order();
	cr_assert_eq(rename(path_of("spool"), path_of("away")), 0);
	work_off();
	cr_expect_eq(turn_counts(turn).failed_polls, 1);
	cr_assert_eq(rename(path_of("away"), path_of("spool")), 0);
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	work_off();
	cr_expect(has("1001", "418.51"));
}
