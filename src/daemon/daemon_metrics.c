#include "base/memory.h"
#include "daemon/counting.h"
#include "daemon/daemon_state.h"
#include "daemon/metrics.h"
#include "daemon/metrics_http.h"
#include "desk/rt.h"
#include "domain/clock_watch.h"
#include "ledger/files.h"
#include "ledger/gauges.h"
#include "ledger/pauses.h"
#include "sys/clock.h"
#include "sys/log.h"
#include "sys/process.h"

/* What is measured, and who asks for it. */
struct daemon_metrics {
	struct daemon *daemon;
	struct metrics *metrics;
	struct metrics_http *server;
	ev_check round_begins;
	ev_prepare round_ends;
	int64_t round_began_us;
};

/* ---- what is known only when it is asked for ---- */

static void set(const struct daemon_metrics *measured, enum metric metric, int64_t value)
{
	metrics_set(measured->metrics, metric, value, NO_LABELS);
}

static void set_labelled(const struct daemon_metrics *measured, enum metric metric,
			 const char *label, int64_t value)
{
	metrics_set(measured->metrics, metric, value, LABELS(label));
}

static void set_process(const struct daemon_metrics *measured)
{
	struct process_use use = process_use();

	set_labelled(measured, METRIC_BUILD_INFO, PACKAGE_VERSION, 1);
	set(measured, METRIC_START_TIME, measured->daemon->started.us);
	set(measured, METRIC_CPU, use.cpu.us);
	set(measured, METRIC_RESIDENT, use.resident_bytes);
	set(measured, METRIC_VIRTUAL, use.virtual_bytes);
	set(measured, METRIC_OPEN_FDS, use.open_fds);
	set(measured, METRIC_MAX_FDS, use.max_fds);
}

static void set_log_events(const struct daemon_metrics *measured)
{
	for (int event = 0; event < LOG_EVENT_COUNT; event++)
		metrics_set(measured->metrics, METRIC_LOG_EVENTS,
			    log_event_count((enum log_event)event),
			    LABELS(log_events[event].name,
				   log_level_words.list[log_events[event].level]));
}

static void set_config(const struct daemon_metrics *measured)
{
	const struct daemon *daemon = measured->daemon;

	set(measured, METRIC_CONFIG_LOADED, daemon->config_at.us);
	set(measured, METRIC_CONFIG_IS_GOOD, daemon->reload_error.text[0] == '\0');
	set_labelled(measured, METRIC_RELOADS, "taken", daemon->reloads);
	set_labelled(measured, METRIC_RELOADS, "refused", daemon->failed_reloads);
	for (size_t mode = 0; mode < mode_words.count; mode++)
		set_labelled(measured, METRIC_MODE, mode_words.list[mode],
			     mode == (size_t)daemon->config->brakes.mode);
}

static void set_clock(const struct daemon_metrics *measured)
{
	set(measured, METRIC_CLOCK_TRUSTED,
	    turn_clock(measured->daemon->turn)->doubt == DOUBT_NONE);
	set(measured, METRIC_CLOCK_DOUBTS, log_event_count(EVENT_CLOCK_DOUBTED));
}

static void set_counts(const struct daemon_metrics *measured)
{
	struct turn_counts counts = turn_counts(measured->daemon->turn);

	set(measured, METRIC_TURN_FAILURES, measured->daemon->troubles);
	set_labelled(measured, METRIC_TICKETS, "read", counts.tickets);
	set_labelled(measured, METRIC_TICKETS, "bad", counts.bad_tickets);
	set_labelled(measured, METRIC_ANSWERS, "written", counts.written);
	set_labelled(measured, METRIC_ANSWERS, "put-off", counts.put_off);
	set_labelled(measured, METRIC_ANSWERS, "unsettled", counts.unsettled);
	set_labelled(measured, METRIC_ANSWERS, "stood-back", counts.stood_back);
	set_labelled(measured, METRIC_POLLS, "done", counts.polls);
	set_labelled(measured, METRIC_POLLS, "failed", counts.failed_polls);
	set(measured, METRIC_LAST_POLL, counts.polls > 0 ? counts.last_poll.us : 0);
}

static void set_desk(const struct daemon_metrics *measured)
{
	const struct daemon *daemon = measured->daemon;
	struct instant until;
	const char *why;

	set(measured, METRIC_BREAKER,
	    daemon->config->rt != NULL && rt_is_left_alone(daemon->desk, &until, &why));
}

static void set_gauge(const struct daemon_metrics *measured, enum metric count, enum metric age,
		      const char *label, struct gauge gauge)
{
	struct span since = {0};

	if (gauge.count > 0)
		since = instant_since(clock_now(), gauge.since);
	set_labelled(measured, count, label, gauge.count);
	set_labelled(measured, age, label, since.us > 0 ? since.us : 0);
}

static void set_gauges(const struct daemon_metrics *measured, const struct gauges *gauges)
{
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		if (case_state_is_open((enum case_state)state))
			set_gauge(measured, METRIC_CASES, METRIC_CASE_AGE,
				  case_state_words.list[state], gauges->cases[state]);
	for (int state = 0; state <= EFFECT_UNSETTLED; state++)
		set_gauge(measured, METRIC_EFFECTS, METRIC_EFFECT_AGE,
			  effect_state_words.list[state], gauges->effects[state]);
	set_labelled(measured, METRIC_REVIEWS, "open", gauges->reviews.count);
	set_labelled(measured, METRIC_REVIEWS, "escalated", gauges->escalated);
	for (size_t kind = 0; kind < import_kind_words.count; kind++)
		if (gauges->imported[kind].us != 0)
			set_labelled(measured, METRIC_LAST_IMPORT, import_kind_words.list[kind],
				     gauges->imported[kind].us);
}

