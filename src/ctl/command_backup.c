#include "base/memory.h"
#include "ctl/ctl.h"
#include "ctl/progress.h"
#include "ledger/backup.h"

#include <inttypes.h>

static const char *head_text(const void *ctx, const struct backup *backup)
{
	return backup->head.id == 0
		       ? NULL
		       : text_format(ctx, "%" PRId64 ":%s", backup->head.id, backup->head.hash);
}

static void print(const struct ctl *ctl, const char *file, const struct backup *backup)
{
	const char *head = head_text(ctl->ctx, backup);

	printf("%s: %s, sound\n", file, ctl_bytes(ctl->ctx, backup->bytes));
	if (!backup->is_checked)
		printf("it is of an older version, %d: its record is checked when it is restored\n",
		       backup->version);
	else if (head != NULL)
		printf("the record's head is %s\n", head);
}

static void print_json(const struct ctl *ctl, const char *file, const struct backup *backup)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_member(writer, "file", file);
	json_put_count(writer, "bytes", backup->bytes);
	json_put_count(writer, "schema", backup->version);
	json_put_member(writer, "head", head_text(ctl->ctx, backup));
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_backup(struct ctl *ctl)
{
	const char *file = ctl->args[0];
	const struct config *config = ctl_config(ctl);
	struct progress progress;
	struct watcher watcher = progress_watcher(&progress);
	struct backup backup;
	struct error error;
	bool is_done;

	if (config == NULL)
		return EXIT_USE;
	is_done = ledger_backup(config->state_dir, file, &watcher, &backup, &error);
	progress_end(&progress);
	if (!is_done)
		return ctl_fail(&error);
	if (ctl->is_json)
		print_json(ctl, file, &backup);
	else
		print(ctl, file, &backup);
	return EXIT_DONE;
}
