/* Counts and sums by a name, before and after. */
#ifndef REFUNDD_CTL_TALLY_H
#define REFUNDD_CTL_TALLY_H

#include "base/error.h"
#include "wire/json.h"

#include <stddef.h>
#include <stdint.h>

enum tally_side { TALLY_BEFORE, TALLY_AFTER, TALLY_SIDES };

struct tally_line {
	const char *name;
	int64_t side[TALLY_SIDES];
};

struct tally {
	const void *ctx; /* owns the lines */
	struct tally_line *lines;
	size_t count;
};

/* Adds `amount` to the line of `name`, a new one if need be. Fails where the sum cannot be
 * written. */
bool tally_add(struct tally *tally, const char *name, enum tally_side side, int64_t amount,
	       struct error *error);

/* A number of a line as it is written. */
typedef const char *tally_text(const void *ctx, const char *name, int64_t amount);
tally_text tally_count_text; /* "12" */
tally_text tally_money_text; /* of the currency `name`: "418.51" */

/* A table with the heads `head`, BEFORE, AFTER and CHANGE, the lines in the order of their names.
 * Nothing where there are none. */
void tally_print(struct tally *tally, const char *head, tally_text *text, bool has_colour);
/* "KEY": {"NAME": {"before": "1", "after": "2"}}; counts are numbers, sums are texts. */
void tally_to_json(struct tally *tally, const char *key, tally_text *text,
		   struct json_writer *writer);

#endif
