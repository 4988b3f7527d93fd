#include "desk/desk.h"

#include "base/memory.h"
#include "desk/member.h"
#include "desk/ticket_json.h"

#include <string.h>

static const char *const statuses[] = {"new", "open", "pending", "hold", "solved", "closed"};
static const char *const authors[] = {"customer", "agent", "refundd"};
static const char *const purposes[] = {
	[PURPOSE_POLL] = "poll", [PURPOSE_READ] = "read",   [PURPOSE_WRITE] = "write",
	[PURPOSE_LOOK] = "look", [PURPOSE_CHECK] = "check",
};
static const char *const request_ends[] = {"ok", "error", "unknown", "unsent"};

const struct words ticket_status_words = WORDS(statuses);
const struct words message_author_words = WORDS(authors);
const struct words desk_purpose_words = WORDS(purposes);
const struct words desk_request_end_words = WORDS(request_ends);

static bool has_author(const struct ticket *ticket, enum message_author author)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (ticket->messages[i].author == author)
			return true;
	return false;
}

/* NULL where it is empty. */
static const char *filled(const struct ticket *ticket, const char *name)
{
	const char *value = ticket_field(ticket, name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

static struct ticket_field *copy_fields(const void *ctx, const struct desk_write *write)
{
	struct ticket_field *fields = NEW_ARRAY(ctx, struct ticket_field, write->field_count);

	for (size_t i = 0; i < write->field_count; i++) {
		fields[i].name = text_copy(fields, write->fields[i].name);
		fields[i].value = text_copy(fields, write->fields[i].value);
	}
	return fields;
}

static void put_write(struct json_writer *json, const struct desk_write *write)
{
	json_open_object(json);
	json_put_member(json, "ticket", write->ticket);
	json_put_member(json, "key", write->key);
	json_put_flag(json, "public", write->is_public);
	json_put_member(json, "body", write->body);
	json_put_member(json, "status",
			write->sets_status ? ticket_status_words.list[write->status] : NULL);
	json_put_member(json, "tag", write->tag);
	json_put_key(json, "fields");
	json_open_object(json);
	for (size_t i = 0; i < write->field_count; i++)
		json_put_member(json, write->fields[i].name, write->fields[i].value);
	json_close_object(json);
	json_put_count(json, "customer_messages", write->customer_messages);
	json_put_flag(json, "verdict", write->is_verdict);
	json_put_flag(json, "for_review", write->is_for_review);
	json_put_member(json, "version", write->version);
	json_close_object(json);
}

static bool read_write(struct members of, struct desk_write *write, struct error *error)
{
	int status = -1;

	if (!member_text(of, "ticket", MEMBER_NEEDED, &write->ticket, error) ||
	    !member_text(of, "key", MEMBER_NEEDED, &write->key, error) ||
	    !member_truth(of, "public", MEMBER_NEEDED, &write->is_public, error) ||
	    !member_text(of, "body", MEMBER_NEEDED, &write->body, error) ||
	    !member_word(of, "status", MEMBER_OPTIONAL, ticket_status_words, &status, error) ||
	    !member_text(of, "tag", MEMBER_OPTIONAL, &write->tag, error) ||
	    !member_count(of, "customer_messages", MEMBER_NEEDED, &write->customer_messages,
			  error) ||
	    !member_truth(of, "verdict", MEMBER_OPTIONAL, &write->is_verdict, error) ||
	    !member_truth(of, "for_review", MEMBER_OPTIONAL, &write->is_for_review, error) ||
	    !member_text(of, "version", MEMBER_OPTIONAL, &write->version, error))
		return false;
	write->sets_status = status >= 0;
	if (write->sets_status)
		write->status = (enum ticket_status)status;
	return true;
}

static bool read_write_fields(const void *ctx, struct members of, struct desk_write *write,
			      struct error *error)
{
	const struct json_value *object;
	struct ticket_field *fields;

	if (!member_list(of, "fields", MEMBER_NEEDED, JSON_OBJECT, &object, error))
		return false;
	fields = NEW_ARRAY(ctx, struct ticket_field, object->count);
	write->fields = fields;
	of.object = object;
	for (const struct json_value *at = json_first(of.document, object); at != NULL;
	     at = json_next(of.document, object, at)) {
		struct ticket_field *field = &fields[write->field_count++];

		field->name = at->key;
		if (!member_text(of, at->key, MEMBER_NEEDED, &field->value, error))
			return false;
	}
	return true;
}

const char *ticket_field(const struct ticket *ticket, const char *name)
{
	for (size_t i = 0; i < ticket->field_count; i++)
		if (strcmp(ticket->fields[i].name, name) == 0)
			return ticket->fields[i].value;
	return NULL;
}

struct ticket_verdict *ticket_read_verdict(const void *ctx, const struct ticket *ticket)
{
	const char *word = filled(ticket, "review_verdict");
	struct ticket_verdict *verdict;

	if (word == NULL)
		return NULL;
	verdict = NEW(ctx, struct ticket_verdict);
	*verdict = (struct ticket_verdict){.verdict = word,
					   .reason = filled(ticket, "review_reason"),
					   .amount = filled(ticket, "review_amount"),
					   .reviewer = filled(ticket, "reviewer"),
					   .at = ticket->updated_at};
	return verdict;
}

int ticket_customer_messages(const struct ticket *ticket)
{
	int count = 0;

	for (size_t i = 0; i < ticket->message_count; i++)
		count += ticket->messages[i].author == AUTHOR_CUSTOMER;
	return count;
}

const char *ticket_first_words(const struct ticket *ticket)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (ticket->messages[i].author == AUTHOR_CUSTOMER)
			return ticket->messages[i].body;
	return NULL;
}

bool ticket_has_key(const struct ticket *ticket, const char *key)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (ticket->messages[i].key != NULL && strcmp(ticket->messages[i].key, key) == 0)
			return true;
	return false;
}

