/* The daemon: owns the loop, and with it the question when. */
#ifndef REFUNDD_DAEMON_DAEMON_H
#define REFUNDD_DAEMON_DAEMON_H

#include "daemon/casework.h"

enum daemon_mode {
	DAEMON_RUN,	 /* until SIGTERM or SIGINT */
	DAEMON_ONCE,	 /* until nothing is left that could be done now */
	DAEMON_REHEARSE, /* the same, and nothing is changed: it only tells */
};

/* False when it could not start, or, but for DAEMON_RUN, when not all could be done. */
bool daemon_run(const struct config *config, enum daemon_mode mode, struct told_hook hook,
		struct error *error);

#endif
