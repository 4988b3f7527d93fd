#include "daemon/daemon_state.h"

#include <malloc.h>

#define ARRIVALS_S  0.02 /* how long answers that arrived wait for company in their commit */
#define NEWS_A_LOOK 4	 /* tickets that are to come up between two looks, where many come */
#define SHORTEST_S  0.001
#define SLOWER	    2.0 /* the longer pause, at most, after a look that brought little */
#define MANY_NEWS   50	/* of one turn, which leave many holes in the memory behind */

static void on_arrivals(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	((struct daemon *)timer->data)->is_due = true;
}

void daemon_pace_init(struct daemon *daemon)
{
	malloc_trim(0); /* of what the start took, most is not needed again */
	ev_timer_init(&daemon->arrivals, on_arrivals, ARRIVALS_S, 0);
	daemon->arrivals.data = daemon;
}

void daemon_poll_after(struct daemon *daemon, double delay_s)
{
	daemon->poll.repeat = delay_s;
	ev_timer_again(daemon->loop, &daemon->poll);
}

/* What a large page took is not kept: holes between what stays would add up from page to page. */
static void give_back_memory(struct daemon *daemon, long news)
{
	if (news - daemon->news >= MANY_NEWS)
		malloc_trim(0);
	daemon->news = news;
}

void daemon_set_pace(struct daemon *daemon)
{
	struct turn_counts counts = turn_counts(daemon->turn);
	long news = counts.news - daemon->seen.news;
	double interval_s = (double)daemon->config->poll_interval.us / (double)SECOND_US;
	double since_s = ev_now(daemon->loop) - daemon->seen_at;
	/* A look too early brings nothing, and is no sign that nothing comes any more. */
	double slower = (double)news > NEWS_A_LOOK / SLOWER ? NEWS_A_LOOK / (double)news : SLOWER;
	double delay_s = since_s * slower;

	give_back_memory(daemon, counts.news);
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
