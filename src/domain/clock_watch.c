#include "domain/clock_watch.h"

static const char *const words[] = {
	[DOUBT_NONE] = "none",
	[DOUBT_SET] = "set",
	[DOUBT_RECORD] = "record",
	[DOUBT_DESK] = "desk",
};
const struct words clock_doubt_words = WORDS(words);

static struct span distance(struct clock_reading now)
{
	return instant_since(now.wall, now.boot);
}

static bool is_within(struct span span, struct span tolerance)
{
	return span.us <= tolerance.us && span.us >= -tolerance.us;
}

static struct span with_way(struct span tolerance)
{
	return (struct span){tolerance.us + CLOCK_ON_WAY.us};
}

/* The first reason stays: it is what a person has to look into. */
static void doubt(struct clock_watch *watch, enum clock_doubt why, struct instant now,
		  struct span off)
{
	if (watch->doubt == DOUBT_NONE) {
		watch->doubt = why;
		watch->since = now;
	}
	if (watch->doubt == why)
		watch->off = off;
}

static void trust(struct clock_watch *watch, struct clock_reading now, bool is_by_person)
{
	watch->doubt = DOUBT_NONE;
	watch->is_by_person = is_by_person;
	watch->has_base = true;
	watch->base = distance(now);
}

void clock_watch_begin(struct clock_watch *watch, enum clock_doubt why, struct instant since,
		       struct span off, struct span desk_off)
{
	*watch = (struct clock_watch){
		.doubt = why, .since = since, .off = off, .desk_off = desk_off};
}

void clock_watch_start(struct clock_watch *watch, struct clock_reading now,
		       const struct instant *newest, struct span tolerance)
{
	struct span ahead = {0};

	if (newest != NULL)
		ahead = instant_since(now.wall, *newest);
	if (ahead.us < -tolerance.us)
		doubt(watch, DOUBT_RECORD, now.wall, ahead);
	/* A doubt that an earlier run left cannot be ended by going back to where that one began.
	 */
	if (watch->doubt == DOUBT_NONE)
		trust(watch, now, watch->is_by_person);
}

void clock_watch_look(struct clock_watch *watch, struct clock_reading now, struct span tolerance)
{
	struct span moved = {distance(now).us - watch->base.us};

	if (!watch->has_base)
		return;
	if (!is_within(moved, tolerance))
		doubt(watch, DOUBT_SET, now.wall, moved);
	else if (watch->doubt == DOUBT_SET)
		watch->doubt = DOUBT_NONE;
}

static void count_voice(struct clock_watch *watch, bool agrees)
{
	int before = agrees == (watch->voices > 0) ? watch->voices : 0;

	if (agrees)
		watch->voices = before < CLOCK_VOICES ? before + 1 : before;
	else
		watch->voices = before > -CLOCK_VOICES ? before - 1 : before;
}

/* One that was wrong when a person trusted ours may have been put right since. */
void clock_watch_hear(struct clock_watch *watch, struct clock_reading now, struct instant date,
		      struct span tolerance)
{
	struct span seen = instant_since(date, now.wall);
	struct span off = {watch->desk_off.us - seen.us}, wide = with_way(tolerance);
	bool is_right = is_within(seen, wide);

	watch->has_heard = true;
	watch->desk_base = instant_since(date, now.boot);
	count_voice(watch, is_right || is_within(off, wide));
	if (watch->voices >= CLOCK_VOICES) {
		if (is_right)
			watch->desk_off = (struct span){0};
		trust(watch, now, false);
	} else if (watch->voices <= -CLOCK_VOICES) {
		doubt(watch, DOUBT_DESK, now.wall, off);
	}
}

void clock_watch_confirm(struct clock_watch *watch, struct clock_reading now, struct span tolerance)
{
	struct span ahead = {watch->desk_base.us - distance(now).us};

	if (watch->has_heard)
		watch->desk_off = is_within(ahead, with_way(tolerance)) ? (struct span){0} : ahead;
	watch->voices = 0;
	trust(watch, now, true);
}

struct span clock_watch_off(const struct clock_watch *watch)
{
	int64_t half = watch->off.us < 0 ? -SECOND_US / 2 : SECOND_US / 2;
	int64_t us = watch->off.us + half;

	return (struct span){us - us % SECOND_US};
}
