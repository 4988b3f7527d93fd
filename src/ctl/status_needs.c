#include "base/memory.h"
#include "ctl/status.h"

#include <stdarg.h>
#include <string.h>

#define PENDING_TOO_LONG   ((struct span){10 * MINUTE_US})
#define UNSETTLED_TOO_LONG ((struct span){HOUR_US})
#define LOOK_TOO_OLD	   ((struct span){5 * MINUTE_US})
#define BAD_TICKET_IS_NEWS ((struct span){DAY_US})
#define FREE_TOO_FEW	   (INT64_C(200) * 1000 * 1000)

/* ---- helpers ---- */

static void __attribute__((format(printf, 2, 3)))
need(struct status *status, const char *format, ...)
{
	va_list arguments;

	if (status->need_count == NEEDS_MAX)
		return;
	va_start(arguments, format);
	status->needs[status->need_count++] =
		must(talloc_vasprintf(status->ctx, format, arguments));
	va_end(arguments);
}

static bool is_longer_ago(const struct status *status, struct instant then, struct span span)
{
	return instant_since(status->now, then).us > span.us;
}

/* ---- the daemon ---- */

static void look_for_daemon(struct status *status)
{
	if (status->is_running)
		return;
	if (status->no_daemon.kind == ERROR_ABSENT)
		need(status, "No daemon runs: start refundd, or let refundd --once work off what "
			     "is there.");
	else
		need(status, "The daemon does not answer: %s.", status->no_daemon.text);
}

static void look_at_turns(struct status *status)
{
	if (status_is_true(status, "failing"))
		need(status,
		     "Nothing can be kept, so nothing is decided or said: %s. Make room, or see "
		     "the daemon's log; it goes on by itself.",
		     status_says(status, "last_error"));
}

static void look_at_clock(struct status *status)
{
	const char *why = status_clock_doubt(status);

	if (why != NULL)
		need(status,
		     "The machine's clock is doubted (%s), and no answer is decided on: refundctl "
		     "clock says more.",
		     why);
}

static void look_at_config(struct status *status)
{
	const char *why = status_says(status, "reload_error");
	const char *class = status_says(status, "reload_error_class");

	if (why == NULL)
		return;
	if (class != NULL && strcmp(class, error_kind_name(ERROR_CONFIG)) != 0)
		need(status,
		     "The configuration could not be put into force at %s, and the one before "
		     "holds: %s. %s, then refundctl reload.",
		     status_when(status, "reload_error_at"), why,
		     strcmp(class, error_kind_name(ERROR_FULL)) == 0 ? "Make room" : "See to that");
	else
		need(status,
		     "The configuration was refused at %s, and the one before holds: %s. Correct "
		     "it (refundd --check says all), then refundctl reload.",
		     status_when(status, "reload_error_at"), why);
}

/* ---- the ticket system ---- */

static void look_at_desk(struct status *status)
{
	struct instant start = status_time(status, "since", status->now);
	struct instant last_poll = status_time(status, "last_poll", start);
	const char *why = status_says(status, "desk_left_alone_for");
	bool is_stale = is_longer_ago(
		status, last_poll,
		(struct span){LOOK_TOO_OLD.us + 3 * status->config->poll_interval.us});

	if (why != NULL)
		need(status,
		     "The ticket system is left alone until %s, for: %s. See whether it is up; "
		     "refundctl desk check says what is wrong with it.",
		     status_when(status, "desk_left_alone_until"), why);
	else if (status_count(status, "failed_polls_in_row") > 0)
		need(status, "The ticket system cannot be asked: the daemon's log says why.");
	else if (status->is_running && is_stale && !status->brakes.is_paused)
		need(status,
		     "No look at the tickets has ended since %s: a ledger that is new waits out "
		     "its silence first; else see the daemon's log.",
		     ctl_time(status->ctx, last_poll));
}

static void look_at_bad_tickets(struct status *status)
{
	long bad = status_count(status, "bad_now");

	/* One that is gone is not told of. */
	if (bad > 0 && !is_longer_ago(status, status_time(status, "last_bad_ticket", status->now),
				      BAD_TICKET_IS_NEWS))
		need(status,
		     "%ld ticket%s could not be read or written as it should be, the last time at "
		     "%s: the daemon's log names what is wrong (event ticket-bad). Tickets are "
		     "read again when they change.",
		     bad, bad == 1 ? "" : "s", status_when(status, "last_bad_ticket"));
}

/* ---- what waits ---- */

static void look_at_effects(struct status *status)
{
	const struct gauge *pending = &status->gauges.effects[EFFECT_PENDING];
	const struct gauge *unsettled = &status->gauges.effects[EFFECT_UNSETTLED];

	if (status->brakes.is_paused)
		return;
	if (pending->count > 0 && is_longer_ago(status, pending->since, PENDING_TOO_LONG))
		need(status,
		     "Answers wait since %s to be written into their tickets: see the daemon's "
		     "log.",
		     ctl_time(status->ctx, pending->since));
	if (unsettled->count > 0 && is_longer_ago(status, unsettled->since, UNSETTLED_TOO_LONG))
		need(status,
		     "Answers left at %s and may be in their tickets or not: refundd looks for "
		     "them before it says them again, and cannot. See the daemon's log.",
		     ctl_time(status->ctx, unsettled->since));
}

static void look_at_reviews(struct status *status)
{
	if (status->gauges.escalated > 0)
		need(status,
		     "%ld reviews wait longer than escalate_after, the longest since %s: refundctl "
		     "review list.",
		     status->gauges.escalated, ctl_time(status->ctx, status->gauges.reviews.since));
}

/* A case is judged when its patience is over, or at the next look. */
static void look_at_waiting(struct status *status)
{
	const struct gauge *waiting = &status->gauges.cases[CASE_WAITING];
	struct span limit = {status->config->patience.us + HOUR_US};

	if (status->is_running && !status->brakes.is_paused && waiting->count > 0 &&
	    is_longer_ago(status, waiting->since, limit))
		need(status,
		     "A case waits for its figures of use since %s, which is longer than "
		     "patience: see the daemon's log.",
		     ctl_time(status->ctx, waiting->since));
}

/* ---- what is on record ---- */

static void look_at_records(struct status *status)
{
	if (status->overview.orders == 0)
		need(status, "No orders are on record, so every request is for a person: "
			     "refundctl import orders FILE.");
	else if (status->overview.usage == 0)
		need(status, "No figures of use are on record, so nothing can be approved: "
			     "refundctl import usage FILE.");
}

static void look_at_disk(struct status *status)
{
	if (status->free_bytes >= 0 && status->free_bytes < FREE_TOO_FEW)
		need(status, "Only %s are left on the disk of the ledger, in %s: make room.",
		     ctl_bytes(status->ctx, status->free_bytes), status->config->state_dir);
}

static void look_at_pause(struct status *status)
{
	if (status->brakes.is_paused)
		need(status, "All is paused: nothing is read, decided or said before refundctl "
			     "resume.");
}

void status_find_needs(struct status *status)
{
	/* What keeps everything from going on stands first. */
	static void (*const looks[])(struct status *) = {
		look_for_daemon, look_at_pause,	  look_at_turns,       look_at_disk,
		look_at_clock,	 look_at_desk,	  look_at_config,      look_at_effects,
		look_at_waiting, look_at_reviews, look_at_bad_tickets, look_at_records,
	};

	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		looks[i](status);
}
