#include "desk/rt_read.h"

#include "base/memory.h"
#include "desk/rt_query.h"
#include "wire/utf8.h"

#include <stdlib.h>
#include <string.h>

#define BODY_MAX   (256 * 1024) /* longer ones are no words of a customer */
#define BODIES_MAX 16		/* of one ticket */

/* The attachments to fetch for one ticket. */
struct rt_body_list {
	struct {
		size_t message;
		const char *attachment;
		bool is_plain; /* else HTML */
	} list[BODIES_MAX];
	size_t count;
};

/* ---- decoding ---- */

static int digit_of(char letter)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = memchr(digits, letter, sizeof(digits) - 1);

	return found != NULL ? (int)(found - digits) : -1;
}

char *rt_body_decode(const void *ctx, const char *base64, size_t length)
{
	struct buffer *text = buffer_new(ctx);
	unsigned bits = 0;
	int count = 0;

	for (size_t i = 0; i < length && base64[i] != '='; i++) {
		int digit = digit_of(base64[i]);

		if (base64[i] == '\n' || base64[i] == '\r')
			continue;
		if (digit < 0)
			return NULL;
		bits = bits << 6 | (unsigned)digit;
		count += 6;
		if (count >= 8) {
			count -= 8;
			buffer_add_char(text, (char)(bits >> count & 0xff));
		}
	}
	if (memchr(text->bytes, '\0', text->length) != NULL ||
	    utf8_valid_length(text->bytes, text->length) != text->length)
		return NULL;
	return text->bytes;
}

/* ---- choosing ---- */

/* The message that a transaction brought. What is older than all of them but the first is what the
 * ticket was made with. */
static bool find_message(const struct ticket *ticket, int64_t transaction, size_t *message)
{
	int64_t id = INT64_MAX;

	for (size_t i = ticket->message_count - 1; i > 0; i--) {
		id = strtoll(ticket->messages[i].id, NULL, 10);
		if (id == transaction) {
			*message = i;
			return true;
		}
	}
	/* Here `id` is the oldest one's. */
	if (transaction < id)
		*message = 0;
	return transaction < id;
}

/* One text for each message: the plain one rather than the other. */
static void choose(struct rt_body_list *bodies, size_t message, const char *attachment,
		   bool is_plain)
{
	size_t at = 0;

	while (at < bodies->count && bodies->list[at].message != message)
		at++;
	if (at == BODIES_MAX || (at < bodies->count && (bodies->list[at].is_plain || !is_plain)))
		return;
	bodies->list[at].message = message;
	bodies->list[at].attachment = attachment;
	bodies->list[at].is_plain = is_plain;
	bodies->count += at == bodies->count;
}

static bool take_attachment(struct rt_body_list *bodies, const struct ticket *ticket,
			    struct members of, struct error *error)
{
	int64_t transaction, length;
	const char *id, *type;
	size_t message;

	if (!rt_member_id(of, "id", &id, error) ||
	    !rt_member_number(of, "TransactionId", &transaction, error) ||
	    !member_text(of, "ContentType", MEMBER_NEEDED, &type, error))
		return false;
	/* A container has no length. */
	if (strncmp(type, "text/", strlen("text/")) != 0 ||
	    !rt_member_number(of, "ContentLength", &length, error) || length > BODY_MAX)
		return true;
	if (find_message(ticket, transaction, &message) &&
	    ticket->messages[message].author == AUTHOR_CUSTOMER)
		choose(bodies, message, id, strcmp(type, "text/plain") == 0);
	return true;
}

static bool take_attachments(struct rt_read *read, const struct http_answer *answer,
			     struct error *error)
{
	const struct ticket *ticket = &read->tickets[read->next_ticket].ticket;
	struct json_document document;
	const struct json_value *items;

	if (!rt_document_read(read->bodies, answer, &document, error) ||
	    !rt_page_read(&document, &items, error))
		return false;
	for (const struct json_value *at = json_first(&document, items); at != NULL;
	     at = json_next(&document, items, at)) {
		struct members of;

		if (!members_of(&document, at, "an attachment", &of, error) ||
		    !take_attachment(read->bodies, ticket, of, error))
			return false;
	}
	return true;
}

/* ---- fetching ---- */

static void go_on(struct rt_read *read);

/* What the server refuses for one ticket must not keep us from the others; it is not judged
 * without its words. A server that is not there is another matter. */
static void give_up(struct rt_read *read, const struct http_answer *answer,
		    const struct error *error)
{
	if (answer->end != HTTP_ANSWERED || answer->status == 401 || answer->status == 429 ||
	    answer->status == 503) {
		read->done(read, error);
		return;
	}
	rt_read_spoil(read, read->next_ticket, error);
	read->bodies = NULL;
	go_on(read);
}

static bool take_body(struct rt_read *read, const struct http_answer *answer, struct error *error)
{
	struct ticket *ticket = &read->tickets[read->next_ticket].ticket;
	size_t message = read->bodies->list[read->next_message].message;
	struct json_document document;
	const char *content = "";
	struct members of;
	char *body;

	if (!rt_document_read(read->bodies, answer, &document, error) ||
	    !members_of(&document, document.values, "an attachment", &of, error) ||
	    !member_text(of, "Content", MEMBER_OPTIONAL, &content, error))
		return false;
	body = rt_body_decode(read, content, strlen(content));
	/* What is no text names no order. */
	if (body != NULL)
		((struct ticket_message *)ticket->messages)[message].body = body;
	return true;
}

static void on_attachment(void *arg, const struct http_answer *answer)
{
	struct rt_read *read = arg;
	struct error error;

	if (!take_body(read, answer, &error)) {
		give_up(read, answer, &error);
		return;
	}
	read->next_message++;
	go_on(read);
}

static void on_attachments(void *arg, const struct http_answer *answer)
{
	struct rt_read *read = arg;
	struct error error;

	if (!take_attachments(read, answer, &error)) {
		give_up(read, answer, &error);
		return;
	}
	read->next_message = 0;
	go_on(read);
}

static bool has_answer(const struct ticket *ticket)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (ticket->messages[i].key != NULL)
			return true;
	return false;
}

/* Of a ticket that is over the order matters only if it was answered by us. */
static bool wants_words(const struct rt_read *read, const struct rt_ticket *ticket)
{
	const struct ticket *said = &ticket->ticket;

	return (said->status < TICKET_SOLVED || has_answer(said)) &&
	       ticket_field(said, "order_id") == NULL &&
	       rt_ticket_is_ours(ticket, read->rt->settings);
}

static void ask(struct rt_read *read, char *path, http_callback *callback)
{
	rt_get(read->rt, PURPOSE_READ, path, callback, read);
	talloc_free(path);
}

static void go_on(struct rt_read *read)
{
	struct rt_body_list *bodies = read->bodies;

	if (bodies != NULL && read->next_message < bodies->count) {
		ask(read, rt_path_attachment(read, bodies->list[read->next_message].attachment),
		    on_attachment);
		return;
	}
	if (bodies != NULL)
		read->next_ticket++;
	talloc_free(bodies);
	read->bodies = NULL;
	while (read->next_ticket < read->ticket_count &&
	       !wants_words(read, &read->tickets[read->next_ticket]))
		read->next_ticket++;
	if (read->next_ticket == read->ticket_count) {
		read->done(read, NULL);
		return;
	}
	read->bodies = NEW(read, struct rt_body_list);
	ask(read, rt_path_attachments(read, read->tickets[read->next_ticket].ticket.id),
	    on_attachments);
}

void rt_body_fetch(struct rt_read *read)
{
	go_on(read);
}
