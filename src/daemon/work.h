/* One ticket in hand: what the parts of casework pass each other. */
#ifndef REFUNDD_DAEMON_WORK_H
#define REFUNDD_DAEMON_WORK_H

#include "daemon/casework.h"

struct work {
	const struct casework *casework;
	void *ctx;		     /* ends with the work */
	const struct ticket *ticket; /* NULL: not read */
	struct case_row row;	     /* id 0: the ledger has no such case */
	struct instant now;
};

/* The case's number as the log tells it; NULL: it has none yet. */
const char *work_case(const struct work *work);

/* Says to the log and to the hook what was done. */
void work_tell(const struct work *work, const struct told *told);

/* Adds an effect of the case's revision to the outbox, due at once, in `state`. */
bool work_add_effect(const struct work *work, enum effect_kind kind, const char *key,
		     const char *payload, enum effect_state state, struct error *error);

/* Saves the case in `state` with what the ticket and its facts say now. */
bool work_save_case(struct work *work, enum case_state state, const struct facts *facts,
		    struct error *error);

/* The text of a fact, or NULL where it is not known. */
const char *work_known_text(const struct facts *facts, enum fact fact);

/* The facts as they are kept. */
char *work_facts_json(const struct work *work, const struct facts *facts, struct zone zone);

#endif
