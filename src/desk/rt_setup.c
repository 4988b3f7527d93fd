#include "desk/rt_setup.h"

#include "base/memory.h"

#include <string.h>

/* RT writes truths as "0" and "1", or as numbers. */
static bool read_flag(struct members of, const char *key, bool *flag, struct error *error)
{
	int64_t number;

	if (!rt_member_number(of, key, &number, error))
		return false;
	*flag = number != 0;
	return true;
}

static bool read_fields(const void *ctx, struct members of, const char *key,
			struct rt_queue_fields *fields, struct error *error)
{
	const struct json_value *list = NULL;

	if (!member_list(of, key, MEMBER_OPTIONAL, JSON_ARRAY, &list, error))
		return false;
	if (list == NULL)
		return true;
	fields->list = must(talloc_zero_size(ctx, list->count * sizeof(fields->list[0])));
	for (const struct json_value *at = json_first(of.document, list); at != NULL;
	     at = json_next(of.document, list, at)) {
		struct members field;

		if (!members_of(of.document, at, "a field", &field, error) ||
		    !rt_member_id(field, "id", &fields->list[fields->count].id, error) ||
		    !member_text(field, "name", MEMBER_NEEDED, &fields->list[fields->count].name,
				 error))
			return false;
		fields->count++;
	}
	return true;
}

/* RT links to what we may do there. */
static bool read_links(struct members of, bool *can_have_new, struct error *error)
{
	const struct json_value *list = NULL, *ref;

	if (!member_list(of, "_hyperlinks", MEMBER_OPTIONAL, JSON_ARRAY, &list, error))
		return false;
	for (const struct json_value *at = list != NULL ? json_first(of.document, list) : NULL;
	     at != NULL; at = json_next(of.document, list, at)) {
		ref = at->type == JSON_OBJECT ? json_member(of.document, at, "ref") : NULL;
		if (ref != NULL && ref->type == JSON_STRING && strcmp(ref->text, "create") == 0)
			*can_have_new = true;
	}
	return true;
}

bool rt_user_read(const struct json_document *document, struct rt_user *user, struct error *error)
{
	struct rt_user read = {.zone = ""};
	struct members of;

	if (!members_of(document, document->values, "a user", &of, error) ||
	    !member_text(of, "Name", MEMBER_NEEDED, &read.name, error) ||
	    !member_text(of, "Timezone", MEMBER_OPTIONAL, &read.zone, error) ||
	    !read_flag(of, "Privileged", &read.is_privileged, error))
		return false;
	*user = read;
	return true;
}

bool rt_queue_read(const void *ctx, const struct json_document *document,
		   struct rt_queue_setup *queue, struct error *error)
{
	struct rt_queue_setup read = {.lifecycle = ""};
	struct members of;

	if (!members_of(document, document->values, "a queue", &of, error) ||
	    !member_text(of, "Name", MEMBER_NEEDED, &read.name, error) ||
	    !member_text(of, "Lifecycle", MEMBER_OPTIONAL, &read.lifecycle, error) ||
	    !read_flag(of, "Disabled", &read.is_disabled, error) ||
	    !read_links(of, &read.can_have_new, error) ||
	    !read_fields(ctx, of, "TicketCustomFields", &read.of_tickets, error) ||
	    !read_fields(ctx, of, "TicketTransactionCustomFields", &read.of_transactions, error))
		return false;
	*queue = read;
	return true;
}

bool rt_field_read(const void *ctx, const struct json_document *document,
		   struct rt_field_setup *field, struct error *error)
{
	const struct json_value *values = NULL;
	struct rt_field_setup read = {0};
	struct members of;

	if (!members_of(document, document->values, "a field", &of, error) ||
	    !member_text(of, "Type", MEMBER_NEEDED, &read.type, error) ||
	    !member_list(of, "Values", MEMBER_OPTIONAL, JSON_ARRAY, &values, error))
		return false;
	if (values != NULL)
		read.values = NEW_ARRAY(ctx, const char *, values->count);
	for (const struct json_value *at = values != NULL ? json_first(document, values) : NULL;
	     at != NULL; at = json_next(document, values, at))
		if (at->type == JSON_STRING)
			read.values[read.value_count++] = at->text;
	*field = read;
	return true;
}

const char *rt_queue_field(const struct rt_queue_fields *fields, const char *name)
{
	for (size_t i = 0; i < fields->count; i++)
		if (strcmp(fields->list[i].name, name) == 0)
			return fields->list[i].id;
	return NULL;
}

bool rt_queue_suffices(const struct rt_queue_setup *queue, const char *name, const char *key_field,
		       struct error *error)
{
	if (strcmp(queue->name, name) != 0)
		return error_set(error, ERROR_CONFIG, "the queue is called \"%s\", not \"%s\"",
				 queue->name, name);
	if (queue->is_disabled)
		return error_set(error, ERROR_CONFIG, "the queue \"%s\" is disabled", name);
	if (rt_queue_field(&queue->of_transactions, key_field) == NULL)
		return error_set(error, ERROR_CONFIG,
				 "the queue \"%s\" has no transaction field \"%s\" that we see: an "
				 "answer could not be found again; see refundctl desk check",
				 name, key_field);
	return true;
}
