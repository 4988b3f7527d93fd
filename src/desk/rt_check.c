#include "desk/rt_check.h"

#include "base/memory.h"
#include "desk/rt_desk.h"
#include "desk/rt_query.h"
#include "desk/rt_token.h"

#include <string.h>

struct reply {
	struct rt_check *check;
	struct json_document *document;
	bool is_read;
};

static void on_answer(void *arg, const struct http_answer *answer)
{
	struct reply *reply = arg;
	struct rt_check *check = reply->check;

	check->is_refused = rt_answer_says(answer, 401) || rt_answer_says(answer, 403) ||
			    rt_answer_says(answer, 404);
	reply->is_read = rt_document_read(check->ctx, answer, reply->document, &check->error);
}

bool rt_check_ask(struct rt_check *check, const char *path, struct json_document *document)
{
	struct http_request request = {.method = "GET", .path = path};
	struct reply reply = {.check = check, .document = document};

	http_submit(check->http, &request, on_answer, &reply);
	http_wait(check->http);
	return reply.is_read;
}

bool rt_check_find(struct rt_check *check, bool is_right, const char *what, const char *remedy)
{
	check->findings =
		GROW_ARRAY(check->ctx, check->findings, struct rt_finding, check->count + 1);
	check->findings[check->count++] =
		(struct rt_finding){is_right, what, is_right ? NULL : remedy};
	return is_right;
}

/* ---- the server ---- */

/* That RT does not know us is for the next question. */
static bool check_server(struct rt_check *check)
{
	struct json_document document;
	const char *version = "";
	struct members of;
	struct error error;
	bool is_read = rt_check_ask(check, "/rt", &document) &&
		       members_of(&document, document.values, "the server", &of, &check->error) &&
		       member_text(of, "Version", MEMBER_NEEDED, &version, &check->error);

	error = check->error;
	return rt_check_find(check, is_read || check->is_refused,
			     text_format(check->ctx, "server %s answers", check->settings->url),
			     is_read ? NULL : text_copy(check->ctx, error.text)) &&
	       (!is_read ||
		rt_check_find(check, strncmp(version, "5.", 2) == 0,
			      text_format(check->ctx, "it is Request Tracker %.40s", version),
			      "refundd knows Request Tracker 5 only"));
}

/* ---- the user ---- */

static bool check_user(struct rt_check *check, const char *id)
{
	void *ctx = check->ctx;
	char *path = rt_path_user(ctx, id);
	struct json_document document;
	struct rt_user user = {.name = ""};
	bool is_read = rt_check_ask(check, path, &document) &&
		       rt_user_read(&document, &user, &check->error);

	if (!rt_check_find(
		    check, is_read, text_format(ctx, "token in %s", check->settings->token_file),
		    check->is_refused ? "make a new one: in RT, Admin, Users, the user, Auth Tokens"
				      : text_copy(ctx, check->error.text)))
		return false;
	check->self = user.name;
	rt_check_find(check, user.is_privileged,
		      text_format(ctx, "user \"%s\" is privileged", user.name),
		      "in RT, Admin, Users, the user: let this user be granted rights");
	rt_check_find(check, strcmp(user.zone, "UTC") == 0,
		      text_format(ctx, "time zone of user \"%s\" is UTC", user.name),
		      text_format(ctx, "it is %s%s%s: set it to UTC",
				  user.zone[0] == '\0' ? "the server's own" : "\"", user.zone,
				  user.zone[0] == '\0' ? "" : "\""));
	return true;
}

/* ---- the queue ---- */

static bool check_queue(struct rt_check *check, const char *name, struct rt_queue_setup *queue)
{
	char *path = rt_path_queue(check->ctx, name);
	struct json_document document;
	bool is_read = rt_check_ask(check, path, &document) &&
		       rt_queue_read(check->ctx, &document, queue, &check->error);
	const char *remedy = text_copy(check->ctx, check->error.text);

	if (check->is_refused)
		remedy = "make it, or give refundd the right SeeQueue in it; "
			 "etc/rt/initialdata.pl does both";
	if (is_read && strcmp(queue->name, name) != 0)
		remedy = text_format(check->ctx, "it is called \"%s\": write it so in the config",
				     queue->name);
	else if (is_read && queue->is_disabled)
		remedy = "it is disabled: enable it";
	return rt_check_find(check,
			     is_read && !queue->is_disabled && strcmp(queue->name, name) == 0,
			     text_format(check->ctx, "queue \"%s\"", name), remedy);
}

/* Tickets go there and are answered there. */
static void check_review_queue(struct rt_check *check, const struct rt_queue_setup *first)
{
	const char *name = check->settings->review_queue;
	struct rt_queue_setup queue = {.name = ""};

	if (!check_queue(check, name, &queue))
		return;
	check->where = text_format(check->ctx, " of queue \"%s\"", name);
	rt_check_find(check, queue.can_have_new,
		      text_format(check->ctx, "right to move tickets to queue \"%s\"", name),
		      "give refundd the right CreateTicket in it");
	rt_check_find(check, strcmp(queue.lifecycle, first->lifecycle) == 0,
		      text_format(check->ctx, "lifecycle \"%s\"%s", first->lifecycle, check->where),
		      text_format(check->ctx, "it is \"%s\": make it the same", queue.lifecycle));
	rt_check_fields(check, &queue);
	rt_check_rights(check, &queue, false);
}

static void check_all(struct rt_check *check, const char *user)
{
	struct rt_queue_setup queue = {.name = ""};

	if (!check_server(check) || !check_user(check, user) ||
	    !check_queue(check, check->settings->queue, &queue))
		return;
	rt_check_fields(check, &queue);
	rt_check_rights(check, &queue, true);
	rt_check_words(check, &queue);
	if (check->settings->review_queue != NULL)
		check_review_queue(check, &queue);
}

bool rt_check(const void *ctx, const struct rt_settings *settings, struct rt_finding **findings,
	      size_t *count, struct error *error)
{
	struct rt_check check = {.ctx = talloc_new(ctx), .settings = settings, .where = ""};
	const char *token, *user;
	struct error no_token;

	if (!rt_token_read(check.ctx, settings->token_file, &token, &user, &no_token)) {
		rt_check_find(&check, false,
			      text_format(check.ctx, "token in %s", settings->token_file),
			      text_copy(check.ctx, no_token.text));
	} else {
		check.http = rt_connect(check.ctx, NULL, settings, token, error);
		if (check.http == NULL)
			return false;
		check_all(&check, user);
	}
	*findings = check.findings;
	*count = check.count;
	return true;
}
