/* One poll of the simulated desk: the list of what changed, then page after page. */
#ifndef REFUNDD_TESTS_SIM_SIM_POLL_H
#define REFUNDD_TESTS_SIM_SIM_POLL_H

#include "sim.h"

struct sim_poll;

/* Owned by the desk; what it still has to do happens in the desk's name. */
struct sim_poll *sim_poll_new(void *desk, struct sim *sim, const struct desk_listener *listener);
/* `cursor` NULL: everything that may be of interest. */
void sim_poll_begin(struct sim_poll *poll, const char *cursor);
bool sim_poll_is_under_way(const struct sim_poll *poll); /* of NULL: not */
/* Up to where it has told of everything; NULL while it has not. */
const char *sim_poll_cursor(const struct sim_poll *poll);

#endif
