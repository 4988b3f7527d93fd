/* policy_check(): what can be wrong before a fact is seen. */
#include "base/memory.h"
#include "policy/space.h"

#include <string.h>

static void check_intake_rule(const struct rule *rule, struct problems *problems)
{
	static const int of_versions[] = {NAME_WINDOW, NAME_DAYS, NAME_REFUND};

	if (rule->outcome == OUTCOME_APPROVE || rule->outcome == OUTCOME_REJECT)
		problems_add(problems, rule->place,
			     "intake rule '%s' would %s: before the policy is known a rule may "
			     "only ask or flag",
			     rule->id, outcome_words.list[rule->outcome]);
	for (size_t i = 0; i < sizeof(of_versions) / sizeof(of_versions[0]); i++)
		if (expr_mentions(rule->when, of_versions[i]))
			problems_add(problems, rule->when_place,
				     "intake rule '%s' uses '%s', which only the version of a "
				     "policy settles",
				     rule->id, name_info(of_versions[i]).name);
}

static void check_rule_ids(const struct rule *const *chain, size_t count, size_t first,
			   struct problems *problems)
{
	for (size_t i = first; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(chain[i]->id, chain[j]->id) == 0)
				problems_add(problems, chain[i]->place,
					     "there is a rule '%s' before this one (line %d)",
					     chain[i]->id, chain[j]->place.line);
}

static void check_reachable(struct space *space, const struct rule *const *chain, size_t i,
			    struct problems *problems)
{
	struct buffer *example = buffer_new(space);

	if (!space_has_case(space, NULL, 0, chain[i], example))
		problems_add(problems, chain[i]->when_place,
			     "rule '%s' can never apply: no case can meet its condition",
			     chain[i]->id);
	else if (!space_has_case(space, chain, i, chain[i], example))
		problems_add(problems, chain[i]->when_place,
			     "rule '%s' can never be reached: whenever it would apply, a rule "
			     "before it does",
			     chain[i]->id);
	talloc_free(example);
}

static void check_ends(struct space *space, const struct policy *policy,
		       const struct version *version, const struct rule *const *chain, size_t count,
		       struct problems *problems)
{
	struct buffer *example = buffer_new(space);

	if (space_has_case(space, chain, count, NULL, example))
		problems_add(problems, version->place,
			     "policy '%s', version '%s' can end without an outcome, %s%s",
			     policy->name, version->name,
			     example->length > 0 ? "for example when " : "whatever the facts are",
			     example->bytes);
	talloc_free(example);
}

static void check_chain(const struct policy_set *set, const struct policy *policy,
			const struct version *version, struct problems *problems)
{
	void *scratch = NEW(problems, char);
	size_t count;
	size_t first = version != NULL ? set->intake_count : 0;
	const struct rule **chain = space_chain(scratch, set, version, &count);
	struct space *space = space_new(scratch, version, chain, count);

	check_rule_ids(chain, count, first, problems);
	for (size_t i = first; i < count; i++)
		check_reachable(space, chain, i, problems);
	if (version != NULL)
		check_ends(space, policy, version, chain, count, problems);
	talloc_free(scratch);
}

/* ---- versions ---- */

static bool starts_before(const struct version *a, const struct version *b)
{
	if (!a->has_from || !b->has_from)
		return !a->has_from && b->has_from;
	return day_difference(a->from, b->from) > 0;
}

/* The enabled version that starts next after `after` (NULL: the first of all), or NULL. Of two
 * that start on one day, the one that stands first. */
static const struct version *next_version(const struct policy *policy, const struct version *after)
{
	const struct version *next = NULL;

	for (size_t i = 0; i < policy->version_count; i++) {
		const struct version *version = &policy->versions[i];

		if (!version->is_enabled || version == after)
			continue;
		if (after != NULL && (starts_before(version, after) ||
				      (!starts_before(after, version) && version < after)))
			continue;
		if (next == NULL || starts_before(version, next))
			next = version;
	}
	return next;
}

static void check_seam(const struct policy *policy, const struct version *a,
		       const struct version *b, struct problems *problems)
{
	char until[INSTANT_TEXT_SIZE], from[INSTANT_TEXT_SIZE];
	int64_t gap;

	if (!a->has_until || !b->has_from) {
		problems_add(problems, b->place,
			     "versions '%s' and '%s' of policy '%s' overlap: give the earlier an "
			     "'until' and the later the same day as 'from'",
			     a->name, b->name, policy->name);
		return;
	}
	gap = day_difference(a->until, b->from);
	day_format(a->until, until);
	day_format(b->from, from);
	if (gap < 0)
		problems_add(problems, b->place,
			     "versions '%s' and '%s' of policy '%s' overlap: both hold from %s to "
			     "before %s",
			     a->name, b->name, policy->name, from, until);
	if (gap > 0)
		problems_add(
			problems, b->place,
			"versions '%s' and '%s' of policy '%s' leave a gap: none holds from %s "
			"to before %s",
			a->name, b->name, policy->name, until, from);
}

static void check_versions(const struct policy *policy, struct problems *problems)
{
	const struct version *version = next_version(policy, NULL);
	const struct version *next;

	if (version == NULL)
		problems_add(problems, policy->place, "policy '%s' has no enabled version",
			     policy->name);
	for (; version != NULL; version = next) {
		if (version->has_from && version->has_until &&
		    day_difference(version->from, version->until) <= 0)
			problems_add(problems, version->place,
				     "version '%s' of policy '%s' ends before it begins",
				     version->name, policy->name);
		next = next_version(policy, version);
		if (next != NULL)
			check_seam(policy, version, next, problems);
	}
	for (size_t i = 0; i < policy->version_count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(policy->versions[i].name, policy->versions[j].name) == 0)
				problems_add(problems, policy->versions[i].place,
					     "policy '%s' has a version '%s' already", policy->name,
					     policy->versions[i].name);
}

static void check_policies(const struct policy_set *set, struct problems *problems)
{
	for (size_t i = 0; i < set->policy_count; i++) {
		const struct policy *policy = &set->policies[i];

		for (size_t j = 0; j < i; j++) {
			if (strcmp(policy->name, set->policies[j].name) == 0)
				problems_add(problems, policy->place,
					     "there is a policy '%s' already", policy->name);
			if (strcmp(policy->family, set->policies[j].family) == 0)
				problems_add(problems, policy->place,
					     "policy '%s' is for family '%s' already",
					     set->policies[j].name, policy->family);
		}
		check_versions(policy, problems);
		for (size_t v = 0; v < policy->version_count; v++)
			check_chain(set, policy, &policy->versions[v], problems);
	}
}

static void check_signals(const struct policy_set *set, struct problems *problems)
{
	for (size_t i = 0; i < set->signal_count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(set->signals[i].name, set->signals[j].name) == 0)
				problems_add(problems, set->signals[i].place,
					     "there is a signal '%s' already",
					     set->signals[i].name);
}

bool policy_check(const struct policy_set *set, struct problems *problems)
{
	size_t before = problems->count;

	for (size_t i = 0; i < set->intake_count; i++)
		check_intake_rule(&set->intake[i], problems);
	check_chain(set, NULL, NULL, problems);
	check_policies(set, problems);
	check_signals(set, problems);
	return problems->count == before;
}
