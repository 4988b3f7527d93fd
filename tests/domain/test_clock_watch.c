#include "domain/clock_watch.h"

#include <criterion/criterion.h>

#define TOLERANCE    ((struct span){5 * MINUTE_US})
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct instant noon = {1678104000 * SECOND_US};
static struct clock_watch watch;
static struct clock_reading now;

/* What the ticket system's clock shows, if all goes right. */
static struct instant true_time(void)
{
	return (struct instant){noon.us + now.boot.us - HOUR_US};
}

static void begin(void)
{
	watch = (struct clock_watch){.doubt = DOUBT_NONE};
	now = (struct clock_reading){noon, {HOUR_US}};
}

static void start(void)
{
	begin();
	clock_watch_start(&watch, now, NULL, TOLERANCE);
}

TestSuite(clock_watch, .init = start);

static void pass(int64_t us)
{
	now.wall.us += us;
	now.boot.us += us;
	clock_watch_look(&watch, now, TOLERANCE);
}

static void set(int64_t by_us)
{
	now.wall.us += by_us;
	clock_watch_look(&watch, now, TOLERANCE);
}

/* The ticket system's clock is so much ahead of the truth. */
static void hear(int64_t ahead_us)
{
	clock_watch_hear(&watch, now, (struct instant){true_time().us + ahead_us}, TOLERANCE);
}

static void expect(enum clock_doubt doubt, int64_t off_us)
{
	cr_expect_str_eq(clock_doubt_words.list[watch.doubt], clock_doubt_words.list[doubt]);
	if (doubt != DOUBT_NONE)
		cr_expect_eq(watch.off.us, off_us, "off by %lld", (long long)watch.off.us);
}

Test(clock_watch, words_are_pinned)
{
	static const char *const words[] = {"none", "set", "record", "desk"};

	cr_assert_eq(clock_doubt_words.count, COUNT(words));
	for (size_t i = 0; i < COUNT(words); i++)
		cr_expect_str_eq(clock_doubt_words.list[i], words[i]);
}

Test(clock_watch, a_clock_that_goes_on_is_trusted)
{
	for (int i = 0; i < 100; i++)
		pass(DAY_US);
	expect(DOUBT_NONE, 0);
}

Test(clock_watch, a_step_counts_from_the_tolerance_on)
{
	static const struct {
		int64_t by;
		enum clock_doubt doubt;
	} cases[] = {
		{5 * MINUTE_US, DOUBT_NONE},
		{5 * MINUTE_US + 1, DOUBT_SET},
		{-5 * MINUTE_US, DOUBT_NONE},
		{-5 * MINUTE_US - 1, DOUBT_SET},
		{3 * DAY_US, DOUBT_SET},
		{-3 * DAY_US, DOUBT_SET},
		{INT64_C(60) * SECOND_US, DOUBT_NONE},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		start();
		pass(HOUR_US);
		set(cases[i].by);
		expect(cases[i].doubt, cases[i].by);
	}
}

Test(clock_watch, small_steps_add_up)
{
	for (int i = 0; i < 5; i++)
		set(MINUTE_US);
	expect(DOUBT_NONE, 0);
	set(MINUTE_US);
	expect(DOUBT_SET, 6 * MINUTE_US);
}

Test(clock_watch, a_clock_that_is_set_back_to_where_it_was_is_trusted_again)
{
	set(DAY_US);
	expect(DOUBT_SET, DAY_US);
	cr_expect_eq(watch.since.us, noon.us + DAY_US);
	pass(HOUR_US);
	set(-2 * DAY_US);
	expect(DOUBT_SET, -DAY_US);
	cr_expect_eq(watch.since.us, noon.us + DAY_US, "the doubt began then");
	set(DAY_US + MINUTE_US);
	expect(DOUBT_NONE, 0);
}

Test(clock_watch, the_ticket_system_ends_a_doubt_when_it_agrees_twice)
{
	set(2 * HOUR_US);
	clock_watch_hear(&watch, now, now.wall, TOLERANCE);
	expect(DOUBT_SET, 2 * HOUR_US);
	clock_watch_hear(&watch, now, now.wall, TOLERANCE);
	expect(DOUBT_NONE, 0);
	cr_expect_not(watch.is_by_person);
	pass(HOUR_US);
	expect(DOUBT_NONE, 0);
	set(-2 * HOUR_US);
	expect(DOUBT_SET, -2 * HOUR_US);
}

Test(clock_watch, the_ticket_system_begins_one_when_it_differs_twice)
{
	static const int64_t off[] = {-3 * DAY_US, 3 * DAY_US, 5 * MINUTE_US + 31 * SECOND_US};

	for (size_t i = 0; i < COUNT(off); i++) {
		start();
		hear(-off[i]);
		expect(DOUBT_NONE, 0);
		hear(-off[i]);
		expect(DOUBT_DESK, off[i]);
		hear(0);
		expect(DOUBT_DESK, off[i]);
		hear(0);
		expect(DOUBT_NONE, 0);
	}
}

