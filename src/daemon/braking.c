#include "daemon/braking.h"

#include "base/memory.h"
#include "daemon/judgement.h"
#include "domain/clock_watch.h"

static const struct money *budget_of(const struct work *work, const struct currency *currency)
{
	const struct brakes *brakes = &work->casework->config->brakes;

	return money_find(brakes->budget, brakes->budget_count, currency);
}

/* Asks only for what a brake is set on. */
static bool find_granted(const struct work *work, const struct currency *currency,
			 struct granted *granted, struct error *error)
{
	const struct config *config = work->casework->config;
	struct ledger *ledger = work->casework->ledger;
	struct instant today =
		day_start(day_of_instant(work->now, config->budget_zone), config->budget_zone);
	struct instant hour_ago = instant_plus(work->now, (struct span){-HOUR_US});

	return (budget_of(work, currency) == NULL ||
		granted_since(ledger, today, currency, &granted->today, error)) &&
	       (config->brakes.approvals_per_hour == 0 ||
		granted_count_since(ledger, hour_ago, &granted->last_hour, error));
}

static const char *questions_text(const struct work *work)
{
	int asked = work->row.questions;

	if (asked == 0)
		return "the customer would have to be asked, and the settings allow no question";
	return text_format(work->ctx,
			   "the customer was asked %d time%s and has not told what is needed",
			   asked, asked == 1 ? "" : "s");
}

static const char *budget_text(const struct work *work, const struct decision *decision)
{
	const struct currency *currency = decision->refund.total.currency;
	char amount[MONEY_TEXT_SIZE];

	money_format(*budget_of(work, currency), amount);
	return text_format(work->ctx,
			   "with this one more than the day's budget of %s %s would be approved "
			   "without a person",
			   amount, currency->code);
}

static bool is_clock_doubted(const struct work *work)
{
	const struct clock_watch *clock = work->casework->clock;

	return clock != NULL && clock->doubt != DOUBT_NONE;
}

bool braking_find(const struct work *work, const struct facts *facts,
		  const struct decision *decision, struct braking *braking, struct error *error)
{
	const struct config *config = work->casework->config;
	struct granted granted = {.questions_asked = work->row.questions,
				  .is_clock_doubted = is_clock_doubted(work)};

	if (decision->outcome == OUTCOME_APPROVE &&
	    !find_granted(work, decision->refund.total.currency, &granted, error))
		return false;
	*braking =
		brake_apply(&config->brakes, policy_named(&config->policies, decision->policy),
			    work_known_text(facts, FACT_TICKET_REQUESTER_UIN), decision, &granted);
	return true;
}

const char *braking_remark(const struct work *work, const struct decision *decision,
			   enum brake brake)
{
	switch (brake) {
	/* The decision's own reason is more worth knowing. */
	case BRAKE_NONE:
	case BRAKE_SHADOW:
	case BRAKE_ASSIST: return NULL;
	case BRAKE_QUESTIONS: return questions_text(work);
	case BRAKE_BUDGET: return budget_text(work, decision);
	case BRAKE_CLOCK:
		return "nobody knows what time it is: the machine's clock is doubted (refundctl "
		       "clock)";
	case BRAKE_RATE:
		return text_format(work->ctx,
				   "%d requests were approved without a person in the last hour, "
				   "which is as many as may be",
				   work->casework->config->brakes.approvals_per_hour);
	}
	__builtin_unreachable();
}

enum case_event braking_event(enum course course, enum outcome outcome)
{
	switch (course) {
	case COURSE_ANSWER: return judgement_event(outcome);
	case COURSE_PERSON: return EVENT_FLAG;
	case COURSE_HOLD: return EVENT_HOLD;
	case COURSE_SHADOW: return EVENT_SHADOW;
	case COURSE_WAIT: return EVENT_WAIT;
	}
	__builtin_unreachable();
}
