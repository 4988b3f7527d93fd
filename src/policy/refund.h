/* The refund's arithmetic, and the sentence that shows it.
 *
 * Sources: the refund example of trtc.io document 58589 (499.00 over a month of 31 days, five
 * days charged: 418.51, truncated; a started day counts whole) and the general refund page (the
 * purses get back in proportion to what they paid). */
#ifndef REFUNDD_POLICY_REFUND_H
#define REFUNDD_POLICY_REFUND_H

#include "policy/policy.h"

#define REFUND_MAX_MONTHS 120

/* Days charged for the time between purchase and asking, by the version's way of counting; at
 * least 1. */
int64_t refund_days_charged(const struct policy *policy, const struct version *version,
			    struct instant purchased_at, struct instant asked_at);

/* Days of the `months` (1 to REFUND_MAX_MONTHS) that were bought, by the version's setting. */
int64_t refund_days_bought(const struct policy *policy, const struct version *version,
			   struct instant purchased_at, int64_t months);

/* What was paid from the purses that count. They are of one currency and not negative, here and
 * below. */
struct money refund_base(const struct money purses[PURSE_COUNT]);

/* What goes back to which purse: all of it, or for METHOD_PRORATED
 *
 *   total = base x (days_bought - days) / days_bought, truncated; 0 when no day is left,
 *
 * shared by money_share(). `days` >= 1 and `days_bought` >= 28 count only there. payer_uin is
 * left NULL. */
void refund_compute(enum refund_method method, const struct money purses[PURSE_COUNT], int64_t days,
		    int64_t days_bought, struct refund *refund);

/* "499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51", or for METHOD_FULL "200.00 cash +
 * 207.96 gift = 407.96, all of it"; owned by `ctx`. */
char *refund_arithmetic(const void *ctx, enum refund_method method,
			const struct money purses[PURSE_COUNT], int64_t days, int64_t days_bought);

#endif
