/* What happens between two sleeps of the loop: tickets are taken, results come back, and at the
 * end all of it is committed at once. Only then do effects go out to the desk.
 *
 * Knows no loop and no waiting: daemon.c says when. */
#ifndef REFUNDD_DAEMON_TURN_H
#define REFUNDD_DAEMON_TURN_H

#include "daemon/casework.h"
#include "desk/spool.h"

struct turn;

/* What happened since the start. */
struct turn_counts {
	long tickets;	  /* read */
	long bad_tickets; /* could not be read */
	long written;	  /* answers that are in their tickets */
	long put_off;	  /* answers that could not be written yet */
	long polls;	  /* that went well */
	long failed_polls;
	struct instant last_poll; /* that went well; of polls > 0 */
};

/* Takes the ledger's lock unless it rehearses. Owned by `ctx`; `config` must outlive it. */
struct turn *turn_new(const void *ctx, const struct config *config, enum ledger_mode ledger_mode,
		      enum spool_mode spool_mode, struct told_hook hook, struct error *error);

/* Asks for a look at everything: new tickets, cases whose wait is over, effects put off. */
void turn_poll(struct turn *turn);
/* Does a part of what was asked for. */
void turn_work(struct turn *turn);
/* Commits, and hands out effects. On failure nothing of the turn is left, nothing has left, and
 * the next poll takes its tickets up again. */
bool turn_end(struct turn *turn, struct error *error);
/* Something is left to be done now. */
bool turn_is_busy(const struct turn *turn);
/* The turn has something to commit. */
bool turn_is_dirty(const struct turn *turn);

/* Ends the turn, then imports in a transaction of its own, and looks at the waiting cases again. */
bool turn_import(struct turn *turn, const char *kind, const char *name, FILE *file,
		 struct import_result *result, struct error *error);

struct turn_counts turn_counts(const struct turn *turn);

#endif