Test(clock_watch, answers_have_a_while_on_their_way)
{
	hear(-5 * MINUTE_US - 30 * SECOND_US);
	hear(-5 * MINUTE_US - 30 * SECOND_US);
	expect(DOUBT_NONE, 0);
}

Test(clock_watch, one_server_of_several_that_is_wrong_is_no_doubt)
{
	for (int i = 0; i < 10; i++) {
		hear(DAY_US);
		hear(0);
	}
	expect(DOUBT_NONE, 0);
}

Test(clock_watch, the_first_reason_stays)
{
	set(HOUR_US);
	hear(0);
	hear(0);
	expect(DOUBT_SET, HOUR_US);
	hear(0);
	pass(SECOND_US);
	expect(DOUBT_SET, HOUR_US);
}

Test(clock_watch, a_clock_behind_the_record_is_doubted_from_the_start)
{
	static const struct {
		int64_t newest;
		enum clock_doubt doubt;
	} cases[] = {
		{-HOUR_US, DOUBT_NONE},
		{5 * MINUTE_US, DOUBT_NONE},
		{5 * MINUTE_US + 1, DOUBT_RECORD},
		{300 * DAY_US, DOUBT_RECORD},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct instant newest = {noon.us + cases[i].newest};

		begin();
		clock_watch_start(&watch, now, &newest, TOLERANCE);
		expect(cases[i].doubt, -cases[i].newest);
	}
}

Test(clock_watch, a_doubt_of_an_earlier_run_lasts)
{
	begin();
	clock_watch_begin(&watch, DOUBT_SET, noon, (struct span){HOUR_US}, (struct span){0});
	clock_watch_start(&watch, now, &noon, TOLERANCE);
	expect(DOUBT_SET, HOUR_US);
	pass(HOUR_US);
	set(-HOUR_US);
	expect(DOUBT_SET, HOUR_US);
	hear(-HOUR_US);
	hear(-HOUR_US);
	expect(DOUBT_NONE, 0);
}

Test(clock_watch, a_person_ends_every_doubt)
{
	set(HOUR_US);
	clock_watch_confirm(&watch, now, TOLERANCE);
	expect(DOUBT_NONE, 0);
	cr_expect(watch.is_by_person);
	pass(HOUR_US);
	expect(DOUBT_NONE, 0);
	set(-HOUR_US);
	expect(DOUBT_SET, -HOUR_US);
}

Test(clock_watch, a_person_who_says_so_has_the_ticket_system_wrong)
{
	hear(3 * HOUR_US);
	hear(3 * HOUR_US);
	expect(DOUBT_DESK, -3 * HOUR_US);
	clock_watch_confirm(&watch, now, TOLERANCE);
	cr_expect_eq(watch.desk_off.us, 3 * HOUR_US);
	for (int i = 0; i < 5; i++)
		hear(3 * HOUR_US);
	expect(DOUBT_NONE, 0);
	hear(0);
	hear(0);
	expect(DOUBT_NONE, 0);
	cr_expect_eq(watch.desk_off.us, 0, "it was put right");
	hear(3 * HOUR_US);
	hear(3 * HOUR_US);
	expect(DOUBT_DESK, -3 * HOUR_US);
}

Test(clock_watch, a_clock_that_was_set_right_before_is_held_against_what_was_heard_before)
{
	set(3 * HOUR_US);
	hear(0);
	hear(0);
	now.wall.us -= 3 * HOUR_US;
	clock_watch_confirm(&watch, now, TOLERANCE);
	cr_expect_eq(watch.desk_off.us, 0);
	hear(0);
	hear(0);
	hear(0);
	expect(DOUBT_NONE, 0);
}

Test(clock_watch, how_far_it_is_off_is_told_in_whole_seconds)
{
	static const struct {
		int64_t us, told_us;
	} cases[] = {
		{3 * HOUR_US, 3 * HOUR_US},
		{3 * HOUR_US - 3, 3 * HOUR_US},
		{3 * HOUR_US + 3, 3 * HOUR_US},
		{SECOND_US / 2, SECOND_US},
		{SECOND_US / 2 - 1, 0},
		{-3 * HOUR_US + 3, -3 * HOUR_US},
		{-3 * HOUR_US - 3, -3 * HOUR_US},
		{-SECOND_US / 2, -SECOND_US},
		{0, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		watch.off.us = cases[i].us;
		cr_expect_eq(clock_watch_off(&watch).us, cases[i].told_us, "case %zu", i);
	}
}
