#include "base/memory.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "sys/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATIENCE_S 600

struct import {
	struct ctl *ctl;
	const struct config *config;
	const char *kind;
	const char *name; /* of the file, for people */
	FILE *file;	  /* a regular one */
	struct import_result result;
};

/* ---- the file ---- */

/* What can be read but once is copied to a file without a name. */
static FILE *copy_stream(FILE *from, struct error *error)
{
	FILE *copy = tmpfile();
	char bytes[16 * 1024];
	size_t n;

	if (copy == NULL) {
		error_set(error, ERROR_IO, "cannot make a temporary file: %s", strerror(errno));
		return NULL;
	}
	while ((n = fread(bytes, 1, sizeof(bytes), from)) > 0)
		fwrite(bytes, 1, n, copy);
	if (ferror(from) || ferror(copy) || fflush(copy) != 0) {
		error_set(error, ERROR_IO, "cannot copy to a temporary file: %s", strerror(errno));
		fclose(copy);
		return NULL;
	}
	rewind(copy);
	return copy;
}

static FILE *open_named(const char *path, struct error *error)
{
	FILE *file = strcmp(path, "-") == 0 ? fdopen(dup(STDIN_FILENO), "r") : fopen(path, "r");

	if (file == NULL)
		error_set(error, ERROR_USE, "cannot open %s: %s", path, strerror(errno));
	return file;
}

static FILE *open_regular(const char *path, struct error *error)
{
	FILE *file = open_named(path, error);
	struct stat found;
	FILE *copy;

	if (file == NULL ||
	    (strcmp(path, "-") != 0 && fstat(fileno(file), &found) == 0 && S_ISREG(found.st_mode)))
		return file;
	copy = copy_stream(file, error);
	fclose(file);
	return copy;
}

/* ---- through the daemon ---- */

static char *request_text(const struct import *import)
{
	struct buffer *buffer = buffer_new(import->ctl->ctx);
	struct json_writer *writer = json_writer_new(import->ctl->ctx, buffer);

	json_open_object(writer);
	json_put_member(writer, "request", "import");
	json_put_member(writer, "kind", import->kind);
	json_put_member(writer, "name", import->name);
	json_close_object(writer);
	buffer_add_char(buffer, '\n');
	return buffer->bytes;
}

static long answer_count(const struct json_document *answer, const char *key)
{
	const struct json_value *value = json_member(answer, answer->values, key);

	return value != NULL && value->type == JSON_NUMBER ? strtol(value->text, NULL, 10) : 0;
}

static bool import_by_daemon(struct import *import, struct error *error)
{
	struct json_document answer;

	if (!client_ask(import->ctl->ctx, import->config->control_socket, request_text(import),
			fileno(import->file), PATIENCE_S, &answer, error))
		return false;
	import->result = (struct import_result){.rows = answer_count(&answer, "rows"),
						.new_rows = answer_count(&answer, "new"),
						.changed = answer_count(&answer, "changed"),
						.same = answer_count(&answer, "same")};
	return true;
}

/* ---- without one ---- */

static bool import_by_ourselves(struct import *import, struct error *error)
{
	struct ledger *ledger =
		ledger_open(import->ctl->ctx, import->config->state_dir, LEDGER_WRITE, error);

	return ledger != NULL && ledger_import(ledger, import->kind, import->name, import->file,
					       clock_now(), &import->result, error);
}

static bool import_file(struct import *import, struct error *error)
{
	if (import_by_daemon(import, error))
		return true;
	return error->kind == ERROR_ABSENT && import_by_ourselves(import, error);
}

static void print_result(const struct import *import)
{
	const struct import_result *result = &import->result;
	struct buffer *buffer = buffer_new(import->ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	if (!import->ctl->is_json) {
		printf("%s: %ld rows: %ld new, %ld changed, %ld known\n", import->name,
		       result->rows, result->new_rows, result->changed, result->same);
		return;
	}
	json_open_object(writer);
	json_put_member(writer, "kind", import->kind);
	json_put_member(writer, "name", import->name);
	import_result_to_json(result, writer);
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_import(struct ctl *ctl)
{
	const char *path = ctl->args[1];
	struct import import = {.ctl = ctl,
				.kind = ctl->args[0],
				.name = strcmp(path, "-") == 0 ? "standard input" : path};
	struct error error;
	bool is_done;

	if (words_find(import_kind_words, import.kind, strlen(import.kind)) < 0) {
		error_set(&error, ERROR_USE,
			  "cannot import \"%s\": expected orders, usage, accounts or refunds",
			  import.kind);
		return ctl_fail(&error);
	}
	import.config = ctl_config(ctl);
	if (import.config == NULL)
		return EXIT_USE;
	import.file = open_regular(path, &error);
	if (import.file == NULL)
		return ctl_fail(&error);
	is_done = import_file(&import, &error);
	fclose(import.file);
	if (!is_done)
		return ctl_fail(&error);
	print_result(&import);
	return EXIT_DONE;
}
