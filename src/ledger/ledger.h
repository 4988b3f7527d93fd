/* The ledger: everything refundd knows and everything it said, in one SQLite file.
 *
 * One connection writes: the daemon's, or refundctl's while no daemon runs (the folder's lock
 * decides). What happens in a turn of the loop is one transaction; only after its commit may an
 * effect leave. Times are microseconds since 1970 UTC, amounts minor units. */
#ifndef REFUNDD_LEDGER_LEDGER_H
#define REFUNDD_LEDGER_LEDGER_H

#include "base/error.h"
#include "domain/decision.h"
#include "domain/facts.h"
#include "domain/lifecycle.h"
#include "policy/brake.h"

#include <stdio.h>

enum ledger_mode {
	LEDGER_WRITE, /* takes the folder's lock or fails with ERROR_BUSY; creates and migrates */
	LEDGER_READ,  /* reads only; ERROR_ABSENT where there is no ledger yet */
	LEDGER_REHEARSE, /* a copy in memory: everything works, nothing is kept */
};

struct ledger;

/* Opens DIR/ledger.sqlite (created when writing, and DIR too: for the owner, and for the group to
 * read where the umask lets it). ERROR_STATE for a file of a newer version or one that is no
 * ledger. Owned by `ctx`, closed by talloc_free(). */
struct ledger *ledger_open(const void *ctx, const char *dir, enum ledger_mode mode,
			   struct error *error);

/* An empty one in memory, with the schema. */
struct ledger *ledger_open_empty(const void *ctx, struct error *error);

/* Begins a transaction unless one is open. Every writing function below does so itself. Once one
 * of them has failed, all others fail likewise until commit (which fails, too) or rollback: half a
 * turn never becomes durable. */
bool ledger_begin(struct ledger *ledger, struct error *error);
/* Commits what is open, if anything: durable when it returns true. On failure all is rolled back.
 */
bool ledger_commit(struct ledger *ledger, struct error *error);
void ledger_rollback(struct ledger *ledger);
bool ledger_is_dirty(const struct ledger *ledger); /* a transaction is open, or failed */
/* Between transactions, at a moment when nobody waits: folds the log into the file if it is long.
 * It is folded in without being asked, too, when it has become too long. */
void ledger_tidy(struct ledger *ledger);

/* Writes the file anew, without what was deleted: takes a while, as much room again, and blocks.
 * ERROR_BUSY in a transaction, or where a reader is in the way. The sizes are in bytes. */
bool ledger_vacuum(struct ledger *ledger, int64_t *before, int64_t *after, struct error *error);

/* The version of the schema that this program writes. */
int ledger_schema_version(void);

/* ---- imports (imports.c) ---- */

struct import_result {
	long rows;     /* read */
	long new_rows; /* not known before */
	long changed;  /* newer than what was known */
	long same;     /* known already, or older than what is known */
};

/* The members "rows", "new", "changed" and "same" of the object that is open. */
struct json_writer;
void import_result_to_json(const struct import_result *result, struct json_writer *writer);

extern const struct words import_kind_words; /* orders usage accounts refunds */

/* Takes all of `file` or nothing: CSV with a header line, or JSON lines where the first byte is
 * "{". An empty field or null is unknown. ERROR_INPUT names `name`, line and column. In a
 * transaction of its own: fails with ERROR_BUSY when one is open. `now` is kept as the time of the
 * import, unless the file said nothing new: then nothing changes.
 *
 * An account's row gives way only to one that is as old or newer by as_of; of usage every as_of is
 * kept; orders, refunds and equal as_ofs give way to a later file. Two rows of one file that claim
 * different things under one key are an error. The file is read in blocks, whatever its size. */
bool ledger_import(struct ledger *ledger, const char *kind, const char *name, FILE *file,
		   struct instant now, struct import_result *result, struct error *error);

/* ---- facts on record (facts.c) ---- */

struct signals;
struct signal_findings;

struct facts_question {
	const char *order_id; /* NULL: none known; then only the signals are gathered */
	struct instant asked_at;
	const char *requester_uin;   /* NULL: unknown, and with it the signals */
	struct span settle;	     /* see policy_set.settle */
	const char *system, *ticket; /* the case that asks: its own approvals are no history */
	const char *text;	     /* what the customer first wrote; NULL: see signals_find() */
	struct signals *signals;     /* NULL: none are asked, and the facts' stay unknown */
};

