#include "policy/judge.h"
#include "policy/names.h"
#include "policy/refund.h"

#include <string.h>

static const enum fact purse_facts[PURSE_COUNT] = {
	[PURSE_CASH] = FACT_ORDER_PAID_CASH,
	[PURSE_TRANSFER] = FACT_ORDER_PAID_TRANSFER,
	[PURSE_GIFT] = FACT_ORDER_PAID_GIFT,
};

static void set(struct view *view, int name, struct value value)
{
	view->value[name] = value;
	view->lacking[name] = 0;
}

static void set_unknown(struct view *view, int name, fact_set lacking)
{
	view->value[name] = value_unknown(name_info(name).type);
	view->lacking[name] = lacking;
}

/* Those of `wanted` that are unknown. */
static fact_set unknown_of(const struct view *view, fact_set wanted)
{
	fact_set unknown = 0;

	for (; wanted != 0; wanted &= wanted - 1) {
		int fact = __builtin_ctzll(wanted);

		if (!view->facts->value[fact].is_known)
			unknown |= FACT_BIT(fact);
	}
	return unknown;
}

static void take_facts(struct view *view)
{
	memcpy(view->value, view->facts->value, sizeof(view->facts->value));
	for (int fact = 0; fact < FACT_COUNT; fact++)
		view->lacking[fact] = view->value[fact].is_known ? 0 : FACT_BIT(fact);
}

/* "Unused" is proven only for instants that the statistics have caught up with: figures of zero
 * that were taken too soon after asking say nothing. */
static void doubt_unsettled_use(struct view *view)
{
	const struct value *used = &view->value[FACT_USAGE_GIFTED_MINUTES_USED];
	fact_set lacking =
		unknown_of(view, FACT_BIT(FACT_TICKET_CREATED_AT) | FACT_BIT(FACT_USAGE_AS_OF));
	struct instant settled;

	if (!used->is_known || used->number.millionths > 0)
		return;
	if (lacking == 0) {
		settled = instant_plus(view->value[FACT_TICKET_CREATED_AT].instant,
				       view->set->settle);
		if (view->value[FACT_USAGE_AS_OF].instant.us >= settled.us)
			return;
		lacking = FACT_BIT(FACT_USAGE_GIFTED_MINUTES_USED);
	}
	set_unknown(view, FACT_USAGE_GIFTED_MINUTES_USED, lacking);
}

static void derive_times(struct view *view, const struct policy *policy,
			 const struct version *version)
{
	struct instant asked = view->value[FACT_TICKET_CREATED_AT].instant;
	struct instant bought = view->value[FACT_ORDER_PURCHASED_AT].instant;
	fact_set lacking = unknown_of(view, FACT_BIT(FACT_TICKET_CREATED_AT) |
						    FACT_BIT(FACT_ORDER_PURCHASED_AT));

	if (lacking == 0)
		set(view, NAME_ELAPSED, value_duration(instant_since(asked, bought)));
	else
		set_unknown(view, NAME_ELAPSED, lacking);
	if (version == NULL) {
		set_unknown(view, NAME_WINDOW, FACT_BIT(FACT_ORDER_FAMILY));
		set_unknown(view, NAME_DAYS, FACT_BIT(FACT_ORDER_FAMILY));
		return;
	}
	set(view, NAME_WINDOW, value_duration(version->window));
	if (lacking == 0)
		set(view, NAME_DAYS,
		    value_number(number_of(refund_days_charged(policy, version, bought, asked))));
	else
		set_unknown(view, NAME_DAYS, lacking);
}

/* The months bought, where they are a number that can be: else order.months is lacking. */
static int64_t months_bought(const struct view *view, fact_set *lacking)
{
	const struct value *months = &view->value[FACT_ORDER_MONTHS];
	int64_t whole = months->is_known ? months->number.millionths / NUMBER_SCALE : 0;

	if (whole < 1 || whole > REFUND_MAX_MONTHS)
		*lacking |= FACT_BIT(FACT_ORDER_MONTHS);
	return whole;
}

static void derive_refund(struct view *view, const struct policy *policy,
			  const struct version *version, const struct money purses[PURSE_COUNT])
{
	struct refund refund;
	fact_set lacking = 0;
	int64_t months;
	int64_t days = 0;

	if (version == NULL) {
		set_unknown(view, NAME_REFUND, FACT_BIT(FACT_ORDER_FAMILY));
		return;
	}
	if (version->method == METHOD_PRORATED) {
		months = months_bought(view, &lacking);
		lacking |= view->lacking[NAME_DAYS];
		if (lacking != 0) {
			set_unknown(view, NAME_REFUND, lacking);
			return;
		}
		days = view->value[NAME_DAYS].number.millionths / NUMBER_SCALE;
		view->month_days = (int)refund_days_bought(
			policy, version, view->value[FACT_ORDER_PURCHASED_AT].instant, months);
	}
	refund_compute(version->method, purses, days, view->month_days, &refund);
	set(view, NAME_REFUND, value_money(refund.total));
}

static void derive_money(struct view *view, const struct policy *policy,
			 const struct version *version)
{
	struct money purses[PURSE_COUNT];
	fact_set wanted = 0;
	fact_set lacking;

	for (int purse = 0; purse < PURSE_COUNT; purse++) {
		purses[purse] = view->value[purse_facts[purse]].money;
		wanted |= FACT_BIT(purse_facts[purse]);
	}
	lacking = unknown_of(view, wanted);
	if (lacking != 0) {
		lacking |= unknown_of(view, FACT_BIT(FACT_ORDER_CURRENCY));
		set_unknown(view, NAME_REFUNDABLE, lacking);
		set_unknown(view, NAME_REFUND, lacking);
		return;
	}
	set(view, NAME_REFUNDABLE, value_money(refund_base(purses)));
	derive_refund(view, policy, version, purses);
}

