/* The JSON bodies of what is written to a Request Tracker. Pure. */
#ifndef REFUNDD_DESK_RT_REQUEST_H
#define REFUNDD_DESK_RT_REQUEST_H

#include "desk/rt_names.h"
#include "base/buffer.h"

/* A message with all that goes with it, for correspond and comment. */
void rt_request_message(struct buffer *json, const struct rt_settings *settings,
			const struct desk_write *write);
/* The same without the words and the key, for a ticket that has only those. */
void rt_request_rest(struct buffer *json, const struct rt_settings *settings,
		     const struct desk_write *write);
/* A status and a queue for a ticket; NULL: as it is. */
void rt_request_place(struct buffer *json, const char *status, const char *queue);

#endif
