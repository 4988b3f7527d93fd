#include "daemon/event.h"

#include "daemon/answer.h"
#include "sys/log.h"

static const char *const result_sentences[] = {
	[DESK_DONE] = "it is in the ticket",
	[DESK_PERSON] = "not written: a person was there first",
	[DESK_OVERTAKEN] = "not written: the customer wrote meanwhile",
	[DESK_GONE] = "not written: the ticket is no longer there",
};

/* Moves the case along the table and saves it. */
static bool move(struct work *work, enum case_event event, struct transition *transition,
		 struct error *error)
{
	struct case_row *row = &work->row;

	if (!lifecycle_next(row->state, event, transition, error))
		return error_wrap(error, "ticket %s", row->ticket);
	row->state = transition->next;
	row->changed_at = work->now;
	row->revision += transition->next == CASE_NEW;
	log_write(LOG_INFO, "case changed", "ticket", row->ticket, "event",
		  case_event_words.list[event], "state", case_state_words.list[row->state], NULL);
	return case_save(work->casework->ledger, row, error);
}

/* The same, and what the case still had to say is not said any more. */
static bool move_and_drop(struct work *work, enum case_event event, enum effect_state state,
			  struct transition *transition, struct error *error)
{
	return move(work, event, transition, error) &&
	       effect_settle_case(work->casework->ledger, work->row.id, state, work->now, error);
}

static bool has_reply_pending(struct work *work, bool *is_pending, struct error *error)
{
	struct effect_row *effects;
	size_t count;

	if (!effect_list_case(work->casework->ledger, work->ctx, work->row.id, &effects, &count,
			      error))
		return false;
	*is_pending = false;
	for (size_t i = 0; i < count; i++)
		if (effects[i].kind == EFFECT_REPLY && effects[i].state == EFFECT_PENDING)
			*is_pending = true;
	return true;
}

static bool add_note(const struct work *work, const char *body, struct error *error)
{
	const struct case_row *row = &work->row;
	char key[ANSWER_KEY_SIZE];

	answer_key(row->system, row->ticket, row->revision, EFFECT_NOTE, key);
	return work_add_effect(work, EFFECT_NOTE, key,
			       answer_note(work->ctx, work->ticket, key, body), EFFECT_PENDING,
			       error);
}

bool event_person_came(struct work *work, struct error *error)
{
	struct transition transition;

	return move_and_drop(work, EVENT_PERSON_CAME, EFFECT_STOOD_BACK, &transition, error);
}

bool event_customer_wrote(struct work *work, bool *wants_judgement, struct error *error)
{
	struct transition transition;
	bool is_pending;

	if (!has_reply_pending(work, &is_pending, error))
		return false;
	work->row.customer_messages = ticket_customer_messages(work->ticket);
	if (is_pending ? !move_and_drop(work, EVENT_OVERTAKEN, EFFECT_OVERTAKEN, &transition, error)
		       : !move(work, EVENT_CUSTOMER_WROTE, &transition, error))
		return false;
	*wants_judgement = transition.next == CASE_NEW;
	return !(transition.effects & EFFECT_BIT(EFFECT_NOTE)) ||
	       add_note(work, "The customer wrote again after the answer.\n", error);
}

bool event_effect_ended(struct work *work, const struct effect_row *effect, enum desk_result result,
			bool *wants_reread, struct error *error)
{
	struct ledger *ledger = work->casework->ledger;
	struct transition transition;

	log_write(LOG_INFO, result_sentences[result], "ticket", effect->ticket, "kind",
		  effect_kind_words.list[effect->kind], "key", effect->key, NULL);
	switch (result) {
	case DESK_DONE: return effect_settle(ledger, effect->key, EFFECT_DONE, work->now, error);
	case DESK_GONE:
		return effect_settle_case(ledger, work->row.id, EFFECT_STOOD_BACK, work->now,
					  error);
	case DESK_PERSON: return event_person_came(work, error);
	case DESK_OVERTAKEN:
		/* The case may have begun anew already, when the ticket was read before this. */
		*wants_reread = effect->revision == work->row.revision;
		return !*wants_reread ||
		       move_and_drop(work, EVENT_OVERTAKEN, EFFECT_OVERTAKEN, &transition, error);
	case DESK_LATER: break;
	}
	__builtin_unreachable();
}
