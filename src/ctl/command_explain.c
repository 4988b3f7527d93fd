#include "base/memory.h"
#include "ctl/ctl.h"
#include "wire/facts_json.h"

#include <string.h>

static const struct json_limits limits = {
	.max_bytes = 1 << 20,
	.max_string = 64 << 10,
	.max_depth = 8,
	.max_members = 4096,
};

/* A decision as it is on record, read again. */
struct account {
	struct ctl *ctl;
	struct case_row row;
	struct decision_row decision;
	struct json_document decided; /* of decision.decision_json */
	struct json_document told;    /* of decision.facts_json */
	struct facts facts;
	struct zone zone; /* of the policy, if the configuration still has it */
};

static bool read_account(struct account *account, struct error *error)
{
	const struct decision_row *row = &account->decision;
	void *ctx = account->ctl->ctx;

	if (!json_read(ctx, row->decision_json, strlen(row->decision_json), &limits,
		       &account->decided, error) ||
	    !json_read(ctx, row->facts_json, strlen(row->facts_json), &facts_json_limits,
		       &account->told, error))
		return error_wrap(error, "the decision on record");
	facts_init(&account->facts);
	return facts_from_json(ctx, &account->told, &account->facts, error);
}

static struct zone zone_of(const struct config *config, const char *policy)
{
	const struct policy_set *set = &config->policies;

	for (size_t i = 0; policy != NULL && i < set->policy_count; i++)
		if (strcmp(set->policies[i].name, policy) == 0)
			return set->policies[i].zone;
	return (struct zone){.offset_s = 0};
}

static const char *decided_text(const struct account *account, const char *key)
{
	const struct json_value *value =
		json_member(&account->decided, account->decided.values, key);

	return value != NULL && value->type == JSON_STRING ? value->text : NULL;
}

/* ---- for people ---- */

static void print_decision(const struct account *account)
{
	const struct decision_row *decision = &account->decision;
	const char *amount = ctl_money(account->ctl->ctx, decision->total);
	const char *why = decided_text(account, "why");

	printf("Ticket %s: %s%s%s%s%s\n", account->row.ticket,
	       outcome_words.list[decision->outcome], amount != NULL ? " " : "",
	       amount != NULL ? amount : "", why != NULL ? " for " : "", why != NULL ? why : "");
	printf("decided %s, revision %d, by %s\n",
	       ctl_time(account->ctl->ctx, decision->decided_at), decision->revision,
	       decision->rule != NULL ? decision->rule : "no rule");
	if (decision->course != COURSE_ANSWER)
		printf("not told as decided: %s, by the brake %s\n",
		       course_words.list[decision->course], brake_words.list[decision->brake]);
	if (decision->policy != NULL)
		printf("policy %s, version %s\n", decision->policy,
		       decision->version != NULL ? decision->version : "none");
	if (decision->policy_hash != NULL)
		printf("its words have the hash %s\n", decision->policy_hash);
}

static void print_arithmetic(const struct account *account)
{
	const char *arithmetic = decided_text(account, "arithmetic");

	if (arithmetic == NULL)
		return;
	printf("\nArithmetic\n");
	ctl_print_lines(account->ctl->ctx, "  ", arithmetic);
}

static void print_missing(const struct account *account)
{
	const struct json_document *decided = &account->decided;
	const struct json_value *missing = json_member(decided, decided->values, "missing");
	const struct json_value *name;

	if (missing == NULL || missing->type != JSON_ARRAY || missing->count == 0)
		return;
	printf("\nNot known, but had to be\n");
	for (name = json_first(decided, missing); name != NULL;
	     name = json_next(decided, missing, name))
		ctl_print_lines(account->ctl->ctx, "  ", name->text);
}

static const char *line_text(const struct json_document *document, const struct json_value *line,
			     const char *key)
{
	const struct json_value *value = json_member(document, line, key);

	return value != NULL ? value->text : NULL;
}

static void print_trace(const struct account *account)
{
	static const char *const heads[] = {"RULE", "ANSWER", "BECAUSE", NULL};
	const struct json_document *decided = &account->decided;
	const struct json_value *trace = json_member(decided, decided->values, "trace");
	struct table *table = table_new(account->ctl->ctx, heads);
	const struct json_value *line;

	if (trace == NULL || trace->type != JSON_ARRAY)
		return;
	for (line = json_first(decided, trace); line != NULL;
	     line = json_next(decided, trace, line))
		table_add(table, (const char *const[]){line_text(decided, line, "rule"),
						       line_text(decided, line, "answer"),
						       line_text(decided, line, "because")});
	printf("\nRules that were looked at, in order\n");
	table_print(table, stdout, account->ctl->has_colour);
}

