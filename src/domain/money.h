/* Money: an integer of the currency's minor unit. No floating point, no silent overflow, and no
 * sum of two currencies: every operation that could do one of these fails instead. */
#ifndef REFUNDD_DOMAIN_MONEY_H
#define REFUNDD_DOMAIN_MONEY_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct currency {
	char code[4];	/* ISO 4217, "USD" */
	uint8_t digits; /* after the decimal point: USD 2, JPY 0, KWD 3 */
};

struct money {
	int64_t minor; /* never negative where it comes from outside */
	const struct currency *currency;
};

/* The largest amount that is read, 10^15 minor units: sums of a few stay far from overflow. */
#define MONEY_MAX_MINOR INT64_C(1000000000000000)
#define MONEY_TEXT_SIZE 32

/* The currency of an ISO 4217 code, or NULL. The result lives for ever. */
const struct currency *currency_find(const char *code, size_t length);

/* Reads "499", "499.5" or "418.51": digits, at most as many decimals as the currency has; no sign,
 * blank or separator. ERROR_INPUT says what was expected. */
bool money_parse(const char *text, size_t length, const struct currency *currency,
		 struct money *money, struct error *error);

/* Writes "418.51", always with all decimals; returns the length. */
size_t money_format(struct money money, char text[MONEY_TEXT_SIZE]);

struct money money_zero(const struct currency *currency);
bool money_is_same_currency(struct money a, struct money b);
/* The first amount of a list that is of `currency`, or NULL. */
const struct money *money_find(const struct money *list, size_t count,
			       const struct currency *currency);

/* a + b; fails across currencies and on overflow. */
bool money_add(struct money a, struct money b, struct money *sum, struct error *error);

/* base * numerator / denominator, truncated towards zero; 0 <= numerator <= denominator, and
 * 0 < denominator. The truncation is the founding example's: 499 x 26 / 31 is 418.51. */
struct money money_fraction(struct money base, int64_t numerator, int64_t denominator);

/* Shares `total` among `count` (1 to 8) parts in proportion to `parts`, so that the shares sum
 * to the total: each is rounded down, and what is left goes unit by unit to the largest
 * remainders, ties to the earlier part. 0 <= total <= sum of the parts, all of one currency and
 * none negative; no share is larger than its part. */
void money_share(struct money total, const struct money *parts, size_t count, struct money *shares);

#endif
