#include "daemon/daemon_state.h"
#include "desk/rt.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <stdio.h>
#include <unistd.h>

/* What is wrong at this moment, beside what was since the start. */
static void put_trouble(const struct daemon *daemon, const struct turn_counts *counts,
			struct json_writer *writer)
{
	struct instant until;
	const char *why;

	json_put_flag(writer, "failing", daemon->failures > 0);
	if (daemon->last_error.text[0] != '\0') {
		json_put_time(writer, "last_error_at", daemon->last_error_at);
		json_put_member(writer, "last_error", daemon->last_error.text);
	}
	json_put_count(writer, "failed_polls_in_row", counts->failed_in_row);
	json_put_count(writer, "bad_now", counts->bad_now);
	if (counts->bad_now > 0)
		json_put_time(writer, "last_bad_ticket", counts->last_bad_ticket);
	if (daemon->config->rt != NULL && rt_is_left_alone(daemon->desk, &until, &why)) {
		json_put_time(writer, "desk_left_alone_until", until);
		json_put_member(writer, "desk_left_alone_for", why);
	}
}

static void put_status(void *arg, struct json_writer *writer)
{
	const struct daemon *daemon = arg;
	struct turn_counts counts = turn_counts(daemon->turn);
	struct span silence = turn_silence(daemon->turn);

	json_put_count(writer, "pid", getpid());
	json_put_member(writer, "version", PACKAGE_VERSION);
	daemon_put_reloads(daemon, writer);
	json_put_time(writer, "since", daemon->started);
	if (silence.us > 0)
		json_put_time(writer, "silent_until",
			      (struct instant){clock_now().us + silence.us});
	if (counts.polls > 0)
		json_put_time(writer, "last_poll", counts.last_poll);
	json_put_count(writer, "polls", counts.polls);
	json_put_count(writer, "failed_polls", counts.failed_polls);
	json_put_count(writer, "tickets", counts.tickets);
	json_put_count(writer, "bad_tickets", counts.bad_tickets);
	json_put_count(writer, "written", counts.written);
	json_put_count(writer, "put_off", counts.put_off);
	json_put_count(writer, "unsettled", counts.unsettled);
	json_put_count(writer, "stood_back", counts.stood_back);
	json_put_member(writer, "desk", daemon->config->desk);
	json_put_member(writer, "metrics", daemon->config->metrics);
	put_trouble(daemon, &counts, writer);
	json_put_key(writer, "clock");
	json_open_object(writer);
	daemon_put_clock(arg, writer);
	json_close_object(writer);
}

static bool import(void *arg, const char *kind, const char *name, FILE *file,
		   struct import_result *result, struct error *error)
{
	struct daemon *daemon = arg;
	char rows[24];

	if (!turn_import(daemon->turn, kind, name, file, result, error))
		return false;
	snprintf(rows, sizeof(rows), "%ld", result->rows);
	log_event(EVENT_IMPORTED, "kind", kind, "name", name, "rows", rows, NULL);
	return true;
}

static bool review_by(void *arg, const void *ctx, const char *user,
		      const struct review_request *request, const char **said, struct error *error)
{
	const struct daemon *daemon = arg;

	/* Two people are told apart by their names. */
	if (!control_has_name(user))
		return error_set(
			error, ERROR_USE,
			"the system has no name for you (%s), and a review is by somebody: "
			"try again when it has",
			user);
	log_event(EVENT_REVIEW_ASKED, "by", user, "act", request->act, "ticket", request->ticket,
		  NULL);
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
	log_event(EVENT_EXEMPTION, "by", user, "act", request->act, "account", request->account,
		  "signal", request->signal, NULL);
	return true;
}

static bool forget_by(void *arg, const char *user, const char *account,
		      struct forgetting *forgetting, struct error *error)
{
	struct daemon *daemon = arg;

	if (!turn_end(daemon->turn, error) ||
	    !ledger_forget(daemon->ledger, account, user, clock_now(), forgetting, error))
		return false;
	log_event(EVENT_FORGOTTEN, "by", user, "account", account, NULL);
	return true;
}

static bool vacuum_by(void *arg, const char *user, int64_t *before, int64_t *after,
		      struct error *error)
{
	struct daemon *daemon = arg;

	if (!turn_end(daemon->turn, error) || !ledger_vacuum(daemon->ledger, before, after, error))
		return false;
	log_event(EVENT_VACUUMED, "by", user, "before", log_number(*before).text, "after",
		  log_number(*after).text, NULL);
	return true;
}

struct control_hooks daemon_hooks(struct daemon *daemon)
{
	return (struct control_hooks){.arg = daemon,
				      .status = put_status,
				      .import = import,
				      .pause = daemon_pause,
				      .resume = daemon_resume,
				      .reload = daemon_reload,
				      .review = review_by,
				      .exempt = exempt_by,
				      .forget = forget_by,
				      .vacuum = vacuum_by,
				      .clock = daemon_put_clock,
				      .confirm_clock = daemon_confirm_clock};
}
