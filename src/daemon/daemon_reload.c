#include "base/memory.h"
#include "daemon/daemon_state.h"
#include "desk/rt.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <signal.h>

/* The first says enough for a line; refundd --check says all. */
static void put_problems(const struct problems *problems, struct error *error)
{
	char *first = problem_format(problems, &problems->list[0]);

	if (problems->count == 1)
		error_put(error, ERROR_CONFIG, "%s", first);
	else
		error_put(error, ERROR_CONFIG, "%s (and %zu more)", first, problems->count - 1);
}

static struct config *read_config(struct daemon *daemon, struct error *error)
{
	struct problems *problems = problems_new(NULL);
	struct config *config = daemon->reader(daemon, daemon->config->file, problems);

	if (config != NULL)
		config_can_follow(daemon->config, config, problems);
	if (problems->count > 0) {
		put_problems(problems, error); /* their places are the configuration's */
		TALLOC_FREE(config);
	}
	talloc_free(problems);
	return config;
}

/* The turn is the last that can fail, so that nobody works by half of it. */
static bool use(struct daemon *daemon, struct config *config, struct error *error)
{
	struct rt_change *change = NULL;

	if (config->rt != NULL) {
		change = rt_prepare(config, daemon->desk, config->rt, error);
		if (change == NULL)
			return false;
	}
	if (!turn_use_config(daemon->turn, config, error))
		return false;
	if (change != NULL)
		rt_adopt(daemon->desk, change);
	config_forget_texts(config);
	talloc_free(daemon->config);
	daemon->config = config;
	log_init(config->log_level, config->log_format, LOG_JOURNAL_SOCKET);
	return true;
}

static bool exchange_config(struct daemon *daemon, struct error *error)
{
	struct config *config = read_config(daemon, error);

	if (config == NULL)
		return false;
	if (use(daemon, config, error))
		return true;
	talloc_free(config);
	return false;
}

static void note_success(struct daemon *daemon, const char *user)
{
	daemon->config_at = clock_now();
	daemon->reloads++;
	daemon->reload_error.text[0] = '\0';
	log_event(EVENT_RELOADED, "config", daemon->config->file, "by", user, NULL);
	daemon_look_for_tickets(daemon);
}

static void note_failure(struct daemon *daemon, const char *user, const struct error *error)
{
	daemon->failed_reloads++;
	daemon->reload_error = *error;
	daemon->reload_error_at = clock_now();
	log_event(EVENT_RELOAD_REFUSED, "reason", error->text, "by", user, NULL);
}

static void on_hangup(struct ev_loop *loop, ev_signal *watcher, int events)
{
	struct error error;

	(void)loop;
	(void)events;
	daemon_reload(watcher->data, NULL, &error); /* which has told of it */
}

void daemon_reload_init(struct daemon *daemon)
{
	daemon->config_at = daemon->started;
	ev_signal_init(&daemon->hangup, on_hangup, SIGHUP);
	daemon->hangup.data = daemon;
	if (daemon->mode == DAEMON_RUN)
		ev_signal_start(daemon->loop, &daemon->hangup);
}

bool daemon_reload(void *arg, const char *user, struct error *error)
{
	struct daemon *daemon = arg;
	bool is_done;

	if (daemon->is_stopping)
		return error_set(error, ERROR_BUSY, "it was asked to stop");
	daemon_notify_reloading(daemon);
	is_done = exchange_config(daemon, error);
	if (is_done)
		note_success(daemon, user);
	else
		note_failure(daemon, user, error);
	daemon_notify_ready(daemon);
	return is_done;
}

void daemon_put_reloads(const struct daemon *daemon, struct json_writer *writer)
{
	json_put_member(writer, "config", daemon->config->file);
	json_put_time(writer, "config_since", daemon->config_at);
	json_put_count(writer, "reloads", daemon->reloads);
	json_put_count(writer, "failed_reloads", daemon->failed_reloads);
	if (daemon->reload_error.text[0] == '\0')
		return;
	json_put_time(writer, "reload_error_at", daemon->reload_error_at);
	json_put_member(writer, "reload_error", daemon->reload_error.text);
	json_put_member(writer, "reload_error_class", error_kind_name(daemon->reload_error.kind));
}
