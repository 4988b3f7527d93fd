#include "daemon/daemon_state.h"
#include "domain/clock_watch.h"
#include "sys/clock.h"
#include "sys/log.h"

void daemon_put_clock(void *arg, struct json_writer *writer)
{
	const struct clock_watch *clock = turn_clock(((struct daemon *)arg)->turn);
	char off[SPAN_TEXT_SIZE];

	json_put_time(writer, "now", clock_now());
	json_put_flag(writer, "trusted", clock->doubt == DOUBT_NONE);
	if (clock->doubt == DOUBT_NONE)
		return;
	json_put_member(writer, "why", clock_doubt_words.list[clock->doubt]);
	json_put_time(writer, "since", clock->since);
	span_format(clock_watch_off(clock), off);
	json_put_member(writer, "off", off);
}

bool daemon_confirm_clock(void *arg, const char *user, bool *has_changed, struct error *error)
{
	struct daemon *daemon = arg;

	if (!turn_confirm_clock(daemon->turn, user, has_changed, error))
		return false;
	if (*has_changed) {
		log_event(EVENT_CLOCK_CONFIRMED, "by", user, NULL);
		daemon_look_for_tickets(daemon);
	}
	return true;
}