bool ticket_has_owner(const struct ticket *ticket)
{
	return ticket->assignee != NULL && ticket->assignee[0] != '\0';
}

bool ticket_has_public_agent_message(const struct ticket *ticket)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (ticket->messages[i].is_public && ticket->messages[i].author == AUTHOR_AGENT)
			return true;
	return false;
}

bool ticket_has_person(const struct ticket *ticket)
{
	return ticket_has_owner(ticket) || has_author(ticket, AUTHOR_AGENT);
}

void desk_poll(struct desk *desk, const char *cursor)
{
	desk->ops->poll(desk, cursor);
}

void desk_write(struct desk *desk, const struct desk_write *write)
{
	desk->ops->write(desk, write);
}

void desk_look(struct desk *desk, const struct desk_write *write, struct instant since)
{
	desk->ops->look(desk, write, since);
}

void desk_reread(struct desk *desk, const char *ticket)
{
	desk->ops->reread(desk, ticket);
}

bool desk_run(struct desk *desk)
{
	return desk->ops->run(desk);
}

bool desk_is_busy(const struct desk *desk)
{
	return desk->ops->is_busy(desk);
}

struct desk_write desk_write_copy(const void *ctx, const struct desk_write *write)
{
	struct desk_write copy = *write;

	copy.ticket = text_copy(ctx, write->ticket);
	copy.key = text_copy(ctx, write->key);
	copy.body = text_copy(ctx, write->body);
	copy.tag = write->tag == NULL ? NULL : text_copy(ctx, write->tag);
	copy.fields = copy_fields(ctx, write);
	copy.version = write->version == NULL ? NULL : text_copy(ctx, write->version);
	return copy;
}

char *desk_write_to_json(const void *ctx, const struct desk_write *write)
{
	struct buffer *buffer = buffer_new(NULL);
	char *json;

	put_write(json_writer_new(buffer, buffer), write);
	json = text_copy_n(ctx, buffer->bytes, buffer->length);
	talloc_free(buffer);
	return json;
}

bool desk_write_from_json(const void *ctx, const char *json, struct desk_write *write,
			  struct error *error)
{
	struct desk_write read = {0};
	struct json_document document;
	struct members of;

	if (!json_read(ctx, json, strlen(json), &ticket_json_limits, &document, error) ||
	    !members_of(&document, document.values, "a write", &of, error) ||
	    !read_write(of, &read, error) || !read_write_fields(ctx, of, &read, error))
		return false;
	*write = read;
	return true;
}
