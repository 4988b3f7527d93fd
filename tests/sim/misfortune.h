/* What goes wrong, and when. */
#ifndef REFUNDD_TESTS_SIM_MISFORTUNE_H
#define REFUNDD_TESTS_SIM_MISFORTUNE_H

#include "machine.h"

/* Chooses the weather of a run by its chance. */
struct weather misfortune_choose(struct chance *chance);

/* Puts down what will go wrong within `span`; at its end all is well again. Owned by `ctx`. */
void misfortune_plan(const void *ctx, struct sim *sim, struct machine *machine, struct span span);

#endif
