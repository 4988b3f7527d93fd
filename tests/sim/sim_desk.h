/* A ticket system at the other end of a wire that delays, loses, repeats and obeys late. */
#ifndef REFUNDD_TESTS_SIM_SIM_DESK_H
#define REFUNDD_TESTS_SIM_SIM_DESK_H

#include "sim.h"

/* How long a request of ours may live after it left; less than the desk's quarantine by more than
 * the machine's clock is ever set. */
#define REQUEST_LIFE ((struct span){8 * MINUTE_US})
#define QUARANTINE   ((struct span){10 * MINUTE_US})

struct desk *sim_desk_new(const void *ctx, struct sim *sim, const struct desk_listener *listener);

/* The program has started. */
void sim_desk_start(struct desk *desk);
/* The program died: what is handed over from now on never leaves. */
void sim_desk_die(struct desk *desk);
/* Of FAULT_EARLY_CURSOR: the last poll's cursor goes on record, whatever is still owed. */
void sim_desk_keep_cursor(struct desk *desk);

#endif
