/* The metrics by HTTP: GET /metrics, for this machine alone. Its .c is the only file that knows
 * libmicrohttpd, which works on our loop: no threads, and while nobody asks it wakes nobody.
 *
 * Four may ask at once, each for five seconds, and what is kept of a request is small. */
#ifndef REFUNDD_DAEMON_METRICS_HTTP_H
#define REFUNDD_DAEMON_METRICS_HTTP_H

#include "base/buffer.h"
#include "base/error.h"
#include "sys/listen_address.h"

#include <ev.h>

struct metrics_http;

/* Adds the text to `out`. */
typedef void metrics_writer(void *arg, struct buffer *out);

/* Listens at once. A Unix socket (mode 0660) that nobody answers at is replaced; ERROR_BUSY where
 * somebody does. talloc_free() ends it, while the loop is still there. */
struct metrics_http *metrics_http_new(const void *ctx, struct ev_loop *loop,
				      const struct listen_address *address, metrics_writer *writer,
				      void *arg, struct error *error);

/* Where it listens, with the port that the kernel chose: "127.0.0.1:9469". */
const char *metrics_http_place(const struct metrics_http *server);

#endif
