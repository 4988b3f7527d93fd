#include "ctl/client.h"
#include "ctl/ctl.h"

#include <unistd.h>

/* One who asks may do so because the configuration became wrong. */
int command_introduce(struct ctl *ctl)
{
	const char *file = startup_config_file(ctl->config_file);
	const char *socket = config_peek(ctl->ctx, file, "control_socket");
	struct error error;

	if (socket == NULL)
		return startup_config(ctl->ctx, file) == NULL ? EXIT_USE : EXIT_TROUBLE;
	if (!client_introduce(ctl->ctx, socket, STDIN_FILENO, &error))
		return ctl_fail(&error);
	return EXIT_DONE;
}
