/* What can be measured of a daemon: the one table of metrics, and their values.
 *
 * A value is one of a metric with certain labels: {policy="rtc-engine", outcome="approve"}. Numbers
 * are integers; seconds and money are kept in millionths and written with their point, so that no
 * floating point is needed. What is counted within a turn of the loop counts when the turn was
 * kept. A daemon that nobody measures has no struct metrics: every function takes NULL, and does
 * nothing. */
#ifndef REFUNDD_DAEMON_METRICS_H
#define REFUNDD_DAEMON_METRICS_H

#include "base/buffer.h"
#include "domain/instant.h"

#include <stdbool.h>
#include <stdint.h>

enum metric_type { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM };
enum metric_unit { METRIC_NUMBER, METRIC_MILLIONTHS };

#define METRIC_LABELS_MAX 4

struct metric_info {
	const char *name;
	enum metric_type type;
	enum metric_unit unit;
	const char *labels[METRIC_LABELS_MAX + 1]; /* their names, ended by NULL */
	const char *help;
};

/* X(IDENTIFIER, NAME, TYPE, UNIT, NAMES(LABEL...), HELP): NAMES is for whoever spells X out. */
/* clang-format off */
#define METRICS(X)                                                                                 \
	/* ---- the program ---- */                                                                \
	X(BUILD_INFO, "refundd_build_info", GAUGE, NUMBER, NAMES("version"),                       \
	  "always 1; the label says which version runs")                                           \
	X(START_TIME, "process_start_time_seconds", GAUGE, MILLIONTHS, NAMES(NULL),                \
	  "when it was started, in seconds since 1970")                                            \
	X(CPU, "process_cpu_seconds_total", COUNTER, MILLIONTHS, NAMES(NULL),                      \
	  "processor time that it took, in seconds")                                               \
	X(RESIDENT, "process_resident_memory_bytes", GAUGE, NUMBER, NAMES(NULL),                   \
	  "memory that it holds, in bytes")                                                        \
	X(VIRTUAL, "process_virtual_memory_bytes", GAUGE, NUMBER, NAMES(NULL),                     \
	  "its address space, in bytes")                                                           \
	X(OPEN_FDS, "process_open_fds", GAUGE, NUMBER, NAMES(NULL), "file descriptors in use")     \
	X(MAX_FDS, "process_max_fds", GAUGE, NUMBER, NAMES(NULL),                                  \
	  "file descriptors that it may use")                                                      \
	X(LOOP_LAG, "refundd_loop_lag_seconds", HISTOGRAM, MILLIONTHS, NAMES(NULL),                \
	  "how long one round of the loop took: what fell due meanwhile waited at most so long")   \
	X(TURN_FAILURES, "refundd_turn_failures_total", COUNTER, NUMBER, NAMES(NULL),              \
	  "turns of the loop of which nothing could be kept, such as with a full disk")            \
	X(LOG_EVENTS, "refundd_log_events_total", COUNTER, NUMBER, NAMES("event", "level"),        \
	  "events of the log, written or not, by name and usual level")                            \
	X(CLOCK_TRUSTED, "refundd_clock_trusted", GAUGE, NUMBER, NAMES(NULL),                      \
	  "1: the machine's clock is trusted; 0: it is doubted, and no answer is decided on")      \
	X(CLOCK_DOUBTS, "refundd_clock_doubts_total", COUNTER, NUMBER, NAMES(NULL),                \
	  "how often the clock came to be doubted")                                                \
	/* ---- the configuration ---- */                                                          \
	X(CONFIG_LOADED, "refundd_config_loaded_timestamp_seconds", GAUGE, MILLIONTHS,             \
	  NAMES(NULL), "when the configuration in force was read, in seconds since 1970")          \
	X(CONFIG_IS_GOOD, "refundd_config_last_reload_successful", GAUGE, NUMBER, NAMES(NULL),     \
	  "1: the last reload was taken, or there was none; 0: it was refused")                    \
	X(RELOADS, "refundd_reloads_total", COUNTER, NUMBER, NAMES("result"),                      \
	  "reloads of the configuration: taken or refused")                                        \
	X(MODE, "refundd_mode", GAUGE, NUMBER, NAMES("mode"),                                      \
	  "1 for the mode in force, 0 for the others")                                             \
	/* ---- work ---- */                                                                       \
	X(TICKETS, "refundd_tickets_total", COUNTER, NUMBER, NAMES("result"),                      \
	  "tickets read, and tickets that could not be: read or bad")                              \
	X(DECISIONS, "refundd_decisions_total", COUNTER, NUMBER,                                   \
	  NAMES("policy", "rule", "outcome", "course"),                                            \
	  "decisions, by the policy and its rule, and by what came of them")                       \
	X(VERDICTS, "refundd_verdicts_total", COUNTER, NUMBER, NAMES("verdict"),                   \
	  "verdicts of reviewers that were carried out")                                           \
	X(REFUNDS, "refundd_refunds_amount_total", COUNTER, MILLIONTHS,                            \
	  NAMES("currency", "course"),                                                             \
	  "money of approvals, in units of the currency: answered, given to a person, held or "    \
	  "shadowed by what came of the decision, or approved in a review")                        \
	X(ANSWERS, "refundd_answers_total", COUNTER, NUMBER, NAMES("result"),                      \
	  "answers and notes: written, put-off, unsettled, or stood-back for a person")            \
	X(ANSWER_DELAY, "refundd_answer_delay_seconds", HISTOGRAM, MILLIONTHS, NAMES(NULL),        \
	  "from the customer's asking to an answer in the ticket")                                 \
	X(CASES, "refundd_cases", GAUGE, NUMBER, NAMES("state"),                                   \
	  "open cases, by state; at most 20000 of each are counted")                               \
	X(CASE_AGE, "refundd_oldest_case_age_seconds", GAUGE, MILLIONTHS, NAMES("state"),          \
	  "how long the oldest case of a state has been in it; 0 where there is none")             \
	X(REVIEWS, "refundd_reviews", GAUGE, NUMBER, NAMES("state"),                               \
	  "reviews that wait for people: open, and of these escalated")                            \
	X(EFFECTS, "refundd_effects", GAUGE, NUMBER, NAMES("state"),                               \
	  "answers and notes that are not in their tickets: pending, leaving or unsettled; of "    \
	  "2000 that are looked at")                                                              \
	X(EFFECT_AGE, "refundd_oldest_effect_age_seconds", GAUGE, MILLIONTHS, NAMES("state"),      \
	  "age of the oldest among those: of pending ones since they were decided, of others "     \
	  "since they left; 0 where there is none")                                                \
	/* ---- brakes ---- */                                                                     \
	X(BRAKES, "refundd_brakes_total", COUNTER, NUMBER, NAMES("brake"),                         \
	  "decisions that a brake held back, by the brake")                                        \
	X(PAUSED, "refundd_paused", GAUGE, NUMBER, NAMES(NULL), "1 while all is paused")           \
	X(BUDGET_USED, "refundd_budget_used", GAUGE, MILLIONTHS, NAMES("currency"),                \
	  "what was approved today without a person, in units of the currency")                    \
	X(BUDGET_LIMIT, "refundd_budget_limit", GAUGE, MILLIONTHS, NAMES("currency"),              \
	  "what may be approved a day without a person")                                           \
	X(RATE_USED, "refundd_approvals_last_hour", GAUGE, NUMBER, NAMES(NULL),                    \
	  "requests approved without a person in the last hour")                                   \
	X(RATE_LIMIT, "refundd_approvals_per_hour_limit", GAUGE, NUMBER, NAMES(NULL),              \
	  "how many may be; 0: no limit")                                                          \
	/* ---- signals ---- */                                                                    \
	X(SIGNALS, "refundd_signal_evaluations_total", COUNTER, NUMBER, NAMES("signal", "result"), \
	  "signals asked about tickets: nothing, found, exempt or failed")                         \
	X(SIGNAL_POINTS, "refundd_signal_points_total", COUNTER, NUMBER, NAMES("signal"),          \
	  "points that the signals gave")                                                          \
	/* ---- the ticket system ---- */                                                          \
	X(POLLS, "refundd_polls_total", COUNTER, NUMBER, NAMES("result"),                          \
	  "looks for tickets: done or failed")                                                     \
	X(LAST_POLL, "refundd_last_poll_timestamp_seconds", GAUGE, MILLIONTHS, NAMES(NULL),        \
	  "when a look for tickets last went well, in seconds since 1970; 0: not yet")             \
	X(REQUESTS, "refundd_desk_requests_total", COUNTER, NUMBER, NAMES("purpose", "result"),    \
	  "requests to the ticket system: ok, error (status 4xx or 5xx), unknown (may have "       \
	  "arrived, no whole answer) or unsent")                                                   \
	X(REQUEST_TIME, "refundd_desk_request_duration_seconds", HISTOGRAM, MILLIONTHS,            \
	  NAMES("purpose"), "how long requests to the ticket system took, those not sent left out")\
	X(BREAKER, "refundd_desk_breaker_open", GAUGE, NUMBER, NAMES(NULL),                        \
	  "1 while the ticket system is left alone after failures")                                \
	/* ---- the ledger and the machine ---- */                                                 \
	X(LEDGER_BYTES, "refundd_ledger_bytes", GAUGE, NUMBER, NAMES("file"),                      \
	  "size of the ledger: its database, and the wal that is folded into it now and then")     \
	X(STATE_FREE, "refundd_state_free_bytes", GAUGE, NUMBER, NAMES(NULL),                      \
	  "room that is left on the disk of the ledger")                                           \
	X(LAST_IMPORT, "refundd_last_import_timestamp_seconds", GAUGE, MILLIONTHS, NAMES("kind"),  \
	  "when an import last said something new, in seconds since 1970, by what was imported; "  \
	  "of the last 1000 imports")
