#include "desk/ticket_json.h"

#include "base/memory.h"

#include <string.h>

struct amendment {
	const struct json_document *document;
	const struct ticket *ticket;
	const struct desk_write *write;
	struct json_writer *out;
	char now[INSTANT_TEXT_SIZE];
};

/* Copies the members of an object or array; `of` NULL copies none. */
static void copy_members(struct amendment *amendment, const struct json_value *of)
{
	const struct json_document *document = amendment->document;
	const struct json_value *at = of == NULL ? NULL : json_first(document, of);

	for (; at != NULL; at = json_next(document, of, at))
		json_put_value(amendment->out, document, at);
}

static void put_status(struct amendment *amendment, const struct json_value *old)
{
	const struct desk_write *write = amendment->write;

	json_put_text(amendment->out,
		      write->sets_status ? ticket_status_words.list[write->status] : old->text);
}

static bool has_tag(struct amendment *amendment, const struct json_value *tags, const char *tag)
{
	const struct json_document *document = amendment->document;
	const struct json_value *at = tags == NULL ? NULL : json_first(document, tags);

	while (at != NULL && !(at->type == JSON_STRING && strcmp(at->text, tag) == 0))
		at = json_next(document, tags, at);
	return at != NULL;
}

static void put_tags(struct amendment *amendment, const struct json_value *old)
{
	const char *tag = amendment->write->tag;

	json_open_array(amendment->out);
	copy_members(amendment, old);
	if (tag != NULL && !has_tag(amendment, old, tag))
		json_put_text(amendment->out, tag);
	json_close_array(amendment->out);
}

/* What is written into the field; NULL: nothing. */
static const char *value_written(const struct desk_write *write, const char *field)
{
	for (size_t i = 0; i < write->field_count; i++)
		if (strcmp(write->fields[i].name, field) == 0)
			return write->fields[i].value;
	return NULL;
}

static void put_fields(struct amendment *amendment, const struct json_value *old)
{
	const struct json_document *document = amendment->document;
	const struct desk_write *write = amendment->write;
	const struct json_value *at = old == NULL ? NULL : json_first(document, old);

	json_open_object(amendment->out);
	for (; at != NULL; at = json_next(document, old, at)) {
		const char *value = value_written(write, at->key);

		if (value != NULL && value[0] != '\0')
			continue;
		json_put_key(amendment->out, at->key);
		if (value == NULL)
			json_put_value(amendment->out, document, at);
		else
			json_put_null(amendment->out);
	}
	for (size_t i = 0; i < write->field_count; i++)
		if (write->fields[i].value[0] != '\0')
			json_put_member(amendment->out, write->fields[i].name,
					write->fields[i].value);
	json_close_object(amendment->out);
}

static bool has_message(const struct ticket *ticket, const char *id)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (strcmp(ticket->messages[i].id, id) == 0)
			return true;
	return false;
}

static void put_message(struct amendment *amendment)
{
	const struct desk_write *write = amendment->write;
	struct json_writer *out = amendment->out;
	char *id;

	for (int n = 1;; n++) {
		id = text_format(amendment->out, "r%d", n);
		if (!has_message(amendment->ticket, id))
			break;
	}
	json_open_object(out);
	json_put_member(out, "id", id);
	json_put_member(out, "author", message_author_words.list[AUTHOR_REFUNDD]);
	json_put_flag(out, "public", write->is_public);
	json_put_member(out, "at", amendment->now);
	json_put_member(out, "key", write->key);
	json_put_member(out, "body", write->body);
	json_close_object(out);
}

static void put_messages(struct amendment *amendment, const struct json_value *old)
{
	json_open_array(amendment->out);
	copy_members(amendment, old);
	put_message(amendment);
	json_close_array(amendment->out);
}

static void put_updated_at(struct amendment *amendment, const struct json_value *old)
{
	(void)old;
	json_put_text(amendment->out, amendment->now);
}

/* What a write changes. `old` is NULL for what the document lacks, and of the right type else. */
static const struct {
	const char *key;
	void (*put)(struct amendment *amendment, const struct json_value *old);
} changes[] = {
	{"status", put_status}, {"updated_at", put_updated_at}, {"tags", put_tags},
	{"fields", put_fields}, {"messages", put_messages},
};

#define CHANGE_COUNT (sizeof(changes) / sizeof(changes[0]))

static size_t find_change(const char *key)
{
	size_t i = 0;

	while (i < CHANGE_COUNT && strcmp(changes[i].key, key) != 0)
		i++;
	return i;
}

static void put_member(struct amendment *amendment, const struct json_value *member)
{
	size_t change = find_change(member->key);

	json_put_key(amendment->out, member->key);
	if (change == CHANGE_COUNT)
		json_put_value(amendment->out, amendment->document, member);
	else
		changes[change].put(amendment, member->type == JSON_NULL ? NULL : member);
}

static void put_ticket(struct amendment *amendment)
{
	const struct json_document *document = amendment->document;
	const struct json_value *root = document->values;

	json_open_object(amendment->out);
	for (const struct json_value *at = json_first(document, root); at != NULL;
	     at = json_next(document, root, at))
		put_member(amendment, at);
	for (size_t i = 0; i < CHANGE_COUNT; i++) {
		if (json_member(document, root, changes[i].key) != NULL)
			continue;
		json_put_key(amendment->out, changes[i].key);
		changes[i].put(amendment, NULL);
	}
	json_close_object(amendment->out);
}

char *ticket_json_amend(const void *ctx, const struct json_document *document,
			const struct ticket *ticket, const struct desk_write *write,
			struct instant now)
{
	struct buffer *text = buffer_new(NULL);
	struct amendment amendment = {document, ticket, write, json_writer_new_indented(text, text),
				      ""};
	char *amended;

	instant_format(now, (struct zone){0}, amendment.now);
	put_ticket(&amendment);
	/* Laid out, it could not be read again. */
	if (text->length >= ticket_json_limits.max_bytes) {
		buffer_clear(text);
		amendment.out = json_writer_new(text, text);
		put_ticket(&amendment);
	}
	buffer_add_char(text, '\n');
	amended = text_copy_n(ctx, text->bytes, text->length);
	talloc_free(text);
	return amended;
}
