#include "desk/rt_json.h"

#include "base/memory.h"
#include "desk/rt_query.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ID_DIGITS 18

static const struct json_limits limits = {
	.max_bytes = RT_MAX_BYTES,
	.max_string = 1024 * 1024,
	.max_depth = 16,
	.max_members = 10000,
};

/* ---- documents ---- */

static bool is_json(const struct http_answer *answer)
{
	static const char type[] = "application/json";

	return answer->content_type != NULL &&
	       strncmp(answer->content_type, type, strlen(type)) == 0;
}

/* What RT has to say about it, where that can be read: {"message": "..."}. */
static const char *message_of(const void *ctx, const struct http_answer *answer)
{
	struct json_document document;
	const struct json_value *message;
	struct error ignored;

	if (!is_json(answer) ||
	    !json_read(ctx, answer->body, answer->length, &limits, &document, &ignored) ||
	    document.values->type != JSON_OBJECT)
		return NULL;
	message = json_member(&document, document.values, "message");
	return message != NULL && message->type == JSON_STRING ? message->text : NULL;
}

/* ---- members ---- */

static bool is_number(const char *text, uint32_t length)
{
	return length >= 1 && length <= ID_DIGITS && strspn(text, "0123456789") == length;
}

/* ---- transactions ---- */

/* The field's first value, of a transaction's "CustomFields". */
static bool read_key(struct members of, const char *key_field, const char **key,
		     struct error *error)
{
	const struct json_value *fields = NULL;

	*key = NULL;
	if (!member_list(of, "CustomFields", MEMBER_OPTIONAL, JSON_ARRAY, &fields, error))
		return false;
	if (fields == NULL)
		return true;
	for (const struct json_value *at = json_first(of.document, fields); at != NULL;
	     at = json_next(of.document, fields, at)) {
		const struct json_value *values, *value;
		struct members field;
		const char *name;

		if (!members_of(of.document, at, "a custom field", &field, error) ||
		    !member_text(field, "name", MEMBER_NEEDED, &name, error) ||
		    !member_list(field, "values", MEMBER_NEEDED, JSON_ARRAY, &values, error))
			return false;
		value = json_first(of.document, values);
		if (strcmp(name, key_field) == 0 && value != NULL && value->type == JSON_STRING)
			*key = value->text;
	}
	return true;
}

/* ---- public ---- */

bool rt_document_read(const void *ctx, const struct http_answer *answer,
		      struct json_document *document, struct error *error)
{
	bool is_good = answer->end == HTTP_ANSWERED &&
		       (answer->status == 200 || answer->status == 201) && is_json(answer);

	if (!is_good) {
		rt_answer_error(answer, error);
		return false;
	}
	return json_read(ctx, answer->body, answer->length, &limits, document, error) ||
	       error_wrap(error, "the server's answer cannot be read");
}

bool rt_answer_says(const struct http_answer *answer, int status)
{
	void *scratch = talloc_new(NULL);
	bool says = answer->end == HTTP_ANSWERED && answer->status == status &&
		    message_of(scratch, answer) != NULL;

	talloc_free(scratch);
	return says;
}

void rt_answer_error(const struct http_answer *answer, struct error *error)
{
	void *scratch = talloc_new(NULL);
	const char *message;

	if (answer->end != HTTP_ANSWERED) {
		*error = answer->error;
	} else if (answer->status == 401) {
		error_put(error, ERROR_CONFIG,
			  "the server does not accept the token (401); see refundctl desk check");
	} else if (answer->status >= 300 && answer->status < 400) {
		error_put(error, ERROR_IO,
			  "the server sends us elsewhere (%d), where we do not go: is the url "
			  "right?",
			  answer->status);
	} else if (answer->status == 200 || answer->status == 201) {
		error_put(error, ERROR_INPUT, "the server's answer is no JSON of Request Tracker");
	} else {
		message = message_of(scratch, answer);
		error_put(error, ERROR_IO, "the server says %d%s%.200s", answer->status,
			  message != NULL ? ": " : "", message != NULL ? message : "");
	}
	talloc_free(scratch);
}

bool rt_page_read(const struct json_document *document, const struct json_value **items,
		  struct error *error)
{
	const struct json_value *list;
	struct members of;

	if (!members_of(document, document->values, "a page", &of, error) ||
	    !member_list(of, "items", MEMBER_NEEDED, JSON_ARRAY, &list, error))
		return false;
	if (list->count > RT_PAGE)
		return error_set(error, ERROR_INPUT,
				 "the server gives a page of %u items where %d were asked for",
				 list->count, RT_PAGE);
	*items = list;
	return true;
}

