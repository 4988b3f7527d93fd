#include "desk/rt_writer.h"

#include "base/memory.h"
#include "desk/rt_query.h"
#include "desk/rt_request.h"
#include "sys/clock.h"

#include <string.h>

/* How old a check may be when the write leaves. */
#define CHECK_HOLDS_US (20 * SECOND_US)

/* ---- why a ticket will not have it ---- */

/* False where nothing can be said but that it failed. */
static bool read_fate(const struct rt_writing *writing, const struct http_answer *answer,
		      enum desk_result *result)
{
	const struct rt_settings *settings = writing->writer->rt->settings;
	void *scratch = talloc_new(NULL);
	struct json_document document;
	const char *id, *status, *queue;
	struct members of;
	struct error error;
	bool is_read;

	is_read = rt_document_read(scratch, answer, &document, &error) &&
		  members_of(&document, document.values, "a ticket", &of, &error) &&
		  rt_member_id(of, "id", &id, &error) &&
		  member_text(of, "Status", MEMBER_NEEDED, &status, &error) &&
		  rt_member_queue(of, &queue, &error);
	if (is_read && strcmp(status, "deleted") == 0)
		*result = DESK_GONE;
	else if (is_read && (strcmp(id, writing->write.ticket) != 0 || /* merged into another */
			     !rt_queue_is_ours(queue, settings)))
		*result = DESK_PERSON;
	else
		is_read = false;
	talloc_free(scratch);
	return is_read;
}

static void on_fate(void *arg, const struct http_answer *answer)
{
	struct rt_writing *writing = arg;
	struct rt *rt = writing->writer->rt;
	enum desk_result result;

	rt_queue_remove(&writing->writer->resolving, writing);
	if (rt_answer_says(answer, 404))
		rt_writing_end(writing, DESK_GONE, NULL);
	else if (rt_answer_says(answer, 403))
		rt_writing_end(writing, DESK_PERSON, NULL); /* moved where we may not look */
	else if (read_fate(writing, answer, &result))
		rt_writing_end(writing, result, NULL);
	else
		rt_writing_end(writing, DESK_LATER, &writing->reason);
	rt_run(rt);
}

void rt_post_resolve(struct rt_writing *writing, const struct error *reason)
{
	struct rt *rt = writing->writer->rt;
	char *path = rt_path_ticket(writing, writing->write.ticket);

	writing->reason = *reason;
	rt_queue_add(&writing->writer->resolving, writing);
	rt_get(rt, PURPOSE_LOOK, path, on_fate, writing);
	talloc_free(path);
}

/* ---- what came back ---- */

static bool is_list(const struct http_answer *answer)
{
	void *scratch = talloc_new(NULL);
	struct json_document document;
	struct error ignored;
	bool is_list = rt_document_read(scratch, answer, &document, &ignored) &&
		       document.values->type == JSON_ARRAY;
	talloc_free(scratch);
	return is_list;
}

static enum desk_result result_of(const struct http_answer *answer)
{
	if (answer->end == HTTP_UNSENT)
		return DESK_LATER;
	if (answer->end == HTTP_UNKNOWN || answer->status >= 500 || answer->status < 200)
		return DESK_UNKNOWN;
	if (answer->status >= 300)
		return DESK_LATER;
	/* Something else than RT may have said yes. */
	return answer->status == 201 && is_list(answer) ? DESK_DONE : DESK_UNKNOWN;
}

/* RT says the same where a right is missing and where the ticket is gone. */
static bool is_refusal(const struct http_answer *answer)
{
	return answer->end == HTTP_ANSWERED &&
	       (answer->status == 400 || answer->status == 403 || answer->status == 404);
}

static void on_posted(void *arg, const struct http_answer *answer)
{
	struct rt_writing *writing = arg;
	struct rt *rt = writing->writer->rt;
	enum desk_result result = result_of(answer);
	struct error error;

	rt_queue_remove(&writing->writer->posting, writing);
	if (result != DESK_DONE)
		rt_answer_error(answer, &error);
	if (result == DESK_DONE)
		rt_verify_add(rt->verify, &writing->write);
	if (is_refusal(answer))
		rt_post_resolve(writing, &error);
	else
		rt_writing_end(writing, result, result == DESK_DONE ? NULL : &error);
	rt_run(rt);
}

/* ---- posting ---- */

static void post(struct rt_writing *writing)
{
	struct rt *rt = writing->writer->rt;
	const struct desk_write *write = &writing->write;
	struct buffer *json = buffer_new(NULL);
	struct http_request request = {.method = "POST", .purpose = PURPOSE_WRITE};

	rt_rereads_forget(rt->rereads);
	rt_request_message(json, rt->settings, write);
	request.path = rt_path_message(json, write->ticket, write->is_public);
	request.json = json->bytes;
	http_submit(rt->http, &request, on_posted, writing);
	talloc_free(json);
}

static bool is_stale(const struct rt_writing *writing)
{
	return writing->wants_check &&
	       instant_since(clock_boot(), writing->checked_at).us > CHECK_HOLDS_US;
}

static bool is_taken(const struct rt_queue *posting, const char *ticket)
{
	for (const struct rt_writing *at = posting->first; at != NULL; at = at->next)
		if (strcmp(at->write.ticket, ticket) == 0)
			return true;
	return false;
}

/* The first whose ticket no other write is on its way to. */
static struct rt_writing *find_free(struct rt_writer *writer)
{
	struct rt_writing *at = writer->ready.first;

	while (at != NULL && is_taken(&writer->posting, at->write.ticket))
		at = at->next;
	return at;
}

void rt_post_run(struct rt_writer *writer)
{
	struct rt_writing *writing;

	while (writer->posting.count < writer->rt->settings->in_flight &&
	       (writing = find_free(writer)) != NULL) {
		rt_queue_remove(&writer->ready, writing);
		if (is_stale(writing)) {
			rt_queue_add(&writer->waiting, writing);
		} else {
			rt_queue_add(&writer->posting, writing);
			post(writing);
		}
	}
}
