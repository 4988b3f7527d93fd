/* What the two halves of a turn share: turn.c, which asks, and hearing.c, which is told. */
#ifndef REFUNDD_DAEMON_TURN_STATE_H
#define REFUNDD_DAEMON_TURN_STATE_H

#include "daemon/outbox.h"
#include "daemon/ticket_list.h"
#include "daemon/turn.h"
#include "domain/clock_watch.h"

struct turn {
	struct ledger *ledger;
	struct desk *desk;
	struct casework *casework;
	struct outbox *outbox;
	struct turn_counts counts;
	struct metrics *metrics;    /* NULL: nobody measures */
	struct turn_counts at_look; /* when the last poll began */
	struct turn_counts at_end;  /* of the last turn that was kept */

	struct ticket_list taken;  /* in this turn: read again if it cannot be committed */
	struct ticket_list again;  /* to be read again at the next chance */
	struct ticket_list asked;  /* the desk is to read them again, and has not yet */
	struct ticket_list held;   /* to be read again when their effects have ended */
	struct ticket_list bad;	   /* there is trouble with them, and they were not read since */
	struct ticket_list untold; /* that cannot be told that their order was refunded */

	char *cursor;	     /* of the last poll that went well, else the ledger's; NULL: none */
	bool is_cursor_kept; /* the ledger has it */

	/* Every ticket was read once; before that nothing is judged and nothing leaves. */
	bool knows_all;
	bool is_polling;
	bool is_poll_whole; /* no turn was lost since the poll began: what it tells of was kept */
	/* With a new ledger nothing is looked at before: what a lost one let go may still arrive,
	 * and is to be found by the first look. */
	struct instant silent_until; /* by clock_boot() */
	/* The time (turn_clock.c). */
	struct clock_watch clock;
	struct clock_reading began; /* at the start */
	bool is_clock_kept;	    /* the ledger has it as it is */
	bool has_work;		    /* for turn_work() */
	bool is_held_back;
	bool is_paused;
	bool rereads_waiting;  /* with the next poll: there was an import while all was paused */
	bool wants_recovery;   /* effects may be leaving that nobody waits for */
	bool owes_refunds;     /* cases may not have been told yet that their order was refunded */
	bool tells_of_refunds; /* at the end of this turn */

	/* Of this turn. */
	bool is_unhurried; /* answers arrived, and nothing else happened */
	bool has_polled;   /* to the end, and well */
	bool has_failed;
	struct error failure; /* the first */
};

/* Nothing of this turn can be kept. */
void turn_fail(struct turn *turn, const struct error *error);

/* Whether it is paused since before this start (turn_pause.c). */
bool turn_find_pause(struct turn *turn, struct error *error);

/* Whether the clock was trusted before this start, and is by what is on record (turn_clock.c). */
bool turn_find_clock(struct turn *turn, struct error *error);
/* The time to decide by: looks whether the clock can be trusted. */
struct instant turn_now(struct turn *turn);
/* The ticket system says that it is `date`. */
void turn_hear_time(struct turn *turn, struct instant date);
bool turn_doubts_clock(const struct turn *turn);
/* Before the commit: puts into the ledger what it does not know of the clock yet. */
bool turn_keep_clock(struct turn *turn, struct error *error);
/* Up to when effects are due. */
struct instant turn_due(const struct turn *turn);
/* The ledger has no cursor: nothing is asked before the desk's quarantine is over. */
void turn_begin_silence(struct turn *turn);

/* What the log is told at the level debug, with what happened in between (turn_log.c). */
void turn_log_look(struct turn *turn);
void turn_log_looked(const struct turn *turn);
void turn_log_kept(struct turn *turn);
void turn_log_request(const struct desk_request *request);

/* The desk is asked to read the ticket again. */
void turn_reread(struct turn *turn, const char *ticket);

/* At each poll: reviewers are reminded, and what they said is carried out (turn_review.c). */
void turn_look_after_reviews(struct turn *turn);

/* What the desk is to tell the turn (hearing.c). */
struct desk_listener turn_listener(struct turn *turn);

#endif
