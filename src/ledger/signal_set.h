/* What the files about signals share; nobody else includes it. */
#ifndef REFUNDD_LEDGER_SIGNAL_SET_H
#define REFUNDD_LEDGER_SIGNAL_SET_H

#include "ledger/connection.h"
#include "ledger/db_guard.h"
#include "ledger/signals.h"

struct signals {
	struct ledger *ledger;
	const struct policy_set *set;
	struct guard *guard;
	struct guarded **queries; /* by the set's signals; NULL: it has none */
	int64_t steps;
};

/* What is known of a case's first words; *found false: nothing, or too little. */
bool fingerprint_find(struct ledger *ledger, const char *system, const char *ticket,
		      struct fingerprint *print, bool *found, struct error *error);

#endif
