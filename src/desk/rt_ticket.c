#include "desk/rt_ticket.h"

#include "base/memory.h"

#include <string.h>

bool rt_is_nobody(const char *user)
{
	return strcmp(user, "Nobody") == 0 || strcmp(user, "RT_System") == 0;
}

static bool is_requestor(const struct rt_ticket *ticket, const char *user)
{
	for (size_t i = 0; i < ticket->requestor_count; i++)
		if (strcmp(ticket->requestors[i], user) == 0)
			return true;
	return false;
}

/* ---- the item ---- */

static bool read_requestors(const void *ctx, struct members of, struct rt_ticket *ticket,
			    struct error *error)
{
	const struct json_value *list;

	if (!member_list(of, "Requestor", MEMBER_NEEDED, JSON_ARRAY, &list, error))
		return false;
	ticket->requestors = NEW_ARRAY(ctx, const char *, list->count);
	for (const struct json_value *at = json_first(of.document, list); at != NULL;
	     at = json_next(of.document, list, at)) {
		struct members user;

		if (!members_of(of.document, at, "a requestor", &user, error) ||
		    !member_text(user, "id", MEMBER_NEEDED,
				 &ticket->requestors[ticket->requestor_count++], error))
			return false;
	}
	return true;
}

static bool read_head(const void *ctx, struct members of, struct rt_ticket *read,
		      struct error *error)
{
	struct ticket *ticket = &read->ticket;
	const char *effective;

	if (!rt_member_id(of, "id", &ticket->id, error) ||
	    !rt_member_id(of, "EffectiveId", &effective, error) ||
	    !member_text(of, "Subject", MEMBER_NEEDED, &ticket->subject, error) ||
	    !member_text(of, "Status", MEMBER_NEEDED, &read->status, error) ||
	    !member_text(of, "LastUpdated", MEMBER_NEEDED, &read->last_updated, error) ||
	    !member_instant(of, "LastUpdated", MEMBER_NEEDED, &ticket->updated_at, error) ||
	    !member_instant(of, "Created", MEMBER_NEEDED, &ticket->created_at, error) ||
	    !rt_member_name(of, "Owner", &ticket->assignee, error) ||
	    !rt_member_name(of, "Creator", &read->creator, error) ||
	    !rt_member_queue(of, &read->queue, error) || !read_requestors(ctx, of, read, error))
		return false;
	read->is_merged = strcmp(effective, ticket->id) != 0;
	return true;
}

/* ---- fields ---- */

static bool read_fields(const void *ctx, const struct rt_settings *settings, struct members of,
			struct ticket *ticket, struct error *error)
{
	const struct json_value *list = NULL;
	struct ticket_field *fields;

	if (!member_list(of, "CustomFields", MEMBER_OPTIONAL, JSON_ARRAY, &list, error))
		return false;
	if (list == NULL)
		return true;
	fields = NEW_ARRAY(ctx, struct ticket_field, list->count);
	ticket->fields = fields;
	for (const struct json_value *at = json_first(of.document, list); at != NULL;
	     at = json_next(of.document, list, at)) {
		struct members field;
		const char *name, *text;

		if (!members_of(of.document, at, "a custom field", &field, error) ||
		    !member_text(field, "name", MEMBER_NEEDED, &name, error))
			return false;
		text = rt_field_text(fields, field);
		if (text != NULL)
			fields[ticket->field_count++] =
				(struct ticket_field){rt_field_from(settings, name), text};
	}
	return true;
}

/* `name` NULL: the queue has no such field. */
static const char *field_or(const struct ticket *ticket, const char *name, const char *fallback)
{
	const char *text = name != NULL ? ticket_field(ticket, name) : NULL;

	return text != NULL ? text : fallback;
}

static void set_described(const struct rt_settings *settings, struct ticket *ticket)
{
	ticket->product = field_or(ticket, settings->product_field, "");
	ticket->issue_type = field_or(ticket, settings->issue_type_field, "");
	ticket->language = field_or(ticket, settings->language_field, NULL);
	ticket->requester_uin = field_or(ticket, settings->account_field, NULL);
}

/* ---- messages ---- */

static bool is_message(const struct rt_transaction *transaction)
{
	return strcmp(transaction->type, "Correspond") == 0 ||
	       strcmp(transaction->type, "Comment") == 0;
}

static enum message_author author_of(const struct rt_ticket *ticket, const char *self,
				     const char *user)
{
	if (strcmp(user, self) == 0)
		return AUTHOR_REFUNDD;
	return is_requestor(ticket, user) ? AUTHOR_CUSTOMER : AUTHOR_AGENT;
}

/* A stranger's key does not make an answer of ours. */
static struct ticket_message message_of(const void *ctx, const struct rt_ticket *ticket,
					const char *self, const struct rt_transaction *transaction)
{
	enum message_author author = author_of(ticket, self, transaction->creator);

	return (struct ticket_message){.id = text_format(ctx, "%lld", (long long)transaction->id),
				       .author = author,
				       .is_public = strcmp(transaction->type, "Correspond") == 0,
				       .at = transaction->created,
				       .body = "",
				       .key = author == AUTHOR_REFUNDD ? transaction->key : NULL};
}