/* clang-format on */

enum metric {
#define X(id, ...) METRIC_##id,
	METRICS(X)
#undef X
		METRIC_COUNT
};

const struct metric_info *metric_info(enum metric metric);
/* "counter", "gauge", "histogram" */
const char *metric_type_name(enum metric_type type);

struct metrics;

/* Owned by `ctx`. */
struct metrics *metrics_new(const void *ctx);

/* The values of a metric's labels, in the order of its names; NULL is "none". A metric has at most
 * some hundred different ones: those beyond that are counted as "other". */
#define LABELS(...) ((const char *const[METRIC_LABELS_MAX]){__VA_ARGS__})
#define NO_LABELS   LABELS(NULL)

/* Of counters. In a turn: it counts when the turn is kept. */
void metrics_add(struct metrics *metrics, enum metric metric, int64_t by,
		 const char *const *labels);
void metrics_add_in_turn(struct metrics *metrics, enum metric metric, int64_t by,
			 const char *const *labels);
void metrics_end_turn(struct metrics *metrics, bool is_kept);

/* Of histograms. */
void metrics_observe(struct metrics *metrics, enum metric metric, struct span span,
		     const char *const *labels);

/* Of what is known only when it is asked for: counters that others count, and gauges. Gauges that
 * are not set again after metrics_forget_gauges() are not told any more. */
void metrics_forget_gauges(struct metrics *metrics);
void metrics_set(struct metrics *metrics, enum metric metric, int64_t value,
		 const char *const *labels);

/* All of it, as Prometheus wants it (text format 0.0.4). */
void metrics_text(const struct metrics *metrics, struct buffer *out);

#endif
