/* What the parts of the daemon share: daemon.c, which owns the loop, daemon_pace.c, which says
 * when, and daemon_control.c, which answers refundctl. */
#ifndef REFUNDD_DAEMON_DAEMON_STATE_H
#define REFUNDD_DAEMON_DAEMON_STATE_H

#include "daemon/control.h"
#include "daemon/daemon.h"
#include "daemon/turn.h"

struct daemon {
	const struct config *config;
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
	bool is_due; /* the turn has waited long enough for company */

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

/* What refundctl may ask of this daemon. */
struct control_hooks daemon_hooks(struct daemon *daemon);

#endif
