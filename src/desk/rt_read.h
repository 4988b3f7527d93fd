/* Reads up to a page of tickets with what was said in them: the tickets by one request, their
 * transactions by another, in this order, so that what a ticket's version knows of is in its
 * messages. The customer's words are fetched only where a ticket names no order. */
#ifndef REFUNDD_DESK_RT_READ_H
#define REFUNDD_DESK_RT_READ_H

#include "desk/rt_desk.h"
#include "desk/rt_ticket.h"

struct rt_bad_ticket {
	const char *id;
	struct error error;
};

struct rt_read {
	struct rt *rt;
	bool wants_bodies;
	void (*done)(struct rt_read *read, const struct error *error);
	void *arg;

	const char **ids; /* asked for */
	size_t id_count;
	struct rt_ticket *tickets; /* found, in order of their ids */
	size_t ticket_count;
	struct rt_bad_ticket *bad; /* found, but could not be understood */
	size_t bad_count;
	struct rt_transaction *transactions; /* of all that were asked for, in order of their ids */
	size_t transaction_count;

	struct instant asked_at;
	bool is_one_by_one; /* since a page could not be understood: next_id is asked for alone */
	size_t next_id;
	size_t next_ticket; /* whose customer's words are fetched */
	size_t next_message;
	struct rt_body_list *bodies;
};

/* At most RT_PAGE ids, copied, each once. `done` is called once, with NULL or what went wrong, and
 * frees the reading or lets its ctx do so. */
struct rt_read *rt_read_begin(const void *ctx, struct rt *rt, const char *const *ids, size_t count,
			      bool wants_bodies,
			      void (*done)(struct rt_read *read, const struct error *error),
			      void *arg);

/* The same where the answer to rt_path_sweep(), asked at `asked_at`, has the tickets already. */
struct rt_read *rt_read_begin_with(const void *ctx, struct rt *rt, const char *const *ids,
				   size_t count, struct instant asked_at,
				   const struct http_answer *answer,
				   void (*done)(struct rt_read *read, const struct error *error),
				   void *arg);

/* NULL: it was not found. */
const struct rt_ticket *rt_read_find(const struct rt_read *read, const char *id);

/* Tells the listener of the tickets, and of those that could not be understood. */
void rt_read_deliver(const struct rt_read *read);
void rt_read_deliver_one(const struct rt_read *read, const char *id);

/* ---- rt_body.c ---- */

/* Fetches the customer's words where they are wanted, then calls `done`. */
void rt_body_fetch(struct rt_read *read);
/* Puts a ticket that was found among the bad ones. */
void rt_read_spoil(struct rt_read *read, size_t ticket, const struct error *error);

/* Decodes base64 with line ends in it, as RT writes it; owned by `ctx`. NULL: it is none, or not a
 * text. */
char *rt_body_decode(const void *ctx, const char *base64, size_t length);

#endif