static bool set_budgets(const struct daemon_metrics *measured, struct error *error)
{
	const struct config *config = measured->daemon->config;
	const struct brakes *brakes = &config->brakes;
	struct instant today =
		day_start(day_of_instant(clock_now(), config->budget_zone), config->budget_zone);

	for (size_t i = 0; i < brakes->budget_count; i++) {
		const struct currency *currency = brakes->budget[i].currency;
		struct money used;

		if (!granted_since(measured->daemon->ledger, today, currency, &used, error))
			return false;
		set_labelled(measured, METRIC_BUDGET_USED, currency->code,
			     counting_millionths(used));
		set_labelled(measured, METRIC_BUDGET_LIMIT, currency->code,
			     counting_millionths(brakes->budget[i]));
	}
	return true;
}

static bool set_brakes(const struct daemon_metrics *measured, struct error *error)
{
	const struct daemon *daemon = measured->daemon;
	struct instant hour_ago = instant_plus(clock_now(), (struct span){-HOUR_US});
	long last_hour;

	set(measured, METRIC_PAUSED, turn_is_paused(daemon->turn));
	set(measured, METRIC_RATE_LIMIT, daemon->config->brakes.approvals_per_hour);
	if (!granted_count_since(daemon->ledger, hour_ago, &last_hour, error))
		return false;
	set(measured, METRIC_RATE_USED, last_hour);
	return set_budgets(measured, error);
}

static void set_files(const struct daemon_metrics *measured)
{
	const char *dir = measured->daemon->config->state_dir;
	char *database = ledger_file(NULL, dir);
	char *wal = text_format(database, "%s-wal", database);
	int64_t left = folder_free_bytes(dir);

	set_labelled(measured, METRIC_LEDGER_BYTES, "database", file_bytes(database));
	set_labelled(measured, METRIC_LEDGER_BYTES, "wal", file_bytes(wal));
	if (left >= 0)
		set(measured, METRIC_STATE_FREE, left);
	talloc_free(database);
}

/* What the ledger cannot tell now is left out; the turn tells of its trouble. */
static void write_metrics(void *arg, struct buffer *out)
{
	const struct daemon_metrics *measured = arg;
	struct gauges gauges;
	struct error ignored;

	metrics_forget_gauges(measured->metrics);
	set_process(measured);
	set_log_events(measured);
	set_clock(measured);
	set_config(measured);
	set_counts(measured);
	set_desk(measured);
	set_files(measured);
	if (ledger_gauges(measured->daemon->ledger, &gauges, &ignored))
		set_gauges(measured, &gauges);
	(void)!set_brakes(measured, &ignored);
	metrics_text(measured->metrics, out);
}

/* ---- how long a round of the loop takes ---- */

static void on_round_begins(struct ev_loop *loop, ev_check *check, int events)
{
	(void)loop;
	(void)events;
	((struct daemon_metrics *)check->data)->round_began_us = clock_monotonic_us();
}

static void on_round_ends(struct ev_loop *loop, ev_prepare *prepare, int events)
{
	struct daemon_metrics *measured = prepare->data;
	struct span took = {clock_monotonic_us() - measured->round_began_us};

	(void)loop;
	(void)events;
	if (measured->round_began_us != 0)
		metrics_observe(measured->metrics, METRIC_LOOP_LAG, took, NO_LABELS);
}

/* The first of all that happens after a sleep, and the last before one. Neither keeps the loop from
 * sleeping. */
static void watch_rounds(struct daemon_metrics *measured, struct ev_loop *loop)
{
	ev_check_init(&measured->round_begins, on_round_begins);
	ev_prepare_init(&measured->round_ends, on_round_ends);
	ev_set_priority(&measured->round_begins, EV_MAXPRI);
	ev_set_priority(&measured->round_ends, EV_MINPRI);
	measured->round_begins.data = measured->round_ends.data = measured;
	ev_check_start(loop, &measured->round_begins);
	ev_prepare_start(loop, &measured->round_ends);
}

static int measured_done(struct daemon_metrics *measured)
{
	struct ev_loop *loop = measured->daemon->loop;

	ev_check_stop(loop, &measured->round_begins);
	ev_prepare_stop(loop, &measured->round_ends);
	return 0;
}

bool daemon_measure(struct daemon *daemon, struct error *error)
{
	struct listen_address address;
	struct daemon_metrics *measured;

	if (!listen_address_parse(daemon->config->metrics, &address, error))
		return false;
	if (address.kind == LISTEN_OFF)
		return true;
	measured = NEW(daemon, struct daemon_metrics);
	measured->daemon = daemon;
	measured->metrics = metrics_new(daemon);
	measured->server =
		metrics_http_new(measured, daemon->loop, &address, write_metrics, measured, error);
	if (measured->server == NULL)
		return error_wrap(error, "the metrics");
	watch_rounds(measured, daemon->loop);
	talloc_set_destructor(measured, measured_done);
	turn_measure(daemon->turn, measured->metrics);
	log_event(EVENT_METRICS_SERVED, "address", metrics_http_place(measured->server), NULL);
	return true;
}
