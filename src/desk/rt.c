#include "desk/rt.h"

#include "base/memory.h"
#include "desk/rt_desk.h"
#include "desk/rt_json.h"
#include "desk/rt_query.h"
#include "desk/rt_setup.h"
#include "desk/rt_token.h"

#include <string.h>

struct rt_change {
	const struct rt_settings *settings;
	struct http_change *http;
};

/* ---- who we are, and where ---- */

/* Without knowing that nothing can be done: all that waits is told so, polls last, for their end
 * may be the beginning of something else. */
static void fail_all(struct rt *rt, const struct error *error)
{
	rt->is_settling_in = false;
	rt_rereads_fail(rt->rereads);
	rt_writer_fail(rt->writer, error);
	rt_looks_fail(rt->looks, error);
	rt_poll_fail(rt->poll, error);
}

/* A queue may have a field for verdicts of its own, or the other's, or none. */
static void note_verdict_field(struct rt *rt, const struct rt_queue_setup *queue)
{
	struct rt_verdict_fields *verdicts = &rt->verdicts;
	const char *id = rt_queue_field(&queue->of_tickets, rt->settings->verdict_field);

	if (id != NULL && !rt_id_is_listed(verdicts->ids, verdicts->count, id))
		verdicts->ids[verdicts->count++] = text_copy(rt, id);
}

static bool take_queue(struct rt *rt, const char *name, const struct http_answer *answer,
		       struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct rt_queue_setup queue;
	struct json_document document;
	bool is_good = rt_document_read(scratch, answer, &document, error) &&
		       rt_queue_read(scratch, &document, &queue, error) &&
		       rt_queue_suffices(&queue, name, rt->settings->key_field, error);

	if (is_good)
		note_verdict_field(rt, &queue);
	else
		error_wrap(error, "queue \"%.100s\"", name);
	talloc_free(scratch);
	return is_good;
}

static void be_settled_in(struct rt *rt)
{
	rt->is_settled_in = true;
	rt->is_settling_in = false;
	rt_run(rt);
}

static void on_review_queue(void *arg, const struct http_answer *answer)
{
	struct rt *rt = arg;
	struct error error;

	if (take_queue(rt, rt->settings->review_queue, answer, &error))
		be_settled_in(rt);
	else
		fail_all(rt, &error);
}

static void ask_queue(struct rt *rt, const char *name, http_callback *callback)
{
	char *path = rt_path_queue(rt, name);

	rt_get(rt, PURPOSE_CHECK, path, callback, rt);
	talloc_free(path);
}

static void on_queue(void *arg, const struct http_answer *answer)
{
	struct rt *rt = arg;
	struct error error;

	rt->verdicts.count = 0;
	if (!take_queue(rt, rt->settings->queue, answer, &error))
		fail_all(rt, &error);
	else if (rt->settings->review_queue != NULL)
		ask_queue(rt, rt->settings->review_queue, on_review_queue);
	else
		be_settled_in(rt);
}

static void on_self(void *arg, const struct http_answer *answer)
{
	struct rt *rt = arg;
	void *scratch = talloc_new(NULL);
	struct json_document document;
	struct rt_user user;
	struct error error;

	if (rt_document_read(scratch, answer, &document, &error) &&
	    rt_user_read(&document, &user, &error)) {
		rt->self = text_copy(rt, user.name);
		ask_queue(rt, rt->settings->queue, on_queue);
	} else {
		fail_all(rt, &error);
	}
	talloc_free(scratch);
}

static void settle_in(struct rt *rt)
{
	char *path = rt_path_user(rt, rt->self_id);

	rt->is_settling_in = true;
	rt_get(rt, PURPOSE_CHECK, path, on_self, rt);
	talloc_free(path);
}

/* ---- the desk ---- */

static void desk_rt_poll(struct desk *desk, const char *cursor)
{
	rt_poll_want(((struct rt *)desk)->poll, cursor);
}

static void desk_rt_write(struct desk *desk, const struct desk_write *write)
{
	rt_writer_add(((struct rt *)desk)->writer, write);
}

static void desk_rt_look(struct desk *desk, const struct desk_write *write, struct instant since)
{
	rt_looks_add(((struct rt *)desk)->looks, write, since);
}

static void desk_rt_reread(struct desk *desk, const char *ticket)
{
	rt_rereads_add(((struct rt *)desk)->rereads, ticket);
}

/* All that can begin begins at once; the rest is for the loop. */
static bool desk_rt_run(struct desk *desk)
{
	rt_run((struct rt *)desk);
	return false;
}

static bool desk_rt_is_busy(const struct desk *desk)
{
	const struct rt *rt = (const struct rt *)desk;

	return rt_poll_is_busy(rt->poll) || rt_rereads_is_busy(rt->rereads) ||
	       rt_writer_is_busy(rt->writer) || rt_verify_is_busy(rt->verify) ||
	       rt_looks_is_busy(rt->looks);
}

static enum desk_request_end end_of(const struct http_answer *answer)
{
	switch (answer->end) {
	case HTTP_ANSWERED: return answer->status < 400 ? REQUEST_OK : REQUEST_ERROR;
	case HTTP_UNSENT: return REQUEST_UNSENT;
	case HTTP_UNKNOWN: return REQUEST_UNKNOWN;
	}
	__builtin_unreachable();
}

