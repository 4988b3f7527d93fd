#include "hostile/reads.h"

#include "base/memory.h"
#include "hostile/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define PER_PAGE     20
#define PER_PAGE_MAX 100

static struct json_writer *writer_of(const struct request *request, struct reply *reply)
{
	return json_writer_new_indented(request->ctx, reply->body);
}

/* ---- lists ---- */

static void put_page(struct hostile_desk *desk, struct view *view, const struct search *search,
		     const uint32_t *ids, size_t count, const char *next)
{
	struct json_writer *writer = view->writer;

	json_open_object(writer);
	json_put_key(writer, "total");
	json_put_null(writer);
	json_put_key(writer, "pages");
	json_put_null(writer);
	json_put_key(writer, "page");
	json_put_integer(writer, 1 + (int64_t)(search->skip / search->most));
	json_put_key(writer, "per_page");
	json_put_integer(writer, (int64_t)search->most);
	json_put_key(writer, "count");
	json_put_integer(writer, (int64_t)count);
	if (next != NULL)
		json_put_member(writer, "next_page", next);
	json_put_key(writer, "items");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++)
		if (search->of_transactions)
			view_transaction(view, ids[i]);
		else
			view_ticket(view, store_find(desk->store, ids[i]));
	json_close_array(writer);
	json_close_object(writer);
}

static uint32_t ticket_of(const struct search *search, uint32_t id)
{
	return search->of_transactions ? search->store->transactions[id - 1].ticket : id;
}

static void note_shown(const struct search *search, const uint32_t *ids, size_t count,
		       const void *ctx, struct reply *reply)
{
	reply->shown = NEW_ARRAY(ctx, uint32_t, count + 1);
	for (size_t i = 0; i < count; i++)
		reply->shown[i] = ticket_of(search, ids[i]);
	reply->shown_count = count;
}

static void answer_search(struct hostile_desk *desk, const struct request *request,
			  struct search *search, const struct trouble *trouble, struct reply *reply)
{
	struct view view = view_new(request, writer_of(request, reply), desk->store, desk->url);
	bool has_more;
	size_t count;
	uint32_t *ids;

	if (trouble != NULL && trouble->spoil_search != NULL)
		trouble->spoil_search(search);
	ids = search_run(request->ctx, search, &count, &has_more);
	if (trouble != NULL && trouble->spoil_found != NULL)
		trouble->spoil_found(request->ctx, search, &ids, &count);
	/* A page that loops says that the next one is itself. */
	put_page(desk, &view, search, ids, count,
		 !has_more ? NULL
			   : text_format(request->ctx, "%s%s?%s%s", desk->url, request->path,
					 request->query, search->ignores_bounds ? "" : "&page=2"));
	if (view.fields != NULL)
		note_shown(search, ids, count, request->ctx, reply);
}

static void search(struct hostile_desk *desk, const struct request *request, bool of_transactions,
		   const struct trouble *trouble, struct reply *reply)
{
	const char *text = request_parameter(request, "query");
	const char *order = request_parameter(request, "order");
	long most = request_number(request, "per_page", PER_PAGE);
	long page = request_number(request, "page", 1);
	struct search search = {.store = desk->store,
				.query = text == NULL ? NULL : query_parse(request->ctx, text),
				.of_transactions = of_transactions,
				.is_descending = order != NULL && strcasecmp(order, "DESC") == 0,
				.most = (size_t)(most < PER_PAGE_MAX ? most : PER_PAGE_MAX)};

	if (search.query == NULL) {
		desk_refuse(reply, 400, "Wrong query");
		return;
	}
	search.skip = search.most * (size_t)(page - 1);
	answer_search(desk, request, &search, trouble, reply);
}

void read_tickets(struct hostile_desk *desk, const struct request *request, const char *name,
		  const struct trouble *trouble, struct reply *reply)
{
	(void)name;
	search(desk, request, false, trouble, reply);
}

void read_transactions(struct hostile_desk *desk, const struct request *request, const char *name,
		       const struct trouble *trouble, struct reply *reply)
{
	(void)name;
	desk->counts.polls += strstr(request->query, "TicketQueue") != NULL;
	search(desk, request, true, trouble, reply);
}

void read_history(struct hostile_desk *desk, const struct request *request, const char *name,
		  const struct trouble *trouble, struct reply *reply)
{
	struct search search = {
		.store = desk->store,
		.query =
			query_parse(request->ctx, text_format(request->ctx, "TicketId = %s", name)),
		.of_transactions = true,
		.most = (size_t)request_number(request, "per_page", PER_PAGE),
	};

	search.skip = search.most * (size_t)(request_number(request, "page", 1) - 1);
	answer_search(desk, request, &search, trouble, reply);
}

/* ---- single reads ---- */

