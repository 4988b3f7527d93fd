/* What holds after every event, and at the end of a run. */
#ifndef REFUNDD_TESTS_SIM_INVARIANTS_H
#define REFUNDD_TESTS_SIM_INVARIANTS_H

#include "sim.h"

#define FOUR_EYES 20000 /* in minor units: less than some orders give back */

/* The program lets an effect go. */
void invariants_of_leaving(struct sim *sim, const struct desk_write *write);
/* The desk has seen the ticket and is going to write to it. */
void invariants_of_sending(struct sim *sim, const struct sim_ticket *ticket,
			   const struct desk_write *write);
/* An answer of ours is in the ticket now. */
void invariants_of_answer(struct sim *sim, int ticket, const struct desk_write *write);
/* A turn was kept. */
void invariants_of_commit(struct sim *sim);
/* All is quiet, and nothing more will happen. */
void invariants_of_end(struct sim *sim);

#endif
