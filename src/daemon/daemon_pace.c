#include "daemon/daemon_state.h"

#define ARRIVALS_S  0.02 /* how long answers that arrived wait for company in their commit */
#define NEWS_A_LOOK 4	 /* tickets that are to come up between two looks, where many come */
#define SHORTEST_S  0.001

static void on_arrivals(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	((struct daemon *)timer->data)->is_due = true;
}

void daemon_pace_init(struct daemon *daemon)
{
	ev_timer_init(&daemon->arrivals, on_arrivals, ARRIVALS_S, 0);
	daemon->arrivals.data = daemon;
}

void daemon_poll_after(struct daemon *daemon, double delay_s)
{
	daemon->poll.repeat = delay_s;
	ev_timer_again(daemon->loop, &daemon->poll);
}

void daemon_set_pace(struct daemon *daemon)
{
	struct turn_counts counts = turn_counts(daemon->turn);
	long news = counts.news - daemon->seen.news;
	double interval_s = (double)daemon->config->poll_interval.us / (double)SECOND_US;
	double since_s = ev_now(daemon->loop) - daemon->seen_at;
	double delay_s = news > 0 ? since_s * NEWS_A_LOOK / (double)news : interval_s;

	if (counts.polls == daemon->seen.polls)
		return;
	daemon->seen = counts;
	daemon->seen_at = ev_now(daemon->loop);
	if (delay_s < interval_s)
		daemon_poll_after(daemon, delay_s > SHORTEST_S ? delay_s : SHORTEST_S);
}

bool daemon_waits_for_company(struct daemon *daemon)
{
	bool waits = daemon->mode == DAEMON_RUN && !daemon->is_stopping && !daemon->is_due &&
		     turn_may_wait(daemon->turn);

	if (waits) {
		ev_timer_start(daemon->loop, &daemon->arrivals);
	} else {
		ev_timer_stop(daemon->loop, &daemon->arrivals);
		daemon->is_due = false;
	}
	return waits;
}
