/* A typed value that may be unknown, and the three-valued answers that come of it. */
#ifndef REFUNDD_DOMAIN_VALUE_H
#define REFUNDD_DOMAIN_VALUE_H

#include "base/buffer.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/number.h"

enum answer {
	ANSWER_NO,
	ANSWER_UNKNOWN,
	ANSWER_YES
}; /* in Kleene's order: and is min, or is max */

enum value_type {
	VALUE_TRUTH,
	VALUE_NUMBER,
	VALUE_MONEY,
	VALUE_DURATION,
	VALUE_INSTANT,
	VALUE_TEXT
};

struct value {
	enum value_type type;
	bool is_known; /* else only `type` means anything */
	union {
		bool truth;
		struct number number;
		struct money money;
		struct span duration;
		struct instant instant;
		const char *text; /* UTF-8, not owned */
	};
};

struct value value_unknown(enum value_type type);
struct value value_truth(bool truth);
struct value value_number(struct number number);
struct value value_money(struct money money);
struct value value_duration(struct span duration);
struct value value_instant(struct instant instant);
struct value value_text(const char *text);

/* "truth", "number", "money", "duration", "instant", "text" */
const char *value_type_name(enum value_type type);
/* "no", "unknown", "yes" */
const char *answer_name(enum answer answer);

/* Orders two values of one type: *order is negative, zero or positive. False where it cannot be
 * said: one of them is unknown, or they are amounts of different currencies. Truths: no < yes. */
bool value_compare(const struct value *a, const struct value *b, int *order);

/* Adds the value as people write it: "yes", "12.5", "418.51 USD", "4d23h59m59s", an RFC 3339 time
 * in `zone`, the text itself, or "unknown". */
void value_add(struct value value, struct zone zone, struct buffer *buffer);

#endif
