#include "daemon/turn_state.h"
#include "sys/log.h"

#include <stdio.h>
#include <string.h>

void turn_log_look(struct turn *turn)
{
	turn->at_look = turn->counts;
	log_event(EVENT_LOOK_BEGUN, "again", log_number((int64_t)turn->again.count).text, NULL);
}

void turn_log_looked(const struct turn *turn)
{
	const struct turn_counts *now = &turn->counts, *before = &turn->at_look;

	log_event(EVENT_LOOKED, "tickets", log_number(now->tickets - before->tickets).text, "bad",
		  log_number(now->bad_tickets - before->bad_tickets).text, NULL);
}

void turn_log_kept(struct turn *turn)
{
	const struct turn_counts *now = &turn->counts, *before = &turn->at_end;

	log_event(EVENT_TURN_KEPT, "tickets", log_number(now->tickets - before->tickets).text,
		  "written", log_number(now->written - before->written).text, "on_way",
		  log_number(outbox_count(turn->outbox)).text, NULL);
	turn->at_end = turn->counts;
}

void turn_log_request(const struct desk_request *request)
{
	char path[256];

	/* A query may name people: it is left out. */
	snprintf(path, sizeof(path), "%.*s", (int)strcspn(request->path, "?"), request->path);
	log_event(EVENT_DESK_ASKED, "method", request->method, "path", path, "purpose",
		  desk_purpose_words.list[request->purpose], "end",
		  desk_request_end_words.list[request->end], "status",
		  log_number(request->status).text, "took_ms",
		  log_number(request->took.us / 1000).text, NULL);
}
