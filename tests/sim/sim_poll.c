#include "sim_poll.h"

#include "base/memory.h"
#include "sim_view.h"
#include "trace.h"

#include <stdlib.h>

#define PAGE 2

struct sim_poll {
	void *desk;
	struct sim *sim;
	const struct desk_listener *listener;
	bool is_over;
	const char *cursor; /* of a poll that went well */
	int since;	    /* changes that are no news; -1: everything is asked for */
	int until;	    /* up to which changes it covers */
	int wanted[TICKETS_MAX];
	int count, next;
	const struct ticket *page[PAGE]; /* read, and not shown yet */
	int page_count;
};

static const struct error trouble = {ERROR_IO, "the page could not be read"};

static void read_page(void *owner, void *arg);

static void after(struct sim_poll *poll, struct span longest, agenda_event *event)
{
	struct sim *sim = poll->sim;

	agenda_add(sim->agenda, chance_delay(&sim->chance, (struct span){SECOND_US}, longest),
		   event, poll->desk, poll);
}

static void end(struct sim_poll *poll, bool is_good)
{
	poll->is_over = true;
	if (is_good)
		sim_view_tell_time(poll->sim, poll->listener);
	if (is_good || poll->sim->fault == FAULT_HALF_POLL) {
		poll->cursor = text_format(poll, "%d", poll->until);
		trace_write("desk: polled up to %s", poll->cursor);
		poll->listener->polled(poll->listener->arg, poll->cursor, NULL);
	} else {
		trace_write("desk: the poll broke off");
		poll->listener->polled(poll->listener->arg, NULL, &trouble);
	}
}

static bool breaks_off(const struct sim_poll *poll)
{
	return !poll->sim->world->is_reachable ||
	       (poll->sim->weather.has_bad_polls && chance_of(&poll->sim->chance, 5));
}

/* Without a cursor: what is open, and what has an answer of ours. */
static bool is_of_interest(const struct sim_ticket *ticket)
{
	return !sim_ticket_is_closed(ticket) || sim_ticket_count(ticket, AUTHOR_REFUNDD, false) > 0;
}

static bool has_news(const struct sim_poll *poll, int ticket)
{
	const struct world *world = poll->sim->world;

	for (int i = poll->since; i < poll->until; i++)
		if (world->changes[i].ticket == ticket &&
		    (world->changes[i].key[0] == '\0' ||
		     !poll->listener->knows(poll->listener->arg, world->changes[i].key)))
			return true;
	return false;
}

static void make_list(struct sim_poll *poll)
{
	const struct world *world = poll->sim->world;

	for (int i = 0; i < world->ticket_count; i++)
		if (!world->tickets[i].is_gone &&
		    (poll->since < 0 ? is_of_interest(&world->tickets[i]) : has_news(poll, i)))
			poll->wanted[poll->count++] = i;
	for (int i = poll->count - 1; poll->sim->weather.has_bad_polls && i > 0; i--) {
		int other = chance_below(&poll->sim->chance, i + 1);
		int ticket = poll->wanted[i];

		poll->wanted[i] = poll->wanted[other];
		poll->wanted[other] = ticket;
	}
}

/* What was read a while ago is shown now. */
static void show_page(void *owner, void *arg)
{
	struct sim_poll *poll = arg;
	bool is_twice = poll->sim->weather.has_bad_polls && chance_of(&poll->sim->chance, 10);

	(void)owner;
	sim_view_tell_time(poll->sim, poll->listener);
	for (int i = 0; i < poll->page_count; i++)
		for (int times = 0; times <= is_twice; times++)
			sim_view_show(poll->sim, poll->page[i], poll->listener);
	if (poll->next == poll->count)
		end(poll, true);
	else
		after(poll, (struct span){MINUTE_US}, read_page);
}

static void read_page(void *owner, void *arg)
{
	struct sim_poll *poll = arg;
	const struct world *world = poll->sim->world;

	(void)owner;
	if (breaks_off(poll)) {
		end(poll, false);
		return;
	}
	poll->page_count = 0;
	while (poll->next < poll->count && poll->page_count < PAGE) {
		int ticket = poll->wanted[poll->next++];

		if (!world->tickets[ticket].is_gone)
			poll->page[poll->page_count++] = sim_view_take(poll, poll->sim, ticket);
	}
	after(poll, (struct span){MINUTE_US}, show_page);
}

static void list(void *owner, void *arg)
{
	struct sim_poll *poll = arg;

	(void)owner;
	poll->until = poll->sim->world->change_count;
	if (breaks_off(poll)) {
		end(poll, false);
		return;
	}
	make_list(poll);
	if (poll->count == 0)
		end(poll, true);
	else
		after(poll, (struct span){MINUTE_US}, read_page);
}

struct sim_poll *sim_poll_new(void *desk, struct sim *sim, const struct desk_listener *listener)
{
	struct sim_poll *poll = NEW(desk, struct sim_poll);

	poll->desk = desk;
	poll->sim = sim;
	poll->listener = listener;
	return poll;
}

void sim_poll_begin(struct sim_poll *poll, const char *cursor)
{
	poll->since = cursor == NULL ? -1 : atoi(cursor);
	after(poll, (struct span){10 * SECOND_US}, list);
}

bool sim_poll_is_under_way(const struct sim_poll *poll)
{
	return poll != NULL && !poll->is_over;
}

const char *sim_poll_cursor(const struct sim_poll *poll)
{
	return poll->cursor;
}
