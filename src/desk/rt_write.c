#include "desk/rt_writer.h"

#include "base/memory.h"
#include "desk/rt_query.h"
#include "sys/clock.h"

#include <string.h>

/* ---- queues ---- */

void rt_queue_init(struct rt_queue *queue)
{
	*queue = (struct rt_queue){.last = &queue->first};
}

void rt_queue_add(struct rt_queue *queue, struct rt_writing *writing)
{
	writing->next = NULL;
	*queue->last = writing;
	queue->last = &writing->next;
	queue->count++;
}

struct rt_writing *rt_queue_take(struct rt_queue *queue)
{
	struct rt_writing *writing = queue->first;

	if (writing != NULL)
		rt_queue_remove(queue, writing);
	return writing;
}

void rt_queue_remove(struct rt_queue *queue, struct rt_writing *writing)
{
	struct rt_writing **at = &queue->first;

	while (*at != writing)
		at = &(*at)->next;
	*at = writing->next;
	if (queue->last == &writing->next)
		queue->last = at;
	queue->count--;
}

static void move_all(struct rt_queue *to, struct rt_queue *from)
{
	struct rt_writing *writing;

	while ((writing = rt_queue_take(from)) != NULL)
		rt_queue_add(to, writing);
}

/* ---- ends ---- */

void rt_writing_end(struct rt_writing *writing, enum desk_result result, const struct error *reason)
{
	const struct desk_listener *listener = &writing->writer->rt->desk.listener;

	listener->written(listener->arg, writing->write.key, result, reason);
	talloc_free(writing);
}

static void end_all(struct rt_queue *queue, enum desk_result result, const struct error *reason)
{
	struct rt_writing *writing;

	while ((writing = rt_queue_take(queue)) != NULL)
		rt_writing_end(writing, result, reason);
}

/* ---- the tickets seen whole: of those that may have changed ---- */

static bool is_over(const struct ticket *ticket)
{
	return ticket->status == TICKET_SOLVED || ticket->status == TICKET_CLOSED;
}

static void make_ready(struct rt_writing *writing)
{
	writing->checked_at = clock_boot();
	rt_queue_add(&writing->writer->ready, writing);
}

/* Of reviewers, taking the ticket and comments are what brought the verdict about. */
static bool is_in_the_way(const struct ticket *ticket, const struct desk_write *write)
{
	return is_over(ticket) || (write->is_verdict ? ticket_has_public_agent_message(ticket)
						     : ticket_has_person(ticket));
}

static void judge(struct rt_writing *writing, const struct rt_ticket *seen)
{
	const struct ticket *ticket = &seen->ticket;
	const struct desk_write *write = &writing->write;

	if (ticket_has_key(ticket, write->key)) {
		rt_writing_end(writing, DESK_DONE, NULL);
	} else if (is_in_the_way(ticket, write)) {
		rt_writing_end(writing, DESK_PERSON, NULL);
	} else if (ticket_customer_messages(ticket) != write->customer_messages) {
		rt_writing_end(writing, DESK_OVERTAKEN, NULL);
	} else {
		/* What it says now is what it said when it was decided on. */
		writing->write.version =
			ticket->version != NULL ? text_copy(writing, ticket->version) : NULL;
		make_ready(writing);
	}
}

static void on_seen(struct rt_read *read, const struct error *error)
{
	struct rt_writer *writer = read->arg;
	struct error lost;
	struct rt_writing *writing;

	error_put(&lost, ERROR_IO, "the ticket is not to be found, though it is there");
	if (error != NULL)
		end_all(&writer->checking, DESK_LATER, error);
	while ((writing = rt_queue_take(&writer->checking)) != NULL) {
		const struct rt_ticket *seen = rt_read_find(read, writing->write.ticket);

		if (seen != NULL && rt_ticket_is_ours(seen, writer->rt->settings))
			judge(writing, seen);
		else
			rt_post_resolve(writing, &lost);
	}
	talloc_free(read);
	rt_run(writer->rt);
}

/* ---- the check: one cheap request for many tickets ---- */

static size_t list_ids(const struct rt_queue *queue, const char *ids[RT_PAGE])
{
	size_t count = 0;

	for (const struct rt_writing *at = queue->first; at != NULL; at = at->next)
		ids[count++] = at->write.ticket;
	return count;
}

