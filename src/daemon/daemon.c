#include "daemon/daemon.h"

#include "base/memory.h"
#include "daemon/control.h"
#include "daemon/outbox.h"
#include "daemon/turn.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#define TROUBLES_MAX 16 /* that a run to the end lives through before it gives up */

struct daemon {
	const struct config *config;
	enum daemon_mode mode;
	struct ev_loop *loop;
	struct turn *turn;
	struct instant started;
	int failures; /* turns in a row that could not be kept */
	int troubles; /* turns in all that could not be kept */
	struct error last_error;
	struct instant last_error_at; /* of last_error.text that is not empty */

	ev_timer poll;
	ev_prepare before_sleep;
	ev_idle working; /* active while there is work: then the loop does not sleep */
	ev_signal terminate, interrupt;
};

/* ---- turns ---- */

static void poll_after(struct daemon *daemon, double delay_s)
{
	daemon->poll.repeat = delay_s;
	ev_timer_again(daemon->loop, &daemon->poll);
}

static void take_failure(struct daemon *daemon, const struct error *error)
{
	int delay_s = outbox_delay_s(daemon->failures++);
	char delay[SPAN_TEXT_SIZE];

	daemon->troubles++;
	daemon->last_error = *error;
	daemon->last_error_at = clock_now();
	span_format((struct span){delay_s * SECOND_US}, delay);
	log_write(LOG_ERROR, "nothing of this turn could be kept, and nothing of it was said",
		  "reason", error->text, "again_in", delay, NULL);
	poll_after(daemon, delay_s);
}

static bool end_turn(struct daemon *daemon)
{
	bool was_dirty = turn_is_dirty(daemon->turn);
	struct error error;

	if (!turn_end(daemon->turn, &error)) {
		take_failure(daemon, &error);
		return false;
	}
	if (was_dirty)
		daemon->failures = 0;
	return true;
}

static void look_for_tickets(struct daemon *daemon)
{
	turn_poll(daemon->turn);
	poll_after(daemon, (double)daemon->config->poll_interval.us / (double)SECOND_US);
}

static void on_poll(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	look_for_tickets(timer->data);
}

static void on_idle(struct ev_loop *loop, ev_idle *idle, int events)
{
	(void)loop;
	(void)events;
	turn_work(((struct daemon *)idle->data)->turn);
}

/* Who works but once does not wait for better times, but goes on without a ticket in which there
 * is no sense. */
static bool tries_again(const struct daemon *daemon)
{
	return daemon->last_error.kind == ERROR_STATE && daemon->troubles < TROUBLES_MAX;
}

/* The end of each turn: what happened is made durable before the loop sleeps. */
static void on_before_sleep(struct ev_loop *loop, ev_prepare *prepare, int events)
{
	struct daemon *daemon = prepare->data;
	bool is_ended = end_turn(daemon);

	(void)events;
	if (!is_ended && daemon->mode != DAEMON_RUN && tries_again(daemon))
		turn_poll(daemon->turn);
	if (turn_is_busy(daemon->turn)) {
		ev_idle_start(loop, &daemon->working);
		return;
	}
	ev_idle_stop(loop, &daemon->working);
	if (daemon->mode != DAEMON_RUN)
		ev_break(loop, EVBREAK_ALL);
}

static void on_signal(struct ev_loop *loop, ev_signal *watcher, int events)
{
	(void)events;
	log_write(LOG_INFO, "asked to stop", "signal",
		  watcher->signum == SIGTERM ? "SIGTERM" : "SIGINT", NULL);
	ev_break(loop, EVBREAK_ALL);
}

/* ---- control ---- */

static void put_time(struct json_writer *writer, const char *key, struct instant time)
{
	char text[INSTANT_TEXT_SIZE];

	instant_format(time, (struct zone){.offset_s = 0}, text);
	json_put_member(writer, key, text);
}

static void put_count(struct json_writer *writer, const char *key, long count)
{
	json_put_key(writer, key);
	json_put_integer(writer, count);
}

