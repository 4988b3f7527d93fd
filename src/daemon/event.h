/* What happens to a case that is on record, by the table of lifecycle.h. */
#ifndef REFUNDD_DAEMON_EVENT_H
#define REFUNDD_DAEMON_EVENT_H

#include "daemon/work.h"

/* The state of the reply of the case's revision; *found false: it has none. */
bool event_find_reply(const struct work *work, enum effect_state *state, bool *found,
		      struct error *error);

/* Somebody took the ticket: what has not left yet stays here. */
bool event_person_came(struct work *work, struct error *error);

/* The customer closed the ticket: what has not left yet stays here. */
bool event_withdrew(struct work *work, struct error *error);

/* The ticket was opened again, and nobody wrote. */
bool event_reopened(struct work *work, struct error *error);

/* More words of the customer than were judged. *wants_judgement: the case begins anew. */
bool event_customer_wrote(struct work *work, bool *wants_judgement, struct error *error);

/* The order was refunded elsewhere; `work` has no ticket, and no answer is on its way.
 * *wants_reread: an approval was still here, and the case begins anew. */
bool event_refunded(struct work *work, bool *wants_reread, struct error *error);

/* The desk has done with an effect of the case; `work` has no ticket. *wants_reread: the case
 * begins anew with what the customer wrote meanwhile, or a verdict may stand there already. */
bool event_effect_ended(struct work *work, const struct effect_row *effect, enum desk_result result,
			bool *wants_reread, struct error *error);

/* Whether the effect is in its ticket cannot be settled; `work` has no ticket. */
bool event_doubtful(struct work *work, const struct effect_row *effect, struct error *error);

#endif
