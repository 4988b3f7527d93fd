#include "base/memory.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ledger/clock_doubts.h"
#include "sys/clock.h"

#include <string.h>

#define PATIENCE_S 30

/* How the clock stands, as the daemon says or, without one, the ledger. */
struct standing {
	bool is_trusted;
	enum clock_doubt why;
	const char *since;
	const char *off; /* as span_format() writes it */
};

static const char *member_text(const struct json_document *answer, const char *key)
{
	const struct json_value *value = json_member(answer, answer->values, key);

	return value != NULL && value->type == JSON_STRING ? value->text : "";
}

static bool is_true(const struct json_document *answer, const char *key)
{
	const struct json_value *value = json_member(answer, answer->values, key);

	return value != NULL && value->type == JSON_TRUE;
}

/* ---- how it stands ---- */

static bool ask_daemon(struct ctl *ctl, const struct config *config, struct standing *standing,
		       struct error *error)
{
	struct json_document answer;
	int why;

	if (!client_ask(ctl->ctx, config->control_socket, "{\"request\":\"clock\"}\n", -1,
			PATIENCE_S, &answer, error))
		return false;
	standing->is_trusted = is_true(&answer, "trusted");
	standing->since = member_text(&answer, "since");
	standing->off = member_text(&answer, "off");
	why = words_find(clock_doubt_words, member_text(&answer, "why"),
			 strlen(member_text(&answer, "why")));
	standing->why = why < 0 ? DOUBT_NONE : (enum clock_doubt)why;
	return true;
}

/* As the next start would find it. */
static bool watch_ledger(const struct config *config, struct ledger *ledger,
			 struct clock_watch *watch, struct error *error)
{
	struct clock_reading now = {clock_now(), clock_boot()};
	struct clock_doubt_row row;
	struct instant newest;
	bool has_row, has_newest;

	if (!clock_doubt_find(ledger, &row, &has_row, error) ||
	    !clock_newest_on_record(ledger, &newest, &has_newest, error))
		return false;
	*watch = (struct clock_watch){.doubt = DOUBT_NONE};
	if (has_row)
		clock_watch_begin(watch, row.is_over ? DOUBT_NONE : row.why, row.began_at, row.off,
				  row.desk_off);
	clock_watch_start(watch, now, has_newest ? &newest : NULL,
			  config->policies.clock_tolerance);
	return true;
}

static bool ask_ledger(struct ctl *ctl, const struct config *config, struct standing *standing,
		       struct error *error)
{
	struct ledger *ledger = ledger_open(ctl->ctx, config->state_dir, LEDGER_READ, error);
	char off[SPAN_TEXT_SIZE];
	struct clock_watch watch;

	if (ledger == NULL || !watch_ledger(config, ledger, &watch, error))
		return false;
	span_format(clock_watch_off(&watch), off);
	*standing = (struct standing){.is_trusted = watch.doubt == DOUBT_NONE,
				      .why = watch.doubt,
				      .since = ctl_time(ctl->ctx, watch.since),
				      .off = text_copy(ctl->ctx, off)};
	return true;
}

static void print(const struct standing *standing)
{
	static const char *const reasons[] = {
		[DOUBT_NONE] = "",
		[DOUBT_SET] = "it was set while refundd ran",
		[DOUBT_RECORD] = "it is behind what is on record",
		[DOUBT_DESK] = "it differs from the ticket system's clock",
	};
	const char *off = standing->off;
	bool is_behind = off != NULL && off[0] == '-';

	if (standing->is_trusted) {
		printf("the clock is trusted\n");
		return;
	}
	printf("the clock is doubted since %s: %s, and seems to be %s %s\n", standing->since,
	       reasons[standing->why], off + is_behind, is_behind ? "behind" : "ahead");
	printf("No ticket is decided on. See to the time of this machine; if it is right:\n"
	       "refundctl clock confirm\n");
}

static void print_json(const struct ctl *ctl, const struct standing *standing)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_flag(writer, "trusted", standing->is_trusted);
	if (!standing->is_trusted) {
		json_put_member(writer, "why", clock_doubt_words.list[standing->why]);
		json_put_member(writer, "since", standing->since);
		json_put_member(writer, "off", standing->off);
	}
	json_close_object(writer);
	ctl_print_json(buffer);
}

static int show(struct ctl *ctl, const struct config *config)
{
	struct standing standing = {.is_trusted = false};
	struct error error;

	if (!ask_daemon(ctl, config, &standing, &error) &&
	    (error.kind != ERROR_ABSENT || !ask_ledger(ctl, config, &standing, &error)))
		return ctl_fail(&error);
	if (ctl->is_json)
		print_json(ctl, &standing);
	else
		print(&standing);
	return standing.is_trusted ? EXIT_DONE : EXIT_TROUBLE;
}

/* ---- confirm ---- */

static bool confirm_by_daemon(struct ctl *ctl, const struct config *config, bool *has_changed,
			      struct error *error)
{
	struct json_document answer;

	if (!client_ask(ctl->ctx, config->control_socket,
			"{\"request\":\"clock\",\"act\":\"confirm\"}\n", -1, PATIENCE_S, &answer,
			error))
		return false;
	*has_changed = is_true(&answer, "changed");
	return true;
}

/* The doubt stands in the record, too, though it ends at once. */
static bool confirm_by_ourselves(struct ctl *ctl, const struct config *config, bool *has_changed,
				 struct error *error)
{
	struct ledger *ledger = ledger_open(ctl->ctx, config->state_dir, LEDGER_WRITE, error);
	const char *user = ctl_user(ctl->ctx);
	struct clock_watch watch;

	if (ledger == NULL || !watch_ledger(config, ledger, &watch, error) ||
	    !clock_doubt_keep(ledger, &watch, user, clock_now(), error))
		return false;
	*has_changed = watch.doubt != DOUBT_NONE;
	clock_watch_confirm(&watch, (struct clock_reading){clock_now(), clock_boot()},
			    config->policies.clock_tolerance);
	return clock_doubt_keep(ledger, &watch, user, clock_now(), error) &&
	       ledger_commit(ledger, error);
}

static int confirm(struct ctl *ctl, const struct config *config)
{
	struct error error;
	bool has_changed;

	if (!confirm_by_daemon(ctl, config, &has_changed, &error) &&
	    (error.kind != ERROR_ABSENT ||
	     !confirm_by_ourselves(ctl, config, &has_changed, &error)))
		return ctl_fail(&error);
	if (ctl->is_json)
		printf("{\"trusted\":true,\"changed\":%s}\n", has_changed ? "true" : "false");
	else
		printf("the clock is trusted%s\n", has_changed ? "" : " already");
	return EXIT_DONE;
}

int command_clock(struct ctl *ctl)
{
	bool is_confirmed = ctl->arg_count > 0;
	const struct config *config;

	if (is_confirmed && strcmp(ctl->args[0], "confirm") != 0) {
		fprintf(stderr, "refundctl: clock: expected confirm, or nothing\n");
		return EXIT_USE;
	}
	config = ctl_config(ctl);
	if (config == NULL)
		return EXIT_USE;
	return is_confirmed ? confirm(ctl, config) : show(ctl, config);
}
