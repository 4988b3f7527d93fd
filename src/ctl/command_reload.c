#include "base/memory.h"
#include "ctl/client.h"
#include "ctl/ctl.h"

#define PATIENCE_S 30

/* What is wrong with the file is told whole; the daemon tells the beginning of it. */
static int fail(struct ctl *ctl, const char *file, const struct error *error)
{
	if (startup_config(ctl->ctx, file) != NULL)
		return ctl_fail(error);
	fputs("refundctl: not reloaded\n", stderr);
	return EXIT_USE;
}

static void print_result(const struct ctl *ctl, const char *file)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	if (!ctl->is_json) {
		printf("reloaded %s\n", file);
		return;
	}
	json_open_object(writer);
	json_put_member(writer, "config", file);
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_reload(struct ctl *ctl)
{
	const char *file = startup_config_file(ctl->config_file);
	const char *socket = config_peek(ctl->ctx, file, "control_socket");
	struct json_document answer;
	struct error error;

	if (socket == NULL)
		return startup_config(ctl->ctx, file) == NULL ? EXIT_USE : EXIT_TROUBLE;
	if (!client_ask(ctl->ctx, socket, "{\"request\":\"reload\"}\n", -1, PATIENCE_S, &answer,
			&error))
		return fail(ctl, file, &error);
	print_result(ctl, file);
	return EXIT_DONE;
}
