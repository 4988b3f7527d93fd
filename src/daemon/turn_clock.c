/* What a turn knows of the time: whether the clock is trusted, and how long nothing is said. */
#include "daemon/turn_state.h"
#include "ledger/audit.h"
#include "ledger/clock_doubts.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <string.h>

static struct span tolerance(const struct turn *turn)
{
	return turn->casework->config->policies.clock_tolerance;
}

static struct clock_reading read_clocks(void)
{
	return (struct clock_reading){clock_now(), clock_boot()};
}

/* A server on this machine goes by the clock that is in doubt. */
static bool is_elsewhere(const struct config *config)
{
	static const char *const here[] = {"localhost", "127.", "[::1]"};
	const char *host = config->rt == NULL ? NULL : strstr(config->rt->url, "://");

	for (size_t i = 0; host != NULL && i < sizeof(here) / sizeof(here[0]); i++)
		if (strncasecmp(host + 3, here[i], strlen(here[i])) == 0)
			return false;
	return true;
}

/* ---- the clock ---- */

static void log_doubt(const struct clock_watch *clock)
{
	char off[SPAN_TEXT_SIZE];

	span_format(clock_watch_off(clock), off);
	log_event(EVENT_CLOCK_DOUBTED, "why", clock_doubt_words.list[clock->doubt], "off", off,
		  NULL);
}

/* Cases wait while it is doubted: they are judged when it is trusted again. */
static void note_change(struct turn *turn, enum clock_doubt before)
{
	if (turn->clock.doubt == before)
		return;
	turn->is_clock_kept = false;
	if (turn->clock.doubt != DOUBT_NONE) {
		log_doubt(&turn->clock);
		return;
	}
	turn->rereads_waiting = true;
	turn->wants_recovery = true; /* delays may have been reckoned by the wrong time */
	log_event(EVENT_CLOCK_TRUSTED, NULL);
}

static bool find_doubt(struct turn *turn, enum clock_doubt *doubt, struct error *error)
{
	struct clock_doubt_row row;
	bool found;

	if (!clock_doubt_find(turn->ledger, &row, &found, error))
		return false;
	*doubt = found && !row.is_over ? row.why : DOUBT_NONE;
	if (found)
		clock_watch_begin(&turn->clock, *doubt, row.began_at, row.off, row.desk_off);
	return true;
}

bool turn_find_clock(struct turn *turn, struct error *error)
{
	enum clock_doubt kept;
	struct instant newest;
	bool found;

	if (!find_doubt(turn, &kept, error) ||
	    !clock_newest_on_record(turn->ledger, &newest, &found, error))
		return false;
	turn->casework->clock = &turn->clock;
	turn->began = read_clocks();
	clock_watch_start(&turn->clock, turn->began, found ? &newest : NULL, tolerance(turn));
	turn->is_clock_kept = turn->clock.doubt == kept;
	if (turn->clock.doubt != DOUBT_NONE)
		log_doubt(&turn->clock);
	return true;
}

struct instant turn_now(struct turn *turn)
{
	struct clock_reading now = read_clocks();
	enum clock_doubt before = turn->clock.doubt;

	clock_watch_look(&turn->clock, now, tolerance(turn));
	note_change(turn, before);
	return now.wall;
}

void turn_hear_time(struct turn *turn, struct instant date)
{
	enum clock_doubt before = turn->clock.doubt;

	if (!is_elsewhere(turn->casework->config))
		return;
	clock_watch_hear(&turn->clock, read_clocks(), date, tolerance(turn));
	note_change(turn, before);
}

bool turn_doubts_clock(const struct turn *turn)
{
	return turn->clock.doubt != DOUBT_NONE;
}

bool turn_keep_clock(struct turn *turn, struct error *error)
{
	if (turn->is_clock_kept)
		return true;
	turn->is_clock_kept = true;
	return clock_doubt_keep(turn->ledger, &turn->clock, AUDIT_ACTOR, clock_now(), error);
}

bool turn_confirm_clock(struct turn *turn, const char *user, bool *has_changed, struct error *error)
{
	struct clock_watch before;
	bool is_news;

	/* Where it was set just now nobody has seen it yet, and delays were reckoned by it. */
	turn_now(turn);
	before = turn->clock;
	is_news = turn_doubts_clock(turn);
	if (!turn_end(turn, error))
		return false;
	clock_watch_confirm(&turn->clock, read_clocks(), tolerance(turn));
	if (!turn_keep(turn, clock_doubt_keep(turn->ledger, &turn->clock, user, clock_now(), error),
		       error)) {
		turn->clock = before;
		return false;
	}
	note_change(turn, before.doubt);
	*has_changed = is_news;
	return true;
}

const struct clock_watch *turn_clock(const struct turn *turn)
{
	return &turn->clock;
}

/* ---- what is due ---- */

/* By the wall, but for a wall that was set back: then as if it had not been. */
struct instant turn_due(const struct turn *turn)
{
	struct clock_reading now = read_clocks();
	struct instant unset =
		instant_plus(turn->began.wall, instant_since(now.boot, turn->began.boot));

	return now.wall.us > unset.us ? now.wall : unset;
}

/* ---- silence ---- */

void turn_begin_silence(struct turn *turn)
{
	struct span quarantine = turn->desk->quarantine;
	char until[INSTANT_TEXT_SIZE];

	turn->silent_until = instant_plus(clock_boot(), quarantine);
	if (quarantine.us <= 0)
		return;
	instant_format(instant_plus(clock_now(), quarantine), (struct zone){.offset_s = 0}, until);
	log_event(EVENT_SILENT, "until", until, NULL);
}

struct span turn_silence(const struct turn *turn)
{
	struct span left = instant_since(turn->silent_until, clock_boot());

	return left.us > 0 ? left : (struct span){0};
}
