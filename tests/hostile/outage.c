#include "hostile/outage.h"

#include <string.h>

static void on_end(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct outage *outage = timer->data;

	(void)loop;
	(void)events;
	outage->trouble = NULL;
	if (outage->is_shut)
		outage->is_shut = !server_open(outage->server);
}

bool outage_begin(struct hostile_desk *desk, const char *name, long ms)
{
	struct outage *outage = &desk->outage;
	const struct trouble *trouble = trouble_find(name, strlen(name));
	bool is_shut = strcmp(name, "refused") == 0;

	if (trouble == NULL && !is_shut)
		return false;
	ev_timer_stop(desk->loop, &outage->ending);
	ev_timer_init(&outage->ending, on_end, (double)ms / 1000, 0);
	outage->ending.data = outage;
	on_end(desk->loop, &outage->ending, 0);
	outage->server = desk->server;
	outage->trouble = trouble;
	outage->is_shut = is_shut && server_shut(desk->server);
	ev_timer_start(desk->loop, &outage->ending);
	return outage->is_shut == is_shut;
}

const struct trouble *outage_trouble(const struct hostile_desk *desk, unsigned on)
{
	const struct trouble *trouble = desk->outage.trouble;

	return trouble != NULL && (trouble->on & on) != 0 ? trouble : NULL;
}
