#include "fixture.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const signal_names[] = {"repeats", "strangers"};
const struct words fixture_signals = WORDS(signal_names);

static const struct signal_step steps_of_repeats[] = {{{2 * NUMBER_SCALE}, 30},
						      {{4 * NUMBER_SCALE}, 65}};
static const struct signal_step steps_of_strangers[] = {{{NUMBER_SCALE / 2}, 30}};
static const struct signal signals[] = {
	{.name = "repeats", .title = "bought again", .steps = steps_of_repeats, .step_count = 2},
	{.name = "strangers", .title = "not theirs", .steps = steps_of_strangers, .step_count = 1},
};

static void set_outcome(struct rule *rule, const char *outcome)
{
	int found = words_find(outcome_words, outcome, strlen(outcome));
	int why = words_find(flag_why_words, outcome, strlen(outcome));

	rule->outcome = found >= 0 ? (enum outcome)found : OUTCOME_FLAG;
	rule->why = found >= 0 ? WHY_NONE : (enum flag_why)why;
	cr_assert(found >= 0 || why > 0, "no outcome '%s'", outcome);
}

struct rule *fixture_rules(const void *ctx, const struct rule_text *texts, size_t count)
{
	struct rule *rules = NEW_ARRAY(ctx, struct rule, count + 1);
	struct error error;
	int column;

	for (size_t i = 0; i < count; i++) {
		rules[i] = (struct rule){.id = texts[i].id,
					 .when_text = texts[i].when,
					 .place = {"test", (int)i + 1, 1},
					 .when_place = {"test", (int)i + 1, 9}};
		set_outcome(&rules[i], texts[i].outcome);
		rules[i].when = expr_new(rules, texts[i].when, fixture_signals, &column, &error);
		cr_assert_not_null(rules[i].when, "%s:%d: %s", texts[i].when, column, error.text);
	}
	return rules;
}

struct version fixture_version(const char *name, const struct rule *rules, size_t count)
{
	return (struct version){.name = name,
				.is_enabled = true,
				.source = "the founding text",
				.method = METHOD_PRORATED,
				.window = {5 * DAY_US},
				.days = DAYS_STARTED,
				.month = MONTH_CALENDAR,
				.rules = rules,
				.rule_count = count,
				.place = {"test", 100, 1}};
}

struct policy_set *fixture_set(const void *ctx, const struct version *versions, size_t count)
{
	struct policy_set *set = NEW(ctx, struct policy_set);
	struct version *copies = NEW_ARRAY(set, struct version, count + 1);
	struct policy *policy = NEW(set, struct policy);
	struct money *limits = NEW_ARRAY(set, struct money, 2);

	for (size_t i = 0; i < count; i++)
		copies[i] = versions[i];
	*policy = (struct policy){.name = "rtc-engine",
				  .family = "rtc-engine",
				  .zone = {8 * 3600},
				  .versions = copies,
				  .version_count = count,
				  .place = {"test", 99, 1}};
	limits[0] = fixture_money("5000 USD");
	limits[1] = fixture_money("35000 CNY");
	*set = (struct policy_set){.policies = policy,
				   .policy_count = 1,
				   .signals = signals,
				   .signal_count = COUNT(signals),
				   .limits = limits,
				   .limit_count = 2,
				   .settle = {180 * MINUTE_US},
				   .clock_tolerance = {5 * MINUTE_US}};
	return set;
}

struct version fixture_plain_version(const void *ctx)
{
	static const struct rule_text texts[] = {
		{"refunded-already", "reject", "history.order_refunded"},
		{"too-late", "reject", "elapsed > window"},
		{"used", "reject", "usage.gifted_minutes_used > 0"},
		{"suspicious", "abuse", "score >= 30"},
		{"above-limit", "doubt", "refund > limit"},
		{"unused-within-window", "approve", "true"},
	};

	return fixture_version("1", fixture_rules(ctx, texts, COUNT(texts)), COUNT(texts));
}

struct policy_set *fixture_plain_set(const void *ctx)
{
	struct version version = fixture_plain_version(ctx);

	return fixture_set(ctx, &version, 1);
}

void fixture_facts(const void *ctx, const char *changes, struct facts *facts)
{
	struct facts_text *text = NEW(ctx, struct facts_text);
	const char *problem;

	text->ctx = text;
	facts_text_add(text, founding_facts);
	problem = facts_text_add(text, changes);
	cr_assert_null(problem, "%s: %s", changes, problem);
	facts_text_read(text, facts);
}

struct day fixture_day(const char *text)
{
	struct day day = {0};
	struct error error;

	cr_assert(day_parse(text, strlen(text), &day, &error), "%s", text);
	return day;
}

struct span fixture_span(const char *text)
{
	struct span span = {0};
	struct error error;

	cr_assert(span_parse(text, strlen(text), &span, &error), "%s", text);
	return span;
}

struct instant fixture_instant(const char *text)
{
	struct instant instant = {0};
	struct error error;

	cr_assert(instant_parse(text, strlen(text), &instant, &error), "%s", text);
	return instant;
}

struct money fixture_money(const char *text)
{
	struct money money = {0};
	struct error error;
	size_t length = strcspn(text, " ");
	const struct currency *currency = currency_find(text + length + 1, 3);

	cr_assert(currency != NULL && money_parse(text, length, currency, &money, &error), "%s",
		  text);
	return money;
}
