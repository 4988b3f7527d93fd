/* The document of a ticket: what it says, and the same document with a write in it. */
#ifndef REFUNDD_DESK_TICKET_JSON_H
#define REFUNDD_DESK_TICKET_JSON_H

#include "desk/desk.h"
#include "wire/json.h"

/* What a ticket's document may measure. */
extern const struct json_limits ticket_json_limits;

/* One to 64 of [A-Za-z0-9_.-], the first no dot. */
bool is_ticket_id(const char *id);

/* Texts point into the document, the lists belong to `ctx`. Strict on what it reads; members that
 * it does not know are not looked at. Fields that are neither text nor number are passed over. */
bool ticket_from_json(const void *ctx, const struct json_document *document, struct ticket *ticket,
		      struct error *error);

/* The document with the message, status, tag and fields of `write`, as of `now`, in the order in
 * which it came; every other member as it was. `ticket` is what the document says. */
char *ticket_json_amend(const void *ctx, const struct json_document *document,
			const struct ticket *ticket, const struct desk_write *write,
			struct instant now);

#endif
