#include "daemon/daemon.h"

#include "base/memory.h"
#include "daemon/daemon_state.h"
#include "daemon/outbox.h"
#include "daemon/record.h"
#include "desk/rt.h"
#include "desk/spool.h"
#include "ledger/audit.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TROUBLES_MAX	16   /* that a run to the end lives through before it gives up */
#define LAST_WORDS_S	10.0 /* for what is on its way when the daemon is asked to stop */
#define LONGEST_DELAY_S 60   /* after turns that could not be kept */
#define SAME_FAILURE_US SECOND_US

/* ---- turns ---- */

/* The same trouble again is not told again: the log of a full disk is on that disk. */
static void log_failure(const struct daemon *daemon, const struct error *error, int delay_s)
{
	bool is_news = daemon->failures == 0 || strcmp(daemon->last_error.text, error->text) != 0;
	char delay[SPAN_TEXT_SIZE];

	span_format((struct span){delay_s * SECOND_US}, delay);
	log_event_at(is_news ? LOG_ERROR : LOG_DEBUG, EVENT_TURN_FAILED, "reason", error->text,
		     "class", error_kind_name(error->kind), "again_in", delay, "what_to_do",
		     error->kind == ERROR_FULL
			     ? "make room for the ledger: refundd goes on by itself"
			     : NULL,
		     NULL);
}

/* What was under way when the disk filled up fails turn by turn: that is one failure. */
static void take_failure(struct daemon *daemon, const struct error *error)
{
	struct instant now = clock_now();
	bool is_same = daemon->failures > 0 &&
		       instant_since(now, daemon->last_error_at).us < SAME_FAILURE_US;
	int delay_s = outbox_delay_s(daemon->failures - is_same);

	if (delay_s > LONGEST_DELAY_S)
		delay_s = LONGEST_DELAY_S;
	log_failure(daemon, error, delay_s);
	daemon->failures += !is_same;
	daemon->troubles++;
	daemon->last_error = *error;
	daemon->last_error_at = now;
	daemon->seen = turn_counts(daemon->turn);
	daemon_poll_after(daemon, delay_s);
}

/* Before the next look nothing leaves. */
static void take_success(struct daemon *daemon)
{
	if (daemon->failures == 0)
		return;
	daemon->failures = 0;
	log_event(EVENT_TURNS_KEPT, NULL);
	if (!daemon->is_stopping)
		daemon_look_for_tickets(daemon);
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
		take_success(daemon);
	daemon_set_pace(daemon);
	return true;
}

/* Whoever keeps the log finds by it that the record was cut or made anew. */
static void tell_head(struct daemon *daemon)
{
	struct audit_head head;
	struct error error;
	char *text;

	if (daemon->mode == DAEMON_REHEARSE || ledger_is_dirty(daemon->ledger) ||
	    !audit_head(daemon->ledger, &head, &error) || head.id == daemon->told_row)
		return;
	text = text_format(NULL, "%" PRId64 ":%s", head.id, head.hash);
	log_event(EVENT_RECORD_HEAD, "head", text, NULL);
	talloc_free(text);
	daemon->told_row = head.id;
	daemon->told_at = clock_now();
}

/* The first time, and then every hour in which something was recorded. */
static void tell_head_now_and_then(struct daemon *daemon)
{
	struct span since = instant_since(clock_now(), daemon->told_at);

	if (since.us >= HOUR_US || since.us < 0)
		tell_head(daemon);
}

void daemon_look_for_tickets(struct daemon *daemon)
{
	struct span silence = turn_silence(daemon->turn);
	struct span delay = silence.us > 0 ? silence : daemon->config->poll_interval;

	turn_poll(daemon->turn);
	daemon_poll_after(daemon, (double)delay.us / (double)SECOND_US);
}

