#include "sys/config_builder.h"

#include "base/memory.h"
#include "sys/listen_address.h"

#include <stdarg.h>
#include <string.h>

#define PIN_HEAD   "sha256//"
#define PIN_DIGITS 44 /* of 32 bytes */

static bool speaks(const struct says *says, size_t count, const char *language)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(says[i].language, language) == 0)
			return true;
	return false;
}

struct place config_place_of(const struct builder *builder, cfg_t *section)
{
	if (section->line == 0 || strcmp(section->name, "root") == 0)
		return (struct place){builder->config->file, 0, 0};
	return builder->tokens->list[config_section_token(builder->tokens, section)].place;
}

bool config_lacks(const struct builder *builder, cfg_t *section)
{
	const struct config_token *list = builder->tokens->list;
	size_t name;

	if (section->line == 0 || strcmp(section->name, "root") == 0)
		return builder->tokens->lacks;
	name = config_section_token(builder->tokens, section);
	return list[name + (section->title != NULL ? 2 : 1)].lacks;
}

void config_complain(const struct builder *builder, cfg_t *section, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = must(talloc_vasprintf(NULL, format, args));
	va_end(args);
	problems_add(builder->reading.problems, config_place_of(builder, section), "%s", text);
	talloc_free(text);
}

struct place config_place_of_option(const struct builder *builder, cfg_t *section, const char *name)
{
	cfg_opt_t *given = config_find(section, name);
	const struct config_token *token;

	if (cfg_opt_size(given) == 0)
		return config_place_of(builder, section);
	token = cfg_opt_getnptr(given, 0);
	return token->place;
}

void config_check_rule(struct builder *builder, cfg_t *section, const struct rule *rule)
{
	bool is_told = rule->outcome == OUTCOME_REJECT || rule->outcome == OUTCOME_ASK;

	if (rule->outcome == OUTCOME_FLAG && rule->why == WHY_NONE)
		config_complain(builder, section, "a rule that flags needs 'why': abuse or doubt");
	if (rule->outcome != OUTCOME_FLAG && rule->why != WHY_NONE)
		config_complain(builder, section,
				"'why' is for rules that flag, and this one does not");
	if (is_told && builder->languages.count > 0 &&
	    !speaks(rule->says, rule->says_count, builder->languages.list[0]))
		config_complain(
			builder, section,
			"a rule that rejects or asks needs a clause: says %s { clause = ... }",
			builder->languages.list[0]);
}

void config_check_reason(struct builder *builder, cfg_t *section,
			 const struct review_reason *reason)
{
	if (reason->outcome != OUTCOME_APPROVE && reason->outcome != OUTCOME_REJECT)
		config_complain(builder, section, "a reviewer can approve or reject, nothing else");
	if (builder->languages.count > 0 &&
	    !speaks(reason->says, reason->says_count, builder->languages.list[0]))
		config_complain(builder, section,
				"a reason needs words for the customer: says %s { clause = ... }",
				builder->languages.list[0]);
	for (size_t i = 0; i < reason->says_count; i++)
		if (reason->says[i].figures != NULL)
			config_complain(builder, section,
					"'figures' are for rules: a reason has its clause alone");
}

struct custom_field { /* of tickets */
	const char *option;
	const char *name; /* NULL: the queue has none */
	bool is_written;
};

/* What we write or clear must not stand where somebody else's words do. */
static void check_fields(struct builder *builder, cfg_t *section, const struct rt_settings *rt)
{
	const struct custom_field fields[] = {
		{"product_field", rt->product_field, false},
		{"issue_type_field", rt->issue_type_field, false},
		{"order_field", rt->order_field, false},
		{"app_field", rt->app_field, false},
		{"account_field", rt->account_field, false},
		{"language_field", rt->language_field, false},
		{"decision_field", rt->decision_field, true},
		{"amount_field", rt->amount_field, true},
		{"currency_field", rt->currency_field, true},
		{"linked_field", rt->linked_field, true},
		{"verdict_field", rt->verdict_field, true},
		{"reason_field", rt->reason_field, true},
		{"total_field", rt->total_field, true},
	};
	size_t count = sizeof(fields) / sizeof(fields[0]);

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; fields[i].is_written && j < i; j++)
			if (fields[j].name != NULL && strcmp(fields[i].name, fields[j].name) == 0)
				problems_add(
					builder->reading.problems,
					config_place_of_option(builder, section, fields[i].option),
					"%s: '%s' is that of %s already", fields[i].option,
					fields[i].name, fields[j].option);
}

void config_check_rt(struct builder *builder, cfg_t *section, const struct rt_settings *rt)
{
	struct problems *problems = builder->reading.problems;

	if (strcmp(rt->name, DESK_SPOOL) == 0)
		config_complain(builder, section, "'%s' is the embedded ticket system's name",
				DESK_SPOOL);
	if (rt->quarantine.us <= rt->request_timeout.us)
		problems_add(problems, config_place_of_option(builder, section, "quarantine"),
			     "quarantine: it must be longer than request_timeout, or an answer "
			     "could still arrive after it");
	if (rt->pin != NULL && (strncmp(rt->pin, PIN_HEAD, strlen(PIN_HEAD)) != 0 ||
				strlen(rt->pin) != strlen(PIN_HEAD) + PIN_DIGITS))
		problems_add(problems, config_place_of_option(builder, section, "pin"),
			     "pin: '%s' and %d digits of base64 are expected", PIN_HEAD,
			     PIN_DIGITS);
	if (rt->review_queue != NULL && strcmp(rt->review_queue, rt->queue) == 0)
		problems_add(problems, config_place_of_option(builder, section, "review_queue"),
			     "review_queue: it is the queue that the tickets come from");
	check_fields(builder, section, rt);
}

void config_check_review(struct builder *builder, cfg_t *tree)
{
	const struct review_settings *review = &builder->config->review;

	if (review->escalate_after.us <= review->remind_after.us)
		problems_add(builder->reading.problems,
			     config_place_of_option(builder, tree, "escalate_after"),
			     "escalate_after: it must be longer than remind_after");
}

void config_check_metrics(struct builder *builder, cfg_t *tree)
{
	struct listen_address address;
	struct error error;

	if (builder->config->metrics != NULL &&
	    !listen_address_parse(builder->config->metrics, &address, &error))
		problems_add(builder->reading.problems,
			     config_place_of_option(builder, tree, "metrics"), "metrics: %s",
			     error.text);
}

void config_choose_desk(struct builder *builder, cfg_t *tree)
{
	struct config *config = builder->config;
	struct buffer *known = buffer_new(builder->config);

	for (size_t i = 0; i < config->rt_count && config->desk != NULL; i++)
		if (strcmp(config->rts[i].name, config->desk) == 0)
			config->rt = &config->rts[i];
	if (config->desk == NULL || config->rt != NULL || strcmp(config->desk, DESK_SPOOL) == 0 ||
	    config_lacks(builder, tree))
		return;
	for (size_t i = 0; i < config->rt_count; i++)
		buffer_add_format(known, "'%s', ", config->rts[i].name);
	problems_add(builder->reading.problems, config_place_of_option(builder, tree, "desk"),
		     "desk: there is no rt section '%s'; known are %s'%s'", config->desk,
		     known->bytes, DESK_SPOOL);
}
