/* Request Tracker 5 over its REST2 interface.
 *
 * Changes are found by the ids of transactions, read a page of 100 tickets at a time; an answer is
 * one request: correspond or comment, with status, fields and the key in a custom field of the
 * transaction. Before it is sent the ticket is seen anew, all tickets of a batch by one request.
 * The desk refuses to know cases and policies; names of queue, fields and statuses are the
 * config's. */
#ifndef REFUNDD_DESK_RT_H
#define REFUNDD_DESK_RT_H

#include "desk/desk.h"
#include "desk/http.h"
#include "sys/config.h"

/* Owned by `ctx`; `settings` are copied. Reads the token. ERROR_CONFIG, ERROR_ABSENT or
 * ERROR_IO for a token that cannot be used. Nothing is asked yet. */
struct desk *rt_new(const void *ctx, struct ev_loop *loop, const struct rt_settings *settings,
		    enum desk_mode mode, const struct desk_listener *listener, struct error *error);

/* Other settings for a live desk, from rt_adopt() on: how often and how long it asks, whom it
 * trusts, and its token, which is read anew. Name, URL, queues, fields and statuses must be the
 * same, and so must the token's user. Owned by `ctx`; `settings` must live until it is adopted.
 * NULL as for rt_new(), and nothing has changed. */
struct rt_change;
struct rt_change *rt_prepare(const void *ctx, const struct desk *desk,
			     const struct rt_settings *settings, struct error *error);
void rt_adopt(struct desk *desk, struct rt_change *change);

/* The requests that it made. */
struct http_counts rt_counts(const struct desk *desk);
/* As http_is_left_alone(). */
bool rt_is_left_alone(const struct desk *desk, struct instant *until, const char **why);

/* One thing that must be right, and whether it is. */
struct rt_finding {
	bool is_right;
	const char *what;   /* "queue \"Billing and Refund Issues\"" */
	const char *remedy; /* what to do about it, or NULL */
};

/* Asks the live server for all that refundd relies on: reach, version, token, time zone, queue,
 * fields with their kinds and values, statuses, rights. Writes nothing. The findings belong to
 * `ctx`, in the order of asking; those that need an earlier one that is wrong are left out. */
bool rt_check(const void *ctx, const struct rt_settings *settings, struct rt_finding **findings,
	      size_t *count, struct error *error);

#endif
