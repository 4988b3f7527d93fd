#include "domain/retry.h"

#include <criterion/criterion.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct instant noon = {1678104000 * SECOND_US};

static struct instant later(int64_t us)
{
	return instant_plus(noon, (struct span){us});
}

Test(retry, a_delay_is_a_share_of_what_doubles_up_to_the_longest)
{
	static const struct {
		int failures;
		uint32_t chance;
		int64_t us;
	} cases[] = {
		{-1, 1u << 31, SECOND_US},
		{0, 0, 0},
		{0, 1u << 31, SECOND_US},
		{0, UINT32_MAX, 2 * SECOND_US - 1},
		{1, 1u << 31, 2 * SECOND_US},
		{3, 1u << 31, 8 * SECOND_US},
		{4, 1u << 31, 15 * SECOND_US},
		{5, 1u << 31, 15 * SECOND_US},
		{INT32_MAX, 1u << 31, 15 * SECOND_US},
		{INT32_MAX, UINT32_MAX, 30 * SECOND_US - 1},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(retry_delay((struct span){2 * SECOND_US},
					 (struct span){30 * SECOND_US}, cases[i].failures,
					 cases[i].chance)
				     .us,
			     cases[i].us, "case %zu", i);
}

Test(retry, no_delay_overflows)
{
	struct span longest = {INT64_MAX};

	cr_expect_eq(retry_delay((struct span){3}, longest, 200, UINT32_MAX).us,
		     INT64_MAX - (INT64_MAX >> 32) - 1);
	cr_expect_eq(retry_delay(longest, longest, 1, 1u << 31).us, INT64_MAX / 2);
	cr_expect_eq(retry_delay(longest, (struct span){10}, 0, 1u << 31).us, 5);
}

Test(retry, a_wish_is_clamped)
{
	struct span longest = {15 * MINUTE_US};

	cr_expect_eq(retry_clamp((struct span){-1}, longest).us, 0);
	cr_expect_eq(retry_clamp((struct span){0}, longest).us, 0);
	cr_expect_eq(retry_clamp((struct span){MINUTE_US}, longest).us, MINUTE_US);
	cr_expect_eq(retry_clamp((struct span){DAY_US}, longest).us, longest.us);
}

static struct breaker opened_breaker(void)
{
	struct breaker breaker = {0};

	for (int i = 0; i < BREAKER_FAILURES; i++)
		breaker_fail(&breaker, noon, (struct span){MINUTE_US});
	return breaker;
}

Test(retry, a_breaker_opens_at_the_third_failure_in_a_row)
{
	struct breaker breaker = {0};
	struct span delay = {MINUTE_US};

	breaker_fail(&breaker, noon, delay);
	breaker_fail(&breaker, noon, delay);
	breaker_succeed(&breaker);
	breaker_fail(&breaker, noon, delay);
	breaker_fail(&breaker, noon, delay);
	cr_expect(breaker_lets(&breaker, noon));
	breaker_fail(&breaker, noon, delay);
	cr_expect_not(breaker_lets(&breaker, noon));
	cr_expect_not(breaker_lets(&breaker, later(MINUTE_US - 1)));
	cr_expect(breaker_lets(&breaker, later(MINUTE_US)));
}

Test(retry, half_open_lets_one_probe_through_whose_end_decides)
{
	struct breaker good = opened_breaker(), bad = opened_breaker();

	breaker_begin(&good);
	cr_expect_eq(good.state, BREAKER_HALF_OPEN);
	cr_expect_not(breaker_lets(&good, later(DAY_US)));
	breaker_succeed(&good);
	cr_expect(breaker_lets(&good, later(MINUTE_US)));
	cr_expect_eq(good.failures, 0);

	breaker_begin(&bad);
	breaker_fail(&bad, later(MINUTE_US), (struct span){HOUR_US});
	cr_expect_eq(bad.failures, BREAKER_FAILURES + 1);
	cr_expect_not(breaker_lets(&bad, later(HOUR_US)));
	cr_expect(breaker_lets(&bad, later(HOUR_US + MINUTE_US)));
}

Test(retry, what_began_before_it_opened_does_not_change_it)
{
	struct breaker breaker = opened_breaker(), before = breaker;

	breaker_succeed(&breaker);
	breaker_fail(&breaker, later(1), (struct span){HOUR_US});
	cr_expect_eq(breaker.state, BREAKER_OPEN);
	cr_expect_eq(breaker.failures, before.failures);
	cr_expect_eq(breaker.open_until.us, before.open_until.us);
}

Test(retry, a_breaker_that_is_closed_stays_so_when_a_request_begins)
{
	struct breaker breaker = {0};

	breaker_begin(&breaker);
	cr_expect_eq(breaker.state, BREAKER_CLOSED);
}

Test(retry, a_wish_opens_it_at_once_and_the_longer_one_holds)
{
	struct breaker breaker = {0};

	breaker_obey(&breaker, noon, (struct span){MINUTE_US});
	cr_expect_not(breaker_lets(&breaker, later(MINUTE_US - 1)));
	breaker_obey(&breaker, noon, (struct span){HOUR_US});
	breaker_obey(&breaker, noon, (struct span){SECOND_US});
	cr_expect_not(breaker_lets(&breaker, later(HOUR_US - 1)));
	cr_expect(breaker_lets(&breaker, later(HOUR_US)));
}

Test(retry, a_clock_that_is_set_back_lets_a_probe_through)
{
	struct breaker breaker = opened_breaker();

	cr_expect(breaker_lets(&breaker, later(-1)));
}

/* Takes whatever may go at `now`; how many that were. */
static int take_all(struct pace *pace, struct instant now)
{
	int taken = 0;

	while (pace_wait(pace, now).us == 0 && taken < 100000) {
		pace_take(pace, now);
		taken++;
	}
	return taken;
}

Test(retry, without_a_limit_nothing_waits)
{
	struct pace pace = {0};

	for (int i = 0; i < 1000; i++)
		pace_take(&pace, noon);
	cr_expect_eq(pace_wait(&pace, noon).us, 0);
}

Test(retry, half_of_a_minutes_requests_go_in_a_burst)
{
	static const struct {
		int per_minute, burst;
	} cases[] = {{1, 1}, {2, 1}, {3, 1}, {4, 2}, {60, 30}, {1001, 500}};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pace pace = {.per_minute = cases[i].per_minute};

		cr_expect_eq(take_all(&pace, noon), cases[i].burst, "%d", cases[i].per_minute);
	}
}

