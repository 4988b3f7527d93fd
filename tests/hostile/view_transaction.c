#include "hostile/view.h"

#include "base/memory.h"

#include <stdio.h>

/* ---- transactions ---- */

struct shown {
	const struct ticket *ticket;
	const struct transaction *transaction;
};

static void put_type(const struct view *view, const struct shown *shown)
{
	json_put_text(view->writer, shown->transaction->type);
}

static void put_object_id(const struct view *view, const struct shown *shown)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", shown->ticket->id);
	json_put_text(view->writer, text);
}

static void put_object_type(const struct view *view, const struct shown *shown)
{
	(void)shown;
	json_put_text(view->writer, "RT::Ticket");
}

static void put_object(const struct view *view, const struct shown *shown)
{
	json_open_object(view->writer);
	view_put_numbered(view, "ticket", shown->ticket->id);
	json_close_object(view->writer);
}

static void put_maker(const struct view *view, const struct shown *shown)
{
	view_put_person(view, shown->ticket, shown->transaction->by, view->of_creator);
}

static void put_made(const struct view *view, const struct shown *shown)
{
	view_put_time(view, shown->transaction->created_us);
}

static void put_text_or_none(const struct view *view, const char *text)
{
	json_put_text(view->writer, text == NULL ? "" : text);
}

static void put_field(const struct view *view, const struct shown *shown)
{
	put_text_or_none(view, shown->transaction->field);
}

static void put_before(const struct view *view, const struct shown *shown)
{
	put_text_or_none(view, shown->transaction->before);
}

static void put_after(const struct view *view, const struct shown *shown)
{
	put_text_or_none(view, shown->transaction->after);
}

static void put_key_field(const struct view *view, const struct shown *shown)
{
	const char *key = shown->transaction->key;

	json_open_array(view->writer);
	json_open_object(view->writer);
	json_put_member(view->writer, "name", "RefundKey");
	view_put_place(view, "customfield", "20");
	json_put_key(view->writer, "values");
	json_open_array(view->writer);
	if (key != NULL)
		json_put_text(view->writer, key);
	json_close_array(view->writer);
	json_close_object(view->writer);
	json_close_array(view->writer);
}

static const struct {
	const char *name;
	void (*put)(const struct view *view, const struct shown *shown);
} transaction_views[] = {
	{"Type", put_type},
	{"ObjectId", put_object_id},
	{"ObjectType", put_object_type},
	{"Object", put_object},
	{"Creator", put_maker},
	{"Created", put_made},
	{"Field", put_field},
	{"OldValue", put_before},
	{"NewValue", put_after},
	{"CustomFields", put_key_field},
};

const char view_all_of_transaction[] = "Type,Object,Creator,Created,CustomFields";

void view_transaction(const struct view *view, uint32_t id)
{
	const struct transaction *transaction = &view->store->transactions[id - 1];
	struct shown shown = {store_find(view->store, transaction->ticket), transaction};
	size_t count = sizeof(transaction_views) / sizeof(transaction_views[0]);

	json_open_object(view->writer);
	for (const char *at = view->fields; at != NULL && *at != '\0'; at = view_after_next(at))
		for (size_t i = 0; i < count; i++)
			if (view_is_next(at, transaction_views[i].name)) {
				json_put_key_bytes(view->writer, transaction_views[i].name,
						   strlen(transaction_views[i].name), true);
				transaction_views[i].put(view, &shown);
			}
	view_put_numbered(view, "transaction", id);
	json_close_object(view->writer);
}

/* ---- attachments: each transaction that says something has one, with its number ---- */

bool has_attachment(const struct transaction *transaction)
{
	return strcmp(transaction->type, "Create") == 0 ||
	       strcmp(transaction->type, "Correspond") == 0 ||
	       strcmp(transaction->type, "Comment") == 0;
}

static const char *words_of(const struct view *view, uint32_t id, char text[TEXT_SIZE])
{
	const struct transaction *transaction = &view->store->transactions[id - 1];

	if (strcmp(transaction->type, "Create") == 0)
		return ticket_words(store_find(view->store, transaction->ticket), text);
	return transaction->content != NULL ? transaction->content : "(not kept)";
}

void view_attachment(const struct view *view, uint32_t id)
{
	char number[24], text[TEXT_SIZE];
	const char *words = words_of(view, id, text);

	json_open_object(view->writer);
	view_put_numbered(view, "attachment", id);
	snprintf(number, sizeof(number), "%u", id);
	json_put_member(view->writer, "TransactionId", number);
	json_put_member(view->writer, "Filename", "");
	json_put_member(view->writer, "ContentType", "text/plain");
	snprintf(number, sizeof(number), "%zu", strlen(words));
	json_put_member(view->writer, "ContentLength", number);
	json_close_object(view->writer);
}

/* In lines of 76, as the server writes it. */
static char *base64(const void *ctx, const char *text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct buffer *buffer = buffer_new(ctx);
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i += 3) {
		unsigned char bytes[3] = {0};
		size_t count = length - i < 3 ? length - i : 3;
		unsigned bits;

		memcpy(bytes, text + i, count);
		bits = (unsigned)bytes[0] << 16 | (unsigned)bytes[1] << 8 | bytes[2];
		for (size_t j = 0; j < 4; j++)
			buffer_add_char(buffer,
					j <= count ? digits[bits >> (18 - 6 * j) & 63] : '=');
		if (i % 57 == 54 || i + 3 >= length)
			buffer_add_char(buffer, '\n');
	}
	return buffer->bytes;
}

void view_attachment_alone(const struct view *view, const void *ctx, uint32_t id)
{
	char number[24], text[TEXT_SIZE];

	json_open_object(view->writer);
	json_put_key(view->writer, "id");
	json_put_integer(view->writer, id);
	snprintf(number, sizeof(number), "%u", id);
	json_put_key(view->writer, "TransactionId");
	json_open_object(view->writer);
	view_put_place(view, "transaction", number);
	json_close_object(view->writer);
	json_put_member(view->writer, "ContentType", "text/plain");
	json_put_member(view->writer, "Content", base64(ctx, words_of(view, id, text)));
	json_close_object(view->writer);
}
