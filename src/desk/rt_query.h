/* The paths that are asked for. Each query is made here, whole, in RT's own search language: an
 * address that the server sends is never followed. */
#ifndef REFUNDD_DESK_RT_QUERY_H
#define REFUNDD_DESK_RT_QUERY_H

#include "sys/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Items of one page: as many as RT gives at most. */
#define RT_PAGE 100

/* All paths are owned by `ctx`. Ids are decimal digits. */

/* The newest transactions of the queue, and of the review queue where there is one, without mails;
 * those after `after`, without mails and what we did, or, `with_ours`, with our own words and their
 * keys. `self` is our name. */
char *rt_path_newest(const void *ctx, const struct rt_settings *settings);
char *rt_path_changes(const void *ctx, const struct rt_settings *settings, int64_t after,
		      const char *self, bool with_ours);

enum rt_sweep {
	RT_SWEEP_ALL,  /* open ones, and all with a decision or a link of ours */
	RT_SWEEP_OPEN, /* open ones that nobody owns or that have a verdict, and wait for no
			  customer */
};

/* Tickets after `after`, with all that rt_path_tickets() asks for or with their ids alone. */
char *rt_path_sweep(const void *ctx, const struct rt_settings *settings, enum rt_sweep sweep,
		    int64_t after, bool with_ids_alone);

/* All that a struct ticket needs but the messages; what a write is checked against; the status, the
 * queue and who wrote last. */
char *rt_path_tickets(const void *ctx, const char *const *ids, size_t count);
char *rt_path_check(const void *ctx, const char *const *ids, size_t count);
char *rt_path_statuses(const void *ctx, const char *const *ids, size_t count);
/* The ids that the field of verdicts has: a queue may have one of its own by that name. */
struct rt_verdict_fields {
	const char *ids[2];
	size_t count;
};

/* Messages, changes of status and verdicts of those tickets, after `after`, with their keys. */
char *rt_path_transactions(const void *ctx, const char *const *ids, size_t count, int64_t after,
			   const struct rt_verdict_fields *verdicts);

char *rt_path_user(const void *ctx, const char *id);
char *rt_path_queue(const void *ctx, const char *name);
char *rt_path_field(const void *ctx, const char *id);
/* One ticket for which `condition` holds, and what may be done with it. */
char *rt_path_sample(const void *ctx, const char *queue, const char *condition);
/* One message of the queue's tickets, a note where there is any: not even that is told of one that
 * we may not see. */
char *rt_path_note(const void *ctx, const char *queue);
/* Our newest words in the queue; the fields of their ticket. */
char *rt_path_words(const void *ctx, const char *queue, const char *self);
char *rt_path_fields(const void *ctx, const char *ticket);
/* One ticket, wherever it is now. */
char *rt_path_ticket(const void *ctx, const char *id);
/* Where messages to it go: those to the customer (`is_public`), and notes. */
char *rt_path_message(const void *ctx, const char *id, bool is_public);
char *rt_path_attachments(const void *ctx, const char *ticket);
char *rt_path_attachment(const void *ctx, const char *id);

/* Whether a list to be asked for has `id` already. */
bool rt_id_is_listed(const char *const *ids, size_t count, const char *id);

#endif
