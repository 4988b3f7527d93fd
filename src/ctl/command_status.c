#include "base/memory.h"
#include "ctl/brake_status.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "sys/clock.h"

#include <string.h>

#define PATIENCE_S	    5
#define PENDING_TOO_LONG_US (10 * MINUTE_US)
#define ADVICE_MAX	    8

struct status {
	struct ctl *ctl;
	const struct config *config;
	bool is_running;
	struct json_document daemon; /* its answer, when it runs */
	struct error no_daemon;	     /* why not, when it does not */
	struct overview overview;
	struct brake_status brakes;
	const char *advice[ADVICE_MAX];
	size_t advice_count;
};

/* ---- asking ---- */

static bool read_ledger(struct status *status, struct error *error)
{
	void *ctx = status->ctl->ctx;
	struct ledger *ledger = ledger_open(ctx, status->config->state_dir, LEDGER_READ, error);

	if (ledger == NULL && error->kind != ERROR_ABSENT)
		return false;
	return (ledger == NULL || ledger_overview(ledger, ctx, &status->overview, error)) &&
	       brake_status_read(ctx, status->config, ledger, clock_now(), &status->brakes, error);
}

static const char *daemon_says(const struct status *status, const char *key)
{
	const struct json_value *value =
		status->is_running ? json_member(&status->daemon, status->daemon.values, key)
				   : NULL;

	return value != NULL && (value->type == JSON_STRING || value->type == JSON_NUMBER)
		       ? value->text
		       : NULL;
}

/* ---- advice ---- */

static void advise(struct status *status, const char *text)
{
	status->advice[status->advice_count++] = text;
}

static bool has_counted(const struct status *status, const char *key)
{
	const char *count = daemon_says(status, key);

	return count != NULL && strcmp(count, "0") != 0;
}

static void advise_on_daemon(struct status *status)
{
	void *ctx = status->ctl->ctx;

	if (status->no_daemon.kind == ERROR_ABSENT)
		advise(status, "No daemon runs: start refundd, or let refundd --once work off what "
			       "is there.");
	else
		advise(status,
		       text_format(ctx, "The daemon does not answer: %s.", status->no_daemon.text));
}

static void advise_by_daemon(struct status *status)
{
	const char *last_error = daemon_says(status, "last_error");

	if (last_error != NULL)
		advise(status,
		       text_format(status->ctl->ctx,
				   "The daemon's last trouble, at %s: %s. Its log has more.",
				   daemon_says(status, "last_error_at"), last_error));
	if (has_counted(status, "failed_polls"))
		advise(status,
		       "The ticket system could not always be asked: see the daemon's log.");
	if (has_counted(status, "bad_tickets"))
		advise(status, "Tickets could not be read: the daemon's log names them; they are "
			       "read again when they change.");
}

static void advise_on_ledger(struct status *status)
{
	const struct overview *overview = &status->overview;
	struct span waits = instant_since(clock_now(), overview->oldest_pending);

	if (overview->effects_pending > 0 && waits.us > PENDING_TOO_LONG_US)
		advise(status,
		       text_format(status->ctl->ctx,
				   "Answers wait since %s to be written into their tickets: "
				   "see the daemon's log.",
				   ctl_time(status->ctl->ctx, overview->oldest_pending)));
	if (overview->effects_unsettled > 0)
		advise(status, "Answers left and may be in their tickets or not: refundd looks for "
			       "them before it says them again. If they stay unsettled, the ticket "
			       "system cannot be asked: see the daemon's log.");
	if (overview->orders == 0)
		advise(status, "No orders are on record, so every request is for a person: "
			       "refundctl import orders FILE.");
	else if (overview->usage == 0)
		advise(status, "No figures of use are on record, so nothing can be approved: "
			       "refundctl import usage FILE.");
}

static void find_advice(struct status *status)
{
	if (status->brakes.is_paused)
		advise(status, "All is paused: nothing is read, decided or said before refundctl "
			       "resume.");
	if (status->is_running)
		advise_by_daemon(status);
	else
		advise_on_daemon(status);
	advise_on_ledger(status);
}

/* ---- for people ---- */

/* "1 approve, 2 reject", without zeros. */
static char *list_counts(const void *ctx, const long *counts, struct words words)
{
	struct buffer *text = buffer_new(ctx);

	for (size_t i = 0; i < words.count; i++)
		if (counts[i] > 0)
			buffer_add_format(text, "%s%ld %s", text->length > 0 ? ", " : "", counts[i],
					  words.list[i]);
	if (text->length == 0)
		buffer_add_text(text, "none");
	return text->bytes;
}

