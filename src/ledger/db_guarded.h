/* What db_guard.c and db_guarded.c share; nobody else includes it. */
#ifndef REFUNDD_LEDGER_DB_GUARDED_H
#define REFUNDD_LEDGER_DB_GUARDED_H

#include "ledger/db_guard.h"

struct sqlite3_stmt;

struct guarded {
	struct db *db;
	struct sqlite3_stmt *statement;
	const char *sql;
	const char **columns; /* their names: they stay as they are */
	size_t column_count;
	int64_t steps_left; /* of this run, in units of STEPS_A_LOOK */
	int64_t steps_given;
};

#endif
