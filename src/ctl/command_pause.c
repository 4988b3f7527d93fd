#include "base/memory.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ledger/pauses.h"
#include "sys/clock.h"

#define PATIENCE_S 30

struct button { /* the red one */
	struct ctl *ctl;
	const struct config *config;
	bool is_pause; /* else it ends one */
	const char *reason;
	bool has_changed;
};

/* ---- through the daemon ---- */

static char *request_text(const struct button *button)
{
	struct buffer *buffer = buffer_new(button->ctl->ctx);
	struct json_writer *writer = json_writer_new(button->ctl->ctx, buffer);

	json_open_object(writer);
	json_put_member(writer, "request", button->is_pause ? "pause" : "resume");
	json_put_member(writer, "reason", button->reason);
	json_close_object(writer);
	buffer_add_char(buffer, '\n');
	return buffer->bytes;
}

static bool press_by_daemon(struct button *button, struct error *error)
{
	struct json_document answer;
	const struct json_value *changed;

	if (!client_ask(button->ctl->ctx, button->config->control_socket, request_text(button), -1,
			PATIENCE_S, &answer, error))
		return false;
	changed = json_member(&answer, answer.values, "changed");
	button->has_changed = changed != NULL && changed->type == JSON_TRUE;
	return true;
}

/* ---- without one ---- */

static bool press_by_ourselves(struct button *button, struct error *error)
{
	void *ctx = button->ctl->ctx;
	struct ledger *ledger = ledger_open(ctx, button->config->state_dir, LEDGER_WRITE, error);

	if (ledger == NULL)
		return false;
	return (button->is_pause ? pause_begin(ledger, ctl_user(ctx), button->reason, clock_now(),
					       &button->has_changed, error)
				 : pause_end(ledger, ctl_user(ctx), clock_now(),
					     &button->has_changed, error)) &&
	       ledger_commit(ledger, error);
}

static bool press(struct button *button, struct error *error)
{
	if (press_by_daemon(button, error))
		return true;
	return error->kind == ERROR_ABSENT && press_by_ourselves(button, error);
}

static void print_result(const struct button *button)
{
	struct buffer *buffer = buffer_new(button->ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	if (!button->ctl->is_json) {
		printf("%s%s\n", button->is_pause ? "paused" : "resumed",
		       button->has_changed ? "" : " already");
		return;
	}
	json_open_object(writer);
	json_put_flag(writer, "paused", button->is_pause);
	json_put_flag(writer, "changed", button->has_changed);
	json_close_object(writer);
	ctl_print_json(buffer);
}

static int run(struct ctl *ctl, bool is_pause)
{
	struct button button = {.ctl = ctl,
				.is_pause = is_pause,
				.reason = ctl->arg_count > 0 ? ctl->args[0] : NULL};
	struct error error;

	button.config = ctl_config(ctl);
	if (button.config == NULL)
		return EXIT_USE;
	if (!press(&button, &error))
		return ctl_fail(&error);
	print_result(&button);
	return EXIT_DONE;
}

int command_pause(struct ctl *ctl)
{
	return run(ctl, true);
}

int command_resume(struct ctl *ctl)
{
	return run(ctl, false);
}
