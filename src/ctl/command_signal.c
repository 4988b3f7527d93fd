#include "base/memory.h"
#include "ctl/ctl.h"
#include "ledger/signals.h"
#include "sys/clock.h"

#include <string.h>

/* ---- list ---- */

/* "2: 35, 4: 70" */
static char *points_text(const void *ctx, const struct signal *signal)
{
	struct buffer *text = buffer_new(ctx);
	char number[NUMBER_TEXT_SIZE];

	for (size_t i = 0; i < signal->step_count; i++) {
		number_format(signal->steps[i].at_least, number);
		buffer_add_format(text, "%s%s: %d", i > 0 ? ", " : "", number,
				  signal->steps[i].points);
	}
	return text->bytes;
}

static char *hard_text(const void *ctx, const struct signal *signal)
{
	char number[NUMBER_TEXT_SIZE];

	if (!signal->has_hard)
		return NULL;
	number_format(signal->hard, number);
	return text_copy(ctx, number);
}

static const char *reading_text(const struct signal *signal)
{
	return signal->sql == NULL ? "facts" : signal_reading_words.list[signal->reading];
}

static void print_signals(const struct ctl *ctl, const struct policy_set *set)
{
	static const char *const heads[] = {"SIGNAL", "VALUE", "POINTS", ">HARD", "TITLE", NULL};
	struct table *table = table_new(ctl->ctx, heads);

	for (size_t i = 0; i < set->signal_count; i++) {
		const struct signal *signal = &set->signals[i];
		const char *const cells[] = {signal->name, reading_text(signal),
					     points_text(ctl->ctx, signal),
					     hard_text(ctl->ctx, signal), signal->title};

		table_add(table, cells);
	}
	table_print(table, stdout, ctl->has_colour);
}

static void put_signals(const struct ctl *ctl, const struct policy_set *set)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(ctl->ctx, buffer);

	json_open_array(writer);
	for (size_t i = 0; i < set->signal_count; i++) {
		const struct signal *signal = &set->signals[i];

		json_open_object(writer);
		json_put_member(writer, "signal", signal->name);
		json_put_member(writer, "title", signal->title);
		json_put_member(writer, "value", reading_text(signal));
		json_put_member(writer, "points", points_text(ctl->ctx, signal));
		json_put_member(writer, "hard", hard_text(ctl->ctx, signal));
		json_put_member(writer, "sql", signal->sql);
		json_close_object(writer);
	}
	json_close_array(writer);
	ctl_print_json(buffer);
}

static int list(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);

	if (config == NULL)
		return EXIT_USE;
	if (ctl->is_json)
		put_signals(ctl, &config->policies);
	else
		print_signals(ctl, &config->policies);
	return EXIT_DONE;
}

/* ---- test ---- */

struct trial {
	struct ctl *ctl;
	const struct config *config;
	struct policy_set set; /* of the one signal */
	struct ledger *ledger;
	struct case_row row;
	struct signals *signals;
	struct signal_findings findings;
	long us; /* that it took */
};

static bool choose(struct trial *trial, const char *name)
{
	const struct policy_set *all = &trial->config->policies;

	for (size_t i = 0; i < all->signal_count; i++) {
		if (strcmp(all->signals[i].name, name) != 0)
			continue;
		trial->set.signals = &all->signals[i];
		trial->set.signal_count = 1;
		if (all->signals[i].sql != NULL)
			return true;
		fprintf(stderr, "refundctl: signal %s has no sql: its value comes with the facts\n",
			name);
		return false;
	}
	fprintf(stderr, "refundctl: there is no signal \"%s\"; see refundctl signal list\n", name);
	return false;
}

/* What is on record of the case, as the daemon would gather it. */
static bool gather(const struct trial *trial, struct facts *facts, struct error *error)
{
	const struct case_row *row = &trial->row;
	struct facts_question question = {.order_id = row->order_id,
					  .asked_at = row->asked_at,
					  .requester_uin = row->requester_uin,
					  .settle = trial->config->policies.settle,
					  .system = row->system,
					  .ticket = row->ticket};

	facts_init(facts);
	facts->value[FACT_TICKET_SYSTEM] = value_text(row->system);
	facts->value[FACT_TICKET_ID] = value_text(row->ticket);
	facts->value[FACT_TICKET_CREATED_AT] = value_instant(row->asked_at);
	if (row->requester_uin != NULL)
		facts->value[FACT_TICKET_REQUESTER_UIN] = value_text(row->requester_uin);
	return ledger_gather(trial->ledger, trial->ctl->ctx, &question, facts,
			     buffer_new(trial->ctl->ctx), NULL, error);
}

