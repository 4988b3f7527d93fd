/* Signals that a configuration asks otherwise than was asked when a decision was made: evaluated
 * anew, as of the moment of asking. What it asks as it was asked keeps its recorded value. */
#ifndef REFUNDD_CTL_CHANGED_SIGNALS_H
#define REFUNDD_CTL_CHANGED_SIGNALS_H

#include "ctl/past.h"
#include "sys/config.h"

struct changed_signals;

/* What changed since `policy`; of one whose text cannot be read, all. Owned by `ctx`; NULL after
 * the problems were said: a signal of `config` cannot be asked. */
struct changed_signals *changed_signals_new(const void *ctx, struct ledger *ledger,
					    const struct config *config,
					    const struct past_policy *policy);

/* Gives the facts the values that the configuration's signals have. *is_told false: one could not
 * be told, and with it none is known. Texts belong to `ctx`. */
bool changed_signals_apply(struct changed_signals *changed, const void *ctx, struct facts *facts,
			   bool *is_told, struct error *error);

#endif