static void on_poll(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	daemon_look_for_tickets(timer->data);
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

/* Whether there is nothing left to wait for. */
static bool is_at_end(const struct daemon *daemon, bool has_failed)
{
	if (daemon->is_stopping)
		return has_failed || !turn_is_sending(daemon->turn);
	return daemon->mode != DAEMON_RUN && (has_failed || !turn_is_busy(daemon->turn));
}

/* The end of each turn: what happened is made durable before the loop sleeps. */
static void on_before_sleep(struct ev_loop *loop, ev_prepare *prepare, int events)
{
	struct daemon *daemon = prepare->data;
	bool waits = daemon_waits_for_company(daemon), has_failed = !waits && !end_turn(daemon);

	(void)events;
	if (!waits && !has_failed)
		tell_head_now_and_then(daemon);
	if (has_failed && daemon->mode != DAEMON_RUN && tries_again(daemon)) {
		turn_poll(daemon->turn);
		has_failed = false;
	}
	if (turn_has_work(daemon->turn))
		ev_idle_start(loop, &daemon->working);
	else
		ev_idle_stop(loop, &daemon->working);
	daemon_notify_status(daemon);
	if (is_at_end(daemon, has_failed))
		ev_break(loop, EVBREAK_ALL);
}

static void on_last_words(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)timer;
	(void)events;
	log_event(EVENT_STOPPED_EARLY, NULL);
	ev_break(loop, EVBREAK_ALL);
}

/* What is on its way is heard of before the end, if that does not take long: else the next start
 * would have to wait out its quarantine. Asked twice, it ends at once. */
static void on_signal(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct daemon *daemon = watcher->data;

	(void)events;
	log_event(EVENT_STOP_ASKED, "signal", watcher->signum == SIGTERM ? "SIGTERM" : "SIGINT",
		  NULL);
	if (daemon->is_stopping)
		ev_break(loop, EVBREAK_ALL);
	daemon->is_stopping = true;
	turn_hold_back(daemon->turn);
	daemon_notify_stopping(daemon);
	ev_timer_stop(loop, &daemon->poll);
	ev_timer_start(loop, &daemon->last_words);
}

/* ---- start and stop ---- */

static void start_watchers(struct daemon *daemon)
{
	struct ev_loop *loop = daemon->loop;

	daemon_pace_init(daemon);
	daemon_notify_init(daemon);
	daemon_reload_init(daemon);
	daemon_retention_init(daemon);
	ev_timer_init(&daemon->poll, on_poll, 0, 0);
	ev_timer_init(&daemon->last_words, on_last_words, LAST_WORDS_S, 0);
	ev_prepare_init(&daemon->before_sleep, on_before_sleep);
	ev_idle_init(&daemon->working, on_idle);
	ev_signal_init(&daemon->terminate, on_signal, SIGTERM);
	ev_signal_init(&daemon->interrupt, on_signal, SIGINT);
	daemon->poll.data = daemon->before_sleep.data = daemon->working.data = daemon;
	daemon->terminate.data = daemon->interrupt.data = daemon;
	ev_prepare_start(loop, &daemon->before_sleep);
	ev_signal_start(loop, &daemon->terminate);
	ev_signal_start(loop, &daemon->interrupt);
}

/* Who hears that it has started may send it a signal. */
static void begin(struct daemon *daemon)
{
	start_watchers(daemon);
	log_event(EVENT_STARTED, "version", PACKAGE_VERSION, "config", daemon->config->file, NULL);
	daemon_look_for_tickets(daemon);
	daemon_notify_ready(daemon);
}

static bool open_control(struct daemon *daemon, struct error *error)
{
	return control_new(daemon->turn, daemon->loop, daemon->config->control_socket,
			   daemon_hooks(daemon), error) != NULL;
}

