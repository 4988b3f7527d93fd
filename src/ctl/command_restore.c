#include "base/memory.h"
#include "ctl/ctl.h"
#include "ctl/progress.h"
#include "ledger/backup.h"
#include "sys/clock.h"

#include <inttypes.h>

static void print(const struct ctl *ctl, const struct config *config,
		  const struct restoring *restoring)
{
	printf("%s is restored from %s\n", config->state_dir, ctl->args[0]);
	if (restoring->aside != NULL)
		printf("the ledger that was there is %s\n", restoring->aside);
	if (restoring->unsettled > 0)
		printf("%ld answers were on their way in it: they are looked for first\n",
		       restoring->unsettled);
	if (restoring->forgotten > 0)
		printf("%ld accounts were forgotten since, and are forgotten again\n",
		       restoring->forgotten);
	if (restoring->is_since_unknown)
		printf("it cannot be read: what it knew of pauses and of forgotten accounts since "
		       "the backup is lost;\n"
		       "refundctl forget has to be said again for those accounts\n");
	if (restoring->is_paused_again)
		printf("all %s: go on by refundctl resume\n",
		       restoring->is_since_unknown ? "may have been paused since, and is"
						   : "was paused since, and stays so");
	printf("the next start looks at all tickets before it says anything\n");
}

static void print_json(const struct ctl *ctl, const struct restoring *restoring)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_member(writer, "file", ctl->args[0]);
	json_put_member(writer, "aside", restoring->aside);
	json_put_member(writer, "head",
			restoring->head.id == 0
				? NULL
				: text_format(ctl->ctx, "%" PRId64 ":%s", restoring->head.id,
					      restoring->head.hash));
	json_put_count(writer, "unsettled", restoring->unsettled);
	json_put_count(writer, "forgotten", restoring->forgotten);
	json_put_flag(writer, "since_unknown", restoring->is_since_unknown);
	json_put_flag(writer, "paused", restoring->is_paused_again);
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_restore(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);
	struct progress progress;
	struct watcher watcher = progress_watcher(&progress);
	struct restoring restoring = {.aside = NULL};
	struct error error;
	bool is_done;

	if (config == NULL)
		return EXIT_USE;
	is_done = ledger_restore(ctl->ctx, config->state_dir, ctl->args[0], ctl_user(ctl->ctx),
				 clock_now(), &watcher, &restoring, &error);
	progress_end(&progress);
	if (!is_done)
		return ctl_fail(&error);
	if (ctl->is_json)
		print_json(ctl, &restoring);
	else
		print(ctl, config, &restoring);
	return EXIT_DONE;
}
