#include "agenda.h"

#include "base/memory.h"
#include "sys/clock.h"

#include <string.h>

struct event {
	struct instant at;
	agenda_event *happen;
	void *owner, *arg;
};

struct agenda {
	struct instant now;
	struct span clock_error;
	bool is_boot_clock_set_too;
	struct event *events; /* in the order of being put down */
	size_t count;
};

static const struct agenda *current;

/* In the place of sys/clock.c, which the linker then has no use for. */
struct instant clock_now(void)
{
	return instant_plus(current->now, current->clock_error);
}

struct instant clock_boot(void)
{
	return current->is_boot_clock_set_too ? clock_now() : current->now;
}

int64_t clock_monotonic_us(void)
{
	return current->now.us;
}

static size_t find_next(const struct agenda *agenda)
{
	size_t next = 0;

	for (size_t i = 1; i < agenda->count; i++)
		if (agenda->events[i].at.us < agenda->events[next].at.us)
			next = i;
	return next;
}

static void take_out(struct agenda *agenda, size_t i)
{
	agenda->count--;
	memmove(&agenda->events[i], &agenda->events[i + 1],
		(agenda->count - i) * sizeof(agenda->events[0]));
}

struct agenda *agenda_new(const void *ctx, struct instant now)
{
	struct agenda *agenda = NEW(ctx, struct agenda);

	agenda->now = now;
	current = agenda;
	return agenda;
}

void agenda_add(struct agenda *agenda, struct span delay, agenda_event *event, void *owner,
		void *arg)
{
	if (talloc_array_length(agenda->events) == agenda->count)
		agenda->events =
			GROW_ARRAY(agenda, agenda->events, struct event, 2 * agenda->count + 16);
	agenda->events[agenda->count++] =
		(struct event){instant_plus(agenda->now, delay), event, owner, arg};
}

void agenda_forget(struct agenda *agenda, const void *owner)
{
	for (size_t i = agenda->count; i-- > 0;)
		if (agenda->events[i].owner == owner)
			take_out(agenda, i);
}

bool agenda_step(struct agenda *agenda)
{
	size_t next = find_next(agenda);
	struct event event;

	if (agenda->count == 0)
		return false;
	event = agenda->events[next];
	take_out(agenda, next);
	agenda->now = event.at;
	event.happen(event.owner, event.arg);
	return true;
}

struct instant agenda_now(const struct agenda *agenda)
{
	return agenda->now;
}

void agenda_step_clock(struct agenda *agenda, struct span by)
{
	agenda->clock_error.us += by.us;
}

struct span agenda_clock_error(const struct agenda *agenda)
{
	return agenda->clock_error;
}

void agenda_set_boot_clock_too(struct agenda *agenda)
{
	agenda->is_boot_clock_set_too = true;
}