static struct desk *make_desk(void *arg, const void *ctx, const struct desk_listener *listener,
			      struct error *error)
{
	struct daemon *daemon = arg;
	const struct config *config = daemon->config;
	static const enum desk_mode modes[] = {
		[DAEMON_RUN] = DESK_LIVE,
		[DAEMON_ONCE] = DESK_ONCE,
		[DAEMON_REHEARSE] = DESK_REHEARSE,
	};
	enum desk_mode mode = modes[daemon->mode];

	daemon->desk = config->rt != NULL
			       ? rt_new(ctx, daemon->loop, config->rt, mode, listener, error)
			       : spool_new(ctx, config->spool_dir, mode, listener, error);
	return daemon->desk;
}

static bool start(struct daemon *daemon, struct told_hook hook, struct error *error)
{
	enum ledger_mode mode = daemon->mode == DAEMON_REHEARSE ? LEDGER_REHEARSE : LEDGER_WRITE;
	struct desk_maker maker = {make_desk, daemon};

	daemon->ledger = ledger_open(daemon, daemon->config->state_dir, mode, error);
	if (daemon->ledger == NULL ||
	    !record_config(daemon->ledger, daemon->config, clock_now(), error) ||
	    !daemon_heed_pause(daemon, error))
		return false;
	config_forget_texts(daemon->config);
	daemon->turn = turn_new(daemon, daemon->config, daemon->ledger, maker, hook, error);
	return daemon->turn != NULL &&
	       (daemon->mode != DAEMON_RUN ||
		(open_control(daemon, error) && daemon_measure(daemon, error)));
}

/* Whether all was done that a run to the end is there for. A rehearsal settles nothing: answers of
 * a daemon beside it may be on their way. */
static bool is_complete(const struct daemon *daemon, struct error *error)
{
	struct turn_counts counts = turn_counts(daemon->turn);
	long unsettled;

	if (daemon->troubles > 0) {
		*error = daemon->last_error;
		return false;
	}
	if (turn_is_paused(daemon->turn))
		return error_set(error, ERROR_BUSY, "it is paused: go on by refundctl resume");
	if (counts.failed_polls > 0)
		return error_set(error, ERROR_IO, "the ticket system could not be asked");
	if (turn_owes_tickets(daemon->turn))
		return error_set(error, ERROR_IO, "not every ticket could be read again");
	if (counts.put_off > 0)
		return error_set(error, ERROR_IO, "%ld answers could not be written yet",
				 counts.put_off);
	if (!effect_count_unsettled(daemon->ledger, &unsettled, error))
		return false;
	if (unsettled > 0)
		return error_set(
			error, ERROR_IO,
			"%ld answers may be in their tickets or not: a later run looks for "
			"them",
			unsettled);
	return true;
}

/* As libev wants it; its own aborts when there is no memory. */
static void *allocate(void *old, long size)
{
	void *memory = NULL;

	if (size > 0) {
		memory = realloc(old, (size_t)size);
		must(memory);
	} else {
		free(old);
	}
	return memory;
}

static int daemon_done(struct daemon *daemon)
{
	talloc_free_children(daemon); /* they watch the loop */
	ev_loop_destroy(daemon->loop);
	return 0;
}

bool daemon_run(struct config *config, enum daemon_mode mode, config_reader *reader,
		struct told_hook hook, struct error *error)
{
	struct daemon *daemon = NEW(NULL, struct daemon);
	bool is_done = false;

	daemon->config = talloc_steal(daemon, config);
	daemon->reader = reader;
	daemon->mode = mode;
	daemon->started = clock_now();
	ev_set_allocator(allocate);
	daemon->loop = must(ev_loop_new(EVFLAG_AUTO));
	talloc_set_destructor(daemon, daemon_done);
	if (start(daemon, hook, error)) {
		begin(daemon);
		ev_run(daemon->loop, 0);
		end_turn(daemon);
		tell_head(daemon);
		is_done = mode == DAEMON_RUN || is_complete(daemon, error);
		log_event(EVENT_STOPPED, NULL);
	}
	talloc_free(daemon);
	return is_done;
}
