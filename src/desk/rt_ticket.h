/* A ticket as RT has it, put together of its item on a page and its transactions. Pure. */
#ifndef REFUNDD_DESK_RT_TICKET_H
#define REFUNDD_DESK_RT_TICKET_H

#include "desk/rt_json.h"
#include "desk/rt_names.h"

struct rt_ticket {
	struct ticket ticket; /* its messages: after rt_ticket_tell() */
	const char *queue;
	const char *status;	  /* RT's word */
	const char *last_updated; /* as RT writes it */
	const char *creator;
	const char **requestors;
	size_t requestor_count;
	bool is_merged; /* into another */
};

/* Reads the item; texts point into the document, lists belong to `ctx`. `self` is our name. */
bool rt_ticket_read(const void *ctx, const struct rt_settings *settings, const char *self,
		    struct members of, struct rt_ticket *ticket, struct error *error);

/* Gives the ticket its messages, without bodies, and its verdict out of `list`, which may have
 * other tickets' transactions too; changes of fields in it are those of the verdict. */
void rt_ticket_tell(const void *ctx, const char *self, struct rt_ticket *ticket,
		    const struct rt_transaction *list, size_t count);

/* Whether it is where we work: in the queue or the review queue, and not merged into another. */
bool rt_ticket_is_ours(const struct rt_ticket *ticket, const struct rt_settings *settings);
bool rt_queue_is_ours(const char *queue, const struct rt_settings *settings);

/* Whether a user's name is nobody's: of the program, or of an owner that is none. */
bool rt_is_nobody(const char *user);

#endif
