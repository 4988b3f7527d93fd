/* What the ledger's modules share: the connection of an open ledger. */
#ifndef REFUNDD_LEDGER_CONNECTION_H
#define REFUNDD_LEDGER_CONNECTION_H

#include "ledger/audit.h"
#include "ledger/db.h"
#include "ledger/ledger.h"

struct ledger {
	struct db *db;
	int lock; /* the folder's, held while it is open; -1: none */
	bool is_head_known;
	struct audit_head head; /* of the record, what is not committed yet included */
};

/* The lock of the folder, which is made where it is absent, and nothing more: `db` is NULL. Owned
 * by `ctx`, given back by talloc_free(). */
struct ledger *ledger_lock_folder(const void *ctx, const char *dir, struct error *error);

#endif
