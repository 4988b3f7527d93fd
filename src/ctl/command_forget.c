#include "base/memory.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ledger/forget.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <unistd.h>

#define PATIENCE_S 3600 /* the ledger is written anew */

/* ---- asking ---- */

static bool is_confirmed(const char *account)
{
	char answer[8] = "";

	printf("Forget the words and contact data of account %s? This cannot be undone. [y/N] ",
	       account);
	fflush(stdout);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		return false;
	return answer[0] == 'y' || answer[0] == 'Y';
}

/* ---- through the daemon, and without one ---- */

static char *request_text(const void *ctx, const char *account)
{
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, buffer);

	json_open_object(writer);
	json_put_member(writer, "request", "forget");
	json_put_member(writer, "account", account);
	json_close_object(writer);
	buffer_add_char(buffer, '\n');
	return buffer->bytes;
}

static void read_counts(const struct json_document *answer, struct forgetting *forgetting)
{
	for (size_t i = 0; i < forgetting_count_count; i++) {
		const struct json_value *value =
			json_member(answer, answer->values, forgetting_counts[i].name);

		if (value != NULL && value->type == JSON_NUMBER)
			*(long *)((char *)forgetting + forgetting_counts[i].offset) =
				strtol(value->text, NULL, 10);
	}
}

static bool forget_by_daemon(struct ctl *ctl, const struct config *config, const char *account,
			     struct forgetting *forgetting, struct error *error)
{
	struct json_document answer;

	if (!client_ask(ctl->ctx, config->control_socket, request_text(ctl->ctx, account), -1,
			PATIENCE_S, &answer, error))
		return false;
	read_counts(&answer, forgetting);
	return true;
}

static bool forget(struct ctl *ctl, const struct config *config, const char *account,
		   struct forgetting *forgetting, struct error *error)
{
	struct ledger *ledger;

	if (forget_by_daemon(ctl, config, account, forgetting, error))
		return true;
	if (error->kind != ERROR_ABSENT)
		return false;
	ledger = ledger_open(ctl->ctx, config->state_dir, LEDGER_WRITE, error);
	return ledger != NULL &&
	       ledger_forget(ledger, account, ctl_user(ctl->ctx), clock_now(), forgetting, error);
}

static void print_result(const struct ctl *ctl, const char *account,
			 const struct forgetting *forgetting)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	if (!ctl->is_json) {
		printf("account %s is forgotten:\n", account);
		for (size_t i = 0; i < forgetting_count_count; i++)
			printf("%6ld  %s\n",
			       *(const long *)((const char *)forgetting +
					       forgetting_counts[i].offset),
			       forgetting_counts[i].title);
		return;
	}
	json_open_object(writer);
	json_put_member(writer, "account", account);
	forgetting_put(forgetting, writer);
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_forget(struct ctl *ctl)
{
	const char *account = ctl->args[0];
	struct config *config = ctl_config(ctl);
	struct forgetting forgetting = {0};
	struct error error;

	if (config == NULL)
		return EXIT_USE;
	if (!ctl->is_sure && !isatty(STDIN_FILENO)) {
		error_set(&error, ERROR_USE,
			  "forgetting cannot be undone: say --yes where nobody can be asked");
		return ctl_fail(&error);
	}
	if (!ctl->is_sure && !is_confirmed(account)) {
		printf("nothing was done\n");
		return EXIT_TROUBLE;
	}
	if (!forget(ctl, config, account, &forgetting, &error))
		return ctl_fail(&error);
	print_result(ctl, account, &forgetting);
	return EXIT_DONE;
}
