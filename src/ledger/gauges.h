/* How the ledger stands, for whoever watches the daemon: asked while it works, so that each
 * question is answered from an index, and none reads more than some thousand rows. */
#ifndef REFUNDD_LEDGER_GAUGES_H
#define REFUNDD_LEDGER_GAUGES_H

#include "ledger/ledger.h"

/* Of a state: how many, and since when the oldest is in it. */
struct gauge {
	long count;
	struct instant since; /* of count > 0 */
};

struct gauges {
	struct gauge cases[CASE_STATE_COUNT];	    /* those that are over are not counted: 0 */
	struct gauge effects[EFFECT_UNSETTLED + 1]; /* pending, leaving, unsettled */
	struct gauge reviews;			    /* open */
	long escalated;				    /* of these */
	struct instant imported[4]; /* by import_kind_words, the newest; {0}: none of late */
};

/* What counts as open. */
bool case_state_is_open(enum case_state state);

bool ledger_gauges(struct ledger *ledger, struct gauges *gauges, struct error *error);

#endif
