/* What is said in a ticket, ready for the desk, and the key that it is said under. */
#ifndef REFUNDD_DAEMON_ANSWER_H
#define REFUNDD_DAEMON_ANSWER_H

#include "desk/desk.h"
#include "ledger/ledger.h"
#include "sys/config.h"

#define ANSWER_KEY_SIZE 33

/* The fields that an answer leaves in its ticket. */
#define FIELD_DECISION "refund_decision"
#define FIELD_AMOUNT   "refund_amount"
#define FIELD_CURRENCY "refund_currency"
#define FIELD_KEY      "refund_key"
#define FIELD_LINKED   "refund_linked"

/* The first 32 hexadecimal digits of SHA-256 over system, ticket, revision and kind: the same
 * after a crash, and after the loss of the ledger. */
void answer_key(const char *system, const char *ticket, int revision, enum effect_kind kind,
		char key[ANSWER_KEY_SIZE]);

/* The same for a note on an event: a revision may have one for each. */
void answer_event_key(const char *system, const char *ticket, int revision, enum case_event event,
		      char key[ANSWER_KEY_SIZE]);

/* The same for a note that `what` tells from all others of its revision. */
void answer_named_key(const char *system, const char *ticket, int revision, const char *what,
		      char key[ANSWER_KEY_SIZE]);

/* The reply that tells of a decision, as the outbox keeps it; owned by `ctx`. */
char *answer_of_decision(const void *ctx, const struct config *config, const struct ticket *ticket,
			 const char *key, const struct facts *facts,
			 const struct decision *decision);

/* Whether that reply, as the outbox keeps it, promises money. */
bool answer_approves(const void *ctx, const char *payload);

/* The reply that another ticket, `speaker`, is the one that the order is handled in. */
char *answer_of_link(const void *ctx, const struct config *config, const struct ticket *ticket,
		     const char *key, const struct facts *facts, const char *speaker);

/* An internal note with words of ours; `ticket` is NULL where it was not read. */
char *answer_note(const void *ctx, const struct case_row *row, const struct ticket *ticket,
		  const char *key, const char *body);

/* The reply to a case on which a reviewer decided. */
char *answer_of_verdict(const void *ctx, const struct config *config, const struct ticket *ticket,
			const char *key, const struct facts *facts,
			const struct told_verdict *told);

/* The reply that was prepared, now that a reviewer released it. */
char *answer_of_release(const void *ctx, const struct config *config, const struct ticket *ticket,
			const char *key, const struct facts *facts,
			const struct decision *decision);

/* A note for the reviewers; `ticket` is NULL where it was not read. */
char *answer_review_note(const void *ctx, const struct case_row *row, const struct ticket *ticket,
			 const char *key, const char *body);

#endif
