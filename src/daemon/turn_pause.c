#include "daemon/turn_state.h"
#include "ledger/pauses.h"
#include "sys/clock.h"

bool turn_find_pause(struct turn *turn, struct error *error)
{
	struct pause pause;

	return pause_find(turn->ledger, turn, &pause, &turn->is_paused, error);
}

bool turn_pause(struct turn *turn, const char *user, const char *reason, bool *has_changed,
		struct error *error)
{
	bool is_news;

	/* First of all: what this turn has decided is kept, and not let go. */
	turn->is_paused = true;
	if (!turn_keep(turn, pause_begin(turn->ledger, user, reason, clock_now(), &is_news, error),
		       error))
		return error_wrap(error, "paused, but only until the next start");
	*has_changed = is_news;
	return true;
}

bool turn_resume(struct turn *turn, const char *user, bool *has_changed, struct error *error)
{
	bool is_news;

	if (!turn_keep(turn, pause_end(turn->ledger, user, clock_now(), &is_news, error), error))
		return false;
	/* It may have been paused without a trace on disk. */
	*has_changed = is_news || turn->is_paused;
	turn->is_paused = false;
	return true;
}

bool turn_is_paused(const struct turn *turn)
{
	return turn->is_paused;
}