/* A currency for which no limit is set counts as above it: its limit is zero. */
static void derive_limit(struct view *view)
{
	const struct value *code = &view->value[FACT_ORDER_CURRENCY];
	const struct currency *currency;
	const struct money *limit;

	if (!code->is_known) {
		set_unknown(view, NAME_LIMIT, FACT_BIT(FACT_ORDER_CURRENCY));
		return;
	}
	currency = currency_find(code->text, strlen(code->text));
	limit = money_find(view->set->limits, view->set->limit_count, currency);
	set(view, NAME_LIMIT, value_money(limit != NULL ? *limit : money_zero(currency)));
}

static void derive_score(struct view *view)
{
	int64_t score = 0;

	if (view->set->signal_count > 0 && !view->facts->has_signals) {
		set_unknown(view, NAME_SCORE, FACT_BIT(FACT_SIGNALS));
		return;
	}
	for (size_t i = 0; i < view->set->signal_count; i++)
		score += signal_points(&view->set->signals[i],
				       view_signal(view, (int)i, &(fact_set){0}).number);
	set(view, NAME_SCORE, value_number(number_of(score)));
}

/* Whether a signal's value has reached its hard limit, whatever it is worth in points. */
static void derive_hard_sign(struct view *view)
{
	bool is_hard = false, has_limit = false;
	fact_set lacking = 0;

	for (size_t i = 0; i < view->set->signal_count; i++) {
		const struct signal *signal = &view->set->signals[i];

		if (!signal->has_hard)
			continue;
		has_limit = true;
		is_hard = is_hard || view_signal(view, (int)i, &lacking).number.millionths >=
					     signal->hard.millionths;
	}
	if (has_limit && !view->facts->has_signals)
		set_unknown(view, NAME_HARD_SIGN, FACT_BIT(FACT_SIGNALS));
	else
		set(view, NAME_HARD_SIGN, value_truth(is_hard));
}

static bool is_other(struct value told, const char *ours)
{
	return told.is_known && ours != NULL && strcmp(told.text, ours) != 0;
}

/* One of the two that is known to be another settles it, whatever the other may be. */
static void derive_subject(struct view *view)
{
	const struct policy_set *ours = view->set;
	bool is_settled = is_other(view->value[FACT_TICKET_PRODUCT], ours->product) ||
			  is_other(view->value[FACT_TICKET_ISSUE_TYPE], ours->issue_type);
	fact_set lacking =
		unknown_of(view, FACT_BIT(FACT_TICKET_PRODUCT) | FACT_BIT(FACT_TICKET_ISSUE_TYPE));

	if (!is_settled && ours->product != NULL && lacking != 0)
		set_unknown(view, NAME_OTHER_SUBJECT, lacking);
	else
		set(view, NAME_OTHER_SUBJECT, value_truth(is_settled));
}

static void derive_contradictions(struct view *view, const struct instant *now)
{
	static const enum fact times[] = {FACT_TICKET_CREATED_AT, FACT_ORDER_PURCHASED_AT,
					  FACT_USAGE_AS_OF};
	const struct value *asked = &view->value[FACT_TICKET_CURRENCY];
	const struct value *paid = &view->value[FACT_ORDER_CURRENCY];
	bool is_future = false;

	if (asked->is_known && !paid->is_known)
		set_unknown(view, NAME_CURRENCY_CLASH, FACT_BIT(FACT_ORDER_CURRENCY));
	else
		set(view, NAME_CURRENCY_CLASH,
		    value_truth(asked->is_known && strcmp(asked->text, paid->text) != 0));
	for (size_t i = 0; now != NULL && i < sizeof(times) / sizeof(times[0]); i++)
		is_future =
			is_future || (view->value[times[i]].is_known &&
				      view->value[times[i]].instant.us >
					      instant_plus(*now, view->set->clock_tolerance).us);
	set(view, NAME_FROM_FUTURE, value_truth(is_future));
}

void view_init(struct view *view, const struct policy_set *policies, const struct policy *policy,
	       const struct version *version, const struct facts *facts, const struct instant *now)
{
	view->facts = facts;
	view->set = policies;
	view->zone = policy != NULL ? policy->zone : (struct zone){0};
	view->month_days = 0;
	take_facts(view);
	doubt_unsettled_use(view);
	derive_times(view, policy, version);
	derive_money(view, policy, version);
	derive_limit(view);
	derive_score(view);
	derive_hard_sign(view);
	derive_subject(view);
	derive_contradictions(view, now);
}

struct value view_signal(const struct view *view, int signal, fact_set *lacking)
{
	const char *name = view->set->signals[signal].name;

	*lacking = view->facts->has_signals ? 0 : FACT_BIT(FACT_SIGNALS);
	if (!view->facts->has_signals)
		return value_unknown(VALUE_NUMBER);
	for (size_t i = 0; i < view->facts->signal_count; i++)
		if (strcmp(view->facts->signals[i].name, name) == 0)
			return value_number(view->facts->signals[i].number);
	return value_number(number_of(0));
}

void view_purses(const struct view *view, struct money purses[PURSE_COUNT])
{
	for (int purse = 0; purse < PURSE_COUNT; purse++)
		purses[purse] = view->value[purse_facts[purse]].money;
}
