#include "hostile/desk.h"

#include "base/memory.h"
#include "wire/json.h"

#include <stdio.h>

struct writing {
	struct store *store;
	struct ticket *ticket;
	const char *verb;
	struct json_document document;
	struct json_writer *messages; /* of the reply */
};

/* The rest of a write that is done when its client is gone. */
struct rest {
	struct hostile_desk *desk;
	ev_timer timer;
	uint32_t ticket, transaction;
	const char *verb;
	char *body;
	size_t length;
	enum part done;
};

static bool read_body(const void *ctx, const char *body, size_t length,
		      struct json_document *document)
{
	static const struct json_limits limits = {1 << 20, 1 << 20, 16, 100};
	struct error ignored;

	return json_read(ctx, body, length, &limits, document, &ignored);
}

static const struct json_value *member(const struct writing *writing, const char *key)
{
	return json_member(&writing->document, &writing->document.values[0], key);
}

static const char *text_of(const struct writing *writing, const char *key)
{
	const struct json_value *value = member(writing, key);

	return value != NULL && value->type == JSON_STRING ? value->text : NULL;
}

static const char *key_of(const struct writing *writing)
{
	const struct json_value *fields = member(writing, "TxnCustomFields"), *key;

	if (fields == NULL || fields->type != JSON_OBJECT)
		return NULL;
	key = json_member(&writing->document, fields, "RefundKey");
	return key == NULL ? NULL : key->text;
}

static void tell(struct writing *writing, const char *message)
{
	if (writing->messages != NULL)
		json_put_text(writing->messages, message);
}

/* ---- the pieces of a write, in Request Tracker's order ---- */

static uint32_t add_words(struct writing *writing)
{
	bool is_reply = strcmp(writing->verb, "correspond") == 0;
	const char *content = text_of(writing, "Content");
	const char *says = writing->ticket->kind->says;
	struct transaction words = {.by = WHO_BOT, .type = is_reply ? "Correspond" : "Comment"};
	struct store *store = writing->store;
	uint32_t id;

	if (store->keeps_texts)
		words.content = text_copy(store, content);
	id = store_add(store, writing->ticket, words);
	store_add(store, writing->ticket,
		  (struct transaction){.by = WHO_SYSTEM, .type = "EmailRecord"});
	writing->ticket->answers += is_reply;
	writing->ticket->notes += !is_reply;
	if (is_reply) {
		writing->ticket->is_answer_right =
			*content != '\0' && (says == NULL || strstr(content, says) != NULL);
		if (strcmp(writing->ticket->status, "new") == 0)
			store_set_status(store, writing->ticket, WHO_SYSTEM, "open");
	}
	tell(writing, is_reply ? "Correspondence added" : "Comments added");
	return id;
}

static void add_key(struct writing *writing, uint32_t transaction)
{
	const char *key = key_of(writing);

	if (key != NULL)
		writing->store->transactions[transaction - 1].key = text_copy(writing->store, key);
}

static void set_fields(struct writing *writing)
{
	const struct json_value *fields = member(writing, "CustomFields");

	if (fields == NULL || fields->type != JSON_OBJECT)
		return;
	for (const struct json_value *field = json_first(&writing->document, fields); field != NULL;
	     field = json_next(&writing->document, fields, field))
		if (field->type == JSON_STRING && store_set_field(writing->store, writing->ticket,
								  WHO_BOT, field->key, field->text))
			tell(writing, "Custom field set");
}

static void set_status(struct writing *writing)
{
	const char *status = text_of(writing, "Status");

	if (status == NULL)
		return;
	tell(writing, store_set_status(writing->store, writing->ticket, WHO_BOT, status)
			      ? "Status changed"
			      : "You can't change the status to what it is.");
}

/* From what is `done` to all that `part` says; returns the transaction of the words. */
static uint32_t write_part(struct writing *writing, enum part done, enum part part,
			   uint32_t transaction)
{
	bool has_words = strcmp(writing->verb, "put") != 0;

	if (has_words && done < PART_WORDS && part >= PART_WORDS)
		transaction = add_words(writing);
	if (has_words && done < PART_KEYED && part >= PART_KEYED)
		add_key(writing, transaction);
	if (part >= PART_ALL) {
		set_fields(writing);
		set_status(writing);
	}
	return transaction;
}

/* ---- later ---- */

static void on_rest(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct rest *rest = timer->data;
	struct store *store = rest->desk->store;
	struct writing writing = {store, store_find(store, rest->ticket), rest->verb, {0}, NULL};

	(void)loop;
	(void)events;
	if (read_body(rest, rest->body, rest->length, &writing.document))
		write_part(&writing, rest->done, PART_ALL, rest->transaction);
	talloc_free(rest);
}

static void do_rest_later(struct hostile_desk *desk, const struct request *request,
			  const struct writing *writing, const struct trouble *trouble,
			  uint32_t transaction)
{
	struct rest *rest = NEW(desk, struct rest);

	*rest = (struct rest){.desk = desk,
			      .ticket = writing->ticket->id,
			      .transaction = transaction,
			      .verb = writing->verb,
			      .body = text_copy_n(rest, request->body, request->length),
			      .length = request->length,
			      .done = trouble->part};
	ev_timer_init(&rest->timer, on_rest, trouble->rest_after_s, 0);
	rest->timer.data = rest;
	ev_timer_start(desk->loop, &rest->timer);
}

void desk_take_write(struct hostile_desk *desk, const struct request *request, uint32_t ticket,
		     const char *verb, const struct trouble *trouble, struct reply *reply)
{
	bool has_words = strcmp(verb, "put") != 0;
	struct writing writing = {desk->store,
				  store_find(desk->store, ticket),
				  verb,
				  {0},
				  json_writer_new(request->ctx, reply->body)};
	enum part part = trouble == NULL ? PART_ALL : trouble->part;
	uint32_t transaction;

	if (!read_body(request->ctx, request->body, request->length, &writing.document) ||
	    (has_words &&
	     (text_of(&writing, "Content") == NULL || text_of(&writing, "ContentType") == NULL))) {
		reply->status = 400;
		buffer_add_text(reply->body,
				"{\"message\":\"Content and ContentType are needed\"}");
		return;
	}
	json_open_array(writing.messages);
	transaction = write_part(&writing, PART_NOTHING, part, 0);
	json_close_array(writing.messages);
	reply->status = has_words ? 201 : 200;
	if (has_words)
		reply->headers = text_format(request->ctx, "Location: /REST/2.0/transaction/%u\r\n",
					     transaction);
	if (part == PART_ALL)
		return;
	if (trouble->rest_after_s > 0)
		do_rest_later(desk, request, &writing, trouble, transaction);
	else if (part == PART_WORDS)
		writing.ticket->is_spoilt = true;
}
