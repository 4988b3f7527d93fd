/* What is said in a ticket, ready for the desk, and the key that it is said under. */
#ifndef REFUNDD_DAEMON_ANSWER_H
#define REFUNDD_DAEMON_ANSWER_H

#include "desk/desk.h"
#include "domain/lifecycle.h"
#include "sys/config.h"

#define ANSWER_KEY_SIZE 33

/* The fields that an answer leaves in its ticket. */
#define FIELD_DECISION "refund_decision"
#define FIELD_AMOUNT   "refund_amount"
#define FIELD_CURRENCY "refund_currency"
#define FIELD_KEY      "refund_key"

/* The first 32 hexadecimal digits of SHA-256 over system, ticket, revision and kind: the same
 * after a crash, and after the loss of the ledger. */
void answer_key(const char *system, const char *ticket, int revision, enum effect_kind kind,
		char key[ANSWER_KEY_SIZE]);

/* The reply or note of a decision as the outbox keeps it; owned by `ctx`. */
char *answer_of_decision(const void *ctx, const struct config *config, const struct ticket *ticket,
			 enum effect_kind kind, const char *key, const struct facts *facts,
			 const struct decision *decision);

/* An internal note with words of ours. */
char *answer_note(const void *ctx, const struct ticket *ticket, const char *key, const char *body);

#endif
