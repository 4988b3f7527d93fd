#include "base/memory.h"
#include "ctl/ctl.h"
#include "ctl/progress.h"
#include "ledger/audit_verify.h"
#include "wire/csv_writer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- heads ---- */

static const char *head_text(const void *ctx, const struct audit_head *head)
{
	return text_format(ctx, "%" PRId64 ":%s", head->id, head->hash);
}

/* "57:9f86d0...", as the log and audit head have it. */
static bool read_head(const char *text, struct audit_head *head, struct error *error)
{
	char *end;
	long long id = strtoll(text, &end, 10);
	const char *hash = end + (*end == ':');

	if (end == text || *end != ':' || id < 1 || strlen(hash) != DIGEST_TEXT_SIZE - 1 ||
	    strspn(hash, "0123456789abcdef") != DIGEST_TEXT_SIZE - 1)
		return error_set(error, ERROR_USE,
				 "--head: expected ID:HASH, as the log and refundctl audit head "
				 "have it");
	head->id = id;
	memcpy(head->hash, hash, sizeof(head->hash));
	return true;
}

static int print_head(struct ctl *ctl, struct ledger *ledger)
{
	struct audit_head head;
	struct error error;

	if (!audit_head(ledger, &head, &error))
		return ctl_fail(&error);
	if (head.id == 0) {
		error_set(&error, ERROR_ABSENT, "nothing is recorded yet");
		return ctl_fail(&error);
	}
	printf("%s\n", head_text(ctl->ctx, &head));
	return EXIT_DONE;
}

/* ---- verify ---- */

static void show_progress(void *arg, int64_t row, int64_t newest)
{
	progress_show(arg, (int)(row * 1000 / newest));
}

static void print_finding(const struct ctl *ctl, const struct audit_finding *finding)
{
	if (!finding->is_right)
		printf("row %" PRId64 " of the record is not right: %s\n", finding->row,
		       finding->what);
	else if (finding->head.id == 0)
		printf("nothing is recorded yet\n");
	else
		printf("%" PRId64 " rows, all right; the head is %s\n", finding->head.id,
		       head_text(ctl->ctx, &finding->head));
}

static void print_finding_json(const struct ctl *ctl, const struct audit_finding *finding)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_flag(writer, "right", finding->is_right);
	if (finding->is_right) {
		json_put_count(writer, "rows", finding->head.id);
		json_put_member(writer, "head", head_text(ctl->ctx, &finding->head));
	} else {
		json_put_count(writer, "row", finding->row);
		json_put_member(writer, "what", finding->what);
	}
	json_close_object(writer);
	ctl_print_json(buffer);
}

static int verify(struct ctl *ctl, struct ledger *ledger)
{
	struct progress progress;
	struct audit_head anchor;
	struct audit_check check = {.anchor = ctl->head == NULL ? NULL : &anchor,
				    .progress = show_progress,
				    .arg = &progress};
	struct audit_finding finding;
	struct error error;
	bool is_done;

	progress_begin(&progress, "reading the record");
	is_done = (ctl->head == NULL || read_head(ctl->head, &anchor, &error)) &&
		  audit_verify(ledger, &check, &finding, &error);
	progress_end(&progress);
	if (!is_done)
		return ctl_fail(&error);
	if (ctl->is_json)
		print_finding_json(ctl, &finding);
	else
		print_finding(ctl, &finding);
	return finding.is_right ? EXIT_DONE : EXIT_TROUBLE;
}

/* ---- export ---- */

static const char *const columns[] = {"id",	 "at",	   "kind",   "actor",
				      "subject", "detail", "digest", "hash"};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

struct export
{
	struct buffer *buffer; /* of one row */
	struct json_writer *writer;
	bool is_csv;
};

/* Times to the microsecond, for they are hashed. */
static void list_texts(const struct audit_row *row, char *id, size_t id_size,
		       char time[INSTANT_TEXT_SIZE], const char *texts[COLUMNS])
{
	const char *const list[COLUMNS] = {id,		 time,	      row->kind,   row->actor,
					   row->subject, row->detail, row->digest, row->hash};

	snprintf(id, id_size, "%" PRId64, row->id);
	instant_format(row->at, (struct zone){.offset_s = 0}, time);
	memcpy(texts, list, sizeof(list));
}

/* The detail stands as a text, for it is hashed as it is. */
static void put_json(struct export *export, const struct audit_row *row, const char *const *texts)
{
	struct json_writer *writer = export->writer;

	json_writer_reset(writer);
	json_open_object(writer);
	json_put_count(writer, columns[0], row->id);
	for (size_t i = 1; i < COLUMNS; i++)
		json_put_member(writer, columns[i], texts[i]);
	json_close_object(writer);
	buffer_add_char(export->buffer, '\n');
}

static bool export_row(void *arg, const struct audit_row *row, struct error *error)
{
	struct export *export = arg;
	const char *texts[COLUMNS];
	char id[24], time[INSTANT_TEXT_SIZE];

	list_texts(row, id, sizeof(id), time, texts);
	buffer_clear(export->buffer);
	if (export->is_csv)
		csv_add_record(export->buffer, texts, COLUMNS);
	else
		put_json(export, row, texts);
	return fwrite(export->buffer->bytes, 1, export->buffer->length, stdout) ==
		       export->buffer->length ||
	       error_set(error, ERROR_IO, "not all could be printed");
}

static int export_all(struct ctl *ctl, struct ledger *ledger)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct export export = {.buffer = buffer,
				.writer = json_writer_new(ctl->ctx, buffer),
				.is_csv = ctl->is_csv};
	struct error error;

	if (export.is_csv) {
		csv_add_record(buffer, columns, COLUMNS);
		fwrite(buffer->bytes, 1, buffer->length, stdout);
	}
	return audit_read(ledger, export_row, &export, &error) ? EXIT_DONE : ctl_fail(&error);
}

/* ---- the command ---- */

static const struct {
	const char *name;
	int (*run)(struct ctl *ctl, struct ledger *ledger);
} parts[] = {{"verify", verify}, {"export", export_all}, {"head", print_head}};

int command_audit(struct ctl *ctl)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct config *config;
		struct ledger *ledger;

		if (strcmp(parts[i].name, ctl->args[0]) != 0)
			continue;
		config = ctl_config(ctl);
		if (config == NULL)
			return EXIT_USE;
		ledger = ctl_ledger(ctl, config);
		return ledger == NULL ? EXIT_TROUBLE : parts[i].run(ctl, ledger);
	}
	fprintf(stderr, "refundctl: audit: expected verify, export or head\n");
	return EXIT_USE;
}
