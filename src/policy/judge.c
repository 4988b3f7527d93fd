#include "policy/judge.h"

#include "base/memory.h"
#include "policy/refund.h"

#include <string.h>

/* A case on its way through the rules. */
struct walk {
	const void *ctx;
	const struct policy_set *set;
	const struct policy *policy;   /* NULL: none fits, or it could not be told */
	const struct version *version; /* likewise */
	bool is_unsuspecting;	       /* rules that flag for abuse are not asked */
	struct view view;
	struct buffer *because; /* the trace's texts one after the other, each ended by a NUL */
	/* By outcome: an unknown rule might bring it about, and hangs on these facts. */
	bool is_possible[OUTCOME_COUNT];
	fact_set missing[OUTCOME_COUNT];
	struct decision *decision;
};

/* Why no rule of a policy could be asked; in the trace they look like rules. */
#define NO_POLICY	  "no-policy"
#define NO_VERSION	  "no-version"
#define NOTHING_TO_RETURN "nothing-to-return"

static void add_trace(struct walk *walk, const char *rule, enum answer answer)
{
	buffer_add_char(walk->because, '\0');
	walk->decision->trace[walk->decision->trace_count++] =
		(struct trace_line){.rule = rule, .answer = answer};
}

/* Now that the texts no longer move. */
static void settle_trace(struct walk *walk)
{
	const char *text = walk->because->bytes;

	for (size_t i = 0; i < walk->decision->trace_count; i++) {
		walk->decision->trace[i].because = text;
		text += strlen(text) + 1;
	}
}

static void might(struct walk *walk, enum outcome outcome, fact_set missing)
{
	walk->is_possible[outcome] = true;
	walk->missing[outcome] |= missing;
}

static fact_set told_by_customer(fact_set facts)
{
	fact_set told = 0;

	for (int fact = 0; fact <= FACT_SIGNALS; fact++)
		if ((facts & FACT_BIT(fact)) &&
		    fact_info((enum fact)fact)->teller == TELLER_CUSTOMER)
			told |= FACT_BIT(fact);
	return told;
}

/* Another outcome than `outcome` is possible: who can tell what is missing is asked. */
static void leave_open(struct walk *walk, enum outcome outcome)
{
	struct decision *decision = walk->decision;

	for (int other = 0; other < OUTCOME_COUNT; other++)
		if (other != (int)outcome)
			decision->missing |= walk->missing[other];
	decision->rule = NULL;
	if (told_by_customer(decision->missing) != 0) {
		decision->missing = told_by_customer(decision->missing);
		decision->outcome = OUTCOME_ASK;
		decision->why = WHY_NONE;
	} else {
		decision->outcome = OUTCOME_FLAG;
		decision->why = WHY_DOUBT;
	}
}

/* The outcome stands if nothing unknown could have brought about another. */
static void conclude(struct walk *walk, const char *rule, enum outcome outcome, enum flag_why why)
{
	struct decision *decision = walk->decision;

	decision->rule = rule;
	decision->outcome = outcome;
	decision->why = why;
	for (int other = 0; other < OUTCOME_COUNT; other++)
		if (walk->is_possible[other] && other != (int)outcome) {
			leave_open(walk, outcome);
			return;
		}
}

/* A reason that is no rule, with what stands behind it. */
static void conclude_doubt(struct walk *walk, const char *reason, int name)
{
	buffer_add_format(walk->because, "%s ", name_info(name).name);
	value_add(walk->view.value[name], walk->view.zone, walk->because);
	add_trace(walk, reason, ANSWER_YES);
	conclude(walk, reason, OUTCOME_FLAG, WHY_DOUBT);
}

static void write_refund(struct walk *walk)
{
	struct decision *decision = walk->decision;
	enum refund_method method = walk->version->method;
	int64_t days = walk->view.value[NAME_DAYS].number.millionths / NUMBER_SCALE;
	struct money purses[PURSE_COUNT];

	view_purses(&walk->view, purses);
	refund_compute(method, purses, days, walk->view.month_days, &decision->refund);
	decision->refund.payer_uin = walk->view.value[FACT_ORDER_PAYER_UIN].text;
	decision->arithmetic =
		refund_arithmetic(walk->ctx, method, purses, days, walk->view.month_days);
}

/* Money goes back only where its sum and its way are known, and where there is any. */
static void approve(struct walk *walk, const char *rule)
{
	fact_set lacking =
		walk->view.lacking[NAME_REFUND] | walk->view.lacking[FACT_ORDER_PAYER_UIN];

	if (lacking != 0)
		might(walk, OUTCOME_FLAG, lacking);
	else if (walk->view.value[NAME_REFUND].money.minor == 0) {
		conclude_doubt(walk, NOTHING_TO_RETURN, NAME_REFUND);
		return;
	}
	conclude(walk, rule, OUTCOME_APPROVE, WHY_NONE);
	if (walk->decision->outcome == OUTCOME_APPROVE)
		write_refund(walk);
}

/* What a rule that asks wants to hear: what it looked at, and what the customer left out. */
static fact_set question_of(const struct walk *walk, const struct rule *rule)
{
	fact_set asked = 0;

	for (int fact = 0; fact < FACT_COUNT; fact++)
		if (walk->view.lacking[fact] != 0 || expr_mentions(rule->when, fact))
			asked |= FACT_BIT(fact);
	return told_by_customer(asked);
}

