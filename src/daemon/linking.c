#include "daemon/linking.h"

#include "base/memory.h"
#include "daemon/answer.h"

static void tell(const struct work *work, const char *speaker)
{
	struct told told = {.ticket = work->ticket->id,
			    .outcome = "linked",
			    .why = text_format(work->ctx, "order %s is handled in ticket %s",
					       work->row.order_id, speaker)};

	work_tell(work, &told);
}

bool linking_find(const struct work *work, const struct facts *facts, const char **speaker,
		  struct error *error)
{
	struct case_row asked = work->row, first;
	bool is_found = false;

	asked.order_id = work_known_text(facts, FACT_ORDER_ID);
	asked.requester_uin = work_known_text(facts, FACT_TICKET_REQUESTER_UIN);
	if (asked.order_id != NULL && asked.requester_uin != NULL &&
	    !case_find_first_of_order(work->casework->ledger, work->ctx, &asked, &first, &is_found,
				      error))
		return false;
	*speaker = is_found ? first.ticket : NULL;
	return true;
}

bool linking_make(struct work *work, const struct facts *facts, const char *speaker,
		  struct error *error)
{
	struct case_row *row = &work->row;
	struct transition transition;
	char key[ANSWER_KEY_SIZE];

	if (!lifecycle_next(row->state, EVENT_LINK, &transition, error))
		return false;
	row->linked_to = speaker;
	answer_key(row->system, row->ticket, row->revision, EFFECT_REPLY, key);
	if (!work_save_case(work, transition.next, facts, error) ||
	    !work_add_effect(work, EFFECT_REPLY, key,
			     answer_of_link(work->ctx, work->casework->config, work->ticket, key,
					    facts, speaker),
			     EFFECT_PENDING, error))
		return false;
	tell(work, speaker);
	return true;
}
