/* What RT's answers say: documents, pages of items, transactions. Pure but for nothing: bytes in,
 * values out. Strict about what is read, since whoever answers need not be RT. */
#ifndef REFUNDD_DESK_RT_JSON_H
#define REFUNDD_DESK_RT_JSON_H

#include "desk/http.h"
#include "desk/member.h"
#include "wire/json.h"

#define RT_MAX_BYTES (8 * 1024 * 1024) /* of an answer */

/* The document of a good answer (200 or 201). ERROR_INPUT where it cannot be understood,
 * ERROR_CONFIG where the server does not let us in; else ERROR_IO. Owned by `ctx`. */
bool rt_document_read(const void *ctx, const struct http_answer *answer,
		      struct json_document *document, struct error *error);
/* Whether RT itself, and nobody in front of it, answers with that status. */
bool rt_answer_says(const struct http_answer *answer, int status);
/* What an answer other than a good one means. */
void rt_answer_error(const struct http_answer *answer, struct error *error);

/* The items of a page: objects, and no more than were asked for. */
bool rt_page_read(const struct json_document *document, const struct json_value **items,
		  struct error *error);
/* Whether there are more after those of this page. */
bool rt_page_is_full(const struct json_document *document, const struct json_value *items);

/* Takes one item of a page; false with *error for the whole page. */
typedef bool rt_item_take(void *arg, struct members item, struct error *error);

/* Reads an answer as a page and takes its items, each called `what`, in their order. Its texts
 * belong to `ctx`, its values are gone afterwards. */
bool rt_page_walk(const void *ctx, const struct http_answer *answer, const char *what,
		  rt_item_take *take, void *arg, bool *is_full, struct error *error);

/* A decimal number of at most 18 digits, as RT writes them: text or number. */
bool rt_member_id(struct members of, const char *key, const char **id, struct error *error);
bool rt_member_number(struct members of, const char *key, int64_t *number, struct error *error);
/* The "id" of an object like {"type": "user", "id": "root"}. */
bool rt_member_name(struct members of, const char *key, const char **name, struct error *error);
/* The name of a ticket's queue. */
bool rt_member_queue(struct members of, const char **name, struct error *error);

struct rt_transaction {
	int64_t id;
	const char *ticket;
	const char *type; /* "Create", "Correspond", "Comment", "Status", "CustomField", ... */
	const char *creator;
	struct instant created;
	const char *key;   /* in the field `key_field`; NULL: none */
	const char *value; /* the new one, of a change; NULL: none, or not asked for */
};

bool rt_transaction_read(struct members of, const char *key_field,
			 struct rt_transaction *transaction, struct error *error);
/* A page of them, whose ids must grow from `after` on; appended to the list of `ctx`. */
bool rt_transactions_read(const void *ctx, const struct json_document *document,
			  const char *key_field, int64_t after, struct rt_transaction **list,
			  size_t *count, bool *is_full, struct error *error);

/* The values of a custom field, joined by ", "; NULL where it has none. Lives as long as `ctx` and
 * the document's texts. */
const char *rt_field_text(const void *ctx, struct members field);

#endif
