/* The case at hand, as the views for signals see it: they show only what was there when it was
 * asked for, and while nobody asks, nothing. */
#ifndef REFUNDD_LEDGER_DB_ASKING_H
#define REFUNDD_LEDGER_DB_ASKING_H

#include "domain/instant.h"
#include "ledger/db.h"
#include "wire/fingerprint.h"

struct asking {
	const char *ticket; /* NULL: nobody asks */
	struct instant asked_at;
	bool has_print; /* false: of its words nothing is known, or too little */
	struct fingerprint print;
};

/* Copied, but for the text, which must live until the next call. */
void db_ask(struct db *db, const struct asking *asking);

#endif
