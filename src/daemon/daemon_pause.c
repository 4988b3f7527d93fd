#include "daemon/daemon_state.h"
#include "ledger/audit.h"
#include "ledger/pauses.h"
#include "sys/clock.h"
#include "sys/log.h"

static void log_pause(const struct pause *pause)
{
	char since[INSTANT_TEXT_SIZE];

	instant_format(pause->paused_at, (struct zone){.offset_s = 0}, since);
	log_event(EVENT_STILL_PAUSED, "by", pause->paused_by, "since", since, "reason",
		  pause->reason, NULL);
}

bool daemon_heed_pause(struct daemon *daemon, struct error *error)
{
	struct pause pause;
	bool is_paused;

	if (!pause_find(daemon->ledger, daemon, &pause, &is_paused, error))
		return false;
	if (daemon->mode == DAEMON_REHEARSE)
		return pause_end(daemon->ledger, AUDIT_ACTOR, clock_now(), &is_paused, error);
	if (is_paused)
		log_pause(&pause);
	return true;
}

bool daemon_pause(void *arg, const char *user, const char *reason, bool *has_changed,
		  struct error *error)
{
	struct daemon *daemon = arg;

	if (!turn_pause(daemon->turn, user, reason, has_changed, error))
		return false;
	if (*has_changed)
		log_event(EVENT_PAUSED, "by", user, "reason", reason, NULL);
	return true;
}

bool daemon_resume(void *arg, const char *user, bool *has_changed, struct error *error)
{
	struct daemon *daemon = arg;

	if (!turn_resume(daemon->turn, user, has_changed, error))
		return false;
	if (*has_changed) {
		log_event(EVENT_RESUMED, "by", user, NULL);
		daemon_look_for_tickets(daemon);
	}
	return true;
}
