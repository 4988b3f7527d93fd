#include "base/memory.h"
#include "daemon/daemon_state.h"
#include "daemon/turn_state.h"
#include "ledger/retention.h"
#include "sys/clock.h"
#include "sys/log.h"

#define INTERVAL_S 3600.0 /* between two rounds */
#define PAUSE_S	   0.1	  /* between two steps of one */

struct daemon_retention {
	struct daemon *daemon;
	ev_timer timer;
	struct retention gone_through; /* by this process */
	long count;		       /* of this round */
};

static void be_back(struct daemon_retention *retention, double after_s)
{
	retention->timer.repeat = after_s;
	ev_timer_again(retention->daemon->loop, &retention->timer);
}

static void end_round(struct daemon_retention *retention)
{
	if (retention->count > 0)
		log_event(EVENT_WORDS_GONE, "cases", log_number(retention->count).text, NULL);
	retention->count = 0;
	be_back(retention, INTERVAL_S);
}

/* A clock that runs ahead would take the words of today. */
static bool may_take(const struct daemon *daemon)
{
	return daemon->config->keep_words.us > 0 && daemon->failures == 0 &&
	       turn_clock(daemon->turn)->doubt == DOUBT_NONE;
}

static bool take_step(struct daemon_retention *retention, bool *is_over, struct error *error)
{
	struct daemon *daemon = retention->daemon;
	struct span keep = daemon->config->keep_words;
	struct instant now = clock_now();
	long count;

	if (!turn_end(daemon->turn, error) ||
	    !ledger_retire(daemon->ledger, &retention->gone_through,
			   instant_plus(now, (struct span){-keep.us}), now, &count, is_over, error))
		return false;
	retention->count += count;
	return true;
}

static void on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct daemon_retention *retention = timer->data;
	bool is_over = true;
	struct error error;

	(void)loop;
	(void)events;
	if (!may_take(retention->daemon)) {
		end_round(retention);
		return;
	}
	/* Tickets go first. */
	if (turn_is_busy(retention->daemon->turn)) {
		be_back(retention, PAUSE_S);
		return;
	}
	if (!take_step(retention, &is_over, &error))
		log_event(EVENT_WORDS_KEPT, "reason", error.text, NULL);
	if (is_over)
		end_round(retention);
	else
		be_back(retention, PAUSE_S);
}

void daemon_retention_init(struct daemon *daemon)
{
	struct daemon_retention *retention = NEW(daemon, struct daemon_retention);

	retention->daemon = daemon;
	ev_timer_init(&retention->timer, on_timer, 0, 0);
	retention->timer.data = retention;
	if (daemon->mode == DAEMON_RUN)
		be_back(retention, PAUSE_S);
}
