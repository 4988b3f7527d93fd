#include "domain/retry.h"

struct span retry_delay(struct span first, struct span longest, int failures, uint32_t chance)
{
	int64_t bound = first.us;

	for (int i = 0; i < failures && bound < longest.us; i++)
		bound = bound > longest.us / 2 ? longest.us : 2 * bound;
	if (bound > longest.us)
		bound = longest.us;
	return (struct span){(int64_t)((unsigned __int128)bound * chance >> 32)};
}

struct span retry_clamp(struct span wish, struct span longest)
{
	if (wish.us < 0)
		return (struct span){0};
	return wish.us > longest.us ? longest : wish;
}

static void open_breaker(struct breaker *breaker, struct instant now, struct span delay)
{
	breaker->state = BREAKER_OPEN;
	breaker->opened = now;
	breaker->open_until = instant_plus(now, delay);
}

bool breaker_lets(const struct breaker *breaker, struct instant now)
{
	switch (breaker->state) {
	case BREAKER_CLOSED: return true;
	case BREAKER_OPEN: return now.us >= breaker->open_until.us || now.us < breaker->opened.us;
	case BREAKER_HALF_OPEN: return false;
	}
	return false;
}

void breaker_begin(struct breaker *breaker)
{
	if (breaker->state == BREAKER_OPEN)
		breaker->state = BREAKER_HALF_OPEN;
}

void breaker_succeed(struct breaker *breaker)
{
	if (breaker->state != BREAKER_OPEN)
		*breaker = (struct breaker){.state = BREAKER_CLOSED};
}

void breaker_fail(struct breaker *breaker, struct instant now, struct span delay)
{
	if (breaker->state == BREAKER_OPEN)
		return;
	breaker->failures++;
	if (breaker->state == BREAKER_HALF_OPEN || breaker->failures >= BREAKER_FAILURES)
		open_breaker(breaker, now, delay);
}

void breaker_obey(struct breaker *breaker, struct instant now, struct span delay)
{
	if (breaker->state != BREAKER_OPEN || instant_plus(now, delay).us > breaker->open_until.us)
		open_breaker(breaker, now, delay);
}

/* In a minute no more than `burst` and what the bucket regains go: were the bucket to hold all of
 * a minute, two minutes' worth could. */
static int burst(const struct pace *pace)
{
	return pace->per_minute > 1 ? pace->per_minute / 2 : 1;
}

/* How long the bucket takes to regain a token. */
static int64_t interval_us(const struct pace *pace)
{
	int a_minute = pace->per_minute - burst(pace) + 1;

	return (MINUTE_US + a_minute - 1) / a_minute;
}

/* How long it takes to be full, which is never longer than an empty bucket needs. */
static int64_t until_full_us(const struct pace *pace, struct instant now)
{
	int64_t empty_us = burst(pace) * interval_us(pace);
	int64_t us = pace->full.us - now.us;

	if (us < 0)
		return 0;
	return us > empty_us ? empty_us : us;
}

struct span pace_wait(const struct pace *pace, struct instant now)
{
	int64_t us;

	if (pace->per_minute == 0)
		return (struct span){0};
	us = until_full_us(pace, now) - (burst(pace) - 1) * interval_us(pace);
	return (struct span){us > 0 ? us : 0};
}

void pace_take(struct pace *pace, struct instant now)
{
	if (pace->per_minute > 0)
		pace->full.us = now.us + until_full_us(pace, now) + interval_us(pace);
}
