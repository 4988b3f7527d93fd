/* The daemon: owns the loop, and with it the question when. */
#ifndef REFUNDD_DAEMON_DAEMON_H
#define REFUNDD_DAEMON_DAEMON_H

#include "daemon/casework.h"

enum daemon_mode {
	DAEMON_RUN,	 /* until SIGTERM or SIGINT */
	DAEMON_ONCE,	 /* until nothing is left that could be done now */
	DAEMON_REHEARSE, /* the same, and nothing is changed: it only tells */
};

/* Reads a configuration anew, as the first was read; owned by `ctx`. NULL with problems. */
typedef struct config *config_reader(const void *ctx, const char *file, struct problems *problems);

/* False when it could not start, or, but for DAEMON_RUN, when not all could be done. `config` is
 * the daemon's from now on. */
bool daemon_run(struct config *config, enum daemon_mode mode, config_reader *reader,
		struct told_hook hook, struct error *error);

#endif
