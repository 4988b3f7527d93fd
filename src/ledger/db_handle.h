/* What the files db*.c share; nobody else includes it. */
#ifndef REFUNDD_LEDGER_DB_HANDLE_H
#define REFUNDD_LEDGER_DB_HANDLE_H

#include "ledger/db.h"
#include "ledger/db_asking.h"

struct sqlite3;
struct sqlite3_stmt;

struct query {
	struct db *db;
	struct sqlite3_stmt *statement;
	int parameters; /* bound so far */
	int columns;	/* read so far, of this row */
	int failure;	/* of preparing or binding, told when it is run */
};

struct db {
	struct sqlite3 *handle;
	const char *path;
	bool is_in_transaction;
	bool is_broken;
	struct error first_failure; /* of the broken transaction */
	int log_length;		    /* pages, after the last commit */
	struct asking asking;
	struct query queries[STATEMENT_COUNT];
};

bool db_open_handle(const char *path, int flags, struct sqlite3 **handle, struct error *error);
/* Says what went wrong with the handle of `path`. Returns false. */
bool db_fail_on(struct sqlite3 *handle, const char *path, int code, struct error *error);
/* Says what went wrong with the database; breaks a transaction that is open. Returns false. */
bool db_fail(struct db *db, int code, struct error *error);

/* Makes the functions known that the views stand on; they answer from `asking`. */
void db_asking_install(struct sqlite3 *handle, const struct asking *asking);

#endif
