#include "ledger/migrations.h"

#include "ledger/ledger.h"

#include <stdio.h>

static const char *const migrations[] = {migration_1, migration_2, migration_3, migration_4};

static const int newest = sizeof(migrations) / sizeof(migrations[0]);

/* While the tables are laid out anew nobody holds them to their references. */
static bool check_references(struct db *db, struct error *error)
{
	int64_t orphans;

	if (!db_read_integer(db, "SELECT count(*) FROM pragma_foreign_key_check", &orphans, error))
		return false;
	return orphans == 0 ||
	       error_set(error, ERROR_STATE, "%lld rows would refer to what is not there",
			 (long long)orphans);
}

static bool run_in_transaction(struct db *db, int version, struct error *error)
{
	char stamp[96];

	snprintf(stamp, sizeof(stamp), "PRAGMA user_version = %d; PRAGMA application_id = %d",
		 version, LEDGER_APPLICATION_ID);
	if (db_begin(db, error) && db_execute(db, migrations[version - 1], error) &&
	    check_references(db, error) && db_execute(db, stamp, error))
		return db_commit(db, error);
	db_rollback(db);
	return error_wrap(error, "migration %d of the ledger", version);
}

bool migrations_identify(struct db *db, const char *path, int *version, struct error *error)
{
	int64_t application, found, tables;

	if (!db_read_integer(db, "PRAGMA application_id", &application, error) ||
	    !db_read_integer(db, "PRAGMA user_version", &found, error) ||
	    !db_read_integer(db, "SELECT count(*) FROM sqlite_schema", &tables, error))
		return false;
	if (application != LEDGER_APPLICATION_ID && (application != 0 || found != 0 || tables != 0))
		return error_set(error, ERROR_STATE, "%s is not a ledger of refundd", path);
	if (found > newest)
		return error_set(error, ERROR_STATE,
				 "%s was written by a newer refundd (its schema is %lld, this "
				 "program knows %d): use that one",
				 path, (long long)found, newest);
	*version = (int)found;
	return true;
}

bool migrations_run(struct db *db, int version, struct error *error)
{
	/* Within a transaction they could not be switched. */
	if (version < newest && !db_execute(db, "PRAGMA foreign_keys = OFF", error))
		return false;
	for (int next = version + 1; next <= newest; next++)
		if (!run_in_transaction(db, next, error))
			return false;
	return version == newest || db_execute(db, "PRAGMA foreign_keys = ON", error);
}

int ledger_schema_version(void)
{
	return newest;
}