/* Fills the facts' sections order, usage, account, history and signals with what is on record,
 * and `sources` (an object under construction on a json_writer's buffer is not its business: one
 * line "section: where from" each). Texts belong to `ctx`. An order that is not on record leaves
 * all but order.id unknown. What the signals found, and why one failed,
 * is in `findings`, which may be NULL. */
bool ledger_gather(struct ledger *ledger, const void *ctx, const struct facts_question *question,
		   struct facts *facts, struct buffer *sources, struct signal_findings *findings,
		   struct error *error);

/* ---- cases, decisions, outbox, cursors (cases.c, decisions.c, outbox.c, cursors.c) ---- */

struct case_row {
	int64_t id; /* 0: not on record yet */
	const char *system, *ticket;
	int revision; /* from 1; one more each time the customer's words are judged anew */
	enum case_state state;
	const char *order_id;	   /* NULL: none known */
	const char *requester_uin; /* NULL: not told */
	const char *linked_to;	   /* of CASE_LINKED: the ticket that speaks for it; else NULL */
	int questions;		   /* asked of the customer so far */
	int customer_messages;	   /* of the ticket, when it was last judged */
	struct instant asked_at, changed_at;
	struct instant wait_until; /* of CASE_WAITING: judged by then at the latest */
};

/* *found false: no such case. */
bool case_find(struct ledger *ledger, const void *ctx, const char *system, const char *ticket,
	       struct case_row *row, bool *found, struct error *error);
/* Inserts (id 0, set then) or updates all but system and ticket, which a case keeps. */
bool case_save(struct ledger *ledger, struct case_row *row, struct error *error);
/* The first other case of `system` about the same order and by the same requester that is neither
 * withdrawn nor linked itself; *found false: none. */
bool case_find_first_of_order(struct ledger *ledger, const void *ctx, const struct case_row *other,
			      struct case_row *row, bool *found, struct error *error);
/* Cases of `system` whose order an import that was not heeded yet says was refunded, and to which
 * that may matter: they are open, or have something to say that is not known to be said. Each
 * once. */
bool case_list_refunded(struct ledger *ledger, const void *ctx, const char *system,
			struct case_row **rows, size_t *count, struct error *error);
/* All imports of refunds so far are heeded: the cases were told of them. */
bool refunds_heed(struct ledger *ledger, struct error *error);
/* Whether an effect of the case is leaving or unsettled: then nobody knows what its ticket says. */
bool case_is_in_flight(struct ledger *ledger, int64_t case_id, bool *is_in_flight,
		       struct error *error);
/* All cases in `state`, the oldest change first, at most `limit`. */
bool case_list_in_state(struct ledger *ledger, const void *ctx, enum case_state state, int limit,
			struct case_row **rows, size_t *count, struct error *error);

struct decision_row {
	int64_t case_id;
	int revision;
	struct instant decided_at;
	enum outcome outcome;
	const char *policy, *version, *rule;		  /* may be NULL */
	const char *policy_hash, *policy_text;		  /* kept once per hash */
	struct money total;				  /* currency NULL: none */
	enum course course;				  /* what came of it */
	enum brake brake;				  /* why it was not told as decided */
	const char *facts_json, *decision_json, *sources; /* complete, as judged */
	const char *evidence; /* JSON: what the signals found; NULL: nothing */
	const char *alone;    /* of outcome_words: what the policy says without suspicion; NULL: the
				 same */
};

/* The order that was judged is the case's: save the case first. */
bool decision_save(struct ledger *ledger, const struct decision_row *row, struct error *error);
/* The newest of a case. */
bool decision_find(struct ledger *ledger, const void *ctx, int64_t case_id,
		   struct decision_row *row, bool *found, struct error *error);

/* What the machine approved by itself and told, or is about to tell: decided at `since` or later,
 * whatever is not committed yet included. */
bool granted_since(struct ledger *ledger, struct instant since, const struct currency *currency,
		   struct money *total, struct error *error);
bool granted_count_since(struct ledger *ledger, struct instant since, long *count,
			 struct error *error);

enum effect_state {
	EFFECT_PENDING,	   /* durable, and has surely not left */
	EFFECT_LEAVING,	   /* may be leaving since left_at; nobody has heard how it went */
	EFFECT_UNSETTLED,  /* it left, and may be there: to be looked for at due_at */
	EFFECT_DONE,	   /* in the ticket */
	EFFECT_STOOD_BACK, /* a person was there first: never sent */
	EFFECT_OVERTAKEN,  /* the customer wrote before it left: judged anew */
	EFFECT_DOUBTFUL,   /* whether it is there could not be settled: a person looks */
};
/* pending leaving unsettled done stood-back overtaken doubtful */
extern const struct words effect_state_words;

