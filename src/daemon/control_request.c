#include "daemon/control_request.h"

#include "base/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct json_limits limits = {
	.max_bytes = CONTROL_REQUEST_MAX,
	.max_string = CONTROL_REQUEST_MAX,
	.max_depth = 2,
	.max_members = 8,
};

struct request {
	const struct control_hooks *hooks;
	const struct json_document *document;
	void *ctx; /* ends with the request */
	const char *user;
	int fd;
};

static const char *member_text(const struct request *request, const char *key)
{
	const struct json_value *value =
		json_member(request->document, request->document->values, key);

	return value != NULL && value->type == JSON_STRING ? value->text : NULL;
}

static void put_ok(struct json_writer *writer)
{
	json_put_flag(writer, "ok", true);
}

/* ---- the requests ---- */

static bool serve_status(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	(void)error;
	put_ok(writer);
	request->hooks->status(request->hooks->arg, writer);
	return true;
}

/* A stream of its own, from the start of the file. */
static FILE *open_passed(int fd, struct error *error)
{
	struct stat found;
	FILE *file;
	int own;

	if (fd < 0 || fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) {
		error_set(error, ERROR_USE, "expected the descriptor of a regular file");
		return NULL;
	}
	own = dup(fd);
	file = own < 0 ? NULL : fdopen(own, "r");
	if (file == NULL) {
		error_set(error, ERROR_IO, "cannot read the file that came: %s", strerror(errno));
		if (own >= 0)
			close(own);
		return NULL;
	}
	rewind(file);
	return file;
}

static bool serve_import(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	const char *kind = member_text(request, "kind");
	const char *name = member_text(request, "name");
	struct import_result result;
	FILE *file;
	bool is_done;

	if (kind == NULL || name == NULL)
		return error_set(error, ERROR_USE, "expected \"kind\" and \"name\" to import");
	file = open_passed(request->fd, error);
	if (file == NULL)
		return false;
	is_done = request->hooks->import(request->hooks->arg, kind, name, file, &result, error);
	fclose(file);
	if (!is_done)
		return false;
	put_ok(writer);
	import_result_to_json(&result, writer);
	return true;
}

static void put_changed(struct json_writer *writer, bool has_changed)
{
	put_ok(writer);
	json_put_flag(writer, "changed", has_changed);
}

static bool serve_pause(const struct request *request, struct json_writer *writer,
			struct error *error)
{
	const struct control_hooks *hooks = request->hooks;
	bool has_changed;

	if (!hooks->pause(hooks->arg, request->user, member_text(request, "reason"), &has_changed,
			  error))
		return false;
	put_changed(writer, has_changed);
	return true;
}

static bool serve_resume(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	const struct control_hooks *hooks = request->hooks;
	bool has_changed;

	if (!hooks->resume(hooks->arg, request->user, &has_changed, error))
		return false;
	put_changed(writer, has_changed);
	return true;
}

static bool serve_reload(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	const struct control_hooks *hooks = request->hooks;

	if (!hooks->reload(hooks->arg, request->user, error))
		return false;
	put_ok(writer);
	return true;
}

static bool serve_review(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	const struct control_hooks *hooks = request->hooks;
	const struct review_request asked = {.act = member_text(request, "act"),
					     .ticket = member_text(request, "ticket"),
					     .amount = member_text(request, "amount"),
					     .code = member_text(request, "code"),
					     .reason = member_text(request, "reason")};
	const char *said;

	if (asked.act == NULL || asked.ticket == NULL)
		return error_set(error, ERROR_USE, "expected \"act\" and \"ticket\" of a review");
	if (!hooks->review(hooks->arg, request->ctx, request->user, &asked, &said, error))
		return false;
	put_ok(writer);
	json_put_member(writer, "said", said);
	return true;
}

static bool serve_exempt(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	const struct control_hooks *hooks = request->hooks;
	const struct exemption_request asked = {.act = member_text(request, "act"),
						.account = member_text(request, "account"),
						.signal = member_text(request, "signal"),
						.until = member_text(request, "until"),
						.reason = member_text(request, "reason")};

	if (!hooks->exempt(hooks->arg, request->user, &asked, error))
		return false;
	put_ok(writer);
	return true;
}

static bool serve_forget(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	const struct control_hooks *hooks = request->hooks;
	const char *account = member_text(request, "account");
	struct forgetting forgetting;

	if (account == NULL)
		return error_set(error, ERROR_USE, "expected an \"account\" to forget");
	if (!hooks->forget(hooks->arg, request->user, account, &forgetting, error))
		return false;
	put_ok(writer);
	forgetting_put(&forgetting, writer);
	return true;
}