static void put_status(void *arg, struct json_writer *writer)
{
	const struct daemon *daemon = arg;
	struct turn_counts counts = turn_counts(daemon->turn);

	put_count(writer, "pid", getpid());
	json_put_member(writer, "version", PACKAGE_VERSION);
	json_put_member(writer, "config", daemon->config->file);
	put_time(writer, "since", daemon->started);
	if (counts.polls > 0)
		put_time(writer, "last_poll", counts.last_poll);
	put_count(writer, "polls", counts.polls);
	put_count(writer, "failed_polls", counts.failed_polls);
	put_count(writer, "tickets", counts.tickets);
	put_count(writer, "bad_tickets", counts.bad_tickets);
	put_count(writer, "written", counts.written);
	put_count(writer, "put_off", counts.put_off);
	if (daemon->last_error.text[0] != '\0') {
		put_time(writer, "last_error_at", daemon->last_error_at);
		json_put_member(writer, "last_error", daemon->last_error.text);
	}
}

static bool import(void *arg, const char *kind, const char *name, FILE *file,
		   struct import_result *result, struct error *error)
{
	struct daemon *daemon = arg;
	char rows[24];

	if (!turn_import(daemon->turn, kind, name, file, result, error))
		return false;
	snprintf(rows, sizeof(rows), "%ld", result->rows);
	log_write(LOG_INFO, "imported", "kind", kind, "name", name, "rows", rows, NULL);
	return true;
}

/* ---- start and stop ---- */

static void start_watchers(struct daemon *daemon)
{
	struct ev_loop *loop = daemon->loop;

	ev_timer_init(&daemon->poll, on_poll, 0, 0);
	ev_prepare_init(&daemon->before_sleep, on_before_sleep);
	ev_idle_init(&daemon->working, on_idle);
	ev_signal_init(&daemon->terminate, on_signal, SIGTERM);
	ev_signal_init(&daemon->interrupt, on_signal, SIGINT);
	daemon->poll.data = daemon->before_sleep.data = daemon->working.data = daemon;
	ev_prepare_start(loop, &daemon->before_sleep);
	ev_signal_start(loop, &daemon->terminate);
	ev_signal_start(loop, &daemon->interrupt);
	look_for_tickets(daemon);
}

static bool open_control(struct daemon *daemon, struct error *error)
{
	struct control_hooks hooks = {daemon, put_status, import};

	return control_new(daemon->turn, daemon->loop, daemon->config->control_socket, hooks,
			   error) != NULL;
}

static bool start(struct daemon *daemon, struct told_hook hook, struct error *error)
{
	bool rehearses = daemon->mode == DAEMON_REHEARSE;

	daemon->turn = turn_new(daemon, daemon->config, rehearses ? LEDGER_REHEARSE : LEDGER_WRITE,
				rehearses ? SPOOL_REHEARSE : SPOOL_LIVE, hook, error);
	return daemon->turn != NULL && (daemon->mode != DAEMON_RUN || open_control(daemon, error));
}

/* Whether all was done that a run to the end is there for. */
static bool is_complete(const struct daemon *daemon, struct error *error)
{
	struct turn_counts counts = turn_counts(daemon->turn);

	if (daemon->troubles > 0) {
		*error = daemon->last_error;
		return false;
	}
	if (counts.failed_polls > 0)
		return error_set(error, ERROR_IO, "the ticket system could not be asked");
	if (counts.put_off > 0)
		return error_set(error, ERROR_IO, "%ld answers could not be written yet",
				 counts.put_off);
	return true;
}

static int daemon_done(struct daemon *daemon)
{
	talloc_free_children(daemon); /* they watch the loop */
	ev_loop_destroy(daemon->loop);
	return 0;
}

bool daemon_run(const struct config *config, enum daemon_mode mode, struct told_hook hook,
		struct error *error)
{
	struct daemon *daemon = NEW(NULL, struct daemon);
	bool is_done = false;

	daemon->config = config;
	daemon->mode = mode;
	daemon->started = clock_now();
	daemon->loop = ev_loop_new(EVFLAG_AUTO);
	talloc_set_destructor(daemon, daemon_done);
	if (start(daemon, hook, error)) {
		log_write(LOG_INFO, "refundd started", "version", PACKAGE_VERSION, "config",
			  config->file, NULL);
		start_watchers(daemon);
		ev_run(daemon->loop, 0);
		end_turn(daemon);
		is_done = mode == DAEMON_RUN || is_complete(daemon, error);
		log_write(LOG_INFO, "refundd stopped", NULL);
	}
	talloc_free(daemon);
	return is_done;
}
