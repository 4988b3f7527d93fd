#include "policy/policy.h"

#include <string.h>

static const char *const methods[] = {"full", "prorated"};
const struct words refund_method_words = WORDS(methods);

static const char *const counts[] = {"started", "calendar"};
const struct words day_count_words = WORDS(counts);

static const char *const lengths[] = {"calendar", "validity"};
const struct words month_length_words = WORDS(lengths);

static const char *const modes[] = {"shadow", "assist", "auto"};
const struct words mode_words = WORDS(modes);

static const char *const readings[] = {"rows", "first"};
const struct words signal_reading_words = WORDS(readings);

static const char *const version_days[] = {"purchase", "ticket"};
const struct words version_day_words = WORDS(version_days);

const struct policy *policy_named(const struct policy_set *set, const char *name)
{
	for (size_t i = 0; name != NULL && i < set->policy_count; i++)
		if (strcmp(set->policies[i].name, name) == 0)
			return &set->policies[i];
	return NULL;
}

const struct version *policy_version_on(const struct policy *policy, struct day day)
{
	for (size_t i = 0; i < policy->version_count; i++) {
		const struct version *version = &policy->versions[i];

		if (version->is_enabled &&
		    (!version->has_from || day_difference(version->from, day) >= 0) &&
		    (!version->has_until || day_difference(day, version->until) > 0))
			return version;
	}
	return NULL;
}

int signal_points(const struct signal *signal, struct number value)
{
	int points = 0;

	for (size_t i = 0; i < signal->step_count; i++)
		if (value.millionths >= signal->steps[i].at_least.millionths)
			points = signal->steps[i].points;
	return points;
}
