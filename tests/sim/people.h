/* Everybody who is not refundd: customers, reviewers, those who import, and misfortune. */
#ifndef REFUNDD_TESTS_SIM_PEOPLE_H
#define REFUNDD_TESTS_SIM_PEOPLE_H

#include "sim.h"

/* For so long they are at it; then all is well, and nobody does anything any more. */
#define BUSY_TIME ((struct span){5 * HOUR_US})

struct people;

/* Puts down on the agenda what they are going to do. Owned by `ctx`. */
struct people *people_new(const void *ctx, struct sim *sim);

/* An answer of ours leaves for the ticket. */
void people_see_answer(struct people *people, struct sim_ticket *ticket);

#endif
