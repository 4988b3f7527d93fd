/* Looks at all tickets of a kind, page by page, whether they changed or not. */
#ifndef REFUNDD_DESK_RT_SWEEP_H
#define REFUNDD_DESK_RT_SWEEP_H

#include "desk/rt_desk.h"
#include "desk/rt_query.h"

typedef void rt_sweep_done(void *arg, const struct error *error);

/* Delivers the tickets, then calls `done` once: NULL when it went well. */
void rt_sweep_begin(struct rt *rt, enum rt_sweep kind, rt_sweep_done *done, void *arg);

#endif
