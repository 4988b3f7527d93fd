#include "desk/rt_query.h"

#include "base/memory.h"
#include "desk/http.h"

#include <inttypes.h>
#include <string.h>

#define OF_TICKETS "ObjectType = 'RT::Ticket'"
#define NO_MAILS   "Type != 'EmailRecord' AND Type != 'CommentEmailRecord'"

#define WHOLE_TICKETS                                                               \
	"&fields=Subject,Status,Owner,Queue,Created,LastUpdated,Creator,Requestor," \
	"EffectiveId,CustomFields&fields%5BQueue%5D=Name"

/* In quotes, as RT's search language wants it. */
static void add_quoted(struct buffer *query, const char *text)
{
	buffer_add_char(query, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'' || *text == '\\')
			buffer_add_char(query, '\\');
		buffer_add_char(query, *text);
	}
	buffer_add_char(query, '\'');
}

/* "(Queue = 'A' OR Queue = 'B')" */
static void add_queues(struct buffer *query, const char *field, const struct rt_settings *settings)
{
	buffer_add_format(query, "(%s = ", field);
	add_quoted(query, settings->queue);
	if (settings->review_queue != NULL) {
		buffer_add_format(query, " OR %s = ", field);
		add_quoted(query, settings->review_queue);
	}
	buffer_add_char(query, ')');
}

/* "(id = 1 OR id = 2)"; what cannot be an id is 0, which no ticket has. */
static void add_ids(struct buffer *query, const char *field, const char *const *ids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool is_number = strspn(ids[i], "0123456789") == strlen(ids[i]);

		buffer_add_format(query, "%s%s = %s", i == 0 ? "(" : " OR ", field,
				  is_number && ids[i][0] != '\0' ? ids[i] : "0");
	}
	buffer_add_char(query, ')');
}

/* `rest` is encoded already. */
static char *search(const void *ctx, const char *what, const struct buffer *query, int per_page,
		    const char *rest)
{
	struct buffer *path = buffer_new(ctx);

	buffer_add_format(path, "/%s?query=", what);
	http_encode(path, query->bytes);
	buffer_add_format(path, "&per_page=%d&orderby=id%s", per_page, rest);
	return buffer_take(path);
}

static char *search_ids(const void *ctx, const char *const *ids, size_t count, const char *rest)
{
	struct buffer *query = buffer_new(NULL);
	char *path;

	add_ids(query, "id", ids, count);
	path = search(ctx, "tickets", query, RT_PAGE, rest);
	talloc_free(query);
	return path;
}

/* "/ticket/1" and what follows, which is encoded already. */
static char *one(const void *ctx, const char *what, const char *id, const char *rest)
{
	struct buffer *path = buffer_new(ctx);

	buffer_add_format(path, "/%s/", what);
	http_encode(path, id);
	buffer_add_text(path, rest);
	return buffer_take(path);
}

char *rt_path_newest(const void *ctx, const struct rt_settings *settings)
{
	struct buffer *query = buffer_new(NULL);
	char *path;

	buffer_add_text(query, OF_TICKETS " AND " NO_MAILS " AND ");
	add_queues(query, "TicketQueue", settings);
	path = search(ctx, "transactions", query, RT_PAGE, "&order=DESC");
	talloc_free(query);
	return path;
}

char *rt_path_changes(const void *ctx, const struct rt_settings *settings, int64_t after,
		      const char *self, bool with_ours)
{
	struct buffer *query = buffer_new(NULL);
	char *path;

	buffer_add_text(query, OF_TICKETS " AND ");
	add_queues(query, "TicketQueue", settings);
	/* What RT does by itself is an echo of what somebody did, but for tickets that it makes. */
	buffer_add_format(query,
			  " AND id > %" PRId64 " AND " NO_MAILS
			  " AND (Creator != 'RT_System' OR Type = 'Create')",
			  after);
	if (with_ours)
		buffer_add_text(query,
				" AND (Type = 'Correspond' OR Type = 'Comment' OR Creator != ");
	else
		buffer_add_text(query, " AND (Creator != ");
	add_quoted(query, self);
	buffer_add_char(query, ')');
	path = search(ctx, "transactions", query, RT_PAGE,
		      with_ours ? "&fields=ObjectId,Type,Creator,Created,CustomFields"
				: "&fields=ObjectId,Type,Creator,Created");
	talloc_free(query);
	return path;
}

