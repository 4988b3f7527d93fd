/* What the billing system knows of the orders, and when it tells the ledger. */
#ifndef REFUNDD_TESTS_SIM_IMPORTS_H
#define REFUNDD_TESTS_SIM_IMPORTS_H

#include "machine.h"

/* The same base for all worlds: orders of the days before, each paid this much, in minor units. */
#define ORDER_PAID 49900

/* Puts down when the files arrive, all of them within `span`. A file that could not be imported is
 * tried again, and all are when the ledger has lost them. Owned by `ctx`. */
void imports_plan(const void *ctx, struct sim *sim, struct machine *machine, struct span span);

#endif
