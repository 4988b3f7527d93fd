#include "base/memory.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ledger/exemption_request.h"
#include "sys/clock.h"

#include <string.h>

#define PATIENCE_S 30

/* ---- adding and ending ---- */

static char *request_text(const struct ctl *ctl, const struct exemption_request *request)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_member(writer, "request", "exempt");
	json_put_member(writer, "act", request->act);
	json_put_member(writer, "account", request->account);
	json_put_member(writer, "signal", request->signal);
	json_put_member(writer, "until", request->until);
	json_put_member(writer, "reason", request->reason);
	json_close_object(writer);
	buffer_add_char(buffer, '\n');
	return buffer->bytes;
}

static bool do_by_ourselves(const struct ctl *ctl, const struct config *config,
			    const struct exemption_request *request, struct error *error)
{
	struct ledger *ledger = ledger_open(ctl->ctx, config->state_dir, LEDGER_WRITE, error);

	return ledger != NULL &&
	       exemption_ask(ledger, config, ctl_user(ctl->ctx), request, clock_now(), error) &&
	       ledger_commit(ledger, error);
}

static int change(struct ctl *ctl, const struct config *config)
{
	struct exemption_request request = {.act = ctl->args[0],
					    .account = ctl->args[1],
					    .signal = ctl->args[2],
					    .reason = ctl->reason};
	char until[INSTANT_TEXT_SIZE];
	struct json_document answer;
	struct error error;

	if (ctl->has_until) {
		day_format(ctl->until, until);
		request.until = until;
	}
	if (!client_ask(ctl->ctx, config->control_socket, request_text(ctl, &request), -1,
			PATIENCE_S, &answer, &error) &&
	    (error.kind != ERROR_ABSENT || !do_by_ourselves(ctl, config, &request, &error)))
		return ctl_fail(&error);
	if (ctl->is_json)
		puts("{\"ok\":true}");
	else
		printf("account %s %s signal %s\n", request.account,
		       strcmp(request.act, "add") == 0 ? "is exempt from"
						       : "is no longer exempt from",
		       request.signal);
	return EXIT_DONE;
}

/* ---- the list ---- */

static void print_json(const struct ctl *ctl, const struct exemption_row *rows, size_t count)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		json_put_member(writer, "account", rows[i].account);
		json_put_member(writer, "signal", rows[i].signal);
		json_put_member(writer, "from", ctl_time(ctl->ctx, rows[i].from_at));
		json_put_member(writer, "until", ctl_time(ctl->ctx, rows[i].until_at));
		json_put_member(writer, "author", rows[i].author);
		json_put_member(writer, "reason", rows[i].reason);
		json_close_object(writer);
	}
	json_close_array(writer);
	ctl_print_json(buffer);
}

static void print_table(const struct ctl *ctl, const struct exemption_row *rows, size_t count)
{
	static const char *const heads[] = {"ACCOUNT", "SIGNAL", "FROM", "UNTIL",
					    "AUTHOR",  "REASON", NULL};
	struct table *table = table_new(ctl->ctx, heads);

	for (size_t i = 0; i < count; i++)
		table_add(table, (const char *const[]){
					 rows[i].account,
					 rows[i].signal,
					 ctl_time(ctl->ctx, rows[i].from_at),
					 ctl_time(ctl->ctx, rows[i].until_at),
					 rows[i].author,
					 rows[i].reason,
				 });
	table_print(table, stdout, ctl->has_colour);
}

static int list(struct ctl *ctl, const struct config *config)
{
	struct ledger *ledger = ctl_ledger(ctl, config);
	struct exemption_row *rows;
	struct error error;
	size_t count;

	if (ledger == NULL)
		return EXIT_TROUBLE;
	if (!exemption_list(ledger, ctl->ctx, clock_now(), &rows, &count, &error))
		return ctl_fail(&error);
	if (ctl->is_json)
		print_json(ctl, rows, count);
	else
		print_table(ctl, rows, count);
	return EXIT_DONE;
}

static const struct {
	const char *name;
	int args; /* with its own name */
	bool takes_until, takes_reason;
	int (*run)(struct ctl *ctl, const struct config *config);
} acts[] = {
	{"add", 3, true, true, change},
	{"end", 3, false, false, change},
	{"list", 1, false, false, list},
};

int command_exempt(struct ctl *ctl)
{
	const struct config *config;
	struct error error;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (strcmp(acts[i].name, ctl->args[0]) != 0 || acts[i].args != ctl->arg_count ||
		    acts[i].takes_until != ctl->has_until ||
		    acts[i].takes_reason != (ctl->reason != NULL))
			continue;
		config = ctl_config(ctl);
		return config == NULL ? EXIT_USE : acts[i].run(ctl, config);
	}
	error_put(&error, ERROR_USE, "see refundctl help exempt for how it is used");
	return ctl_fail(&error);
}
