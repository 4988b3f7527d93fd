/* refundctl policy table: a policy on both sides of each of its boundaries. */
#include "base/memory.h"
#include "ctl/ctl.h"
#include "policy/policy_table.h"

#include <string.h>

#define VALUE_WIDTH 28

static const char *outcome_text(const void *ctx, const struct rule *rule)
{
	if (rule == NULL)
		return "flag, doubt";
	if (rule->why == WHY_NONE)
		return outcome_words.list[rule->outcome];
	return text_format(ctx, "%s, %s", outcome_words.list[rule->outcome],
			   flag_why_words.list[rule->why]);
}

/* As many words of `text` as fit into a cell, one at least; *rest is what does not. */
static char *first_words(const void *ctx, const char *text, const char **rest)
{
	size_t length = strcspn(text, " ");

	while (text[length] != '\0') {
		size_t more = length + 1 + strcspn(text + length + 1, " ");

		if (more > VALUE_WIDTH)
			break;
		length = more;
	}
	*rest = text + length + (text[length] == ' ');
	return text_copy_n(ctx, text, length);
}

static void add_row(struct table *table, const char *name, const struct policy_table_row *row)
{
	const char *value = row->besides == NULL
				    ? row->value
				    : text_format(table, "%s, and %s", row->value, row->besides);
	const char *rule = row->rule == NULL
				   ? "(no rule)"
				   : text_format(table, "%2zu %s", row->place, row->rule->id);
	const char *outcome = outcome_text(table, row->rule);

	do {
		const char *line = first_words(table, value, &value);

		table_add(table, (const char *const[]){name, line, outcome, rule});
		name = outcome = rule = NULL;
	} while (*value != '\0');
}

static void print_version(const struct ctl *ctl, const struct policy_set *set,
			  const struct policy *policy, const struct version *version)
{
	static const char *const heads[] = {"FACT", "VALUE", "OUTCOME", "RULE", NULL};
	const struct policy_table *boundaries = policy_table_new(ctl->ctx, set, version);
	struct table *table = table_new(ctl->ctx, heads);
	char window[SPAN_TEXT_SIZE];
	const char *last = NULL;

	span_format(version->window, window);
	printf("policy %s, version %s%s: window %s, refund %s\n", policy->name, version->name,
	       version->is_enabled ? "" : " (not enabled)", window,
	       refund_method_words.list[version->method]);
	for (size_t i = 0; i < boundaries->count; i++) {
		const struct policy_table_row *row = &boundaries->rows[i];

		add_row(table, last != NULL && strcmp(last, row->name) == 0 ? NULL : row->name,
			row);
		last = row->name;
	}
	table_print(table, stdout, ctl->has_colour);
	printf("\n");
}

static void put_version(const struct ctl *ctl, const struct policy_set *set,
			const struct version *version, struct json_writer *writer)
{
	const struct policy_table *table = policy_table_new(ctl->ctx, set, version);

	json_open_object(writer);
	json_put_member(writer, "name", version->name);
	json_put_flag(writer, "enabled", version->is_enabled);
	json_put_key(writer, "rows");
	json_open_array(writer);
	for (size_t i = 0; i < table->count; i++) {
		const struct policy_table_row *row = &table->rows[i];
		const struct rule *rule = row->rule;

		json_open_object(writer);
		json_put_member(writer, "fact", row->name);
		json_put_member(writer, "value", row->value);
		json_put_member(writer, "besides", row->besides);
		json_put_member(writer, "outcome",
				outcome_words.list[rule != NULL ? rule->outcome : OUTCOME_FLAG]);
		if (rule == NULL || rule->why != WHY_NONE)
			json_put_member(writer, "why",
					flag_why_words.list[rule != NULL ? rule->why : WHY_DOUBT]);
		json_put_member(writer, "rule", rule != NULL ? rule->id : NULL);
		json_close_object(writer);
	}
	json_close_array(writer);
	json_close_object(writer);
}

static void put_policy(const struct ctl *ctl, const struct policy_set *set,
		       const struct policy *policy, struct json_writer *writer)
{
	json_open_object(writer);
	json_put_member(writer, "name", policy->name);
	json_put_key(writer, "versions");
	json_open_array(writer);
	for (size_t v = 0; v < policy->version_count; v++)
		put_version(ctl, set, &policy->versions[v], writer);
	json_close_array(writer);
	json_close_object(writer);
}

static bool is_meant(const struct ctl *ctl, const struct policy *policy)
{
	return ctl->arg_count < 2 || strcmp(policy->name, ctl->args[1]) == 0;
}

static size_t print_all(const struct ctl *ctl, const struct policy_set *set)
{
	size_t printed = 0;

	for (size_t i = 0; i < set->policy_count; i++) {
		const struct policy *policy = &set->policies[i];

		if (!is_meant(ctl, policy))
			continue;
		printed++;
		for (size_t v = 0; v < policy->version_count; v++)
			print_version(ctl, set, policy, &policy->versions[v]);
	}
	if (printed > 0)
		printf("One fact is moved at a time. Where two are beyond their boundaries, the "
		       "rule with the\nsmaller number decides; what is not known is a doubt or a "
		       "question, never an approval.\n");
	return printed;
}

static size_t print_json(const struct ctl *ctl, const struct policy_set *set)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(ctl->ctx, buffer);
	size_t printed = 0;

	json_open_array(writer);
	for (size_t i = 0; i < set->policy_count; i++)
		if (is_meant(ctl, &set->policies[i])) {
			put_policy(ctl, set, &set->policies[i], writer);
			printed++;
		}
	json_close_array(writer);
	if (printed > 0)
		ctl_print_json(buffer);
	return printed;
}

int command_policy_table(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);
	size_t printed;

	if (config == NULL)
		return EXIT_USE;
	printed = ctl->is_json ? print_json(ctl, &config->policies)
			       : print_all(ctl, &config->policies);
	if (printed > 0)
		return EXIT_DONE;
	fprintf(stderr, "refundctl: there is no policy \"%s\"\n", ctl->args[1]);
	return EXIT_USE;
}
