#include "daemon/clocks.h"

#include <time.h>

static struct span passed, set;

static int64_t read_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * SECOND_US + now.tv_nsec / 1000 + passed.us;
}

struct instant clock_now(void)
{
	return (struct instant){read_us(CLOCK_REALTIME) + set.us};
}

struct instant clock_boot(void)
{
	return (struct instant){read_us(CLOCK_BOOTTIME)};
}

int64_t clock_monotonic_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

void clocks_pass(struct span span)
{
	passed.us += span.us;
}

void clocks_set(struct span by)
{
	set.us += by.us;
}
