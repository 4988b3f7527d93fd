/* Random facts that favour boundaries: the last second of the window, the edges of months, limits
 * to the cent; most facts are as in a good case, so that a fair share is approved. */
#ifndef REFUNDD_TESTS_RANDOM_FACTS_H
#define REFUNDD_TESTS_RANDOM_FACTS_H

#include "domain/facts.h"

struct random {
	uint64_t state; /* any seed */
};

/* 0 to count - 1. */
uint64_t random_below(struct random *random, uint64_t count);

/* All facts known but ticket.currency and history.order_refunded_at, which are told only where
 * there is something to tell. `signal` (one value) is the signals' array. */
void random_facts(struct random *random, struct facts *facts, struct signal_value *signal);

/* Makes some of them unknown; without a currency there are no amounts. */
void random_forget(struct random *random, struct facts *facts);

/* Fills what is unknown from `other`; amounts take the currency of those that are known. The two
 * facts that need not be told stay untold. */
void random_fill(const struct facts *other, struct facts *facts);

#endif
