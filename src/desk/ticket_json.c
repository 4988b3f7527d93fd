#include "desk/ticket_json.h"

#include "base/memory.h"
#include "desk/member.h"

#include <string.h>

#define MAX_ID	       64
#define MAX_UIN_DIGITS 20

const struct json_limits ticket_json_limits = {
	.max_bytes = 4 * 1024 * 1024,
	.max_string = 1024 * 1024,
	.max_depth = 16,
	.max_members = 10000,
};

static bool is_made_of(const char *text, const char *letters, size_t max_length)
{
	size_t length = strlen(text);

	return length > 0 && length <= max_length && strspn(text, letters) == length;
}

static bool read_head(struct members of, struct ticket *ticket, struct error *error)
{
	int status;

	if (!member_text(of, "id", MEMBER_NEEDED, &ticket->id, error) ||
	    !member_text(of, "subject", MEMBER_OPTIONAL, &ticket->subject, error) ||
	    !member_word(of, "status", MEMBER_NEEDED, ticket_status_words, &status, error) ||
	    !member_text(of, "product", MEMBER_OPTIONAL, &ticket->product, error) ||
	    !member_text(of, "issue_type", MEMBER_OPTIONAL, &ticket->issue_type, error) ||
	    !member_text(of, "language", MEMBER_OPTIONAL, &ticket->language, error) ||
	    !member_text(of, "assignee", MEMBER_OPTIONAL, &ticket->assignee, error) ||
	    !member_instant(of, "created_at", MEMBER_NEEDED, &ticket->created_at, error))
		return false;
	ticket->status = (enum ticket_status)status;
	ticket->updated_at = ticket->created_at;
	if (!member_instant(of, "updated_at", MEMBER_OPTIONAL, &ticket->updated_at, error))
		return false;
	if (is_ticket_id(ticket->id))
		return true;
	error_set(error, ERROR_INPUT, "expected 1 to %d of A-Z a-z 0-9 _ . - and no dot in front",
		  MAX_ID);
	return member_wrong(of, "id", error);
}

static bool read_requester(struct members of, struct ticket *ticket, struct error *error)
{
	const struct json_value *requester = NULL;

	if (!member_list(of, "requester", MEMBER_OPTIONAL, JSON_OBJECT, &requester, error))
		return false;
	if (requester == NULL)
		return true;
	of.object = requester;
	if (!member_text(of, "uin", MEMBER_OPTIONAL, &ticket->requester_uin, error))
		return false;
	if (ticket->requester_uin == NULL ||
	    is_made_of(ticket->requester_uin, "0123456789", MAX_UIN_DIGITS))
		return true;
	error_set(error, ERROR_INPUT, "expected 1 to %d digits", MAX_UIN_DIGITS);
	return member_wrong(of, "uin", error);
}

/* Only a write looks at tags; what it could not add one to is said when the ticket comes in. */
static bool read_tags(struct members of, struct error *error)
{
	const struct json_value *tags = NULL;

	return member_list(of, "tags", MEMBER_OPTIONAL, JSON_ARRAY, &tags, error);
}

static bool read_fields(const void *ctx, struct members of, struct ticket *ticket,
			struct error *error)
{
	const struct json_value *object = NULL;
	struct ticket_field *fields;

	if (!member_list(of, "fields", MEMBER_OPTIONAL, JSON_OBJECT, &object, error))
		return false;
	if (object == NULL)
		return true;
	fields = NEW_ARRAY(ctx, struct ticket_field, object->count);
	ticket->fields = fields;
	for (const struct json_value *at = json_first(of.document, object); at != NULL;
	     at = json_next(of.document, object, at))
		if (at->type == JSON_STRING || at->type == JSON_NUMBER)
			fields[ticket->field_count++] = (struct ticket_field){at->key, at->text};
	return true;
}

static bool read_message(struct members of, struct ticket_message *message, struct error *error)
{
	int author;

	if (!member_text(of, "id", MEMBER_NEEDED, &message->id, error) ||
	    !member_word(of, "author", MEMBER_NEEDED, message_author_words, &author, error) ||
	    !member_truth(of, "public", MEMBER_NEEDED, &message->is_public, error) ||
	    !member_instant(of, "at", MEMBER_NEEDED, &message->at, error) ||
	    !member_text(of, "body", MEMBER_NEEDED, &message->body, error) ||
	    !member_text(of, "key", MEMBER_OPTIONAL, &message->key, error))
		return false;
	message->author = (enum message_author)author;
	if (message->author != AUTHOR_REFUNDD)
		message->key = NULL; /* a stranger's does not make an answer of ours */
	return true;
}

static bool read_messages(const void *ctx, struct members of, struct ticket *ticket,
			  struct error *error)
{
	const struct json_value *array;
	struct ticket_message *messages;

	if (!member_list(of, "messages", MEMBER_NEEDED, JSON_ARRAY, &array, error))
		return false;
	messages = NEW_ARRAY(ctx, struct ticket_message, array->count);
	ticket->messages = messages;
	for (const struct json_value *at = json_first(of.document, array); at != NULL;
	     at = json_next(of.document, array, at)) {
		struct members message;

		if (!members_of(of.document, at, "a message", &message, error) ||
		    !read_message(message, &messages[ticket->message_count++], error))
			return false;
	}
	return true;
}

bool is_ticket_id(const char *id)
{
	return id[0] != '.' && is_made_of(id,
					  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					  "0123456789_.-",
					  MAX_ID);
}

bool ticket_from_json(const void *ctx, const struct json_document *document, struct ticket *ticket,
		      struct error *error)
{
	struct ticket read = {.system = "spool", .subject = "", .product = "", .issue_type = ""};
	struct members of;

	if (!members_of(document, document->values, "the ticket", &of, error) ||
	    !read_head(of, &read, error) || !read_requester(of, &read, error) ||
	    !read_tags(of, error) || !read_fields(ctx, of, &read, error) ||
	    !read_messages(ctx, of, &read, error))
		return false;
	read.verdict = ticket_read_verdict(ctx, &read);
	*ticket = read;
	return true;
}
