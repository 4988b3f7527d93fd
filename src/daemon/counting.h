/* What the work on tickets adds to the metrics. */
#ifndef REFUNDD_DAEMON_COUNTING_H
#define REFUNDD_DAEMON_COUNTING_H

#include "daemon/work.h"
#include "ledger/reviews.h"

void counting_signals(const struct work *work, const struct signal_findings *findings);
void counting_decision(const struct work *work, const struct decision *decision,
		       struct braking braking);
/* Of a verdict that is final. */
void counting_verdict(const struct work *work, const struct verdict_row *row);
void counting_result(const struct work *work, const struct effect_row *effect,
		     enum desk_result result);

/* An amount in millionths of its currency. */
int64_t counting_millionths(struct money money);

#endif
