/* What happens between two sleeps of the loop: tickets are taken, results come back, and at the
 * end all of it is committed at once. Only then do effects go out to the desk.
 *
 * Knows no loop, no waiting and no kind of desk: daemon.c says when, and to whom. A simulation can
 * drive it with a ledger in memory and a desk of its own. */
#ifndef REFUNDD_DAEMON_TURN_H
#define REFUNDD_DAEMON_TURN_H

#include "daemon/casework.h"
#include "desk/desk.h"

struct turn;
struct clock_watch;
struct review_request;

/* What happened since the start. */
struct turn_counts {
	long tickets;	  /* read */
	long news;	  /* of these, what a poll brought: not read again at our own wish */
	long bad_tickets; /* could not be read */
	long written;	  /* answers that are in their tickets */
	long put_off;	  /* answers that could not be written yet */
	long unsettled;	  /* answers of which nobody knew whether they had arrived */
	long stood_back;  /* answers not written because a person was there first */
	long polls;	  /* that went well */
	long failed_polls;
	long failed_in_row;		/* polls, since one went well */
	long bad_now;			/* of bad_tickets: different ones, not read since */
	struct instant last_bad_ticket; /* of bad_tickets > 0 */
	struct instant last_poll;	/* that went well; of polls > 0 */
};

/* Makes the desk that tells `listener`. */
struct desk_maker {
	struct desk *(*make)(void *arg, const void *ctx, const struct desk_listener *listener,
			     struct error *error);
	void *arg;
};

/* Owned by `ctx`; `ledger` must outlive it, and so must `config`, or turn_use_config() is called
 * before. Nothing is done yet. */
struct turn *turn_new(const void *ctx, const struct config *config, struct ledger *ledger,
		      struct desk_maker maker, struct told_hook hook, struct error *error);

/* Asks for a look at everything: new tickets, cases whose wait is over, effects put off. Nothing
 * is begun while the look before is still under way; nor, where the ledger has no cursor, before
 * the desk's quarantine is over since the start: what a lost ledger let go is to be found by that
 * look. */
void turn_poll(struct turn *turn);
/* Does a part of what was asked for. */
void turn_work(struct turn *turn);
/* Commits, and hands out effects. On failure nothing of the turn is left, nothing has left, and
 * the next poll takes its tickets up again. */
bool turn_end(struct turn *turn, struct error *error);
/* Ends a turn in which something was asked of the ledger. A refusal is kept with what it wrote
 * down; any other failure left half of it behind, and with it nothing of the turn is kept. */
bool turn_keep(struct turn *turn, bool is_done, struct error *error);
/* From now on nothing more leaves; what is on its way is still heard of. */
void turn_hold_back(struct turn *turn);

/* turn_work() has something to do now. */
bool turn_has_work(const struct turn *turn);
/* How long nothing will be asked yet; zero: turn_poll() asks. */
struct span turn_silence(const struct turn *turn);
/* Whether the turn may end a little later: all that happened is that answers arrived. Should that
 * be lost, they are looked for. */
bool turn_may_wait(const struct turn *turn);
/* Something is under way, be it only at the other end of a wire. */
bool turn_is_busy(const struct turn *turn);
/* Effects are under way. */
bool turn_is_sending(const struct turn *turn);
/* Tickets that were to be read again were not yet. */
bool turn_owes_tickets(const struct turn *turn);
/* The turn has something to commit. */
bool turn_is_dirty(const struct turn *turn);

/* Ends the turn, then imports in a transaction of its own, and looks at the waiting cases again. */
bool turn_import(struct turn *turn, const char *kind, const char *name, FILE *file,
		 struct import_result *result, struct error *error);

/* The big red button: from now on, and after a restart, nothing is asked for, judged or sent; what
 * is on its way is still heard of. *has_changed false: it was so already. When it fails it holds
 * all the same, but only until the next start. */
bool turn_pause(struct turn *turn, const char *user, const char *reason, bool *has_changed,
		struct error *error);
/* The next turn_poll() asks again, for all that was put aside, too. When it fails all stays as it
 * was. */
bool turn_resume(struct turn *turn, const char *user, bool *has_changed, struct error *error);
bool turn_is_paused(const struct turn *turn);

/* A person says that the machine's clock is right. *has_changed false: nobody doubted it. When it
 * fails all stays as it was. */
bool turn_confirm_clock(struct turn *turn, const char *user, bool *has_changed,
			struct error *error);
const struct clock_watch *turn_clock(const struct turn *turn);

/* What refundctl asks of a review: as review_ask(), durable when it returns. */
bool turn_review(struct turn *turn, const void *ctx, const char *user,
		 const struct review_request *request, const char **said, struct error *error);

/* From now on tickets are judged by `config`, which must outlive the turn or the next of this: what
 * was read before is kept as it was judged, and the ledger records the change. `config` must have
 * the desk of the one before. When it fails the one before holds. */
bool turn_use_config(struct turn *turn, const struct config *config, struct error *error);

struct turn_counts turn_counts(const struct turn *turn);
/* From now on what is done is counted in `metrics`, which must outlive it. */
struct metrics;
void turn_measure(struct turn *turn, struct metrics *metrics);

#endif