static const struct json_value *find_item(const struct json_document *document,
					  const struct json_value *items, const char *id)
{
	for (const struct json_value *at = json_first(document, items); at != NULL;
	     at = json_next(document, items, at)) {
		struct error ignored;
		const char *found;

		if (at->type == JSON_OBJECT &&
		    rt_member_id((struct members){document, at}, "id", &found, &ignored) &&
		    strcmp(found, id) == 0)
			return at;
	}
	return NULL;
}

/* Exactly as it was when it was decided on. */
static bool is_unchanged(const struct json_document *document, const struct json_value *items,
			 const struct desk_write *write)
{
	const struct json_value *item = find_item(document, items, write->ticket);
	const struct json_value *updated =
		item != NULL ? json_member(document, item, "LastUpdated") : NULL;

	return updated != NULL && updated->type == JSON_STRING && write->version != NULL &&
	       strcmp(updated->text, write->version) == 0;
}

/* What may have changed is left in `checking`. */
static void sort_out(struct rt_writer *writer, const struct json_document *document,
		     const struct json_value *items)
{
	struct rt_queue left;
	struct rt_writing *writing;

	rt_queue_init(&left);
	while ((writing = rt_queue_take(&writer->checking)) != NULL)
		if (is_unchanged(document, items, &writing->write))
			make_ready(writing);
		else
			rt_queue_add(&left, writing);
	move_all(&writer->checking, &left);
}

static void on_checked(void *arg, const struct http_answer *answer)
{
	struct rt_writer *writer = arg;
	void *scratch = talloc_new(NULL);
	const char *ids[RT_PAGE];
	struct json_document document;
	const struct json_value *items;
	struct error error;

	if (rt_document_read(scratch, answer, &document, &error) &&
	    rt_page_read(&document, &items, &error))
		sort_out(writer, &document, items);
	else
		end_all(&writer->checking, DESK_LATER, &error);
	talloc_free(scratch);
	if (writer->checking.count > 0)
		rt_read_begin(writer, writer->rt, ids, list_ids(&writer->checking, ids), false,
			      on_seen, writer);
	rt_run(writer->rt);
}

static void check(struct rt_writer *writer)
{
	const char *ids[RT_PAGE];
	char *path;

	while (writer->checking.count < RT_PAGE && writer->waiting.count > 0)
		rt_queue_add(&writer->checking, rt_queue_take(&writer->waiting));
	path = rt_path_check(writer, ids, list_ids(&writer->checking, ids));
	rt_get(writer->rt, PURPOSE_CHECK, path, on_checked, writer);
	talloc_free(path);
}

/* ---- public ---- */

struct rt_writer *rt_writer_new(struct rt *rt)
{
	struct rt_writer *writer = NEW(rt, struct rt_writer);

	writer->rt = rt;
	rt_queue_init(&writer->waiting);
	rt_queue_init(&writer->checking);
	rt_queue_init(&writer->ready);
	rt_queue_init(&writer->posting);
	rt_queue_init(&writer->resolving);
	return writer;
}

void rt_writer_add(struct rt_writer *writer, const struct desk_write *write)
{
	struct rt_writing *writing = NEW(writer, struct rt_writing);

	writing->writer = writer;
	writing->write = desk_write_copy(writing, write);
	/* A note to a colleague is welcome whoever was there. */
	writing->wants_check = write->is_public || write->sets_status;
	rt_queue_add(writing->wants_check ? &writer->waiting : &writer->ready, writing);
}

void rt_writer_run(struct rt_writer *writer)
{
	if (writer->rt->mode == DESK_REHEARSE) {
		end_all(&writer->waiting, DESK_DONE, NULL);
		end_all(&writer->ready, DESK_DONE, NULL);
		return;
	}
	rt_post_run(writer);
	/* Not before they can be posted soon, or the check is too old by then. */
	if (writer->waiting.count > 0 && writer->checking.count == 0 &&
	    writer->ready.count <= writer->rt->settings->in_flight)
		check(writer);
}

void rt_writer_fail(struct rt_writer *writer, const struct error *error)
{
	end_all(&writer->waiting, DESK_LATER, error);
	end_all(&writer->ready, DESK_LATER, error);
}

bool rt_writer_is_busy(const struct rt_writer *writer)
{
	return writer->waiting.count > 0 || writer->checking.count > 0 || writer->ready.count > 0 ||
	       writer->posting.count > 0 || writer->resolving.count > 0;
}
