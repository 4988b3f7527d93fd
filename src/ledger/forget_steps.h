/* What forget.c and retention.c share: how words go. */
#ifndef REFUNDD_LEDGER_FORGET_STEPS_H
#define REFUNDD_LEDGER_FORGET_STEPS_H

#include "ledger/db.h"
#include "ledger/forget.h"

#include <stddef.h>

/* A statement that gives a row for each that it changed, and where these are counted. */
struct forget_step {
	enum statement statement;
	size_t counter; /* of the long in struct forgetting */
};

/* Runs the step's statement, bound already. */
bool forget_count(struct query *query, const struct forget_step *step,
		  struct forgetting *forgetting, struct error *error);
/* Bands are found by what they are, not by their case: those of the sketches that `query`, bound
 * already, gives. */
bool forget_bands(struct ledger *ledger, struct query *query, struct error *error);
/* The account's e-mail and phone, also as traits. */
bool forget_contacts(struct ledger *ledger, const char *account, struct forgetting *forgetting,
		     struct error *error);
/* The counts as a JSON object. */
const char *forgetting_text(const void *ctx, const struct forgetting *forgetting);

#endif