/* Of "section: where from", a line each; "order.paid" came with "order". */
static const char *source_of(const struct account *account, const char *section)
{
	size_t length = strcspn(section, ".");
	const char *line = account->decision.sources;

	while (*line != '\0') {
		size_t end = strcspn(line, "\n");

		if (strncmp(line, section, length) == 0 && strncmp(line + length, ": ", 2) == 0)
			return text_copy_n(account->ctl->ctx, line + length + 2, end - length - 2);
		line += end + (line[end] == '\n');
	}
	return NULL;
}

/* Facts of one source follow each other: it is named once. */
static void add_fact(const struct account *account, struct table *table, const char *name,
		     struct value value, const char *section, const char **last_source)
{
	void *ctx = account->ctl->ctx;
	struct buffer *text = buffer_new(ctx);
	const char *source = value.is_known ? source_of(account, section) : NULL;
	bool is_last = source != NULL && *last_source != NULL && strcmp(source, *last_source) == 0;

	value_add(value, account->zone, text);
	table_add(table, (const char *const[]){name, text->bytes, is_last ? NULL : source});
	if (source != NULL)
		*last_source = source;
}

/* The unknown ones too: that something was not known is half of the answer. */
static void print_facts(const struct account *account)
{
	static const char *const heads[] = {"FACT", "VALUE", "FROM", NULL};
	const struct facts *facts = &account->facts;
	void *ctx = account->ctl->ctx;
	struct table *table = table_new(ctx, heads);
	const char *source = NULL;

	for (int i = 0; i < FACT_COUNT; i++) {
		const struct fact_info *info = fact_info((enum fact)i);

		add_fact(account, table, info->name, facts->value[i], info->section, &source);
	}
	if (!facts->has_signals)
		table_add(table, (const char *const[]){"signals", "unknown",
						       source_of(account, "signals")});
	for (size_t i = 0; i < facts->signal_count; i++)
		add_fact(account, table, text_format(ctx, "signals.%s", facts->signals[i].name),
			 value_number(facts->signals[i].number), "signals", &source);
	printf("\nFacts\n");
	table_print(table, stdout, account->ctl->has_colour);
}

static void print_account(const struct account *account)
{
	print_decision(account);
	print_arithmetic(account);
	print_missing(account);
	print_trace(account);
	print_facts(account);
}

/* ---- for programs ---- */

static void print_json(const struct account *account)
{
	const struct decision_row *decision = &account->decision;
	void *ctx = account->ctl->ctx;
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, buffer);

	json_open_object(writer);
	json_put_member(writer, "ticket", account->row.ticket);
	json_put_count(writer, "revision", decision->revision);
	json_put_member(writer, "decided_at", ctl_time(ctx, decision->decided_at));
	json_put_key(writer, "decision");
	json_put_value(writer, &account->decided, account->decided.values);
	json_put_key(writer, "facts");
	json_put_value(writer, &account->told, account->told.values);
	json_put_member(writer, "sources", decision->sources);
	json_put_member(writer, "policy_hash", decision->policy_hash);
	json_put_member(writer, "policy_text", decision->policy_text);
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_explain(struct ctl *ctl)
{
	struct account account = {.ctl = ctl};
	const struct config *config = ctl_config(ctl);
	struct ledger *ledger;
	bool has_decision;
	struct error error;

	if (config == NULL)
		return EXIT_USE;
	ledger = ctl_ledger(ctl, config);
	if (ledger == NULL || !ctl_find_case(ctl, config, ledger, ctl->args[0], &account.row,
					     &account.decision, &has_decision))
		return EXIT_TROUBLE;
	if (!has_decision) {
		error_set(&error, ERROR_ABSENT, "ticket %s is %s and was not decided yet",
			  ctl->args[0], case_state_words.list[account.row.state]);
		return ctl_fail(&error);
	}
	if (!read_account(&account, &error))
		return ctl_fail(&error);
	account.zone = zone_of(config, account.decision.policy);
	if (ctl->is_json)
		print_json(&account);
	else
		print_account(&account);
	return EXIT_DONE;
}
