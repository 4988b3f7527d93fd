#include "base/memory.h"
#include "ctl/ctl.h"
#include "sys/clock.h"

static void print_json(const struct ctl *ctl, const struct case_summary *list, size_t count)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(ctl->ctx, buffer);

	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		ctl_put_case(ctl->ctx, &list[i].row,
			     list[i].has_decision ? &list[i].decision : NULL, writer);
		json_close_object(writer);
	}
	json_close_array(writer);
	ctl_print_json(buffer);
}

static void print_table(const struct ctl *ctl, const struct case_summary *list, size_t count)
{
	static const char *const heads[] = {"TICKET",  "STATE", "OUTCOME", "COURSE",
					    ">AMOUNT", "RULE",	">AGE",	   NULL};
	struct table *table = table_new(ctl->ctx, heads);
	struct instant now = clock_now();

	for (size_t i = 0; i < count; i++) {
		const struct case_row *row = &list[i].row;
		const struct decision_row *decision = &list[i].decision;
		bool is_decided = list[i].has_decision;

		table_add(table, (const char *const[]){
					 row->ticket,
					 case_state_words.list[row->state],
					 is_decided ? outcome_words.list[decision->outcome] : NULL,
					 is_decided ? course_words.list[decision->course] : NULL,
					 is_decided ? ctl_money(ctl->ctx, decision->total) : NULL,
					 is_decided ? decision->rule : NULL,
					 ctl_age(ctl->ctx, row->asked_at, now),
				 });
	}
	table_print(table, stdout, ctl->has_colour);
}

int command_cases(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);
	struct ledger *ledger;
	struct case_summary *list;
	size_t count;
	struct error error;

	if (config == NULL)
		return EXIT_USE;
	ledger = ctl_ledger(ctl, config);
	if (ledger == NULL)
		return EXIT_TROUBLE;
	if (!case_list(ledger, ctl->ctx, ctl->state, ctl->limit, &list, &count, &error))
		return ctl_fail(&error);
	if (ctl->is_json)
		print_json(ctl, list, count);
	else
		print_table(ctl, list, count);
	return EXIT_DONE;
}
