/* The columns of the imported tables, in one table: how a cell is written in a file, what it must
 * be, how it is kept, and which fact it is. */
#ifndef REFUNDD_LEDGER_COLUMNS_H
#define REFUNDD_LEDGER_COLUMNS_H

#include "domain/facts.h"
#include "ledger/db.h"

#define MAX_COLUMNS 20

struct column {
	const char *name;
	enum fact fact; /* that it is written like; of orders also the fact that it fills */
	enum presence {
		REQUIRED,
		OPTIONAL,
		LATER, /* optional, and files from before it have no such column */
	} presence;
};

struct import_kind {
	const char *name;
	const struct column *columns; /* in the order of the statements' parameters */
	size_t count;
	int currency;		   /* the column that says the row's currency, -1: none */
	enum statement look, save; /* see STATEMENTS */
	int contacts; /* from this column on they are contact data, and may be forgotten; -1: none
		       */
	bool has_traits; /* what its rows say accounts have in common is kept too */
};

extern const struct import_kind import_kinds[]; /* by import_kind_words */

/* The kind of the orders table. */
const struct import_kind *import_kind_orders(void);

/* The value that a cell's text stands for, read as the fact is read from JSON; texts point into
 * `text`. An amount is one of `currency`. ERROR_INPUT says what was expected; *value is lost. */
bool column_parse(const struct column *column, const char *text, size_t length,
		  const struct currency *currency, struct value *value, struct error *error);

/* Keeps a value: instants in microseconds, amounts in minor units, numbers in millionths but for
 * counts, unknown as null. */
void column_bind(const struct column *column, struct query *query, struct value value);

/* The next column of a row, as it was kept; an amount is one of `currency` (NULL: unknown). */
struct value column_read(const struct column *column, struct query *query, const void *ctx,
			 const struct currency *currency);

#endif
