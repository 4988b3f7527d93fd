/* All decisions on record, in the order in which they were made.
 *
 * Read a block at a time, so that a daemon beside it can go on writing and fold in its log. What is
 * decided while the walk goes on is not part of it. */
#ifndef REFUNDD_LEDGER_DECISION_WALK_H
#define REFUNDD_LEDGER_DECISION_WALK_H

#include "ledger/ledger.h"

enum walk_kind {
	WALK_ALL,
	WALK_NEWEST, /* of each case the newest alone */
};

struct decision_walk;

/* Of what was decided at `since` or later. Owned by `ctx`; one walk of a ledger at a time. */
struct decision_walk *decision_walk_new(const void *ctx, struct ledger *ledger, enum walk_kind kind,
					struct instant since, struct error *error);

/* The next one, without policy_text, sources and evidence; its texts belong to `ctx`. At the end
 * *has_row is false. */
bool decision_walk_next(struct decision_walk *walk, const void *ctx, struct decision_row *row,
			bool *has_row, struct error *error);

/* How far it has come, from 0 to 1000. */
int decision_walk_progress(const struct decision_walk *walk);

/* The policy's text of a hash; NULL where there is none. */
bool policy_text_find(struct ledger *ledger, const void *ctx, const char *hash, const char **text,
		      struct error *error);
/* The ticket of a case; ERROR_STATE where there is no such case. */
bool case_ticket_find(struct ledger *ledger, const void *ctx, int64_t case_id, const char **system,
		      const char **ticket, struct error *error);

#endif
