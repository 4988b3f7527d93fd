#include "turn_lab.h"

#include "ledger/connection.h"
#include "ledger/pauses.h"

TestSuite(pause, .init = turn_lab_begin, .fini = turn_lab_end);

static bool press(void)
{
	bool has_changed = false;

	cr_assert(turn_pause(turn, "mei", "wrong prices", &has_changed, &error), "%s", error.text);
	return has_changed;
}

static bool resume(void)
{
	bool has_changed = false;

	cr_assert(turn_resume(turn, "lin", &has_changed, &error), "%s", error.text);
	return has_changed;
}

static void go_rounds(int count)
{
	for (int i = 0; i < count; i++)
		go_round();
}

Test(pause, nothing_is_read_while_it_lasts)
{
	import_order();
	press();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	work_off();
	cr_expect_eq(turn_counts(turn).tickets, 0);
	cr_expect_eq(count_replies("1001"), 0);
	cr_expect(resume());
	work_off();
	cr_expect(has("1001", "418.51"));
}

Test(pause, what_was_decided_but_has_not_left_stays)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn); /* judged, and not committed yet */
	cr_assert(turn_is_dirty(turn));
	press();
	cr_expect_not(turn_is_sending(turn));
	work_off();
	go_rounds(3);
	cr_expect_eq(count_replies("1001"), 0);
	resume();
	work_off();
	cr_expect_eq(count_replies("1001"), 1);
}

Test(pause, what_is_on_its_way_is_still_heard_of)
{
	PUT_TICKET("1001", "", "null", CUSTOMER);
	turn_poll(turn);
	go_rounds(2);
	cr_assert(turn_is_sending(turn));
	press();
	go_rounds(3);
	cr_expect_not(turn_is_sending(turn));
	cr_expect_eq(turn_counts(turn).written, 1);
}

/* Nothing that is read on while it was pressed may be judged, nor be lost. */
static void press_in_the_midst_of_a_look(void)
{
	struct overview overview;

	for (int i = 0; i < 150; i++)
		PUT_TICKET(text_format(ctx, "%d", i), "", "null", CUSTOMER);
	turn_poll(turn);
	press();
	go_rounds(10);
	cr_expect_gt(turn_counts(turn).tickets, 0);
	cr_assert(ledger_overview(ledger, ctx, &overview, &error), "%s", error.text);
	cr_expect_eq(overview.cases[CASE_ASKED], 0, "nothing is judged");
	for (int i = 0; i < 150; i++)
		cr_expect_eq(count_replies(text_format(ctx, "%d", i)), 0);
	resume();
	work_off();
	cr_expect_eq(turn_counts(turn).written, 150);
	for (int i = 0; i < 150; i++)
		cr_expect_eq(count_replies(text_format(ctx, "%d", i)), 1);
}

Test(pause, the_first_look_judges_nothing_and_loses_nothing)
{
	press_in_the_midst_of_a_look();
}

Test(pause, a_later_look_judges_nothing_and_loses_nothing)
{
	work_off();
	press_in_the_midst_of_a_look();
}

Test(pause, it_outlives_the_program)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	press();
	stop();
	start();
	cr_expect(turn_is_paused(turn));
	work_off();
	cr_expect_eq(count_replies("1001"), 0);
	resume();
	stop();
	start();
	cr_expect_not(turn_is_paused(turn));
	work_off();
	cr_expect_eq(count_replies("1001"), 1);
}

Test(pause, figures_that_come_meanwhile_are_heeded_at_once_when_it_ends)
{
	struct config patient = *config;

	patient.patience = (struct span){36500 * DAY_US};
	config = &patient;
	stop();
	start();
	import_purchase();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	work_off();
	cr_expect_eq(count_replies("1001"), 0, "it waits");
	press();
	import_use();
	work_off();
	cr_expect_eq(count_replies("1001"), 0);
	resume();
	work_off();
	cr_expect(has("1001", "418.51"));
	stop();
	start();
}

Test(pause, pressed_twice_it_keeps_who_pressed_first)
{
	bool is_paused, has_changed;
	struct pause pause;

	cr_expect(press());
	cr_assert(turn_pause(turn, "eve", NULL, &has_changed, &error));
	cr_expect_not(has_changed);
	cr_assert(pause_find(ledger, ctx, &pause, &is_paused, &error));
	cr_expect(is_paused);
	cr_expect_str_eq(pause.paused_by, "mei");
	cr_expect_str_eq(pause.reason, "wrong prices");
	cr_expect(resume());
	cr_expect_not(resume());
	cr_assert(pause_find(ledger, ctx, &pause, &is_paused, &error));
	cr_expect_not(is_paused);
	cr_expect(press(), "it can be pressed again");
}

Test(pause, it_holds_even_where_it_cannot_be_written_down)
{
	bool has_changed, is_pressed;

	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	fill_disk();
	is_pressed = turn_pause(turn, "mei", NULL, &has_changed, &error);
	empty_disk();
	cr_assert_not(is_pressed, "the disk was not full enough for this test");
	cr_expect_not_null(strstr(error.text, "only until the next start"), "%s", error.text);
	work_off();
	cr_expect_eq(count_replies("1001"), 0);
	cr_expect(resume());
	work_off();
	cr_expect_eq(count_replies("1001"), 1);
}

/* Nothing is done without its row in the record, not even in a turn that goes on. */
Test(pause, one_that_cannot_be_put_on_record_is_not_kept)
{
	struct pause pause;
	bool has_changed, is_paused;

	cr_assert(db_execute(ledger->db,
			     "CREATE TEMP TRIGGER trouble BEFORE INSERT ON main.audit "
			     "BEGIN SELECT RAISE(FAIL, 'trouble'); END",
			     &error),
		  "%s", error.text);
	cr_expect_not(turn_pause(turn, "mei", "wrong prices", &has_changed, &error));
	cr_expect_not_null(strstr(error.text, "trouble"), "%s", error.text);
	cr_expect_not(turn_is_dirty(turn));
	cr_assert(pause_find(ledger, ctx, &pause, &is_paused, &error), "%s", error.text);
	cr_expect_not(is_paused);
}
