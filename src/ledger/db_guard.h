/* Queries of an admin's: one SELECT over the views of signal_names.h, and nothing else.
 *
 * SQLite's authorizer refuses every other action, table and function when the query is prepared. A
 * query must also be prepared where only tables of the views' names exist: so none can reach what
 * lies behind them under a name of its own. How many steps one may take is bounded. */
#ifndef REFUNDD_LEDGER_DB_GUARD_H
#define REFUNDD_LEDGER_DB_GUARD_H

#include "domain/value.h"
#include "ledger/db_asking.h"

struct guard;

/* Owned by `ctx`; `db` must outlive it. */
struct guard *guard_new(const void *ctx, struct db *db, struct error *error);

struct guarded;

/* Prepares `sql`; owned by the guard. NULL: ERROR_CONFIG says what is wrong with it, and *offset is
 * the byte where, or -1 where that cannot be told. */
struct guarded *guard_prepare(struct guard *guard, const char *sql, long *offset,
			      struct error *error);
/* No more will be prepared: gives back the memory that only that takes. */
void guard_seal(struct guard *guard);

/* Begins a run of at most `steps` steps of SQLite's machine. Unset parameters are null. */
void guarded_begin(struct guarded *guarded, int64_t steps);
/* Sets the parameter ":name" where the query has it. Texts are not copied. */
void guarded_bind(struct guarded *guarded, const char *name, struct value value);

/* Goes to the next row; at the end *has_row is false. ERROR_INPUT: the query failed by itself, or
 * took too many steps; any other error is the database's. */
bool guarded_next(struct guarded *guarded, bool *has_row, struct error *error);
/* Ends the run; returns the steps that it took. */
int64_t guarded_end(struct guarded *guarded);

/* The names of its columns, shared with `ctx`. */
const char *const *guarded_columns(const struct guarded *guarded, const void *ctx, size_t *count);
/* Of the row: whether it is a whole number, and that; null is 0. */
bool guarded_number(const struct guarded *guarded, int column, int64_t *number);
/* A copy; NULL for null. */
char *guarded_text(const struct guarded *guarded, int column, const void *ctx);

/* How SQLite runs the query: one step a line, indented; owned by `ctx`. NULL on failure. */
char *guarded_plan(const struct guarded *guarded, const void *ctx, struct error *error);

#endif
