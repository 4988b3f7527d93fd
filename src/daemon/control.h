/* The daemon's control socket: what refundctl asks of a daemon that runs.
 *
 * A request is one JSON object on one line, and so is its answer:
 *
 *   {"request": "status"}
 *   {"request": "import", "kind": "orders", "name": "orders.csv"}
 *
 * The file to import comes with the request as an open descriptor (SCM_RIGHTS) of a regular file.
 * An answer has "ok": true and what was asked for, or "ok": false and "error". Nobody who is slow
 * or gone holds up the loop: a client has five seconds, and sixteen may be there at once. */
#ifndef REFUNDD_DAEMON_CONTROL_H
#define REFUNDD_DAEMON_CONTROL_H

#include "ledger/ledger.h"
#include "wire/json.h"

#include <ev.h>

struct control_hooks {
	void *arg;
	/* Adds members to the open object of the answer. */
	void (*status)(void *arg, struct json_writer *writer);
	bool (*import)(void *arg, const char *kind, const char *name, FILE *file,
		       struct import_result *result, struct error *error);
};

struct control;

/* Listens at `path` (mode 0660). A socket that nobody answers at is replaced; ERROR_BUSY where
 * somebody does. talloc_free() ends it and removes the socket. */
struct control *control_new(const void *ctx, struct ev_loop *loop, const char *path,
			    struct control_hooks hooks, struct error *error);

#endif
