/* policy_version_text(): the canonical text, in the grammar of refundd.conf(5).
 *
 * Every option that judging reads is written, the defaults too: what a later release takes for its
 * default must not change what an old text says. */
#include "base/memory.h"
#include "policy/policy.h"

#include <string.h>

struct writing {
	struct buffer *out;
	int depth;
};

static void begin(struct writing *writing, const char *name)
{
	buffer_add_format(writing->out, "%*s%s", 4 * writing->depth, "", name);
}

static void open_section(struct writing *writing, const char *name, const char *title)
{
	begin(writing, name);
	if (title != NULL)
		buffer_add_format(writing->out, " %s", title);
	buffer_add_text(writing->out, " {\n");
	writing->depth++;
}

static void close_section(struct writing *writing)
{
	writing->depth--;
	begin(writing, "}\n");
}

static void put_word(struct writing *writing, const char *name, const char *word)
{
	begin(writing, name);
	buffer_add_format(writing->out, " = %s\n", word);
}

/* On one line, whatever stands in it. */
static void put_text(struct writing *writing, const char *name, const char *text)
{
	begin(writing, name);
	buffer_add_text(writing->out, " = \"");
	for (; *text != '\0'; text++) {
		if (strchr("\"\\$", *text) != NULL)
			buffer_add_char(writing->out, '\\');
		if (*text == '\n')
			buffer_add_text(writing->out, "\\n");
		else
			buffer_add_char(writing->out, *text);
	}
	buffer_add_text(writing->out, "\"\n");
}

static void put_span(struct writing *writing, const char *name, struct span span)
{
	char text[SPAN_TEXT_SIZE];

	span_format(span, text);
	put_text(writing, name, text);
}

static void put_day(struct writing *writing, const char *name, struct day day)
{
	char text[INSTANT_TEXT_SIZE];

	day_format(day, text);
	put_text(writing, name, text);
}

static void put_limits(struct writing *writing, const struct policy_set *set)
{
	if (set->limit_count == 0)
		return;
	begin(writing, "limits = {");
	for (size_t i = 0; i < set->limit_count; i++) {
		buffer_add_text(writing->out, i > 0 ? ", \"" : "\"");
		value_add(value_money(set->limits[i]), (struct zone){0}, writing->out);
		buffer_add_char(writing->out, '"');
	}
	buffer_add_text(writing->out, "}\n");
}

static void put_settings(struct writing *writing, const struct policy_set *set)
{
	if (set->product != NULL)
		put_text(writing, "product", set->product);
	if (set->issue_type != NULL)
		put_text(writing, "issue_type", set->issue_type);
	put_span(writing, "settle", set->settle);
	put_span(writing, "clock_tolerance", set->clock_tolerance);
	put_word(writing, "version_by", version_day_words.list[set->version_day]);
	put_limits(writing, set);
}

static void put_signal(struct writing *writing, const struct signal *signal)
{
	char text[NUMBER_TEXT_SIZE];

	open_section(writing, "signal", signal->name);
	put_text(writing, "title", signal->title);
	if (signal->sql != NULL)
		put_text(writing, "sql", signal->sql);
	put_word(writing, "value", signal_reading_words.list[signal->reading]);
	begin(writing, "points = {");
	for (size_t i = 0; i < signal->step_count; i++) {
		number_format(signal->steps[i].at_least, text);
		buffer_add_format(writing->out, "%s\"%s: %d\"", i > 0 ? ", " : "", text,
				  signal->steps[i].points);
	}
	buffer_add_text(writing->out, "}\n");
	if (signal->has_hard) {
		number_format(signal->hard, text);
		put_word(writing, "hard", text);
	}
	close_section(writing);
}

static void put_rules(struct writing *writing, const struct rule *rules, size_t count)
{
	struct buffer *when = buffer_new(writing->out);

	for (size_t i = 0; i < count; i++) {
		open_section(writing, "rule", rules[i].id);
		buffer_clear(when);
		expr_add_text(rules[i].when, when);
		put_text(writing, "when", when->bytes);
		put_word(writing, "outcome", outcome_words.list[rules[i].outcome]);
		if (rules[i].why != WHY_NONE)
			put_word(writing, "why", flag_why_words.list[rules[i].why]);
		close_section(writing);
	}
	talloc_free(when);
}

static void put_version(struct writing *writing, const struct version *version)
{
	open_section(writing, "version", version->name);
	put_word(writing, "enabled", version->is_enabled ? "true" : "false");
	if (version->has_from)
		put_day(writing, "from", version->from);
	if (version->has_until)
		put_day(writing, "until", version->until);
	put_text(writing, "source", version->source);
	put_word(writing, "method", refund_method_words.list[version->method]);
	put_span(writing, "window", version->window);
	put_word(writing, "days", day_count_words.list[version->days]);
	put_word(writing, "month", month_length_words.list[version->month]);
	put_rules(writing, version->rules, version->rule_count);
	close_section(writing);
}

static void put_policy(struct writing *writing, const struct policy *policy,
		       const struct version *version)
{
	char zone[INSTANT_TEXT_SIZE];

	open_section(writing, "policy", policy->name);
	put_text(writing, "family", policy->family);
	zone_format(policy->zone, zone);
	put_text(writing, "zone", zone);
	if (version != NULL)
		put_version(writing, version);
	close_section(writing);
}

void policy_version_text(const struct policy_set *set, const struct policy *policy,
			 const struct version *version, struct buffer *out)
{
	struct writing writing = {out, 0};

	put_settings(&writing, set);
	for (size_t i = 0; i < set->signal_count; i++)
		put_signal(&writing, &set->signals[i]);
	if (set->intake_count > 0) {
		open_section(&writing, "intake", NULL);
		put_rules(&writing, set->intake, set->intake_count);
		close_section(&writing);
	}
	if (policy != NULL)
		put_policy(&writing, policy, version);
}