static bool is_own_note(const struct ticket_message *message)
{
	return message->author == AUTHOR_REFUNDD && !message->is_public;
}

/* Closed by the customer, and nobody had said anything before. */
static bool is_withdrawn(const struct rt_ticket *ticket, const char *closed_by)
{
	const struct ticket *said = &ticket->ticket;

	if (said->status != TICKET_SOLVED && said->status != TICKET_CLOSED)
		return false;
	if (closed_by == NULL || !is_requestor(ticket, closed_by) || said->assignee != NULL)
		return false;
	for (size_t i = 0; i < said->message_count; i++)
		if (said->messages[i].author != AUTHOR_CUSTOMER && !is_own_note(&said->messages[i]))
			return false;
	return true;
}

/* ---- the verdict ---- */

/* A verdict is a colleague's: what the customer, the program or we ourselves put there has no
 * reviewer. */
static bool may_review(const struct rt_ticket *ticket, const char *self, const char *user)
{
	return strcmp(user, self) != 0 && !rt_is_nobody(user) && !is_requestor(ticket, user);
}

/* The newest change of the ticket's field, or NULL. */
static const struct rt_transaction *find_change(const char *ticket,
						const struct rt_transaction *list, size_t count)
{
	for (size_t i = count; i > 0; i--)
		if (strcmp(list[i - 1].type, "CustomField") == 0 &&
		    strcmp(list[i - 1].ticket, ticket) == 0)
			return &list[i - 1];
	return NULL;
}

static struct ticket_verdict *read_verdict(const void *ctx, const char *self,
					   const struct rt_ticket *ticket,
					   const struct rt_transaction *list, size_t count)
{
	struct ticket_verdict *verdict = ticket_read_verdict(ctx, &ticket->ticket);
	const struct rt_transaction *change = find_change(ticket->ticket.id, list, count);

	if (verdict == NULL)
		return NULL;
	verdict->reviewer = NULL;
	if (change == NULL) /* it came with the ticket */
		return verdict;
	/* Changed since the ticket was read: whose the old one was is not asked any more, and the
	 * new one is news. */
	if (change->value == NULL || strcmp(change->value, verdict->verdict) != 0)
		return NULL;
	if (may_review(ticket, self, change->creator))
		verdict->reviewer = change->creator;
	verdict->at = change->created;
	return verdict;
}

/* ---- public ---- */

bool rt_ticket_read(const void *ctx, const struct rt_settings *settings, const char *self,
		    struct members of, struct rt_ticket *ticket, struct error *error)
{
	struct rt_ticket read = {.ticket = {.system = settings->name}};

	if (!read_head(ctx, of, &read, error) ||
	    !read_fields(ctx, settings, of, &read.ticket, error))
		return false;
	read.ticket.status = rt_status_from(settings, read.status);
	if (rt_is_nobody(read.ticket.assignee) || strcmp(read.ticket.assignee, self) == 0)
		read.ticket.assignee = NULL;
	set_described(settings, &read.ticket);
	*ticket = read;
	return true;
}

void rt_ticket_tell(const void *ctx, const char *self, struct rt_ticket *ticket,
		    const struct rt_transaction *list, size_t count)
{
	struct ticket_message *messages = NEW_ARRAY(ctx, struct ticket_message, 1);
	const char *closed_by = NULL;
	size_t said = 1;

	/* Whoever made the ticket did it for its customer. */
	messages[0] = (struct ticket_message){.id = "create",
					      .author = AUTHOR_CUSTOMER,
					      .is_public = true,
					      .at = ticket->ticket.created_at,
					      .body = ""};
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i].ticket, ticket->ticket.id) != 0)
			continue;
		if (strcmp(list[i].type, "Status") == 0)
			closed_by = list[i].creator;
		if (!is_message(&list[i]) || rt_is_nobody(list[i].creator))
			continue;
		messages = GROW_ARRAY(ctx, messages, struct ticket_message, said + 1);
		messages[said++] = message_of(messages, ticket, self, &list[i]);
	}
	ticket->ticket.messages = messages;
	ticket->ticket.message_count = said;
	ticket->ticket.is_withdrawn = is_withdrawn(ticket, closed_by);
	ticket->ticket.verdict = read_verdict(ctx, self, ticket, list, count);
}

bool rt_ticket_is_ours(const struct rt_ticket *ticket, const struct rt_settings *settings)
{
	return !ticket->is_merged && rt_queue_is_ours(ticket->queue, settings);
}

bool rt_queue_is_ours(const char *queue, const struct rt_settings *settings)
{
	return strcmp(queue, settings->queue) == 0 ||
	       (settings->review_queue != NULL && strcmp(queue, settings->review_queue) == 0);
}
