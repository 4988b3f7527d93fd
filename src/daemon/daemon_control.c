#include "daemon/daemon_state.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <stdio.h>
#include <unistd.h>

static void put_time(struct json_writer *writer, const char *key, struct instant time)
{
	char text[INSTANT_TEXT_SIZE];

	instant_format(time, (struct zone){.offset_s = 0}, text);
	json_put_member(writer, key, text);
}

static void put_count(struct json_writer *writer, const char *key, long count)
{
	json_put_key(writer, key);
	json_put_integer(writer, count);
}

static void put_status(void *arg, struct json_writer *writer)
{
	const struct daemon *daemon = arg;
	struct turn_counts counts = turn_counts(daemon->turn);

	put_count(writer, "pid", getpid());
	json_put_member(writer, "version", PACKAGE_VERSION);
	json_put_member(writer, "config", daemon->config->file);
	put_time(writer, "since", daemon->started);
	if (counts.polls > 0)
		put_time(writer, "last_poll", counts.last_poll);
	put_count(writer, "polls", counts.polls);
	put_count(writer, "failed_polls", counts.failed_polls);
	put_count(writer, "tickets", counts.tickets);
	put_count(writer, "bad_tickets", counts.bad_tickets);
	put_count(writer, "written", counts.written);
	put_count(writer, "put_off", counts.put_off);
	put_count(writer, "unsettled", counts.unsettled);
	put_count(writer, "stood_back", counts.stood_back);
	if (daemon->last_error.text[0] != '\0') {
		put_time(writer, "last_error_at", daemon->last_error_at);
		json_put_member(writer, "last_error", daemon->last_error.text);
	}
}

static bool import(void *arg, const char *kind, const char *name, FILE *file,
		   struct import_result *result, struct error *error)
{
	struct daemon *daemon = arg;
	char rows[24];

	if (!turn_import(daemon->turn, kind, name, file, result, error))
		return false;
	snprintf(rows, sizeof(rows), "%ld", result->rows);
	log_write(LOG_INFO, "imported", "kind", kind, "name", name, "rows", rows, NULL);
	return true;
}

static bool review_by(void *arg, const void *ctx, const char *user,
		      const struct review_request *request, const char **said, struct error *error)
{
	const struct daemon *daemon = arg;

	log_write(LOG_INFO, "a reviewer asks", "by", user, "act", request->act, "ticket",
		  request->ticket, NULL);
	return turn_review(daemon->turn, ctx, user, request, said, error);
}

static bool exempt_by(void *arg, const char *user, const struct exemption_request *request,
		      struct error *error)
{
	const struct daemon *daemon = arg;

	if (!turn_keep(daemon->turn,
		       exemption_ask(daemon->ledger, daemon->config, user, request, clock_now(),
				     error),
		       error))
		return false;
	log_write(LOG_INFO, "exemption", "by", user, "act", request->act, "account",
		  request->account, "signal", request->signal, NULL);
	return true;
}

static bool forget_by(void *arg, const char *user, const char *account,
		      struct forgetting *forgetting, struct error *error)
{
	struct daemon *daemon = arg;

	if (!turn_end(daemon->turn, error) ||
	    !ledger_forget(daemon->ledger, account, user, clock_now(), forgetting, error))
		return false;
	log_write(LOG_INFO, "forgotten", "by", user, "account", account, NULL);
	return true;
}

struct control_hooks daemon_hooks(struct daemon *daemon)
{
	return (struct control_hooks){.arg = daemon,
				      .status = put_status,
				      .import = import,
				      .pause = daemon_pause,
				      .resume = daemon_resume,
				      .review = review_by,
				      .exempt = exempt_by,
				      .forget = forget_by};
}
