/* A ticket as a desk shows it: as it stood when it was read, whatever became of it since. */
#ifndef REFUNDD_TESTS_SIM_SIM_VIEW_H
#define REFUNDD_TESTS_SIM_SIM_VIEW_H

#include "sim.h"

/* Belongs to `ctx`. */
const struct ticket *sim_view_take(const void *ctx, const struct sim *sim, int ticket);
void sim_view_show(const struct sim *sim, const struct ticket *view,
		   const struct desk_listener *listener);

/* With each answer the server says what time it is, to the second, where it does. */
void sim_view_tell_time(const struct sim *sim, const struct desk_listener *listener);

#endif
