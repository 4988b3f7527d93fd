#include "daemon/control_request.h"

#include "base/memory.h"

#include <errno.h>
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
	int fd;
};

static const char *member_text(const struct request *request, const char *key)
{
	const struct json_value *value =
		json_member(request->document, request->document->values, key);

	return value != NULL && value->type == JSON_STRING ? value->text : NULL;
}

/* ---- the requests ---- */

static bool serve_status(const struct request *request, struct json_writer *writer,
			 struct error *error)
{
	(void)error;
	json_put_key(writer, "ok");
	json_put_truth(writer, true);
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

static void put_result(struct json_writer *writer, const struct import_result *result)
{
	json_put_key(writer, "ok");
	json_put_truth(writer, true);
	json_put_key(writer, "rows");
	json_put_integer(writer, result->rows);
	json_put_key(writer, "new");
	json_put_integer(writer, result->new_rows);
	json_put_key(writer, "changed");
	json_put_integer(writer, result->changed);
	json_put_key(writer, "same");
	json_put_integer(writer, result->same);
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
	if (is_done)
		put_result(writer, &result);
	return is_done;
}

static const struct {
	const char *name;
	bool (*serve)(const struct request *request, struct json_writer *writer,
		      struct error *error);
} requests[] = {
	{"status", serve_status},
	{"import", serve_import},
};

/* ---- one line ---- */

/* Members are put into the answer only where it did not fail. */
static bool serve(const struct control_hooks *hooks, const void *ctx, const char *line,
		  size_t length, int fd, struct json_writer *writer, struct error *error)
{
	struct json_document document;
	struct request request = {hooks, &document, fd};
	const char *name;

	if (!json_read(ctx, line, length, &limits, &document, error))
		return error_wrap(error, "the request");
	name = document.values->type == JSON_OBJECT ? member_text(&request, "request") : NULL;
	for (size_t i = 0; name != NULL && i < sizeof(requests) / sizeof(requests[0]); i++)
		if (strcmp(requests[i].name, name) == 0)
			return requests[i].serve(&request, writer, error);
	return error_set(error, ERROR_USE, "expected a \"request\" of status or import");
}

void control_request_serve(const struct control_hooks *hooks, const char *line, size_t length,
			   int fd, struct buffer *answer)
{
	void *scratch = talloc_new(NULL);
	struct json_writer *writer = json_writer_new(scratch, answer);
	struct error error;

	json_open_object(writer);
	if (!serve(hooks, scratch, line, length, fd, writer, &error)) {
		json_put_key(writer, "ok");
		json_put_truth(writer, false);
		json_put_member(writer, "error", error.text);
	}
	json_close_object(writer);
	buffer_add_char(answer, '\n');
	talloc_free(scratch);
}
