/* The schema and how older ledgers come to it: a list that is only ever appended to. */
#ifndef REFUNDD_LEDGER_MIGRATIONS_H
#define REFUNDD_LEDGER_MIGRATIONS_H

#include "ledger/db.h"

/* What every ledger carries as PRAGMA application_id: "RFND". */
#define LEDGER_APPLICATION_ID 0x52464E44

/* Each brings the schema one version on; what was released is never changed again. */
extern const char migration_1[], migration_2[], migration_3[], migration_4[];

/* The version of the schema in `db`, 0 for an empty file. ERROR_STATE, with `path` in the
 * sentence, when it is newer than this program or no ledger at all. */
bool migrations_identify(struct db *db, const char *path, int *version, struct error *error);

/* Brings the schema from `version` to ledger_schema_version(), each step in a transaction. */
bool migrations_run(struct db *db, int version, struct error *error);

#endif
