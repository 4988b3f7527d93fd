#include "desk/rt_desk.h"

#include "base/memory.h"
#include "desk/rt_json.h"
#include "desk/rt_names.h"
#include "desk/rt_request.h"

#include <string.h>

#define TRIES_MAX 3 /* that may fail before a person is told */

struct target { /* a ticket, and the status that it should have by now, and the queue */
	struct target *next;
	struct rt_verify *verify;
	const char *ticket;
	const char *status, *queue; /* NULL: as it is */
	bool is_mended;		    /* once is enough */
	int failures;		    /* of asking or mending */
};

struct rt_verify {
	struct rt *rt;
	struct target *waiting; /* the last one added first */
	size_t waiting_count;
	struct target *put_off; /* until a look has gone well */
	struct target *asked[RT_PAGE];
	size_t asked_count; /* of a request that is under way */
	size_t mending;
};

static void add(struct rt_verify *verify, struct target *target)
{
	target->next = verify->waiting;
	verify->waiting = target;
	verify->waiting_count++;
}

static struct target *find_in(struct target *target, const char *ticket)
{
	while (target != NULL && strcmp(target->ticket, ticket) != 0)
		target = target->next;
	return target;
}

/* Of a ticket that was not asked about since, or NULL. */
static struct target *find(const struct rt_verify *verify, const char *ticket)
{
	struct target *target = find_in(verify->waiting, ticket);

	return target != NULL ? target : find_in(verify->put_off, ticket);
}

static void tell(const struct target *target, const char *why)
{
	const struct desk_listener *listener = &target->verify->rt->desk.listener;
	struct error error;

	error_put(&error, ERROR_STATE,
		  "the answer is in the ticket, but whether its %s is \"%s\" is doubtful: %s",
		  target->queue != NULL ? "queue" : "status",
		  target->queue != NULL ? target->queue : target->status, why);
	listener->bad_ticket(listener->arg, target->ticket, &error);
}

/* It is probably as it should be: the server is asked again when it answers, unless nobody is there
 * then. */
static void fail(struct target *target, int tries, const char *why)
{
	struct rt_verify *verify = target->verify;

	if (++target->failures < tries && verify->rt->mode != DESK_ONCE) {
		target->next = verify->put_off;
		verify->put_off = target;
	} else {
		tell(target, why);
		talloc_free(target);
	}
}

/* ---- mending ---- */

static bool is_refusal(const struct http_answer *answer)
{
	return answer->end == HTTP_ANSWERED && answer->status < 500 && answer->status != 429;
}

static void on_mended(void *arg, const struct http_answer *answer)
{
	struct target *target = arg;
	struct rt_verify *verify = target->verify;
	struct error error;

	verify->mending--;
	if (answer->end == HTTP_ANSWERED && answer->status == 200) {
		/* RT says 200 whether it did it or not. */
		target->is_mended = true;
		add(verify, target);
	} else {
		rt_answer_error(answer, &error);
		fail(target, is_refusal(answer) ? 1 : TRIES_MAX, error.text);
	}
	rt_run(verify->rt);
}

static void mend(struct target *target)
{
	struct buffer *json = buffer_new(NULL);
	struct http_request request = {.method = "PUT", .purpose = PURPOSE_WRITE};

	rt_request_place(json, target->status, target->queue);
	request.path = text_format(json, "/ticket/%s", target->ticket);
	request.json = json->bytes;
	target->verify->mending++;
	http_submit(target->verify->rt->http, &request, on_mended, target);
	talloc_free(json);
}

/* ---- asking ---- */

struct sight {
	const char *status, *queue;
	const char *by; /* who wrote last */
};

/* False where the page does not speak of it. */
static bool find_sight(const struct json_document *document, const struct json_value *items,
		       const char *ticket, struct sight *sight)
{
	struct error ignored;
	const char *id;

	for (const struct json_value *at = json_first(document, items); at != NULL;
	     at = json_next(document, items, at)) {
		struct members of = {document, at};

		if (at->type == JSON_OBJECT && rt_member_id(of, "id", &id, &ignored) &&
		    strcmp(id, ticket) == 0)
			return member_text(of, "Status", MEMBER_NEEDED, &sight->status, &ignored) &&
			       rt_member_queue(of, &sight->queue, &ignored) &&
			       rt_member_name(of, "LastUpdatedBy", &sight->by, &ignored);
	}
	return false;
}

