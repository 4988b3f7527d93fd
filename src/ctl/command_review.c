#include "base/memory.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/review_print.h"

#include <string.h>

#define PATIENCE_S 30

/* ---- what only the daemon does ---- */

static char *request_text(const struct ctl *ctl)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_member(writer, "request", "review");
	json_put_member(writer, "act", ctl->args[0]);
	json_put_member(writer, "ticket", ctl->args[1]);
	json_put_member(writer, "amount", ctl->amount);
	json_put_member(writer, "code", ctl->code);
	json_put_member(writer, "reason", ctl->reason);
	json_close_object(writer);
	buffer_add_char(buffer, '\n');
	return buffer->bytes;
}

static void print_answer(const struct ctl *ctl, const struct json_document *answer)
{
	const struct json_value *said = json_member(answer, answer->values, "said");
	struct buffer *buffer = buffer_new(ctl->ctx);

	if (ctl->is_json) {
		json_put_value(json_writer_new(buffer, buffer), answer, answer->values);
		ctl_print_json(buffer);
	} else if (said != NULL && said->type == JSON_STRING) {
		printf("%s\n", said->text);
	}
}

static int ask_daemon(struct ctl *ctl, const struct config *config)
{
	struct json_document answer;
	struct error error;

	if (!client_ask(ctl->ctx, config->control_socket, request_text(ctl), -1, PATIENCE_S,
			&answer, &error)) {
		if (error.kind == ERROR_ABSENT)
			error_put_before(&error, "reviewers speak through refundd, which reads the "
						 "ticket again before it answers");
		return ctl_fail(&error);
	}
	print_answer(ctl, &answer);
	return EXIT_DONE;
}

/* ---- what is read from the ledger ---- */

static int list(struct ctl *ctl, const struct config *config)
{
	struct ledger *ledger = ctl_ledger(ctl, config);
	struct review_summary *reviews;
	struct error error;
	size_t count;

	if (ledger == NULL)
		return EXIT_TROUBLE;
	if (!review_list(ledger, ctl->ctx, ctl->limit, &reviews, &count, &error))
		return ctl_fail(&error);
	review_print_list(ctl, config, ledger, reviews, count);
	return EXIT_DONE;
}

static bool find(struct ctl *ctl, const struct config *config, struct ledger *ledger,
		 struct review_story *story, struct error *error)
{
	int64_t id;

	if (!ctl_find_case(ctl, config, ledger, ctl->args[1], &story->row, &story->decision,
			   &story->has_decision))
		return error_set(error, ERROR_ABSENT, "%s", "");
	id = story->row.id;
	return review_find(ledger, ctl->ctx, id, &story->review, &story->is_open, error) &&
	       verdict_list(ledger, ctl->ctx, id, &story->verdicts, &story->verdict_count, error) &&
	       effect_list_case(ledger, ctl->ctx, id, &story->effects, &story->effect_count, error);
}

static int tell(struct ctl *ctl, const struct config *config,
		void (*print)(const struct ctl *ctl, const struct config *config,
			      const struct review_story *story))
{
	struct ledger *ledger = ctl_ledger(ctl, config);
	struct review_story story;
	struct error error;

	if (ledger == NULL)
		return EXIT_TROUBLE;
	if (!find(ctl, config, ledger, &story, &error))
		return error.text[0] == '\0' ? EXIT_TROUBLE : ctl_fail(&error);
	print(ctl, config, &story);
	return EXIT_DONE;
}

static int show(struct ctl *ctl, const struct config *config)
{
	return tell(ctl, config, review_print_story);
}

static int history(struct ctl *ctl, const struct config *config)
{
	return tell(ctl, config, review_print_history);
}

static int reasons(struct ctl *ctl, const struct config *config)
{
	review_print_reasons(ctl, config);
	return EXIT_DONE;
}

/* ---- the acts ---- */

#define AMOUNT	   1u
#define CODE	   2u
#define REASON	   4u
#define NEEDS_CODE 8u

static const struct {
	const char *name;
	int args; /* with its own name */
	unsigned takes;
	int (*run)(struct ctl *ctl, const struct config *config);
} acts[] = {
	{"list", 1, 0, list},
	{"show", 2, 0, show},
	{"history", 2, 0, history},
	{"reasons", 1, 0, reasons},
	{"claim", 2, 0, ask_daemon},
	{"unclaim", 2, 0, ask_daemon},
	{"approve", 2, AMOUNT | CODE | REASON, ask_daemon},
	{"reject", 2, CODE | REASON | NEEDS_CODE, ask_daemon},
	{"release", 2, REASON, ask_daemon},
};

static bool is_used_right(const struct ctl *ctl, int args, unsigned takes)
{
	unsigned given = (ctl->amount != NULL ? AMOUNT : 0) | (ctl->code != NULL ? CODE : 0) |
			 (ctl->reason != NULL ? REASON : 0);

	return ctl->arg_count == args && (given & ~takes) == 0 &&
	       ((takes & NEEDS_CODE) == 0 || ctl->code != NULL);
}

int command_review(struct ctl *ctl)
{
	const struct config *config;
	struct error error;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (strcmp(acts[i].name, ctl->args[0]) != 0 ||
		    !is_used_right(ctl, acts[i].args, acts[i].takes))
			continue;
		config = ctl_config(ctl);
		return config == NULL ? EXIT_USE : acts[i].run(ctl, config);
	}
	error_put(&error, ERROR_USE, "see refundctl help review for how it is used");
	return ctl_fail(&error);
}