static void conclude_rule(struct walk *walk, const struct rule *rule)
{
	if (rule->outcome == OUTCOME_APPROVE) {
		approve(walk, rule->id);
		return;
	}
	conclude(walk, rule->id, rule->outcome, rule->why);
	if (walk->decision->outcome == OUTCOME_ASK && walk->decision->rule != NULL)
		walk->decision->missing = question_of(walk, rule);
}

/* True when one of the rules said yes and so ended the walk. */
static bool walk_rules(struct walk *walk, const struct rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = &rules[i];
		fact_set missing = 0;
		enum answer answer;

		if (walk->is_unsuspecting && rule->outcome == OUTCOME_FLAG &&
		    rule->why == WHY_ABUSE)
			continue;
		answer = expr_answer(rule->when, &walk->view, walk->because, &missing);
		add_trace(walk, rule->id, answer);
		if (answer == ANSWER_UNKNOWN)
			might(walk, rule->outcome, missing);
		if (answer != ANSWER_YES)
			continue;
		conclude_rule(walk, rule);
		return true;
	}
	return false;
}

/* No policy can be named because facts are missing: then anything is possible. */
static void conclude_unknown(struct walk *walk, fact_set wanted)
{
	fact_set missing = 0;

	for (int fact = 0; fact < FACT_COUNT; fact++)
		missing |= FACT_BIT(fact) & wanted & walk->view.lacking[fact];
	might(walk, OUTCOME_APPROVE, missing);
	conclude(walk, NULL, OUTCOME_FLAG, WHY_DOUBT);
}

static enum fact version_fact(const struct policy_set *set)
{
	return set->version_day == VERSION_BY_PURCHASE ? FACT_ORDER_PURCHASED_AT
						       : FACT_TICKET_CREATED_AT;
}

/* The only enabled version, if it has neither start nor end: it needs no day to be told. */
static const struct version *timeless_version(const struct policy *policy)
{
	for (size_t i = 0; i < policy->version_count; i++) {
		const struct version *version = &policy->versions[i];

		if (version->is_enabled && !version->has_from && !version->has_until)
			return version;
	}
	return NULL;
}

static void walk_policy(struct walk *walk)
{
	enum fact time = version_fact(walk->set);

	if (walk->version != NULL) {
		if (!walk_rules(walk, walk->version->rules, walk->version->rule_count))
			conclude(walk, NULL, OUTCOME_FLAG, WHY_DOUBT);
	} else if (walk->policy == NULL && walk->view.lacking[FACT_ORDER_FAMILY] != 0) {
		conclude_unknown(walk, FACT_BIT(FACT_ORDER_FAMILY) | FACT_BIT(FACT_ORDER_ID));
	} else if (walk->policy == NULL) {
		conclude_doubt(walk, NO_POLICY, FACT_ORDER_FAMILY);
	} else if (walk->view.lacking[time] != 0) {
		conclude_unknown(walk, FACT_BIT(time));
	} else {
		conclude_doubt(walk, NO_VERSION, (int)time);
	}
}

static void walk_all(const void *ctx, const struct policy_set *set, const struct facts *facts,
		     const struct instant *now, bool is_unsuspecting, struct decision *decision)
{
	struct walk walk = {.ctx = ctx,
			    .set = set,
			    .is_unsuspecting = is_unsuspecting,
			    .because = buffer_new(ctx),
			    .decision = decision};
	size_t rules = set->intake_count + 1; /* and a reason that is no rule */

	walk.policy = policy_choose(set, facts, &walk.version);
	if (walk.version != NULL)
		rules += walk.version->rule_count;
	view_init(&walk.view, set, walk.policy, walk.version, facts, now);
	*decision = (struct decision){
		.policy = walk.policy != NULL ? walk.policy->name : NULL,
		.version = walk.version != NULL ? walk.version->name : NULL,
		.score = walk.view.value[NAME_SCORE],
		.trace = NEW_ARRAY(ctx, struct trace_line, rules),
	};
	if (!walk_rules(&walk, set->intake, set->intake_count))
		walk_policy(&walk);
	settle_trace(&walk);
}

void judge(const void *ctx, const struct policy_set *set, const struct facts *facts,
	   const struct instant *now, struct decision *decision)
{
	walk_all(ctx, set, facts, now, false, decision);
}

void judge_unsuspecting(const void *ctx, const struct policy_set *set, const struct facts *facts,
			const struct instant *now, struct decision *decision)
{
	walk_all(ctx, set, facts, now, true, decision);
}

const struct policy *policy_of_family(const struct policy_set *set, const char *family)
{
	for (size_t i = 0; i < set->policy_count; i++)
		if (strcmp(set->policies[i].family, family) == 0)
			return &set->policies[i];
	return NULL;
}

const struct policy *policy_choose(const struct policy_set *set, const struct facts *facts,
				   const struct version **version)
{
	const struct value *family = &facts->value[FACT_ORDER_FAMILY];
	const struct value *time = &facts->value[version_fact(set)];
	const struct policy *policy = family->is_known ? policy_of_family(set, family->text) : NULL;

	*version = policy != NULL ? timeless_version(policy) : NULL;
	if (policy != NULL && *version == NULL && time->is_known)
		*version = policy_version_on(policy, day_of_instant(time->instant, policy->zone));
	return policy;
}
