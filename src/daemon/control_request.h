/* One request of the control socket and its answer, as texts. */
#ifndef REFUNDD_DAEMON_CONTROL_REQUEST_H
#define REFUNDD_DAEMON_CONTROL_REQUEST_H

#include "daemon/control.h"

#define CONTROL_REQUEST_MAX 4096 /* bytes */

/* Does what the line says and appends the answer with its newline. `user` is who asks; `fd` is the
 * descriptor that came with it or -1; it stays the caller's. */
void control_request_serve(const struct control_hooks *hooks, const char *line, size_t length,
			   const char *user, int fd, struct buffer *answer);

/* Whether it is {"request": "introduce", "uid": UID}, which is for the socket itself. */
bool control_request_introduces(const char *line, size_t length, uid_t *uid);
/* Appends the answer to that: that it is done, or, not NULL, the error. */
void control_request_answer(const struct error *error, struct buffer *answer);

#endif