static bool serve_vacuum(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	const struct control_hooks *hooks = request->hooks;
	int64_t before, after;

	if (!hooks->vacuum(hooks->arg, request->user, &before, &after, error))
		return false;
	put_ok(writer);
	json_put_count(writer, "before", before);
	json_put_count(writer, "after", after);
	return true;
}

static bool serve_clock(const struct request *request, struct json_writer *writer,
			struct error *error)
{
	const struct control_hooks *hooks = request->hooks;
	const char *act = member_text(request, "act");
	bool has_changed;

	if (act == NULL) {
		put_ok(writer);
		hooks->clock(hooks->arg, writer);
		return true;
	}
	if (strcmp(act, "confirm") != 0)
		return error_set(error, ERROR_USE, "expected \"act\" to be confirm, or none");
	if (!hooks->confirm_clock(hooks->arg, request->user, &has_changed, error))
		return false;
	put_changed(writer, has_changed);
	return true;
}

static const struct {
	const char *name;
	bool (*serve)(const struct request *request, struct json_writer *writer,
		      struct error *error);
} requests[] = {
	{"status", serve_status}, {"import", serve_import}, {"pause", serve_pause},
	{"resume", serve_resume}, {"reload", serve_reload}, {"review", serve_review},
	{"exempt", serve_exempt}, {"forget", serve_forget}, {"vacuum", serve_vacuum},
	{"clock", serve_clock},
};

/* ---- one line ---- */

/* Members are put into the answer only where it did not fail. */
static bool serve(struct request *request, const char *line, size_t length,
		  struct json_writer *writer, struct error *error)
{
	struct json_document *document = NEW(request->ctx, struct json_document);
	const char *name;

	if (!json_read(request->ctx, line, length, &limits, document, error))
		return error_wrap(error, "the request");
	request->document = document;
	name = document->values->type == JSON_OBJECT ? member_text(request, "request") : NULL;
	for (size_t i = 0; name != NULL && i < sizeof(requests) / sizeof(requests[0]); i++)
		if (strcmp(requests[i].name, name) == 0)
			return requests[i].serve(request, writer, error);
	return error_set(error, ERROR_USE, "expected a \"request\" that is known");
}

static void put_error(struct json_writer *writer, const struct error *error)
{
	json_put_flag(writer, "ok", false);
	json_put_member(writer, "error", error->text);
}

void control_request_serve(const struct control_hooks *hooks, const char *line, size_t length,
			   const char *user, int fd, struct buffer *answer)
{
	void *scratch = talloc_new(NULL);
	struct json_writer *writer = json_writer_new(scratch, answer);
	struct request request = {.hooks = hooks, .ctx = scratch, .user = user, .fd = fd};
	struct error error;

	json_open_object(writer);
	if (!serve(&request, line, length, writer, &error))
		put_error(writer, &error);
	json_close_object(writer);
	buffer_add_char(answer, '\n');
	talloc_free(scratch);
}

/* The greatest stands for no user at all. */
static bool read_uid(const char *text, uid_t *uid)
{
	size_t length = strlen(text);
	unsigned long long number = strtoull(text, NULL, 10);

	if (length == 0 || length > 10 || strspn(text, "0123456789") != length ||
	    number >= UINT32_MAX)
		return false;
	*uid = (uid_t)number;
	return true;
}

bool control_request_introduces(const char *line, size_t length, uid_t *uid)
{
	void *scratch = talloc_new(NULL);
	struct json_document *document = NEW(scratch, struct json_document);
	struct request request = {.document = document};
	const char *name = NULL, *number = NULL;
	struct error error;
	bool is_it;

	if (json_read(scratch, line, length, &limits, document, &error) &&
	    document->values->type == JSON_OBJECT) {
		name = member_text(&request, "request");
		number = member_text(&request, "uid");
	}
	is_it = name != NULL && strcmp(name, "introduce") == 0 && number != NULL &&
		read_uid(number, uid);
	talloc_free(scratch);
	return is_it;
}

void control_request_answer(const struct error *error, struct buffer *answer)
{
	struct json_writer *writer = json_writer_new(NULL, answer);

	json_open_object(writer);
	if (error != NULL)
		put_error(writer, error);
	else
		put_ok(writer);
	json_close_object(writer);
	buffer_add_char(answer, '\n');
	talloc_free(writer);
}