char *rt_path_sweep(const void *ctx, const struct rt_settings *settings, enum rt_sweep sweep,
		    int64_t after, bool with_ids_alone)
{
	struct buffer *query = buffer_new(NULL);
	char *path;

	add_queues(query, "Queue", settings);
	if (sweep == RT_SWEEP_ALL) {
		buffer_add_format(query,
				  " AND (Status = '__Active__' OR 'CF.{%s}' IS NOT NULL"
				  " OR 'CF.{%s}' IS NOT NULL)",
				  settings->decision_field, settings->linked_field);
	} else {
		buffer_add_format(query,
				  " AND Status = '__Active__' AND (Owner = 'Nobody'"
				  " OR 'CF.{%s}' IS NOT NULL) AND Status != ",
				  settings->verdict_field);
		add_quoted(query, settings->pending_status);
	}
	buffer_add_format(query, " AND id > %" PRId64, after);
	path = search(ctx, "tickets", query, RT_PAGE, with_ids_alone ? "" : WHOLE_TICKETS);
	talloc_free(query);
	return path;
}

char *rt_path_tickets(const void *ctx, const char *const *ids, size_t count)
{
	return search_ids(ctx, ids, count, WHOLE_TICKETS);
}

char *rt_path_check(const void *ctx, const char *const *ids, size_t count)
{
	return search_ids(ctx, ids, count,
			  "&fields=Status,Owner,Queue,LastUpdated&fields%5BQueue%5D=Name");
}

char *rt_path_statuses(const void *ctx, const char *const *ids, size_t count)
{
	return search_ids(ctx, ids, count,
			  "&fields=Status,Queue,LastUpdatedBy&fields%5BQueue%5D=Name");
}

char *rt_path_transactions(const void *ctx, const char *const *ids, size_t count, int64_t after,
			   const struct rt_verdict_fields *verdicts)
{
	struct buffer *query = buffer_new(NULL);
	char *path;

	buffer_add_text(query, OF_TICKETS " AND ");
	add_ids(query, "ObjectId", ids, count);
	buffer_add_text(query, " AND (Type = 'Correspond' OR Type = 'Comment' OR Type = 'Status'");
	for (size_t i = 0; i < verdicts->count; i++)
		buffer_add_format(query, " OR (Type = 'CustomField' AND Field = '%s')",
				  verdicts->ids[i]);
	buffer_add_format(query, ") AND id > %" PRId64, after);
	path = search(ctx, "transactions", query, RT_PAGE,
		      "&fields=ObjectId,Type,Creator,Created,NewValue,CustomFields");
	talloc_free(query);
	return path;
}

char *rt_path_user(const void *ctx, const char *id)
{
	return one(ctx, "user", id, "");
}

char *rt_path_queue(const void *ctx, const char *name)
{
	return one(ctx, "queue", name, "");
}

char *rt_path_field(const void *ctx, const char *id)
{
	return one(ctx, "customfield", id, "");
}

char *rt_path_sample(const void *ctx, const char *queue, const char *condition)
{
	struct buffer *query = buffer_new(NULL);
	char *path;

	buffer_add_text(query, "Queue = ");
	add_quoted(query, queue);
	buffer_add_format(query, " AND %s", condition);
	path = search(ctx, "tickets", query, 1, "&fields=Status,_hyperlinks");
	talloc_free(query);
	return path;
}

char *rt_path_note(const void *ctx, const char *queue)
{
	struct buffer *query = buffer_new(NULL);
	struct buffer *path = buffer_new(ctx);

	buffer_add_text(query,
			OF_TICKETS " AND (Type = 'Comment' OR Type = 'Create') AND TicketQueue = ");
	add_quoted(query, queue);
	buffer_add_text(path, "/transactions?query=");
	http_encode(path, query->bytes);
	/* By their types notes come before what else is asked for. */
	buffer_add_text(path, "&per_page=1&orderby=Type&fields=Type");
	talloc_free(query);
	return buffer_take(path);
}

char *rt_path_words(const void *ctx, const char *queue, const char *self)
{
	struct buffer *query = buffer_new(NULL);
	char *path;

	buffer_add_text(query, OF_TICKETS " AND Type = 'Correspond' AND Creator = ");
	add_quoted(query, self);
	buffer_add_text(query, " AND TicketQueue = ");
	add_quoted(query, queue);
	path = search(ctx, "transactions", query, 1, "&order=DESC&fields=ObjectId");
	talloc_free(query);
	return path;
}

char *rt_path_fields(const void *ctx, const char *ticket)
{
	return search_ids(ctx, &ticket, 1, "&fields=CustomFields");
}

char *rt_path_ticket(const void *ctx, const char *id)
{
	return one(ctx, "ticket", id, "?fields%5BQueue%5D=Name");
}

char *rt_path_message(const void *ctx, const char *id, bool is_public)
{
	return one(ctx, "ticket", id, is_public ? "/correspond" : "/comment");
}

char *rt_path_attachments(const void *ctx, const char *ticket)
{
	return one(ctx, "ticket", ticket,
		   "/attachments?per_page=100&fields=TransactionId,ContentType,ContentLength");
}

char *rt_path_attachment(const void *ctx, const char *id)
{
	return one(ctx, "attachment", id, "");
}

bool rt_id_is_listed(const char *const *ids, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}
