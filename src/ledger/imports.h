/* An import under way: readers of the two formats hand it row after row.
 *
 * Files are read in blocks, so that memory does not grow with them. */
#ifndef REFUNDD_LEDGER_IMPORTS_H
#define REFUNDD_LEDGER_IMPORTS_H

#include "ledger/columns.h"
#include "ledger/connection.h"

#define IMPORT_BLOCK_BYTES (1024 * 1024)

struct digest;

struct import {
	struct ledger *ledger;
	const struct import_kind *kind;
	const char *name; /* of the file, as errors say it */
	FILE *file;
	struct digest *digest; /* of the bytes read so far */
	int64_t id;
	struct import_result result;
};

struct import_cell {
	const char *text; /* NULL: unknown */
	size_t length;
	long line, column; /* where it stands */
};

struct import_row {
	long line;
	struct import_cell cells[MAX_COLUMNS]; /* by the kind's columns */
};

/* Reads at most `size` bytes; *length 0 at the end. */
bool import_read(struct import *import, char *bytes, size_t size, size_t *length,
		 struct error *error);

/* Checks a row and takes it into the open transaction. */
bool import_take(struct import *import, const struct import_row *row, struct error *error);

/* Keeps what a row says that its account has in common with others: the row's values by column. */
bool traits_save(const struct import *import, const struct value *values, struct error *error);

/* The index of the kind's column of that name; -1 with ERROR_INPUT that suggests the nearest. */
int import_find_column(const struct import *import, const char *name, struct error *error);

/* Read all of the file. */
bool import_csv(struct import *import, struct error *error);
bool import_json(struct import *import, struct error *error);

#endif
