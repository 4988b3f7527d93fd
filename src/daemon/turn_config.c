#include "daemon/record.h"
#include "daemon/turn_state.h"
#include "sys/clock.h"

#include <talloc.h>

static bool record(struct turn *turn, const struct config *config, struct error *error)
{
	if (record_config(turn->ledger, config, clock_now(), error))
		return true;
	ledger_rollback(turn->ledger);
	return false;
}

bool turn_use_config(struct turn *turn, const struct config *config, struct error *error)
{
	struct casework *casework;

	/* What was judged so far is kept before the record says that another policy holds. */
	if (!turn_end(turn, error))
		return false;
	casework = casework_new(turn, config, turn->ledger, turn->casework->hook, error);
	if (casework == NULL)
		return false;
	if (!record(turn, config, error)) {
		talloc_free(casework);
		return false;
	}
	casework->metrics = turn->metrics;
	casework->clock = &turn->clock;
	talloc_free(turn->casework);
	turn->casework = casework;
	return true;
}
