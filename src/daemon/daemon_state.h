/* What the parts of the daemon share: daemon.c, which owns the loop, daemon_pace.c, which says
 * when, and daemon_control.c, which answers refundctl. */
#ifndef REFUNDD_DAEMON_DAEMON_STATE_H
#define REFUNDD_DAEMON_DAEMON_STATE_H

#include "daemon/control.h"
#include "daemon/daemon.h"
#include "daemon/turn.h"

struct daemon {
	struct config *config; /* ours */
	enum daemon_mode mode;
	struct ev_loop *loop;
	struct ledger *ledger;
	struct turn *turn;
	bool is_stopping;
	struct instant started;
	int failures; /* turns in a row that could not be kept */
	int troubles; /* turns in all that could not be kept */
	struct error last_error;
	struct instant last_error_at; /* of last_error.text that is not empty */
	int64_t told_row;	      /* of the record, the last whose hash is in the log */
	struct instant told_at;	      /* when it was told; 0: not yet */

	struct turn_counts seen; /* after the last look */
	ev_tstamp seen_at;
	long news;   /* after the last turn */
	bool is_due; /* the turn has waited long enough for company */

	/* Reloads (daemon_reload.c). */
	config_reader *reader;
	ev_signal hangup;
	struct desk *desk;	  /* the turn's */
	struct instant config_at; /* when it came into force */
	long reloads, failed_reloads;
	struct error reload_error; /* text "": the last one went well, or there was none */
	struct instant reload_error_at;

	struct daemon_notify *notify; /* daemon_notify.c alone knows it */

	ev_timer poll, last_words, arrivals;
	ev_prepare before_sleep;
	ev_idle working; /* active while there is work: then the loop does not sleep */
	ev_signal terminate, interrupt;
};

/* The first of all here. */
void daemon_pace_init(struct daemon *daemon);
/* The next look is after so long, and those that follow too. */
void daemon_poll_after(struct daemon *daemon, double delay_s);
/* After a turn: where tickets come quickly they are looked for more often, so that each is decided
 * soon after it was read rather than after a hundred others. */
void daemon_set_pace(struct daemon *daemon);
/* Whether the turn is not to end yet: a commit for each answer that arrived would hold up the
 * tickets that come in meanwhile. */
bool daemon_waits_for_company(struct daemon *daemon);

/* Looks at once, and from then on in the usual rhythm. */
void daemon_look_for_tickets(struct daemon *daemon);

/* Says that all is paused, if it is. A rehearsal is not: it changes nothing anyway, and its ledger
 * is a copy. */
bool daemon_heed_pause(struct daemon *daemon, struct error *error);
/* As struct control_hooks wants them. */
bool daemon_pause(void *arg, const char *user, const char *reason, bool *has_changed,
		  struct error *error);
bool daemon_resume(void *arg, const char *user, bool *has_changed, struct error *error);

/* Before the first turn: SIGHUP reloads from now on. */
void daemon_reload_init(struct daemon *daemon);
/* Reads the configuration anew and checks it whole; right, it is in force when this returns, wrong,
 * the one before stays. As struct control_hooks wants it; `user` NULL: it was a signal. */
bool daemon_reload(void *arg, const char *user, struct error *error);
/* For the status: which configuration is in force since when, and how reloading it went. */
void daemon_put_reloads(const struct daemon *daemon, struct json_writer *writer);

/* What the service manager hears: with the first, that we are alive as long as the loop turns. */
void daemon_notify_init(struct daemon *daemon);
/* When it works: at the start, and when a reload is over, whichever way it went. */
void daemon_notify_ready(struct daemon *daemon);
/* At the end of each turn; told once a second at most, and only what is new. */
void daemon_notify_status(struct daemon *daemon);
void daemon_notify_reloading(struct daemon *daemon);
void daemon_notify_stopping(struct daemon *daemon);

/* After all else was opened: serves the metrics, if the configuration says where, and has the turn
 * counted (daemon_metrics.c). */
bool daemon_measure(struct daemon *daemon, struct error *error);

/* How the clock stands, as members of the open object (daemon_clock.c). Both as struct
 * control_hooks wants them. */
void daemon_put_clock(void *arg, struct json_writer *writer);
bool daemon_confirm_clock(void *arg, const char *user, bool *has_changed, struct error *error);

/* Words that keep_words no longer keeps go from now on, at quiet moments (daemon_retention.c). */
void daemon_retention_init(struct daemon *daemon);

/* What refundctl may ask of this daemon. */
struct control_hooks daemon_hooks(struct daemon *daemon);

#endif
