#include "policy/policy.h"

static const char *const methods[] = {"full", "prorated"};
const struct words refund_method_words = WORDS(methods);

static const char *const counts[] = {"started", "calendar"};
const struct words day_count_words = WORDS(counts);

static const char *const lengths[] = {"calendar", "validity"};
const struct words month_length_words = WORDS(lengths);

static const char *const version_days[] = {"purchase", "ticket"};
const struct words version_day_words = WORDS(version_days);

static void add_day(const char *name, bool is_set, struct day day, struct buffer *out)
{
	char text[INSTANT_TEXT_SIZE];

	if (!is_set)
		return;
	day_format(day, text);
	buffer_add_format(out, "%s %s\n", name, text);
}

static void add_rules(const struct rule *rules, size_t count, struct buffer *out)
{
	for (size_t i = 0; i < count; i++) {
		buffer_add_format(out, "rule %s %s", rules[i].id,
				  outcome_words.list[rules[i].outcome]);
		if (rules[i].outcome == OUTCOME_FLAG)
			buffer_add_format(out, " %s", flag_why_words.list[rules[i].why]);
		buffer_add_text(out, " when ");
		expr_add_text(rules[i].when, out);
		buffer_add_char(out, '\n');
	}
}

static void add_signals(const struct policy_set *set, struct buffer *out)
{
	char text[NUMBER_TEXT_SIZE];

	for (size_t i = 0; i < set->signal_count; i++) {
		const struct signal *signal = &set->signals[i];

		buffer_add_format(out, "signal %s", signal->name);
		for (size_t s = 0; s < signal->step_count; s++) {
			number_format(signal->steps[s].at_least, text);
			buffer_add_format(out, " %s:%d", text, signal->steps[s].points);
		}
		buffer_add_char(out, '\n');
	}
}

static void add_settings(const struct policy_set *set, struct buffer *out)
{
	char text[SPAN_TEXT_SIZE];

	if (set->product != NULL)
		buffer_add_format(out, "product %s\nissue type %s\n", set->product,
				  set->issue_type);
	buffer_add_format(out, "version by %s\n", version_day_words.list[set->version_day]);
	span_format(set->settle, text);
	buffer_add_format(out, "settle %s\n", text);
	span_format(set->clock_tolerance, text);
	buffer_add_format(out, "clock tolerance %s\n", text);
	for (size_t i = 0; i < set->limit_count; i++) {
		buffer_add_text(out, "limit ");
		value_add(value_money(set->limits[i]), (struct zone){0}, out);
		buffer_add_char(out, '\n');
	}
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

void policy_version_text(const struct policy_set *set, const struct policy *policy,
			 const struct version *version, struct buffer *out)
{
	char text[SPAN_TEXT_SIZE];

	buffer_add_format(out, "policy %s version %s\nfamily %s\n", policy->name, version->name,
			  policy->family);
	zone_format(policy->zone, text);
	buffer_add_format(out, "zone %s\n", text);
	add_day("from", version->has_from, version->from, out);
	add_day("until", version->has_until, version->until, out);
	span_format(version->window, text);
	buffer_add_format(out, "method %s\nwindow %s\ndays %s\nmonth %s\n",
			  refund_method_words.list[version->method], text,
			  day_count_words.list[version->days],
			  month_length_words.list[version->month]);
	add_settings(set, out);
	add_signals(set, out);
	add_rules(set->intake, set->intake_count, out);
	add_rules(version->rules, version->rule_count, out);
}
