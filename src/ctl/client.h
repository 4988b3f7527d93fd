/* The other end of the daemon's control socket. */
#ifndef REFUNDD_CTL_CLIENT_H
#define REFUNDD_CTL_CLIENT_H

#include "wire/json.h"

/* Sends the line `request`, with the open file `fd` (-1: none) beside it, and waits for an answer
 * that says "ok"; the answer is owned by `ctx`. ERROR_ABSENT: no daemon listens there. Goes through
 * the door, where there is one. */
bool client_ask(const void *ctx, const char *path, const char *request, int fd, int patience_s,
		struct json_document *answer, struct error *error);

/* The door itself: tells the daemon who is at the other end of the socket `fd`, and passes it on.
 */
bool client_introduce(const void *ctx, const char *path, int fd, struct error *error);

#endif
