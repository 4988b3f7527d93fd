#include "base/memory.h"
#include "ctl/ctl.h"

#include <string.h>

/* ---- check ---- */

static int check(struct ctl *ctl)
{
	const char *file = ctl->arg_count > 1 ? ctl->args[1] : ctl->config_file;
	const struct config *config = startup_config(ctl->ctx, startup_config_file(file));

	if (config == NULL)
		return EXIT_USE;
	startup_print_ok(config);
	return EXIT_DONE;
}

/* ---- show, for people ---- */

static const char *outcome_text(const void *ctx, const struct rule *rule)
{
	const char *outcome = outcome_words.list[rule->outcome];

	return rule->why == WHY_NONE
		       ? outcome
		       : text_format(ctx, "%s, %s", outcome, flag_why_words.list[rule->why]);
}

static void print_rule(const void *ctx, const struct rule *rule)
{
	printf("    %s: %s\n", rule->id, outcome_text(ctx, rule));
	ctl_print_lines(ctx, "      when ", rule->when_text);
	for (size_t i = 0; i < rule->says_count; i++)
		ctl_print_lines(
			ctx, "      ",
			text_format(ctx, "%s: %s", rule->says[i].language, rule->says[i].clause));
}

/* "purchases from 2024-01-01 on, until 2025-01-01 (excluded)" */
static char *validity_text(const void *ctx, const struct version *version)
{
	struct buffer *text = buffer_new(ctx);
	char day[INSTANT_TEXT_SIZE];

	buffer_add_text(text, version->is_enabled ? "purchases" : "not enabled; purchases");
	if (version->has_from) {
		day_format(version->from, day);
		buffer_add_format(text, " from %s", day);
	}
	if (version->has_until) {
		day_format(version->until, day);
		buffer_add_format(text, " before %s", day);
	}
	if (!version->has_from && !version->has_until)
		buffer_add_text(text, " of every day");
	return text->bytes;
}

static void print_version(const void *ctx, const struct version *version)
{
	char window[SPAN_TEXT_SIZE];

	span_format(version->window, window);
	printf("  version %s: %s\n", version->name, validity_text(ctx, version));
	printf("    refund %s, window %s, days %s, months %s\n",
	       refund_method_words.list[version->method], window,
	       day_count_words.list[version->days], month_length_words.list[version->month]);
	if (version->source != NULL)
		ctl_print_lines(ctx, "    source: ", version->source);
	for (size_t i = 0; i < version->rule_count; i++)
		print_rule(ctx, &version->rules[i]);
}

static void print_policy(const void *ctx, const struct policy *policy)
{
	char zone[INSTANT_TEXT_SIZE];

	zone_format(policy->zone, zone);
	printf("policy %s: family %s, days in %s\n", policy->name, policy->family, zone);
	for (size_t i = 0; i < policy->version_count; i++)
		print_version(ctx, &policy->versions[i]);
}

static void print_intake(const void *ctx, const struct policy_set *set)
{
	printf("intake: before every policy\n");
	for (size_t i = 0; i < set->intake_count; i++)
		print_rule(ctx, &set->intake[i]);
}

/* ---- show, for programs ---- */

