/* Rows of a query as an array of structs, and how the rows that several queries give are read. */
#ifndef REFUNDD_LEDGER_ROWS_H
#define REFUNDD_LEDGER_ROWS_H

#include "ledger/db.h"
#include "ledger/ledger.h"

/* Reads the columns of one row into `row`, all zero before; texts belong to `ctx`. */
typedef bool row_reader(struct query *query, const void *ctx, void *row, struct error *error);

/* All rows that `query`, bound already, gives; the array belongs to `ctx`, NULL where there are
 * none. */
bool rows_list(struct query *query, const void *ctx, row_reader *read, size_t row_size, void *rows,
	       size_t *count, struct error *error);
/* The first row; *found false where there is none. */
bool rows_find(struct query *query, const void *ctx, row_reader *read, size_t row_size, void *row,
	       bool *found, struct error *error);
/* Runs a query that gives one number, bound already. */
bool rows_number(struct query *query, int64_t *number, struct error *error);
/* Runs an INSERT or UPDATE that returns an id. ERROR_STATE, naming `what`, where it gives none. */
bool rows_change(struct query *query, const char *what, int64_t *id, struct error *error);

/* Money as two columns, currency and minor units, both null without a currency. */
void row_bind_money(struct query *query, struct money money);
struct money row_read_money(struct query *query);

/* CASE_COLUMNS into a struct case_row. */
row_reader case_row_read;
/* DECISION_COLUMNS into a struct decision_row. */
row_reader decision_row_read;

#endif
