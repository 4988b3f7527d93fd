/* The other end of the daemon's control socket. */
#ifndef REFUNDD_CTL_CLIENT_H
#define REFUNDD_CTL_CLIENT_H

#include "wire/json.h"

/* Sends the line `request`, with the open file `fd` (-1: none) beside it, and waits for an answer
 * that says "ok"; the answer is owned by `ctx`. ERROR_ABSENT: no daemon listens there. */
bool client_ask(const void *ctx, const char *path, const char *request, int fd, int patience_s,
		struct json_document *answer, struct error *error);

#endif
