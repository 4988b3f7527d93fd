/* What happens to a case that is on record, by the table of lifecycle.h. */
#ifndef REFUNDD_DAEMON_EVENT_H
#define REFUNDD_DAEMON_EVENT_H

#include "daemon/work.h"

/* Somebody took the ticket: what has not left yet stays here. */
bool event_person_came(struct work *work, struct error *error);

/* More words of the customer than were judged. *wants_judgement: the case begins anew. */
bool event_customer_wrote(struct work *work, bool *wants_judgement, struct error *error);

/* The desk has done with an effect of the case; `work` has no ticket. *wants_reread: the case
 * begins anew with what the customer wrote meanwhile. */
bool event_effect_ended(struct work *work, const struct effect_row *effect, enum desk_result result,
			bool *wants_reread, struct error *error);

#endif
