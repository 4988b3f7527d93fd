/* What is going to happen, and when: the virtual clock goes from one event to the next. */
#ifndef REFUNDD_TESTS_SIM_AGENDA_H
#define REFUNDD_TESTS_SIM_AGENDA_H

#include "domain/instant.h"

struct agenda;

typedef void agenda_event(void *owner, void *arg);

/* Begins at `now`; clock_now() then is its time, and the steps of the machine's own clock. Owned
 * by `ctx`; there is one at a time. */
struct agenda *agenda_new(const void *ctx, struct instant now);

/* Events of one moment happen in the order in which they were put down. */
void agenda_add(struct agenda *agenda, struct span delay, agenda_event *event, void *owner,
		void *arg);
/* Nothing of what `owner` was to do will happen. */
void agenda_forget(struct agenda *agenda, const void *owner);
/* Goes to the next event and lets it happen; false when there is none. */
bool agenda_step(struct agenda *agenda);

struct instant agenda_now(const struct agenda *agenda);
/* The machine's clock is set by so much; time itself goes on as ever. */
void agenda_step_clock(struct agenda *agenda, struct span by);
/* How far it is ahead. */
struct span agenda_clock_error(const struct agenda *agenda);
/* Of FAULT_ONE_CLOCK. */
void agenda_set_boot_clock_too(struct agenda *agenda);

#endif
