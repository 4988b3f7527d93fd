#include "ledger/signal_set.h"

#include "base/memory.h"
#include "wire/facts_json.h"

#include <string.h>

#define NAME_BYTES "abcdefghijklmnopqrstuvwxyz0123456789-"

/* Of a byte of the signal's SQL, as the admin sees it. */
static struct place place_of(const struct signal *signal, long offset)
{
	const char *line = signal->sql;
	struct place place;
	size_t number = 0;

	if (signal->sql_lines == NULL)
		return signal->place;
	for (const char *at = signal->sql; at < signal->sql + offset; at++)
		if (*at == '\n') {
			line = at + 1;
			number++;
		}
	place = signal->sql_lines[number];
	if (offset > 0)
		place.column += (int)(signal->sql + offset - line);
	return place;
}

/* A decision's facts keep the values by these names. */
static bool check_name(const struct signal *signal, struct problems *problems)
{
	size_t length = strlen(signal->name);

	if (length <= FACTS_JSON_MAX_SIGNAL && strspn(signal->name, NAME_BYTES) == length)
		return true;
	problems_add(problems, signal->place,
		     "'%s' is no name for a signal with a query: that is at most %d small letters, "
		     "digits and '-'",
		     signal->name, FACTS_JSON_MAX_SIGNAL);
	return false;
}

static bool prepare(struct signals *signals, size_t i, struct problems *problems)
{
	const struct signal *signal = &signals->set->signals[i];
	struct error error;
	long offset = -1;

	if (signal->sql == NULL)
		return true;
	if (!check_name(signal, problems))
		return false;
	signals->queries[i] = guard_prepare(signals->guard, signal->sql, &offset, &error);
	if (signals->queries[i] == NULL)
		problems_add(problems, place_of(signal, offset), "'sql' of signal '%s': %s",
			     signal->name, error.text);
	return signals->queries[i] != NULL;
}

static bool prepare_all(struct signals *signals, struct problems *problems)
{
	size_t count = signals->set->signal_count;
	bool is_good = count <= FACTS_JSON_MAX_SIGNALS;

	if (!is_good)
		problems_add(problems, signals->set->signals[FACTS_JSON_MAX_SIGNALS].place,
			     "there are more than %d signals", FACTS_JSON_MAX_SIGNALS);
	for (size_t i = 0; i < count; i++)
		is_good = prepare(signals, i, problems) && is_good;
	return is_good;
}

struct signals *signals_new(const void *ctx, struct ledger *ledger, const struct policy_set *set,
			    int steps, struct problems *problems)
{
	struct signals *signals = NEW(ctx, struct signals);
	struct error error;

	signals->ledger = ledger;
	signals->set = set;
	signals->steps = (int64_t)steps * 1000;
	signals->queries = NEW_ARRAY(signals, struct guarded *, set->signal_count);
	signals->guard = guard_new(signals, ledger->db, &error);
	if (signals->guard == NULL)
		problems_add(problems, (struct place){.file = NULL}, "%s", error.text);
	if (signals->guard != NULL && prepare_all(signals, problems)) {
		guard_seal(signals->guard);
		return signals;
	}
	talloc_free(signals);
	return NULL;
}

bool signals_check(const struct policy_set *set, struct problems *problems)
{
	void *ctx = talloc_new(NULL);
	struct error error;
	struct ledger *ledger = ledger_open_empty(ctx, &error);
	bool is_good;

	if (ledger == NULL)
		problems_add(problems, (struct place){.file = NULL}, "%s", error.text);
	is_good = ledger != NULL && signals_new(ctx, ledger, set, 1, problems) != NULL;
	talloc_free(ctx);
	return is_good;
}

char *signals_plan(struct signals *signals, const void *ctx, size_t signal)
{
	struct error error;
	char *plan = signals->queries[signal] == NULL
			     ? NULL
			     : guarded_plan(signals->queries[signal], ctx, &error);

	return plan != NULL ? plan : text_copy(ctx, "");
}