struct effect_row {
	int64_t id;
	int64_t case_id;
	int revision;
	enum effect_kind kind;
	const char *key; /* 32 hexadecimal digits, unique */
	const char *system, *ticket;
	const char *payload; /* JSON, the desk's business */
	enum effect_state state;
	int attempts;
	struct instant due_at;
	struct instant left_at; /* of one that left, the last time */
};

/* Sets id. system and ticket are the case's, those of `row` are not read. */
bool effect_add(struct ledger *ledger, struct effect_row *row, struct error *error);
/* Pending and unsettled effects of `system` that are due at `now`, the longest due first, at most
 * `limit`; of one case only the first that is not over, and no other while that is not due. */
bool effect_list_due(struct ledger *ledger, const void *ctx, const char *system, struct instant now,
		     int limit, struct effect_row **rows, size_t *count, struct error *error);
/* All that are leaving or unsettled, of every system. */
bool effect_list_in_flight(struct ledger *ledger, const void *ctx, struct effect_row **rows,
			   size_t *count, struct error *error);
/* It is about to leave: from the commit on it may be in the ticket. */
bool effect_leave(struct ledger *ledger, const char *key, struct instant now, struct error *error);
/* It left and nobody knows how that went: looked for at `due_at`. */
bool effect_unsettle(struct ledger *ledger, const char *key, struct instant due_at,
		     const char *reason, struct instant now, struct error *error);
/* The same for all that are not over: in a backup nobody knows what became of them. */
bool effect_unsettle_all(struct ledger *ledger, const char *reason, struct instant now, long *count,
			 struct error *error);
/* ERROR_STATE where no effect has the key. */
bool effect_settle(struct ledger *ledger, const char *key, enum effect_state state,
		   struct instant now, struct error *error);
/* Surely not there: pending, and tried again at `due_at`. */
bool effect_postpone(struct ledger *ledger, const char *key, struct instant due_at,
		     const char *reason, struct error *error);
/* What is due after `latest`, which no delay reaches, was put off by a clock that ran ahead: it is
 * due then. */
bool effect_hasten(struct ledger *ledger, struct instant latest, struct error *error);
/* All pending effects of a case get `state`: not those that left, or may be leaving. */
bool effect_settle_case(struct ledger *ledger, int64_t case_id, enum effect_state state,
			struct instant now, struct error *error);
bool effect_list_case(struct ledger *ledger, const void *ctx, int64_t case_id,
		      struct effect_row **rows, size_t *count, struct error *error);

/* Whether an effect has this key; begins no transaction. */
bool effect_is_known(struct ledger *ledger, const char *key, bool *is_known, struct error *error);
/* How many are unsettled. */
bool effect_count_unsettled(struct ledger *ledger, long *count, struct error *error);

/* Up to where a ticket system's changes were taken; *cursor NULL: from the beginning. */
bool cursor_find(struct ledger *ledger, const void *ctx, const char *system, const char **cursor,
		 struct error *error);
bool cursor_save(struct ledger *ledger, const char *system, const char *cursor,
		 struct error *error);
/* All of them: what was taken so far is taken again. */
bool cursor_forget_all(struct ledger *ledger, struct error *error);

/* A ticket that is none of ours: counted once, with the reason. */
bool left_alone_save(struct ledger *ledger, const char *system, const char *ticket,
		     const char *reason, struct instant now, struct error *error);

/* ---- overviews for refundctl (overview.c) ---- */

struct overview {
	long cases[CASE_STATE_COUNT];
	long outcomes[4];	       /* newest decision of each case, by enum outcome */
	long effects_pending;	       /* pending or leaving */
	long effects_unsettled;	       /* left, and nobody knows whether they are there */
	struct instant oldest_pending; /* of either > 0 */
	long left_alone;
	long orders, usage, accounts, refunds; /* rows */
	struct {
		const char *currency;
		int64_t minor;
		long count;
	} approved[16]; /* sums by currency */
	size_t approved_count;
};
bool ledger_overview(struct ledger *ledger, const void *ctx, struct overview *overview,
		     struct error *error);

struct case_summary {
	struct case_row row;
	bool has_decision;
	struct decision_row decision; /* without facts_json, decision_json, sources */
};
/* Newest first; `state` -1 for all; at most `limit`. */
bool case_list(struct ledger *ledger, const void *ctx, int state, int limit,
	       struct case_summary **list, size_t *count, struct error *error);

#endif
