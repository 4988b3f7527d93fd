/* Requests as they come over the wire. */
#ifndef REFUNDD_TESTS_HOSTILE_REQUEST_H
#define REFUNDD_TESTS_HOSTILE_REQUEST_H

#include "hostile/server.h"

/* The first one of `in`, owned by `ctx`, and how many bytes it takes there; false: it is not whole
 * yet. */
bool request_read(const void *ctx, const struct buffer *in, struct request *request,
		  size_t *length);

#endif