void read_ticket(struct hostile_desk *desk, const struct request *request, const char *name,
		 const struct trouble *trouble, struct reply *reply)
{
	struct view view = view_new(request, writer_of(request, reply), desk->store, desk->url);
	const struct ticket *ticket = desk_find(desk, name);

	(void)trouble;
	if (ticket == NULL) {
		desk_refuse(reply, 404, "Not Found");
		return;
	}
	view.fields = view_all_of_ticket;
	view_ticket(&view, ticket);
}

static uint32_t find_transaction(struct hostile_desk *desk, const char *name)
{
	unsigned long id = strtoul(name, NULL, 10);

	return id >= 1 && id <= desk->store->transaction_count ? (uint32_t)id : 0;
}

void read_transaction(struct hostile_desk *desk, const struct request *request, const char *name,
		      const struct trouble *trouble, struct reply *reply)
{
	struct view view = view_new(request, writer_of(request, reply), desk->store, desk->url);
	uint32_t id = find_transaction(desk, name);

	(void)trouble;
	view.fields = view_all_of_transaction;
	if (id == 0)
		desk_refuse(reply, 404, "Not Found");
	else
		view_transaction(&view, id);
}

void read_attachments(struct hostile_desk *desk, const struct request *request, const char *name,
		      const struct trouble *trouble, struct reply *reply)
{
	struct json_writer *writer = writer_of(request, reply);
	struct view view = view_new(request, writer, desk->store, desk->url);
	const struct ticket *ticket = desk_find(desk, name);

	(void)trouble;
	if (ticket == NULL) {
		desk_refuse(reply, 404, "Not Found");
		return;
	}
	json_open_object(writer);
	json_put_key(writer, "items");
	json_open_array(writer);
	for (uint32_t i = 0; i < ticket->transaction_count; i++)
		if (has_attachment(&desk->store->transactions[ticket->transactions[i] - 1]))
			view_attachment(&view, ticket->transactions[i]);
	json_close_array(writer);
	json_close_object(writer);
}

void read_attachment(struct hostile_desk *desk, const struct request *request, const char *name,
		     const struct trouble *trouble, struct reply *reply)
{
	struct view view = view_new(request, writer_of(request, reply), desk->store, desk->url);
	uint32_t id = find_transaction(desk, name);

	(void)trouble;
	if (id == 0 || !has_attachment(&desk->store->transactions[id - 1]))
		desk_refuse(reply, 404, "Not Found");
	else
		view_attachment_alone(&view, request->ctx, id);
}

void read_user(struct hostile_desk *desk, const struct request *request, const char *name,
	       const struct trouble *trouble, struct reply *reply)
{
	struct json_writer *writer = writer_of(request, reply);

	(void)desk;
	(void)trouble;
	if (strcmp(name, BOT_NAME) != 0 && strcmp(name, "28") != 0) {
		desk_refuse(reply, 404, "Not Found");
		return;
	}
	json_open_object(writer);
	json_put_key(writer, "id");
	json_put_integer(writer, 28);
	json_put_member(writer, "Name", BOT_NAME);
	json_put_member(writer, "EmailAddress", "refundd@example.com");
	json_put_member(writer, "Timezone", "UTC");
	json_put_key(writer, "Privileged");
	json_put_integer(writer, 1);
	json_close_object(writer);
}

static void put_field_names(struct json_writer *writer, const char *key, const char *const *names,
			    size_t count)
{
	char id[24];

	json_put_key_bytes(writer, key, strlen(key), true);
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		json_put_member(writer, "name", names[i]);
		json_put_member(writer, "type", "customfield");
		snprintf(id, sizeof(id), "%zu", i + 1);
		json_put_member(writer, "id", id);
		json_put_member(writer, "ref", "customfield");
		json_close_object(writer);
	}
	json_close_array(writer);
}

void read_queue(struct hostile_desk *desk, const struct request *request, const char *name,
		const struct trouble *trouble, struct reply *reply)
{
	static const char *const of_transaction[] = {"RefundKey"};
	struct json_writer *writer = writer_of(request, reply);

	(void)desk;
	(void)trouble;
	(void)name;
	json_open_object(writer);
	json_put_key(writer, "id");
	json_put_integer(writer, 3);
	json_put_member(writer, "Name", QUEUE_NAME);
	json_put_member(writer, "Lifecycle", "default");
	json_put_member(writer, "Disabled", "0");
	put_field_names(writer, "TicketCustomFields", ticket_field_names, TICKET_FIELDS);
	put_field_names(writer, "TicketTransactionCustomFields", of_transaction, 1);
	json_close_object(writer);
}

void read_version(struct hostile_desk *desk, const struct request *request, const char *name,
		  const struct trouble *trouble, struct reply *reply)
{
	(void)desk;
	(void)request;
	(void)trouble;
	(void)name;
	buffer_add_text(reply->body, "{\"Version\":\"5.0.3\"}");
}
