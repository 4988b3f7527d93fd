/* Parts of rt_check(). */
#ifndef REFUNDD_DESK_RT_CHECK_H
#define REFUNDD_DESK_RT_CHECK_H

#include "desk/rt.h"
#include "desk/rt_setup.h"

struct rt_check {
	void *ctx; /* of all that is found */
	const struct rt_settings *settings;
	struct http *http;
	const char *self;  /* our name */
	const char *where; /* behind what is found: "", or " of queue \"Review\"" */
	struct rt_finding *findings;
	size_t count;
	/* Of the last question, where it was not answered. */
	struct error error;
	bool is_refused; /* by RT itself: we may not, or it is not there */
};

/* Waits for the answer. */
bool rt_check_ask(struct rt_check *check, const char *path, struct json_document *document);
/* Returns `is_right`. */
bool rt_check_find(struct rt_check *check, bool is_right, const char *what, const char *remedy);

/* rt_check_fields.c: the fields that the config names are there, and can hold what they must. */
void rt_check_fields(struct rt_check *check, const struct rt_queue_setup *queue);
/* rt_check_rights.c: what may be done with a ticket. A queue that has none is passed over, unless
 * it is the first. */
void rt_check_rights(struct rt_check *check, const struct rt_queue_setup *queue, bool is_first);
/* What only our own answers show: that fields can be set. */
void rt_check_words(struct rt_check *check, const struct rt_queue_setup *queue);

#endif
