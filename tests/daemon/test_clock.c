/* A turn whose clock is set, and a ticket system that says what time it is. */
#include "clocks.h"
#include "daemon/turn.h"
#include "domain/clock_watch.h"
#include "fixture.h"
#include "scripted_desk.h"

#define ROUNDS_MAX 100

static struct script script;
static struct ledger *ledger;
static struct turn *turn;
static struct error error;

static void start(void)
{
	ledger = ledger_open(ctx, config->state_dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	turn = turn_new(ctx, config, ledger, (struct desk_maker){script_make_desk, &script},
			(struct told_hook){NULL, NULL}, &error);
	cr_assert_not_null(turn, "%s", error.text);
}

static void stop(void)
{
	TALLOC_FREE(turn);
	TALLOC_FREE(ledger);
}

static void begin(void)
{
	lab_make();
	log_init(LOG_ERROR, LOG_FORMAT_PLAIN, "");
	script = (struct script){
		.product = config->product, .issue_type = config->issue_type, .system = "script"};
	start();
}

static void end(void)
{
	stop();
	lab_remove();
}

TestSuite(clock, .init = begin, .fini = end);

static void work_off(void)
{
	turn_poll(turn);
	for (int i = 0; turn_is_busy(turn); i++) {
		cr_assert_lt(i, ROUNDS_MAX, "it does not come to rest");
		turn_work(turn);
		cr_assert(turn_end(turn, &error), "%s", error.text);
	}
}

static void hear(int64_t ahead_us)
{
	const struct desk_listener *listener = &script.desk->listener;

	for (int i = 0; i < CLOCK_VOICES; i++)
		listener->told_time(listener->arg,
				    instant_plus(clock_now(), (struct span){ahead_us}));
}

static const char *state_of(const char *ticket)
{
	struct case_row row;
	bool found;

	cr_assert(case_find(ledger, ctx, script.system, ticket, &row, &found, &error));
	return found ? case_state_words.list[row.state] : "none";
}

static void expect_doubt(enum clock_doubt doubt)
{
	cr_expect_str_eq(clock_doubt_words.list[turn_clock(turn)->doubt],
			 clock_doubt_words.list[doubt]);
}

Test(clock, while_it_is_doubted_a_ticket_waits_and_then_is_answered)
{
	const struct script_ticket *ticket;
	int rereads;

	work_off();
	clocks_set((struct span){3 * HOUR_US});
	ticket = script_add(&script, "1001", "");
	work_off();
	rereads = script.rereads;
	expect_doubt(DOUBT_SET);
	cr_expect_str_eq(state_of("1001"), "waiting");
	cr_expect_eq(script_replies(ticket), 0);
	work_off();
	cr_expect_eq(script.rereads, rereads, "it is not looked at again and again");
	hear(0);
	expect_doubt(DOUBT_NONE);
	work_off();
	cr_expect_str_eq(state_of("1001"), "asked");
	cr_expect_eq(script_replies(ticket), 1);
}

Test(clock, a_doubt_survives_a_restart)
{
	work_off();
	clocks_set((struct span){3 * HOUR_US});
	work_off();
	stop();
	start();
	expect_doubt(DOUBT_SET);
	clocks_set((struct span){-3 * HOUR_US});
	work_off();
	expect_doubt(DOUBT_SET);
	hear(0);
	work_off();
	stop();
	start();
	expect_doubt(DOUBT_NONE);
}

Test(clock, a_clock_behind_the_record_is_doubted)
{
	script_add(&script, "1001", "");
	work_off();
	stop();
	clocks_set((struct span){-DAY_US});
	start();
	expect_doubt(DOUBT_RECORD);
}

Test(clock, a_ticket_system_of_another_time_is_a_doubt)
{
	work_off();
	hear(2 * HOUR_US);
	expect_doubt(DOUBT_DESK);
	hear(0);
	expect_doubt(DOUBT_NONE);
}

Test(clock, a_person_ends_it_and_that_is_recorded)
{
	const struct script_ticket *ticket;
	bool has_changed;

	work_off();
	clocks_set((struct span){-3 * HOUR_US});
	ticket = script_add(&script, "1001", "");
	work_off();
	cr_expect_eq(script_replies(ticket), 0);
	cr_assert(turn_confirm_clock(turn, "mei", &has_changed, &error), "%s", error.text);
	cr_expect(has_changed);
	work_off();
	cr_expect_eq(script_replies(ticket), 1);
	cr_assert(turn_confirm_clock(turn, "mei", &has_changed, &error), "%s", error.text);
	cr_expect_not(has_changed);
	stop();
	start();
	expect_doubt(DOUBT_NONE);
}

Test(clock, a_lost_turn_does_not_lose_the_doubt)
{
	work_off();
	clocks_set((struct span){3 * HOUR_US});
	turn_poll(turn);
	ledger_rollback(ledger);
	work_off();
	stop();
	start();
	expect_doubt(DOUBT_SET);
}

/* ---- quarantines ---- */

static void leave_unsettled(void)
{
	script.quarantine = (struct span){HOUR_US};
	stop();
	start();
	clocks_pass((struct span){HOUR_US}); /* the silence */
	script_add(&script, "1001", "");
	script.result = DESK_UNKNOWN;
	work_off();
	cr_expect_eq(script.writes, 1);
}

Test(clock, a_step_forward_does_not_shorten_a_quarantine)
{
	leave_unsettled();
	clocks_set((struct span){2 * HOUR_US});
	work_off();
	cr_expect_eq(script.looks, 0);
	clocks_pass((struct span){HOUR_US});
	work_off();
	cr_expect_eq(script.looks, 1);
}

Test(clock, a_step_back_does_not_prolong_one)
{
	leave_unsettled();
	clocks_set((struct span){-20 * HOUR_US});
	clocks_pass((struct span){HOUR_US});
	work_off();
	cr_expect_eq(script.looks, 1);
}

static void expect_it_is_written_in_time(void)
{
	int writes = script.writes;

	script.result = DESK_DONE;
	work_off(); /* it is seen that the clock is right again */
	work_off();
	clocks_pass((struct span){16 * MINUTE_US});
	work_off();
	cr_expect_eq(script.writes, writes + 1);
}

Test(clock, what_was_put_off_by_a_clock_that_ran_ahead_goes_when_it_was_set_back)
{
	script_add(&script, "1001", "");
	script.result = DESK_LATER;
	work_off();
	script.result = DESK_LATER;
	clocks_set((struct span){100 * DAY_US});
	work_off();
	cr_expect_eq(script.writes, 2);
	clocks_set((struct span){-100 * DAY_US});
	expect_it_is_written_in_time();
}

static void confirm(void)
{
	bool has_changed = false;

	cr_assert(turn_confirm_clock(turn, "mei", &has_changed, &error), "%s", error.text);
	cr_expect(has_changed);
}

Test(clock, what_was_put_off_by_a_clock_that_ran_ahead_goes_when_the_right_one_is_confirmed_at_once)
{
	script_add(&script, "1001", "");
	script.result = DESK_LATER;
	work_off();
	clocks_set((struct span){100 * DAY_US});
	confirm();
	script.result = DESK_LATER;
	work_off();
	cr_expect_eq(script.writes, 2);
	clocks_set((struct span){-100 * DAY_US});
	confirm();
	expect_it_is_written_in_time();
}

Test(clock, what_was_put_off_by_a_clock_that_ran_ahead_goes_after_a_restart)
{
	stop();
	clocks_set((struct span){100 * DAY_US});
	start();
	script_add(&script, "1001", "");
	script.result = DESK_LATER;
	work_off();
	cr_expect_eq(script.writes, 1);
	stop();
	clocks_set((struct span){-100 * DAY_US});
	start();
	expect_it_is_written_in_time();
}

Test(clock, a_step_forward_does_not_end_the_silence_of_a_new_ledger)
{
	script.quarantine = (struct span){HOUR_US};
	stop();
	start();
	clocks_set((struct span){2 * HOUR_US});
	cr_expect_gt(turn_silence(turn).us, 59 * MINUTE_US);
	clocks_set((struct span){-20 * HOUR_US});
	clocks_pass((struct span){HOUR_US});
	cr_expect_eq(turn_silence(turn).us, 0);
}