/* Where somebody came after us, the status is theirs. */
static bool is_status_right(const struct target *target, const struct sight *sight)
{
	return target->status == NULL || strcmp(sight->status, target->status) == 0 ||
	       strcmp(sight->by, target->verify->rt->self) != 0;
}

/* Where somebody moved it or it is over, it is where it should be. */
static bool is_queue_right(const struct target *target, const struct sight *sight)
{
	const struct rt_settings *settings = target->verify->rt->settings;

	return target->queue == NULL || strcmp(sight->queue, settings->queue) != 0 ||
	       rt_status_from(settings, sight->status) >= TICKET_SOLVED;
}

/* Frees the target unless something is still to be done for it. */
static void compare(struct target *target, const struct json_document *document,
		    const struct json_value *items)
{
	struct sight sight;

	if (!find_sight(document, items, target->ticket, &sight)) {
		talloc_free(target);
		return;
	}
	if (is_status_right(target, &sight))
		target->status = NULL;
	if (is_queue_right(target, &sight))
		target->queue = NULL;
	if (target->status == NULL && target->queue == NULL) {
		talloc_free(target);
	} else if (!target->is_mended) {
		mend(target);
	} else {
		tell(target, "the server does not set it; see refundctl desk check");
		talloc_free(target);
	}
}

static void on_statuses(void *arg, const struct http_answer *answer)
{
	struct rt_verify *verify = arg;
	void *scratch = talloc_new(NULL);
	size_t count = verify->asked_count;
	struct json_document document;
	const struct json_value *items;
	struct error error;
	bool is_read = rt_document_read(scratch, answer, &document, &error) &&
		       rt_page_read(&document, &items, &error);

	verify->asked_count = 0;
	for (size_t i = 0; i < count; i++)
		if (is_read)
			compare(verify->asked[i], &document, items);
		else
			fail(verify->asked[i], TRIES_MAX, error.text);
	talloc_free(scratch);
	rt_run(verify->rt);
}

static void ask(struct rt_verify *verify)
{
	const char *ids[RT_PAGE];
	char *path;

	while (verify->asked_count < RT_PAGE && verify->waiting != NULL) {
		struct target *target = verify->waiting;

		verify->waiting = target->next;
		verify->waiting_count--;
		ids[verify->asked_count] = target->ticket;
		verify->asked[verify->asked_count++] = target;
	}
	path = rt_path_statuses(verify, ids, verify->asked_count);
	rt_get(verify->rt, PURPOSE_CHECK, path, on_statuses, verify);
	talloc_free(path);
}

/* ---- public ---- */

struct rt_verify *rt_verify_new(struct rt *rt)
{
	struct rt_verify *verify = NEW(rt, struct rt_verify);

	verify->rt = rt;
	return verify;
}

void rt_verify_add(struct rt_verify *verify, const struct desk_write *write)
{
	const struct rt_settings *settings = verify->rt->settings;
	bool is_moved = write->is_for_review && settings->review_queue != NULL;
	struct target *target;

	if (!write->sets_status && !is_moved)
		return;
	target = find(verify, write->ticket);
	if (target == NULL) {
		target = NEW(verify, struct target);
		target->verify = verify;
		target->ticket = text_copy(target, write->ticket);
		add(verify, target);
	}
	if (write->sets_status)
		target->status = rt_status_to(settings, write->status);
	if (is_moved)
		target->queue = settings->review_queue;
}

void rt_verify_run(struct rt_verify *verify)
{
	if (verify->asked_count > 0 || verify->mending > 0 || verify->waiting_count == 0)
		return;
	if (verify->waiting_count >= RT_PAGE || !rt_writer_is_busy(verify->rt->writer))
		ask(verify);
}

void rt_verify_retry(struct rt_verify *verify)
{
	while (verify->put_off != NULL) {
		struct target *target = verify->put_off;

		verify->put_off = target->next;
		add(verify, target);
	}
}

bool rt_verify_is_busy(const struct rt_verify *verify)
{
	return verify->waiting_count > 0 || verify->asked_count > 0 || verify->mending > 0;
}