bool rt_page_is_full(const struct json_document *document, const struct json_value *items)
{
	const struct json_value *total = json_member(document, document->values, "total");

	/* Where RT has counted, a full page may be known to be the last one. It need not have. */
	return items->count == RT_PAGE && (total == NULL || total->type != JSON_NUMBER ||
					   strtol(total->text, NULL, 10) != RT_PAGE);
}

bool rt_page_walk(const void *ctx, const struct http_answer *answer, const char *what,
		  rt_item_take *take, void *arg, bool *is_full, struct error *error)
{
	struct json_document document;
	const struct json_value *items;

	if (!rt_document_read(ctx, answer, &document, error) ||
	    !rt_page_read(&document, &items, error))
		return false;
	for (const struct json_value *at = json_first(&document, items); at != NULL;
	     at = json_next(&document, items, at)) {
		struct members item;

		if (!members_of(&document, at, what, &item, error) || !take(arg, item, error))
			return false;
	}
	*is_full = rt_page_is_full(&document, items);
	json_keep_texts(&document);
	return true;
}

bool rt_member_id(struct members of, const char *key, const char **id, struct error *error)
{
	const struct json_value *value = json_member(of.document, of.object, key);

	if (value != NULL && (value->type == JSON_STRING || value->type == JSON_NUMBER) &&
	    is_number(value->text, value->length)) {
		*id = value->text;
		return true;
	}
	return error_set(error, ERROR_INPUT, "\"%s\" must be a number of at most %d digits", key,
			 ID_DIGITS);
}

bool rt_member_number(struct members of, const char *key, int64_t *number, struct error *error)
{
	const char *digits;

	if (!rt_member_id(of, key, &digits, error))
		return false;
	*number = strtoll(digits, NULL, 10);
	return true;
}

bool rt_member_name(struct members of, const char *key, const char **name, struct error *error)
{
	const struct json_value *object;

	return member_list(of, key, MEMBER_NEEDED, JSON_OBJECT, &object, error) &&
	       member_text((struct members){of.document, object}, "id", MEMBER_NEEDED, name, error);
}

bool rt_member_queue(struct members of, const char **name, struct error *error)
{
	const struct json_value *queue;

	return member_list(of, "Queue", MEMBER_NEEDED, JSON_OBJECT, &queue, error) &&
	       member_text((struct members){of.document, queue}, "Name", MEMBER_NEEDED, name,
			   error);
}

bool rt_transaction_read(struct members of, const char *key_field,
			 struct rt_transaction *transaction, struct error *error)
{
	struct rt_transaction read = {.value = NULL};

	if (!rt_member_number(of, "id", &read.id, error) ||
	    !rt_member_id(of, "ObjectId", &read.ticket, error) ||
	    !member_text(of, "Type", MEMBER_NEEDED, &read.type, error) ||
	    !rt_member_name(of, "Creator", &read.creator, error) ||
	    !member_instant(of, "Created", MEMBER_NEEDED, &read.created, error) ||
	    !member_text(of, "NewValue", MEMBER_OPTIONAL, &read.value, error) ||
	    !read_key(of, key_field, &read.key, error))
		return false;
	*transaction = read;
	return true;
}

bool rt_transactions_read(const void *ctx, const struct json_document *document,
			  const char *key_field, int64_t after, struct rt_transaction **list,
			  size_t *count, bool *is_full, struct error *error)
{
	const struct json_value *items;
	size_t total = *count;

	if (!rt_page_read(document, &items, error))
		return false;
	for (const struct json_value *at = json_first(document, items); at != NULL;
	     at = json_next(document, items, at)) {
		struct rt_transaction read;
		struct members of;

		if (!members_of(document, at, "a transaction", &of, error) ||
		    !rt_transaction_read(of, key_field, &read, error))
			return false;
		if (read.id <= after)
			return error_set(error, ERROR_INPUT,
					 "the server repeats itself: transaction %" PRId64
					 " comes after %" PRId64,
					 read.id, after);
		after = read.id;
		*list = GROW_ARRAY(ctx, *list, struct rt_transaction, total + 1);
		(*list)[total++] = read;
	}
	*count = total;
	*is_full = rt_page_is_full(document, items);
	return true;
}

const char *rt_field_text(const void *ctx, struct members field)
{
	const struct json_value *values = json_member(field.document, field.object, "values");
	const char *first = NULL;
	struct buffer *all = NULL; /* of more than one: that is rare */

	if (values == NULL || values->type != JSON_ARRAY)
		return NULL;
	for (const struct json_value *at = json_first(field.document, values); at != NULL;
	     at = json_next(field.document, values, at)) {
		if (at->type != JSON_STRING || at->length == 0)
			continue;
		if (first == NULL) {
			first = at->text;
			continue;
		}
		if (all == NULL) {
			all = buffer_new(ctx);
			buffer_add_text(all, first);
		}
		buffer_add_format(all, ", %s", at->text);
	}
	return all != NULL ? all->bytes : first;
}
