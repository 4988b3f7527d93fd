/* refundctl policy lint: what is not wrong in the policies, but hardly meant. */
#include "base/memory.h"
#include "ctl/ctl.h"
#include "policy/lint.h"

#include <string.h>

static const char *outcome_text(const void *ctx, const struct rule *rule)
{
	if (rule->why == WHY_NONE)
		return outcome_words.list[rule->outcome];
	return text_format(ctx, "%s for %s", outcome_words.list[rule->outcome],
			   flag_why_words.list[rule->why]);
}

/* "policy 'call', version '2024-04-26': rule 'used'" */
static const char *rule_text(const void *ctx, const struct lint_finding *finding)
{
	if (finding->policy == NULL)
		return text_format(ctx, "intake: rule '%s'", finding->rule->id);
	return text_format(ctx, "policy '%s', version '%s': rule '%s'", finding->policy,
			   finding->version, finding->rule->id);
}

static const char *before_text(const void *ctx, const struct lint_finding *finding)
{
	if (finding->other != NULL)
		return text_format(ctx, "rule '%s' decides before it", finding->other->id);
	return finding->example != NULL ? "rules before it take all such cases"
					: "no case can meet it";
}

static const char *sentence(const void *ctx, const struct lint_finding *finding)
{
	switch (finding->kind) {
	case LINT_SHADOWED:
		return text_format(
			ctx, "%s%s never applies: %s", finding->part != NULL ? "its part " : "it",
			finding->part != NULL ? finding->part : "", before_text(ctx, finding));
	case LINT_UNREACHED:
		return text_format(ctx, "in %s, no case that comes here is near the constant: %s",
				   finding->part, before_text(ctx, finding));
	case LINT_IDLE: return "without it every case has the same outcome";
	case LINT_APPROVES:
		return text_format(ctx, "it approves what rule '%s' after it would %s",
				   finding->other->id, outcome_text(ctx, finding->other));
	case LINT_WINS:
	case LINT_KIND_COUNT: break;
	}
	__builtin_unreachable();
}

static void print_finding(const void *ctx, const struct lint_finding *finding)
{
	const struct problem problem = {
		.place = finding->rule->place,
		.text = text_format(ctx, "%s: %s%s%s", rule_text(ctx, finding),
				    sentence(ctx, finding),
				    finding->example != NULL ? ", for example when " : "",
				    finding->example != NULL ? finding->example : ""),
	};

	ctl_print_lines(ctx, "", problem_format(ctx, &problem));
}

static void put_finding(const struct lint_finding *finding, struct json_writer *writer)
{
	const struct place *place = &finding->rule->place;

	json_open_object(writer);
	json_put_member(writer, "kind", lint_kind_words.list[finding->kind]);
	json_put_member(writer, "file", place->file);
	json_put_count(writer, "line", place->line);
	json_put_member(writer, "policy", finding->policy);
	json_put_member(writer, "version", finding->version);
	json_put_member(writer, "rule", finding->rule->id);
	json_put_member(writer, "other", finding->other != NULL ? finding->other->id : NULL);
	json_put_member(writer, "part", finding->part);
	json_put_member(writer, "example", finding->example);
	json_close_object(writer);
}

static size_t count_findings(const struct lint *lint)
{
	size_t count = 0;

	for (size_t i = 0; i < lint->count; i++)
		count += lint->findings[i].kind != LINT_WINS;
	return count;
}

static bool is_same_version(const struct lint_finding *a, const struct lint_finding *b)
{
	return strcmp(a->policy, b->policy) == 0 && strcmp(a->version, b->version) == 0;
}

static const char *side_text(const void *ctx, const struct rule *rule)
{
	return text_format(ctx, "%s (%s)", rule->id, outcome_text(ctx, rule));
}

/* What the order of the rules settles in the version of finding `i`. */
static void print_overlaps(const struct ctl *ctl, const struct lint *lint, size_t i)
{
	static const char *const heads[] = {"RULE", "WINS OVER", "FOR EXAMPLE WHEN", NULL};
	const struct lint_finding *first = &lint->findings[i];
	struct table *table = table_new(ctl->ctx, heads);
	const struct rule *last = NULL;

	for (; i < lint->count; i++) {
		const struct lint_finding *finding = &lint->findings[i];

		if (finding->kind != LINT_WINS || !is_same_version(finding, first))
			continue;
		table_add(table,
			  (const char *const[]){
				  finding->rule != last ? side_text(table, finding->rule) : NULL,
				  side_text(table, finding->other), finding->example});
		last = finding->rule;
	}
	printf("\nRules that meet in policy %s, version %s, and which wins\n", first->policy,
	       first->version);
	table_print(table, stdout, ctl->has_colour);
}

static void print(const struct ctl *ctl, const struct lint *lint, size_t findings)
{
	const struct lint_finding *last = NULL;

	for (size_t i = 0; i < lint->count; i++)
		if (lint->findings[i].kind != LINT_WINS)
			print_finding(ctl->ctx, &lint->findings[i]);
	printf("%zu finding%s\n", findings, findings == 1 ? "" : "s");
	for (size_t i = 0; i < lint->count; i++) {
		const struct lint_finding *finding = &lint->findings[i];

		if (finding->kind != LINT_WINS || (last != NULL && is_same_version(finding, last)))
			continue;
		print_overlaps(ctl, lint, i);
		last = finding;
	}
}

static void print_json(const void *ctx, const struct lint *lint)
{
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, buffer);

	json_open_array(writer);
	for (size_t i = 0; i < lint->count; i++)
		put_finding(&lint->findings[i], writer);
	json_close_array(writer);
	ctl_print_json(buffer);
}

int command_policy_lint(struct ctl *ctl)
{
	const char *file = ctl->arg_count > 1 ? ctl->args[1] : ctl->config_file;
	const struct config *config = startup_config(ctl->ctx, startup_config_file(file));
	const struct lint *lint;
	size_t findings;

	if (config == NULL)
		return EXIT_USE;
	lint = lint_new(ctl->ctx, &config->policies);
	findings = count_findings(lint);
	if (ctl->is_json)
		print_json(ctl->ctx, lint);
	else
		print(ctl, lint, findings);
	return findings == 0 ? EXIT_DONE : EXIT_TROUBLE;
}
