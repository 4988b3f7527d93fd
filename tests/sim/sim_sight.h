/* What the simulated desk sees in a ticket, before it writes to it and when it looks for an answer.
 */
#ifndef REFUNDD_TESTS_SIM_SIM_SIGHT_H
#define REFUNDD_TESTS_SIM_SIM_SIGHT_H

#include "sim.h"

/* Whether the answer may leave; else *result says why it does not. */
bool sim_sight_check(struct sim *sim, const struct desk_write *write, enum desk_result *result);
enum desk_sight sim_sight_look(const struct sim *sim, const struct desk_write *write);

#endif
