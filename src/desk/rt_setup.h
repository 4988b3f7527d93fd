/* What RT says of a user, a queue and its fields: whether we can work there. Pure. */
#ifndef REFUNDD_DESK_RT_SETUP_H
#define REFUNDD_DESK_RT_SETUP_H

#include "desk/rt_json.h"

struct rt_user {
	const char *name;
	const char *zone; /* "UTC"; empty: the server's */
	bool is_privileged;
};

struct rt_queue_fields {
	struct {
		const char *id, *name;
	} * list;
	size_t count;
};

struct rt_queue_setup {
	const char *name;
	const char *lifecycle;
	bool is_disabled;
	bool can_have_new; /* we may create tickets in it */
	struct rt_queue_fields of_tickets, of_transactions;
};

struct rt_field_setup {
	const char *type; /* "Freeform", "Select", ... */
	const char **values;
	size_t value_count;
};

/* Lists belong to `ctx`, texts to the document. */
bool rt_user_read(const struct json_document *document, struct rt_user *user, struct error *error);
bool rt_queue_read(const void *ctx, const struct json_document *document,
		   struct rt_queue_setup *queue, struct error *error);
bool rt_field_read(const void *ctx, const struct json_document *document,
		   struct rt_field_setup *field, struct error *error);

/* The field's id, or NULL. */
const char *rt_queue_field(const struct rt_queue_fields *fields, const char *name);

/* Without a queue that is there and keys in its transactions nothing may be said at all. */
bool rt_queue_suffices(const struct rt_queue_setup *queue, const char *name, const char *key_field,
		       struct error *error);

#endif
