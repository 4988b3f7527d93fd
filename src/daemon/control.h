/* The daemon's control socket: what refundctl asks of a daemon that runs.
 *
 * A request is one JSON object on one line, and so is its answer:
 *
 *   {"request": "status"}
 *   {"request": "import", "kind": "orders", "name": "orders.csv"}
 *   {"request": "pause", "reason": "wrong prices"}
 *   {"request": "resume"}
 *   {"request": "reload"}
 *   {"request": "review", "act": "approve", "ticket": "1001", "amount": "418.51"}
 *   {"request": "exempt", "act": "add", "account": "100000000001", "signal": "repeat-refunds",
 *    "until": "2027-01-01", "reason": "a reseller"}
 *   {"request": "forget", "account": "100000000001"}
 *   {"request": "vacuum"}
 *   {"request": "clock", "act": "confirm"}
 *
 * The file to import comes with the request as an open descriptor (SCM_RIGHTS) of a regular file.
 * An answer has "ok": true and what was asked for, or "ok": false and "error". Who asks is not what
 * the client says but what the kernel says of it: the name of its system user. Where we have a user
 * namespace of our own the kernel knows it, but cannot tell us: then a process of our own user
 * outside of it, whom we believe, passes us the client's socket with
 *
 *   {"request": "introduce", "uid": "1000"}
 *
 * Nobody who is slow or gone holds up the loop: a client has five seconds, and sixteen may be there
 * at once. */
#ifndef REFUNDD_DAEMON_CONTROL_H
#define REFUNDD_DAEMON_CONTROL_H

#include "daemon/review.h"
#include "ledger/exemption_request.h"
#include "ledger/forget.h"
#include "wire/json.h"

#include <ev.h>

struct control_hooks {
	void *arg;
	/* Adds members to the open object of the answer. */
	void (*status)(void *arg, struct json_writer *writer);
	bool (*import)(void *arg, const char *kind, const char *name, FILE *file,
		       struct import_result *result, struct error *error);
	/* `user` is the client's system user. *has_changed false: it was so already. */
	bool (*pause)(void *arg, const char *user, const char *reason, bool *has_changed,
		      struct error *error);
	bool (*resume)(void *arg, const char *user, bool *has_changed, struct error *error);
	bool (*reload)(void *arg, const char *user, struct error *error);
	/* *said is what to tell the client, of `ctx`. */
	bool (*review)(void *arg, const void *ctx, const char *user,
		       const struct review_request *request, const char **said,
		       struct error *error);
	bool (*exempt)(void *arg, const char *user, const struct exemption_request *request,
		       struct error *error);
	bool (*forget)(void *arg, const char *user, const char *account,
		       struct forgetting *forgetting, struct error *error);
	bool (*vacuum)(void *arg, const char *user, int64_t *before, int64_t *after,
		       struct error *error);
	/* Adds members to the open object of the answer. */
	void (*clock)(void *arg, struct json_writer *writer);
	bool (*confirm_clock)(void *arg, const char *user, bool *has_changed, struct error *error);
};

struct control;

/* Listens at `path` (mode 0660). A socket that nobody answers at is replaced; ERROR_BUSY where
 * somebody does. talloc_free() ends it and removes the socket. */
struct control *control_new(const void *ctx, struct ev_loop *loop, const char *path,
			    struct control_hooks hooks, struct error *error);

/* Whether a client's user, as the hooks are given it, has a name: else it is a number, and the same
 * person may have a name again later. */
bool control_has_name(const char *user);

#endif
