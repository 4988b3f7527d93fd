/* How long to leave a server alone: delays after failures, a breaker, and a limit a minute.
 *
 * Pure: time and chance come in as arguments, so that a simulation and a test can repeat them. A
 * clock that is set back makes nobody wait longer than was meant. */
#ifndef REFUNDD_DOMAIN_RETRY_H
#define REFUNDD_DOMAIN_RETRY_H

#include "domain/instant.h"

#include <stdbool.h>

/* Full jitter: a delay between zero and min(longest, first x 2^failures), chosen by `chance` of
 * [0, 2^32). `failures` from 0; fewer count as 0. (Marc Brooker, "Exponential Backoff And Jitter",
 * AWS, 2015.) */
struct span retry_delay(struct span first, struct span longest, int failures, uint32_t chance);

/* A server's own wish (Retry-After), clamped to [0, longest]. */
struct span retry_clamp(struct span wish, struct span longest);

enum breaker_state {
	BREAKER_CLOSED,	   /* requests go through */
	BREAKER_OPEN,	   /* none does before open_until */
	BREAKER_HALF_OPEN, /* one probe is under way; its end decides */
};

struct breaker {
	enum breaker_state state;
	int failures; /* in a row */
	struct instant opened, open_until;
};

/* Failures in a row after which it opens. */
#define BREAKER_FAILURES 3

/* Whether a request may go now. */
bool breaker_lets(const struct breaker *breaker, struct instant now);
/* One that it let through goes: if the breaker was open, as the probe. */
void breaker_begin(struct breaker *breaker);
/* How it ended. What began before the breaker opened cannot change that it is open. */
void breaker_succeed(struct breaker *breaker);
/* `delay` is what it stays open for if it opens. */
void breaker_fail(struct breaker *breaker, struct instant now, struct span delay);
/* The server asked to be left alone: open at once. Of two wishes the longer holds. */
void breaker_obey(struct breaker *breaker, struct instant now, struct span delay);

/* At most `per_minute` requests in any minute: half of them in a burst, the others evenly spread.
 * A bucket of tokens that begins full. */
struct pace {
	int per_minute;	     /* 0: no limit */
	struct instant full; /* when the bucket will be full again */
};

/* Zero: a request may go now; else how long to wait. */
struct span pace_wait(const struct pace *pace, struct instant now);
/* A request goes. */
void pace_take(struct pace *pace, struct instant now);

#endif