Test(retry, no_minute_sees_more_than_its_limit_and_no_long_run_much_less)
{
	static const int limits[] = {1, 2, 3, 7, 60, 600, 6000};

	for (size_t i = 0; i < COUNT(limits); i++) {
		struct pace pace = {.per_minute = limits[i]};
		struct instant at[20 * 6000];
		int taken = 0;

		for (struct instant now = noon; now.us < noon.us + 10 * MINUTE_US;) {
			struct span wait = pace_wait(&pace, now);

			now = instant_plus(now, wait);
			if (wait.us == 0) {
				pace_take(&pace, now);
				at[taken++] = now;
			}
		}
		for (int n = 0; n + limits[i] < taken; n++)
			cr_assert_geq(instant_since(at[n + limits[i]], at[n]).us, MINUTE_US, "%d",
				      limits[i]);
		cr_expect_geq(taken, 10 * limits[i] / 2, "%d", limits[i]);
	}
}

Test(retry, a_pause_fills_the_bucket_and_no_more)
{
	struct pace pace = {.per_minute = 60};

	cr_expect_eq(take_all(&pace, noon), 30);
	cr_expect_eq(take_all(&pace, later(DAY_US)), 30);
}

Test(retry, a_clock_that_is_set_back_makes_nobody_wait_longer_than_a_token_takes)
{
	struct pace pace = {.per_minute = 60};

	take_all(&pace, noon);
	cr_expect_leq(pace_wait(&pace, later(-DAY_US)).us, 2 * SECOND_US);
	pace_take(&pace, later(-DAY_US));
	cr_expect_leq(pace_wait(&pace, later(-DAY_US)).us, 4 * SECOND_US);
}