static void on_request_over(void *arg, const struct http_request *request,
			    const struct http_answer *answer, struct span took)
{
	const struct desk_listener *listener = &((struct rt *)arg)->desk.listener;
	struct desk_request over = {
		.purpose = (enum desk_purpose)request->purpose,
		.end = end_of(answer),
		.method = request->method,
		.path = request->path,
		.status = answer->end == HTTP_ANSWERED ? answer->status : 0,
		.took = took,
	};

	if (listener->requested != NULL)
		listener->requested(listener->arg, &over);
	/* What lies between us and the server has no say. */
	if (listener->told_time != NULL && answer->end == HTTP_ANSWERED &&
	    answer->status / 100 == 2 && answer->has_date)
		listener->told_time(listener->arg, answer->date);
}

/* ---- for the parts ---- */

void rt_run(struct rt *rt)
{
	if (!rt->is_settled_in) {
		if (!rt->is_settling_in && desk_rt_is_busy(&rt->desk))
			settle_in(rt);
		return;
	}
	rt_writer_run(rt->writer);
	rt_looks_run(rt->looks);
	rt_poll_run(rt->poll);
	rt_rereads_run(rt->rereads);
	rt_verify_run(rt->verify);
}

void rt_get(struct rt *rt, enum desk_purpose purpose, const char *path, http_callback *callback,
	    void *arg)
{
	struct http_request request = {.method = "GET", .path = path, .purpose = (int)purpose};

	http_submit(rt->http, &request, callback, arg);
}

/* Their texts belong to `ctx`, or are those of `settings`. */
static struct http_settings http_settings(const void *ctx, const struct rt_settings *settings,
					  const char *token)
{
	struct span connect = {10 * SECOND_US};

	return (struct http_settings){
		.url = text_format(ctx, "%s/REST/2.0", settings->url),
		.authorization = text_format(ctx, "token %s", token),
		.ca_file = settings->ca_file,
		.pin = settings->pin,
		.proxy = settings->proxy,
		.connect_timeout = settings->request_timeout.us < connect.us
					   ? settings->request_timeout
					   : connect,
		.timeout = settings->request_timeout,
		.max_bytes = RT_MAX_BYTES,
		.in_flight = settings->in_flight,
		.per_minute = settings->per_minute,
	};
}

struct http *rt_connect(const void *ctx, struct ev_loop *loop, const struct rt_settings *settings,
			const char *token, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct http_settings http = http_settings(scratch, settings, token);
	struct http *made = http_new(ctx, loop, &http, error);

	talloc_free(scratch);
	return made;
}

/* ---- public ---- */

struct desk *rt_new(const void *ctx, struct ev_loop *loop, const struct rt_settings *settings,
		    enum desk_mode mode, const struct desk_listener *listener, struct error *error)
{
	static const struct desk_ops ops = {desk_rt_poll,   desk_rt_write, desk_rt_look,
					    desk_rt_reread, desk_rt_run,   desk_rt_is_busy};
	struct rt *rt = NEW(ctx, struct rt);
	const char *token;

	*rt = (struct rt){.desk = {&ops, *listener, NULL, {0}}, .mode = mode};
	rt->settings = rt_settings_copy(rt, settings);
	rt->desk.system = rt->settings->name;
	if (mode != DESK_REHEARSE)
		rt->desk.quarantine = settings->quarantine;
	if (rt_token_read(rt, settings->token_file, &token, &rt->self_id, error))
		rt->http = rt_connect(rt, loop, settings, token, error);
	if (rt->http == NULL) {
		talloc_free(rt);
		return NULL;
	}
	http_observe(rt->http, on_request_over, rt);
	rt->poll = rt_poll_new(rt);
	rt->rereads = rt_rereads_new(rt);
	rt->writer = rt_writer_new(rt);
	rt->verify = rt_verify_new(rt);
	rt->looks = rt_looks_new(rt);
	return &rt->desk;
}

struct rt_change *rt_prepare(const void *ctx, const struct desk *desk,
			     const struct rt_settings *settings, struct error *error)
{
	const struct rt *rt = (const struct rt *)desk;
	struct rt_change *change = NEW(ctx, struct rt_change);
	const char *token, *user;

	change->settings = settings;
	if (rt_token_read(change, settings->token_file, &token, &user, error)) {
		struct http_settings http = http_settings(change, settings, token);

		if (strcmp(user, rt->self_id) == 0)
			change->http = http_prepare(change, &http, error);
		else
			error_put(error, ERROR_CONFIG,
				  "the token in %s is that of another user: that needs a restart",
				  settings->token_file);
	}
	if (change->http == NULL)
		TALLOC_FREE(change);
	return change;
}

void rt_adopt(struct desk *desk, struct rt_change *change)
{
	struct rt *rt = (struct rt *)desk;

	/* Texts of the settings in use are pointed to by what is under way; none of them differs.
	 */
	rt->settings->request_timeout = change->settings->request_timeout;
	rt->settings->sweep_interval = change->settings->sweep_interval;
	rt->settings->in_flight = change->settings->in_flight;
	rt->settings->per_minute = change->settings->per_minute;
	rt->settings->quarantine = change->settings->quarantine;
	rt->desk.quarantine = change->settings->quarantine;
	http_adopt(rt->http, change->http);
	talloc_free(change);
}

struct http_counts rt_counts(const struct desk *desk)
{
	return http_counts(((const struct rt *)desk)->http);
}

bool rt_is_left_alone(const struct desk *desk, struct instant *until, const char **why)
{
	return http_is_left_alone(((const struct rt *)desk)->http, until, why);
}
