/* Faults of the protocol that can be planted into a simulation: each must be found.
 *
 * They are planted in the simulated desk and in the ledger's tables, never in the program. */
#ifndef REFUNDD_TESTS_SIM_FAULTS_H
#define REFUNDD_TESTS_SIM_FAULTS_H

#include "base/words.h"

enum fault {
	FAULT_NONE,
	FAULT_NO_QUARANTINE,	/* what may have left is looked for at once */
	FAULT_SHORT_QUARANTINE, /* the quarantine is shorter than a request lives */
	FAULT_NO_MARK,		/* effects leave without a durable mark */
	FAULT_UNKNOWN_IS_LATER, /* what may have left is taken to have stayed */
	FAULT_UNKNOWN_IS_DONE,	/* what may have left is taken to have arrived */
	FAULT_GUESS,		/* a server that cannot be asked is taken to have nothing */
	FAULT_NO_KEYS,		/* answers of ours cannot be told by their keys: no adoption */
	FAULT_NO_SILENCE,	/* a lost ledger does not wait for what its last run sent */
	FAULT_EARLY_CURSOR,	/* the cursor goes on though tickets are owed */
	FAULT_HALF_POLL,	/* a poll that broke off is taken to be whole */
	FAULT_NO_CHECK,		/* the ticket is not read before an answer is written */
	FAULT_ONE_CLOCK,	/* the clock that nobody can set is set with the other */
	FAULT_RAW_RESTORE,	/* a backup is put back as it is */
	FAULT_COUNT
};

extern const struct words fault_words;

#endif
