#include "base/memory.h"
#include "daemon/daemon_state.h"
#include "sys/clock.h"
#include "sys/notify.h"

#include <string.h>

#define STATUS_INTERVAL_S 1.0 /* for people: not every turn of a busy day */

struct daemon_notify {
	struct notify *notify;
	ev_timer watchdog, due;
	bool is_ready;	       /* and there is somebody who was told */
	struct buffer *status; /* that was told last */
	ev_tstamp told_at;
};

static void on_watchdog(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	notify_alive(((struct daemon_notify *)timer->data)->notify);
}

/* It wakes the loop, and the status is told before that sleeps again. */
static void on_due(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)timer;
	(void)events;
}

static void add_count(struct buffer *text, long count, const char *what)
{
	if (count > 0)
		buffer_add_format(text, ", %ld %s", count, what);
}

static void add_time(struct buffer *text, const char *what, struct instant time)
{
	char at[INSTANT_TEXT_SIZE];

	instant_format(instant_whole(time), (struct zone){.offset_s = 0}, at);
	buffer_add_format(text, "; %s %s", what, at);
}

static void add_work(struct buffer *text, const struct turn_counts *counts)
{
	buffer_add_format(text, "%ld answers and notes written", counts->written);
	add_count(text, counts->put_off, "put off");
	add_count(text, counts->stood_back, "left to people");
	add_count(text, counts->bad_tickets, "tickets unreadable");
	if (counts->polls > 0)
		add_time(text, "last look", counts->last_poll);
	else
		buffer_add_text(text, "; the first look is under way");
}

/* The worst first: people read the beginning. */
static void add_status(struct buffer *text, const struct daemon *daemon)
{
	struct turn_counts counts = turn_counts(daemon->turn);
	struct span silence = turn_silence(daemon->turn);

	if (daemon->failures > 0)
		buffer_add_format(text, "nothing can be kept: %s; ", daemon->last_error.text);
	if (turn_is_paused(daemon->turn))
		buffer_add_text(text, "paused until refundctl resume; ");
	if (counts.failed_in_row > 0)
		buffer_add_text(text, "the ticket system cannot be asked; ");
	if (daemon->reload_error.text[0] != '\0')
		buffer_add_text(text, "the last reload was refused; ");
	if (silence.us > 0)
		buffer_add_text(text, "the ledger is new: silent for its quarantine; ");
	add_work(text, &counts);
}

static void tell(struct daemon *daemon, void (*notify)(struct notify *notify, const char *status))
{
	struct daemon_notify *own = daemon->notify;
	struct buffer *text = buffer_new(own);

	add_status(text, daemon);
	own->told_at = ev_now(daemon->loop);
	if (own->status == NULL || strcmp(text->bytes, own->status->bytes) != 0 ||
	    notify == notify_ready)
		notify(own->notify, text->bytes);
	talloc_free(own->status);
	own->status = text;
}

void daemon_notify_init(struct daemon *daemon)
{
	struct daemon_notify *own = NEW(daemon, struct daemon_notify);
	double half_s;

	own->notify = notify_new(own);
	half_s = (double)notify_watchdog(own->notify).us / (double)SECOND_US / 2;
	ev_timer_init(&own->watchdog, on_watchdog, half_s, half_s);
	ev_timer_init(&own->due, on_due, 0, 0);
	own->watchdog.data = own;
	if (half_s > 0)
		ev_timer_start(daemon->loop, &own->watchdog);
	daemon->notify = own;
}

void daemon_notify_ready(struct daemon *daemon)
{
	struct daemon_notify *own = daemon->notify;

	own->is_ready = daemon->mode == DAEMON_RUN && notify_is_heard(own->notify);
	if (own->is_ready)
		tell(daemon, notify_ready);
}

void daemon_notify_status(struct daemon *daemon)
{
	struct daemon_notify *own = daemon->notify;
	double early_s = own->told_at + STATUS_INTERVAL_S - ev_now(daemon->loop);

	if (!own->is_ready || daemon->is_stopping || ev_is_active(&own->due))
		return;
	if (early_s > 0) {
		ev_timer_set(&own->due, early_s, 0);
		ev_timer_start(daemon->loop, &own->due);
	} else {
		tell(daemon, notify_status);
	}
}

void daemon_notify_reloading(struct daemon *daemon)
{
	notify_reloading(daemon->notify->notify);
}

void daemon_notify_stopping(struct daemon *daemon)
{
	notify_stopping(daemon->notify->notify);
}
