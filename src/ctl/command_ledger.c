#include "base/memory.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/progress.h"
#include "ledger/check.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_S 3600 /* the ledger is written anew */

/* ---- check ---- */

static void print_health(const struct ledger_health *health)
{
	for (size_t part = 0; part < PART_COUNT; part++)
		if (health->wrong[part] != NULL)
			printf("%s: %s\n", ledger_part_words.list[part], health->wrong[part]);
	if (health->is_sound)
		printf("sound: its file, references, schema and record\n");
	else
		printf("The ledger is not sound: stop refundd, and restore the last backup that "
		       "is.\n");
}

static void print_health_json(const struct ctl *ctl, const struct ledger_health *health)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_flag(writer, "sound", health->is_sound);
	for (size_t part = 0; part < PART_COUNT; part++)
		json_put_member(writer, ledger_part_words.list[part], health->wrong[part]);
	json_close_object(writer);
	ctl_print_json(buffer);
}

static int check(struct ctl *ctl, const struct config *config)
{
	struct ledger *ledger = ctl_ledger(ctl, config);
	struct progress progress;
	struct watcher watcher = progress_watcher(&progress);
	struct ledger_health health;
	struct error error;
	bool is_done;

	if (ledger == NULL)
		return EXIT_TROUBLE;
	is_done = ledger_check(ledger, ctl->ctx, &watcher, &health, &error);
	progress_end(&progress);
	if (!is_done)
		return ctl_fail(&error);
	if (ctl->is_json)
		print_health_json(ctl, &health);
	else
		print_health(&health);
	return health.is_sound ? EXIT_DONE : EXIT_TROUBLE;
}

/* ---- vacuum ---- */

static int64_t member_number(const struct json_document *answer, const char *key)
{
	const struct json_value *value = json_member(answer, answer->values, key);

	return value != NULL && value->type == JSON_NUMBER ? strtoll(value->text, NULL, 10) : 0;
}

static bool vacuum_by_daemon(struct ctl *ctl, const struct config *config, int64_t *before,
			     int64_t *after, struct error *error)
{
	struct json_document answer;

	if (!client_ask(ctl->ctx, config->control_socket, "{\"request\":\"vacuum\"}\n", -1,
			PATIENCE_S, &answer, error))
		return false;
	*before = member_number(&answer, "before");
	*after = member_number(&answer, "after");
	return true;
}

static bool vacuum_by_ourselves(struct ctl *ctl, const struct config *config, int64_t *before,
				int64_t *after, struct error *error)
{
	struct ledger *ledger = ledger_open(ctl->ctx, config->state_dir, LEDGER_WRITE, error);

	return ledger != NULL && ledger_vacuum(ledger, before, after, error);
}

static int vacuum(struct ctl *ctl, const struct config *config)
{
	int64_t before, after;
	struct error error;

	if (!vacuum_by_daemon(ctl, config, &before, &after, &error) &&
	    (error.kind != ERROR_ABSENT ||
	     !vacuum_by_ourselves(ctl, config, &before, &after, &error)))
		return ctl_fail(&error);
	if (ctl->is_json)
		printf("{\"before\":%lld,\"after\":%lld}\n", (long long)before, (long long)after);
	else
		printf("the ledger takes %s; it took %s\n", ctl_bytes(ctl->ctx, after),
		       ctl_bytes(ctl->ctx, before));
	return EXIT_DONE;
}

/* ---- the command ---- */

static const struct {
	const char *name;
	int (*run)(struct ctl *ctl, const struct config *config);
} parts[] = {{"check", check}, {"vacuum", vacuum}};

int command_ledger(struct ctl *ctl)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const struct config *config;

		if (strcmp(parts[i].name, ctl->args[0]) != 0)
			continue;
		config = ctl_config(ctl);
		return config == NULL ? EXIT_USE : parts[i].run(ctl, config);
	}
	fprintf(stderr, "refundctl: ledger: expected check or vacuum\n");
	return EXIT_USE;
}