static char *approved_amount(const void *ctx, const struct overview *overview, size_t i)
{
	const char *code = overview->approved[i].currency;

	return ctl_money(ctx, (struct money){overview->approved[i].minor,
					     currency_find(code, strlen(code))});
}

static char *list_approved(const void *ctx, const struct overview *overview)
{
	struct buffer *text = buffer_new(ctx);

	for (size_t i = 0; i < overview->approved_count; i++)
		buffer_add_format(text, "%s%s (%ld)", i > 0 ? ", " : "",
				  approved_amount(ctx, overview, i), overview->approved[i].count);
	if (text->length == 0)
		buffer_add_text(text, "nothing");
	return text->bytes;
}

static void print_daemon(const struct status *status)
{
	const char *last_poll = daemon_says(status, "last_poll");

	if (!status->is_running) {
		printf("daemon      not running\n");
		return;
	}
	printf("daemon      runs as process %s since %s, last look at the tickets %s\n",
	       daemon_says(status, "pid"), daemon_says(status, "since"),
	       last_poll != NULL ? last_poll : "none");
}

static void print_status(const struct status *status)
{
	const struct overview *overview = &status->overview;
	void *ctx = status->ctl->ctx;

	print_daemon(status);
	brake_status_print(ctx, &status->brakes);
	printf("cases       %s\n", list_counts(ctx, overview->cases, case_state_words));
	printf("outcomes    %s\n", list_counts(ctx, overview->outcomes, outcome_words));
	printf("approved    %s\n", list_approved(ctx, overview));
	printf("pending     %ld answers not in their tickets yet\n", overview->effects_pending);
	printf("unsettled   %ld answers that may be in their tickets or not\n",
	       overview->effects_unsettled);
	printf("left alone  %ld of other subjects, or with a person\n", overview->left_alone);
	printf("on record   %ld orders, %ld usage, %ld accounts, %ld refunds\n", overview->orders,
	       overview->usage, overview->accounts, overview->refunds);
	for (size_t i = 0; i < status->advice_count; i++)
		printf("%s%s\n", i == 0 ? "\n" : "", status->advice[i]);
}

/* ---- for programs ---- */

static void put_count(struct json_writer *writer, const char *key, long count)
{
	json_put_key(writer, key);
	json_put_integer(writer, count);
}

static void put_counts(struct json_writer *writer, const char *key, const long *counts,
		       struct words words)
{
	json_put_key(writer, key);
	json_open_object(writer);
	for (size_t i = 0; i < words.count; i++)
		put_count(writer, words.list[i], counts[i]);
	json_close_object(writer);
}

static void put_approved(const void *ctx, struct json_writer *writer,
			 const struct overview *overview)
{
	json_put_key(writer, "approved");
	json_open_array(writer);
	for (size_t i = 0; i < overview->approved_count; i++) {
		json_open_object(writer);
		json_put_member(writer, "amount", approved_amount(ctx, overview, i));
		put_count(writer, "count", overview->approved[i].count);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void print_json(const struct status *status)
{
	const struct overview *overview = &status->overview;
	struct buffer *buffer = buffer_new(status->ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_key(writer, "daemon");
	if (status->is_running)
		json_put_value(writer, &status->daemon, status->daemon.values);
	else
		json_put_null(writer);
	brake_status_put(status->ctl->ctx, &status->brakes, writer);
	put_counts(writer, "cases", overview->cases, case_state_words);
	put_counts(writer, "outcomes", overview->outcomes, outcome_words);
	put_approved(status->ctl->ctx, writer, overview);
	put_count(writer, "pending", overview->effects_pending);
	put_count(writer, "unsettled", overview->effects_unsettled);
	put_count(writer, "left_alone", overview->left_alone);
	json_put_key(writer, "on_record");
	json_open_object(writer);
	put_count(writer, "orders", overview->orders);
	put_count(writer, "usage", overview->usage);
	put_count(writer, "accounts", overview->accounts);
	put_count(writer, "refunds", overview->refunds);
	json_close_object(writer);
	json_put_key(writer, "advice");
	json_open_array(writer);
	for (size_t i = 0; i < status->advice_count; i++)
		json_put_text(writer, status->advice[i]);
	json_close_array(writer);
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_status(struct ctl *ctl)
{
	struct status status = {.ctl = ctl, .config = ctl_config(ctl)};
	struct error error;

	if (status.config == NULL)
		return EXIT_USE;
	status.is_running =
		client_ask(ctl->ctx, status.config->control_socket, "{\"request\":\"status\"}\n",
			   -1, PATIENCE_S, &status.daemon, &status.no_daemon);
	if (!read_ledger(&status, &error))
		return ctl_fail(&error);
	find_advice(&status);
	if (ctl->is_json)
		print_json(&status);
	else
		print_status(&status);
	return EXIT_DONE;
}
