#include "ctl/client.h"
#include "ctl/status.h"

#define PATIENCE_S 5 /* of a daemon that is asked how it is */

static void print_status(const struct ctl *ctl, const struct status *status)
{
	struct buffer *text = buffer_new(ctl->ctx);
	const char *colour = status->need_count == 0 ? "\033[1;32m" : "\033[1;31m";

	printf("%s%s%s\n", ctl->has_colour ? colour : "", status_headline(status),
	       ctl->has_colour ? "\033[0m" : "");
	status_add_needs(status, text);
	buffer_add_char(text, '\n');
	status_add_figures(status, text);
	ctl_print_lines(ctl->ctx, "", text->bytes);
}

static void print_json(const struct ctl *ctl, const struct status *status)
{
	struct buffer *buffer = buffer_new(ctl->ctx);

	status_put(status, json_writer_new(buffer, buffer));
	ctl_print_json(buffer);
}

/* The file is wrong, which was said; a daemon may run on by the one before. */
static void tell_of_daemon(struct ctl *ctl)
{
	const char *file = startup_config_file(ctl->config_file);
	const char *socket = config_peek(ctl->ctx, file, "control_socket");
	struct status status = {.ctx = ctl->ctx};
	struct error error;

	status.is_running =
		socket != NULL && client_ask(ctl->ctx, socket, "{\"request\":\"status\"}\n", -1,
					     PATIENCE_S, &status.daemon, &error);
	if (status.is_running)
		fprintf(stderr, "refundctl: refundd runs on by the configuration of %s\n",
			status_when(&status, "config_since"));
}

int command_status(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);
	struct status status;
	struct error error;

	if (config == NULL) {
		tell_of_daemon(ctl);
		return EXIT_USE;
	}
	if (!status_read(ctl->ctx, config, &status, &error))
		return ctl_fail(&error);
	if (ctl->is_json)
		print_json(ctl, &status);
	else
		print_status(ctl, &status);
	return EXIT_DONE;
}
