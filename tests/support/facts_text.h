/* Facts as people write them in tests: "order.paid.cash = 499.00; signals.repeat-refunds = 2".
 *
 * Assignments are parted by ";" or line ends; a later one wins over an earlier; "= ?" makes a fact
 * unknown. "signals = none" says that they were computed and that there were none; "now = TIME" is
 * the moment of judging. */
#ifndef REFUNDD_TESTS_FACTS_TEXT_H
#define REFUNDD_TESTS_FACTS_TEXT_H

#include "base/buffer.h"
#include "domain/facts.h"

#define MAX_TEST_SIGNALS 32

struct facts_text {
	const void *ctx;	       /* owns the texts */
	const char *value[FACT_COUNT]; /* NULL: unknown */
	const char *now;	       /* NULL: none */
	bool has_signals;
	const char *signal[MAX_TEST_SIGNALS], *signal_value[MAX_TEST_SIGNALS];
	size_t signal_count;
};

/* The founding text's example: 418.51 USD. */
extern const char founding_facts[];

/* Returns NULL, or what is wrong with `text`; owned by text->ctx. */
const char *facts_text_add(struct facts_text *text, const char *assignments);

/* The other way: known facts written out; signals only where all are computed. */
void facts_text_of(const struct facts *facts, struct facts_text *text);

/* The facts themselves, without JSON between; values that cannot be abort the test. */
void facts_text_read(const struct facts_text *text, struct facts *facts);

/* One JSON object. `order` (FACT_COUNT numbers, or NULL) says in which order the facts stand
 * within their sections; with `is_null` unknown ones are written as null. */
void facts_text_to_json(const struct facts_text *text, const int *order, bool is_null,
			struct buffer *out);

#endif
