#include "policy/brake.h"

#include <string.h>

static const char *const courses[] = {
	[COURSE_ANSWER] = "answer", [COURSE_PERSON] = "person", [COURSE_HOLD] = "hold",
	[COURSE_SHADOW] = "shadow", [COURSE_WAIT] = "wait",
};
static const char *const brake_names[] = {
	[BRAKE_NONE] = "none",		 [BRAKE_SHADOW] = "shadow", [BRAKE_ASSIST] = "assist",
	[BRAKE_QUESTIONS] = "questions", [BRAKE_BUDGET] = "budget", [BRAKE_RATE] = "rate",
	[BRAKE_CLOCK] = "clock",
};

const struct words course_words = WORDS(courses);
const struct words brake_words = WORDS(brake_names);

/* FNV-1a, and the finish of MurmurHash3: account numbers often differ in their last digit alone. */
static uint64_t hash(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd);
	hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return hash ^ hash >> 33;
}

static enum mode mode_for(const struct brakes *brakes, const struct policy *policy,
			  const char *account)
{
	enum mode mode = policy != NULL && policy->has_mode ? policy->mode : brakes->mode;

	if (brake_is_in_share(account, brakes->share))
		return mode;
	/* The mode for the rest never lets loose what is held for the share. */
	return mode < brakes->rest_mode ? mode : brakes->rest_mode;
}

static bool is_over_budget(const struct brakes *brakes, const struct decision *decision,
			   const struct granted *granted)
{
	struct money total = decision->refund.total, sum;
	const struct money *budget =
		money_find(brakes->budget, brakes->budget_count, total.currency);
	struct error ignored;

	if (budget == NULL)
		return brakes->budget_count > 0;
	return !money_add(granted->today, total, &sum, &ignored) || sum.minor > budget->minor;
}

static bool is_over_rate(const struct brakes *brakes, const struct granted *granted)
{
	return brakes->approvals_per_hour > 0 && granted->last_hour >= brakes->approvals_per_hour;
}

struct braking brake_apply(const struct brakes *brakes, const struct policy *policy,
			   const char *account, const struct decision *decision,
			   const struct granted *granted)
{
	if (granted->is_clock_doubted)
		return (struct braking){COURSE_WAIT, BRAKE_CLOCK};
	switch (mode_for(brakes, policy, account)) {
	case MODE_SHADOW: return (struct braking){COURSE_SHADOW, BRAKE_SHADOW};
	case MODE_ASSIST: return (struct braking){COURSE_HOLD, BRAKE_ASSIST};
	case MODE_AUTO: break;
	}
	if (decision->outcome == OUTCOME_ASK && granted->questions_asked >= brakes->questions)
		return (struct braking){COURSE_PERSON, BRAKE_QUESTIONS};
	if (decision->outcome != OUTCOME_APPROVE)
		return (struct braking){COURSE_ANSWER, BRAKE_NONE};
	if (is_over_budget(brakes, decision, granted))
		return (struct braking){COURSE_PERSON, BRAKE_BUDGET};
	if (is_over_rate(brakes, granted))
		return (struct braking){COURSE_PERSON, BRAKE_RATE};
	return (struct braking){COURSE_ANSWER, BRAKE_NONE};
}

bool brake_is_in_share(const char *account, int share)
{
	if (account == NULL)
		return share >= 100;
	return hash(account) % 100 < (uint64_t)share;
}