static void put_rules(struct json_writer *writer, const struct rule *rules, size_t count)
{
	json_put_key(writer, "rules");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		json_put_member(writer, "id", rules[i].id);
		json_put_member(writer, "outcome", outcome_words.list[rules[i].outcome]);
		if (rules[i].why != WHY_NONE)
			json_put_member(writer, "why", flag_why_words.list[rules[i].why]);
		json_put_member(writer, "when", rules[i].when_text);
		json_put_key(writer, "clauses");
		json_open_object(writer);
		for (size_t j = 0; j < rules[i].says_count; j++)
			json_put_member(writer, rules[i].says[j].language, rules[i].says[j].clause);
		json_close_object(writer);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void put_day(struct json_writer *writer, const char *key, bool has_day, struct day day)
{
	char text[INSTANT_TEXT_SIZE];

	if (has_day)
		day_format(day, text);
	json_put_member(writer, key, has_day ? text : NULL);
}

static void put_version(struct json_writer *writer, const struct version *version)
{
	char window[SPAN_TEXT_SIZE];

	span_format(version->window, window);
	json_open_object(writer);
	json_put_member(writer, "name", version->name);
	json_put_flag(writer, "enabled", version->is_enabled);
	put_day(writer, "from", version->has_from, version->from);
	put_day(writer, "until", version->has_until, version->until);
	json_put_member(writer, "source", version->source);
	json_put_member(writer, "refund", refund_method_words.list[version->method]);
	json_put_member(writer, "window", window);
	json_put_member(writer, "days", day_count_words.list[version->days]);
	json_put_member(writer, "months", month_length_words.list[version->month]);
	put_rules(writer, version->rules, version->rule_count);
	json_close_object(writer);
}

static void put_policy(struct json_writer *writer, const struct policy *policy)
{
	char zone[INSTANT_TEXT_SIZE];

	zone_format(policy->zone, zone);
	json_open_object(writer);
	json_put_member(writer, "name", policy->name);
	json_put_member(writer, "family", policy->family);
	json_put_member(writer, "zone", zone);
	json_put_key(writer, "versions");
	json_open_array(writer);
	for (size_t i = 0; i < policy->version_count; i++)
		put_version(writer, &policy->versions[i]);
	json_close_array(writer);
	json_close_object(writer);
}

/* ---- show ---- */

/* The list of those that are to be shown: one, or all. */
static bool choose(const struct policy_set *set, const char *name, const struct policy **list,
		   size_t *count)
{
	*list = set->policies;
	*count = set->policy_count;
	if (name == NULL)
		return true;
	for (size_t i = 0; i < set->policy_count; i++)
		if (strcmp(set->policies[i].name, name) == 0) {
			*list = &set->policies[i];
			*count = 1;
			return true;
		}
	return false;
}

static void print_json(const struct ctl *ctl, const struct policy_set *set,
		       const struct policy *list, size_t count)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(ctl->ctx, buffer);

	json_open_object(writer);
	json_put_key(writer, "intake");
	json_open_object(writer);
	put_rules(writer, set->intake, set->intake_count);
	json_close_object(writer);
	json_put_key(writer, "policies");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++)
		put_policy(writer, &list[i]);
	json_close_array(writer);
	json_close_object(writer);
	ctl_print_json(buffer);
}

static int show(struct ctl *ctl)
{
	const char *name = ctl->arg_count > 1 ? ctl->args[1] : NULL;
	const struct config *config = ctl_config(ctl);
	const struct policy *list;
	size_t count;

	if (config == NULL)
		return EXIT_USE;
	if (!choose(&config->policies, name, &list, &count)) {
		fprintf(stderr, "refundctl: there is no policy \"%s\"\n", name);
		return EXIT_USE;
	}
	if (ctl->is_json) {
		print_json(ctl, &config->policies, list, count);
		return EXIT_DONE;
	}
	if (name == NULL)
		print_intake(ctl->ctx, &config->policies);
	for (size_t i = 0; i < count; i++)
		print_policy(ctl->ctx, &list[i]);
	return EXIT_DONE;
}

int command_policy(struct ctl *ctl)
{
	if (strcmp(ctl->args[0], "check") == 0)
		return check(ctl);
	if (strcmp(ctl->args[0], "show") == 0)
		return show(ctl);
	if (strcmp(ctl->args[0], "table") == 0)
		return command_policy_table(ctl);
	if (strcmp(ctl->args[0], "lint") == 0)
		return command_policy_lint(ctl);
	fprintf(stderr, "refundctl: policy: expected check, lint, show or table\n");
	return EXIT_USE;
}