static bool try_out(struct trial *trial, struct error *error)
{
	struct problems *problems = problems_new(trial->ctl->ctx);
	struct facts facts;
	struct instant begin;

	trial->signals = signals_new(trial->ctl->ctx, trial->ledger, &trial->set,
				     trial->config->signal_steps, problems);
	if (trial->signals == NULL)
		return error_set(error, ERROR_CONFIG, "%s", problems->list[0].text);
	if (!gather(trial, &facts, error))
		return false;
	begin = clock_now();
	if (!signals_find(trial->signals, trial->ctl->ctx, &facts, NULL, &trial->findings, error))
		return false;
	trial->us = (long)instant_since(clock_now(), begin).us;
	return trial->findings.is_asked ||
	       error_set(error, ERROR_ABSENT,
			 "it is not known who asks in ticket %s, and with it no signal is",
			 trial->row.ticket);
}

static void print_value(const struct trial *trial, const struct signal_finding *finding)
{
	char value[NUMBER_TEXT_SIZE];

	number_format(finding->value, value);
	if (finding->failure != NULL)
		printf("unknown: %s\n", finding->failure);
	else if (finding->exemption != NULL)
		printf("exempt %s\n", finding->exemption);
	else
		printf("value %s: %d points%s\n", value, finding->points,
		       finding->is_hard ? ", a hard sign" : "");
	printf("%ld microseconds, %lld steps of at most %d000\n", trial->us,
	       (long long)finding->steps, trial->config->signal_steps);
}

static void print_rows(const struct trial *trial, const struct signal_finding *finding)
{
	const char *heads[TABLE_COLUMNS_MAX + 1] = {NULL};
	struct table *table;

	for (size_t i = 0; i < finding->column_count && i < TABLE_COLUMNS_MAX; i++)
		heads[i] = finding->columns[i];
	table = table_new(trial->ctl->ctx, heads);
	for (size_t i = 0; i < finding->row_count; i++)
		table_add(table, finding->rows[i].texts);
	printf("\n");
	table_print(table, stdout, trial->ctl->has_colour);
	if (finding->row_total > (int64_t)finding->row_count)
		printf("and %lld more\n",
		       (long long)(finding->row_total - (int64_t)finding->row_count));
}

static void print_trial(const struct trial *trial)
{
	const struct signal_finding *finding = &trial->findings.list[0];
	void *ctx = trial->ctl->ctx;

	printf("signal %s: %s\n", finding->signal->name, finding->signal->title);
	printf("ticket %s of %s, asked %s by %s\n", trial->row.ticket, trial->row.system,
	       ctl_time(ctx, trial->row.asked_at), trial->row.requester_uin);
	print_value(trial, finding);
	if (finding->row_count > 0)
		print_rows(trial, finding);
	printf("\nplan:\n");
	ctl_print_lines(ctx, "  ", signals_plan(trial->signals, ctx, 0));
}

static void put_trial(const struct trial *trial)
{
	const struct signal_finding *finding = &trial->findings.list[0];
	void *ctx = trial->ctl->ctx;
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, buffer);

	json_open_object(writer);
	json_put_member(writer, "ticket", trial->row.ticket);
	json_put_member(writer, "asked_at", ctl_time(ctx, trial->row.asked_at));
	json_put_key(writer, "finding");
	signal_finding_to_json(finding, writer);
	json_put_count(writer, "microseconds", trial->us);
	json_put_count(writer, "steps", finding->steps);
	json_put_member(writer, "plan", signals_plan(trial->signals, ctx, 0));
	json_close_object(writer);
	ctl_print_json(buffer);
}

static int test(struct ctl *ctl)
{
	struct trial trial = {.ctl = ctl, .config = ctl_config(ctl)};
	struct decision_row decision;
	struct error error;
	bool has_decision;

	if (trial.config == NULL || !choose(&trial, ctl->args[1]))
		return EXIT_USE;
	trial.ledger = ctl_ledger(ctl, trial.config);
	if (trial.ledger == NULL || !ctl_find_case(ctl, trial.config, trial.ledger, ctl->args[2],
						   &trial.row, &decision, &has_decision))
		return EXIT_TROUBLE;
	if (!try_out(&trial, &error))
		return ctl_fail(&error);
	if (ctl->is_json)
		put_trial(&trial);
	else
		print_trial(&trial);
	return trial.findings.list[0].failure == NULL ? EXIT_DONE : EXIT_TROUBLE;
}

int command_signal(struct ctl *ctl)
{
	if (strcmp(ctl->args[0], "list") == 0 && ctl->arg_count == 1)
		return list(ctl);
	if (strcmp(ctl->args[0], "test") == 0 && ctl->arg_count == 3)
		return test(ctl);
	fprintf(stderr, "refundctl: signal: expected list, or test NAME TICKET\n");
	return EXIT_USE;
}
