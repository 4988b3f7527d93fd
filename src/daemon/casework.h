/* What becomes of a ticket: whose it is, which event it means for its case, and what is written
 * down for that. Nothing leaves from here; effects are rows of the outbox.
 *
 * Everything is written in the ledger's open transaction. When a function fails the transaction
 * may hold half a case and must be rolled back; the same ticket read again starts afresh. */
#ifndef REFUNDD_DAEMON_CASEWORK_H
#define REFUNDD_DAEMON_CASEWORK_H

#include "daemon/order_finder.h"
#include "ledger/signals.h"
#include "sys/config.h"

/* What was done with a ticket, in words for the log and for a table. */
struct told {
	const char *ticket;
	const char *outcome; /* of outcome_words, or "wait", "linked", "withdrawn", "left alone" */
	const char *course;  /* of course_words, where it is not told as decided; else NULL */
	const char *amount;  /* "418.51 USD", or NULL */
	const char *rule;    /* or NULL */
	const char *why;     /* one line */
};

struct told_hook {
	void (*tell)(void *arg, const struct told *told); /* NULL: nobody listens */
	void *arg;
};

struct metrics;

struct casework {
	const struct config *config;
	struct ledger *ledger;
	struct order_finder *finder;
	const struct policy_words *words; /* of all versions (record.h) */
	struct signals *signals;
	struct told_hook hook;
	const struct clock_watch *clock; /* NULL: trusted */
	struct metrics *metrics;	 /* NULL: nobody measures */
};

/* Owned by `ctx`; `config` and `ledger` must outlive it. */
struct casework *casework_new(const void *ctx, const struct config *config, struct ledger *ledger,
			      struct told_hook hook, struct error *error);

/* Takes up a ticket that is new or changed. With `may_judge` false nothing is judged, only answers
 * of ours that the ledger does not know are adopted: so a lost ledger cannot pay for an order that
 * a ticket which is read only later was answered for. A
 * ticket whose answer may be on its way is not touched. *wants_reread says that the ticket has more
 * to be done about it: at the next chance, or when what is on its way is settled. */
bool casework_take_ticket(const struct casework *casework, const struct ticket *ticket,
			  bool may_judge, struct instant now, bool *wants_reread,
			  struct error *error);

/* The desk has done with an effect: DESK_DONE, DESK_PERSON, DESK_OVERTAKEN or DESK_GONE. */
bool casework_take_result(const struct casework *casework, const struct effect_row *effect,
			  enum desk_result result, struct instant now, bool *wants_reread,
			  struct error *error);

/* Whether the effect is in its ticket cannot be settled. */
bool casework_take_doubt(const struct casework *casework, const struct effect_row *effect,
			 struct instant now, struct error *error);

/* The order of the case was refunded elsewhere, and none of its answers is on its way. May be told
 * more than once. *wants_reread: an approval was taken back, and the case is judged anew when its
 * ticket is read again. */
bool casework_take_refunded(const struct casework *casework, const struct case_row *row,
			    struct instant now, bool *wants_reread, struct error *error);

#endif
