#include "ctl/status.h"

#include "base/memory.h"
#include "ctl/client.h"
#include "sys/clock.h"
#include "sys/process.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_S 5

/* Before the first start there is none: then all is zero. */
static bool read_ledger(struct status *status, struct error *error)
{
	void *ctx = status->ctx;
	struct ledger *ledger = ledger_open(ctx, status->config->state_dir, LEDGER_READ, error);
	bool is_read;

	if (ledger == NULL && error->kind != ERROR_ABSENT)
		return false;
	is_read =
		(ledger == NULL || (ledger_overview(ledger, ctx, &status->overview, error) &&
				    ledger_gauges(ledger, &status->gauges, error))) &&
		brake_status_read(ctx, status->config, ledger, status->now, &status->brakes, error);
	talloc_free(ledger);
	return is_read;
}

static const struct json_value *member(const struct status *status, const char *key)
{
	return status->is_running ? json_member(&status->daemon, status->daemon.values, key) : NULL;
}

bool status_read(void *ctx, const struct config *config, struct status *status, struct error *error)
{
	*status = (struct status){.ctx = ctx, .config = config, .now = clock_now()};
	status->is_running = client_ask(ctx, config->control_socket, "{\"request\":\"status\"}\n",
					-1, PATIENCE_S, &status->daemon, &status->no_daemon);
	status->free_bytes = folder_free_bytes(config->state_dir);
	if (!read_ledger(status, error))
		return false;
	status_find_needs(status);
	return true;
}

const char *status_says(const struct status *status, const char *key)
{
	const struct json_value *value = member(status, key);

	return value != NULL && (value->type == JSON_STRING || value->type == JSON_NUMBER)
		       ? value->text
		       : NULL;
}

long status_count(const struct status *status, const char *key)
{
	const char *text = status_says(status, key);

	return text != NULL ? strtol(text, NULL, 10) : 0;
}

bool status_is_true(const struct status *status, const char *key)
{
	const struct json_value *value = member(status, key);

	return value != NULL && value->type == JSON_TRUE;
}

const char *status_clock_doubt(const struct status *status)
{
	const struct json_value *clock = member(status, "clock");
	const struct json_value *why = clock != NULL && clock->type == JSON_OBJECT
					       ? json_member(&status->daemon, clock, "why")
					       : NULL;

	return why != NULL && why->type == JSON_STRING ? why->text : NULL;
}

const char *status_when(const struct status *status, const char *key)
{
	return status_says(status, key) == NULL
		       ? NULL
		       : ctl_time(status->ctx, status_time(status, key, (struct instant){0}));
}

struct instant status_time(const struct status *status, const char *key, struct instant otherwise)
{
	const char *text = status_says(status, key);
	struct instant time;
	struct error ignored;

	return text != NULL && instant_parse(text, strlen(text), &time, &ignored) ? time
										  : otherwise;
}
