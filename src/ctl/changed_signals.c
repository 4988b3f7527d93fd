#include "ctl/changed_signals.h"

#include "base/memory.h"
#include "ledger/signals.h"

#include <stdio.h>
#include <string.h>

struct changed_signals {
	struct policy_set set;	 /* its signals are those that changed */
	struct signals *signals; /* NULL: none did */
	bool is_all;		 /* nothing recorded is left to be used */
};

static bool is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool asks_as(const struct signal *a, const struct signal *b)
{
	return strcmp(a->name, b->name) == 0 && is_same_text(a->sql, b->sql) &&
	       a->reading == b->reading;
}

/* What comes with the facts alone cannot be asked. */
static bool is_changed(const struct signal *signal, const struct policy_set *then)
{
	for (size_t i = 0; then != NULL && i < then->signal_count; i++)
		if (asks_as(signal, &then->signals[i]))
			return false;
	return signal->sql != NULL;
}

static bool has_value_in(const struct changed_signals *changed, const char *name)
{
	for (size_t i = 0; i < changed->set.signal_count; i++)
		if (strcmp(changed->set.signals[i].name, name) == 0)
			return false;
	return true;
}

/* The recorded values that still hold, and those found now. */
static void merge(const struct changed_signals *changed, const void *ctx, const struct facts *found,
		  struct facts *facts)
{
	size_t count = facts->signal_count + found->signal_count;
	struct signal_value *values = NEW_ARRAY(ctx, struct signal_value, count);

	count = 0;
	for (size_t i = 0; i < facts->signal_count; i++)
		if (has_value_in(changed, facts->signals[i].name))
			values[count++] = facts->signals[i];
	for (size_t i = 0; i < found->signal_count; i++)
		values[count++] = found->signals[i];
	facts->signals = values;
	facts->signal_count = count;
	facts->has_signals = true;
}

struct changed_signals *changed_signals_new(const void *ctx, struct ledger *ledger,
					    const struct config *config,
					    const struct past_policy *policy)
{
	const struct policy_set *set = &config->policies;
	struct changed_signals *changed = NEW(ctx, struct changed_signals);
	struct signal *list = NEW_ARRAY(changed, struct signal, set->signal_count);
	struct problems *problems = problems_new(changed);

	changed->set = *set;
	changed->set.signals = list;
	changed->set.signal_count = 0;
	for (size_t i = 0; i < set->signal_count; i++)
		if (is_changed(&set->signals[i], policy->set))
			list[changed->set.signal_count++] = set->signals[i];
	changed->is_all = changed->set.signal_count == set->signal_count;
	if (changed->set.signal_count == 0)
		return changed;
	changed->signals =
		signals_new(changed, ledger, &changed->set, config->signal_steps, problems);
	for (size_t i = 0; i < problems->count; i++)
		fprintf(stderr, "%s\n", problem_format(problems, &problems->list[i]));
	return changed->signals != NULL ? changed : NULL;
}

bool changed_signals_apply(struct changed_signals *changed, const void *ctx, struct facts *facts,
			   bool *is_told, struct error *error)
{
	struct signal_findings findings;
	struct facts found = {.has_signals = false};

	if (changed->signals == NULL) {
		*is_told = true;
		return true;
	}
	if (!signals_find(changed->signals, ctx, facts, NULL, &findings, error))
		return false;
	signal_findings_to_facts(&findings, ctx, &found);
	*is_told = found.has_signals;
	if (found.has_signals && (facts->has_signals || changed->is_all))
		merge(changed, ctx, &found, facts);
	else
		facts->has_signals = false;
	return true;
}
