/* Signs of abuse: each is a SELECT of an admin's over the views of refundd-signals(5).
 *
 * Every one sees only what was there when the customer asked, and of the case at hand nothing: so a
 * late run, a backtest and a replay find the same. None can write, see what lies behind the views,
 * or run for ever; one that tries is refused when it is read, one that takes too many steps is
 * stopped, and then its value is unknown. What a value is worth is the policy's business. */
#ifndef REFUNDD_LEDGER_SIGNALS_H
#define REFUNDD_LEDGER_SIGNALS_H

#include "base/problems.h"
#include "ledger/ledger.h"
#include "policy/policy.h"
#include "wire/json.h"

#define SIGNAL_ROWS_KEPT 20

struct signals;

/* Prepares those of `set` that have a query, for as long as `ledger` is open. `steps` is how many
 * thousands of steps of SQLite's machine one may take. NULL, with a problem for each that is not
 * right, placed where in its SQL, when there is one. `set` must outlive it. */
struct signals *signals_new(const void *ctx, struct ledger *ledger, const struct policy_set *set,
			    int steps, struct problems *problems);

/* Whether the signals of `set` are right, with an empty ledger in memory: adds a problem for each
 * that is not. */
bool signals_check(const struct policy_set *set, struct problems *problems);

/* A row that made a value: one text a column, NULL where there is none. */
struct signal_evidence {
	const char *const *texts;
};

/* What one signal found. */
struct signal_finding {
	const struct signal *signal; /* its name and title */
	const char *failure;	     /* why it could not be told, in a sentence; else NULL */
	struct number value;	     /* 0 where it failed or is exempt */
	int points;		     /* that the value is worth */
	bool is_hard;		     /* the value has reached the signal's hard limit */
	const char *exemption;	     /* "until 2026-12-31, by alice: a reseller", or NULL: none */
	const char *const *columns;
	size_t column_count;
	struct signal_evidence *rows; /* the first SIGNAL_ROWS_KEPT */
	size_t row_count;	      /* of those */
	int64_t row_total;	      /* of all that there were */
	int64_t steps;		      /* that it took, in thousands begun */
};

/* Of all signals that have a query, in the order of the configuration. */
struct signal_findings {
	struct signal_finding *list;
	size_t count;
	bool is_asked; /* false: it is not known who asks, and with it nothing is */
};

/* How many of them could not be told. */
size_t signal_findings_failed(const struct signal_findings *findings);

/* The case at hand, as its facts tell it: ticket.system, ticket.id, ticket.created_at and
 * ticket.requester_uin, and what is known of the order. `text` is what the customer first wrote;
 * NULL: what is on record of it. An exempt account's value is 0. Fails only where the ledger
 * does. Texts belong to `ctx`. */
bool signals_find(struct signals *signals, const void *ctx, const struct facts *facts,
		  const char *text, struct signal_findings *findings, struct error *error);

/* The plan of a signal's query, one step a line, indented; owned by `ctx`. */
char *signals_plan(struct signals *signals, const void *ctx, size_t signal);

/* Sets the facts' signals: unknown as a whole where one is. */
void signal_findings_to_facts(const struct signal_findings *findings, const void *ctx,
			      struct facts *facts);

void signal_finding_to_json(const struct signal_finding *finding, struct json_writer *writer);
/* An array of those that found something, failed or are exempt: what decisions keep. */
void signal_findings_to_json(const struct signal_findings *findings, struct json_writer *writer);
/* The same as a text; NULL where none did. Owned by `ctx`. */
char *signal_findings_text(const struct signal_findings *findings, const void *ctx);

/* Keeps the likeness of a case's first words, unless some are kept already. */
bool fingerprint_save(struct ledger *ledger, const struct case_row *row, const char *text,
		      struct error *error);

#endif
