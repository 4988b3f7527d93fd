#include "daemon/event.h"

#include "daemon/answer.h"
#include "daemon/remark.h"
#include "daemon/review.h"
#include "sys/log.h"

static bool add_note(const struct work *work, enum case_event event, const char *body,
		     struct error *error)
{
	const struct case_row *row = &work->row;
	const struct ticket *ticket = work->ticket;
	char key[ANSWER_KEY_SIZE];
	bool is_there;

	answer_event_key(row->system, row->ticket, row->revision, event, key);
	/* An older ledger may not know that it was said. */
	is_there = ticket != NULL && ticket_has_key(ticket, key);
	return work_add_effect(work, EFFECT_NOTE, key,
			       answer_note(work->ctx, row, ticket, key, body),
			       is_there ? EFFECT_DONE : EFFECT_PENDING, error);
}

static bool is_reviewed(enum case_state state)
{
	return state == CASE_FLAGGED || state == CASE_HELD;
}

/* A case that went on without the reviewers' verdict. */
static bool end_review(const struct work *work, enum case_event event, struct error *error)
{
	bool is_by_customer = event == EVENT_CUSTOMER_WROTE || event == EVENT_OVERTAKEN ||
			      event == EVENT_WITHDREW;

	return review_end(work, is_by_customer ? ENDING_CUSTOMER : ENDING_BY_HAND, error);
}

/* Moves the case along the table, saves it, and notes what the table wants to be noted. */
static bool move(struct work *work, enum case_event event, struct transition *transition,
		 struct error *error)
{
	struct case_row *row = &work->row;
	bool was_reviewed = is_reviewed(row->state);
	const char *remark = NULL;

	if (!lifecycle_next(row->state, event, transition, error))
		return error_wrap(error, "ticket %s", row->ticket);
	if ((transition->effects & EFFECT_BIT(EFFECT_NOTE)) &&
	    !remark_make(work, event, &remark, error))
		return false;
	/* A question that was overtaken was not asked. */
	row->questions -= row->state == CASE_ASKED && event == EVENT_OVERTAKEN;
	row->revision += row->state != CASE_NEW && transition->next == CASE_NEW;
	row->state = transition->next;
	row->changed_at = work->now;
	/* A case that was linked keeps it: it must not speak in turn for the one it names. */
	if (row->state == CASE_NEW)
		row->linked_to = NULL;
	log_event(EVENT_CASE_CHANGED, "ticket", row->ticket, "what", case_event_words.list[event],
		  "state", case_state_words.list[row->state], "case", work_case(work), NULL);
	return case_save(work->casework->ledger, row, error) &&
	       (!was_reviewed || is_reviewed(row->state) || end_review(work, event, error)) &&
	       (remark == NULL || add_note(work, event, remark, error));
}

/* The same, and what the case still had to say is not said any more. */
static bool move_and_drop(struct work *work, enum case_event event, enum effect_state state,
			  struct transition *transition, struct error *error)
{
	return effect_settle_case(work->casework->ledger, work->row.id, state, work->now, error) &&
	       move(work, event, transition, error);
}

/* The reply of the case's revision; *found false: it has none. */
static bool find_reply(const struct work *work, struct effect_row *reply, bool *found,
		       struct error *error)
{
	struct effect_row *effects;
	size_t count;

	if (!effect_list_case(work->casework->ledger, work->ctx, work->row.id, &effects, &count,
			      error))
		return false;
	*found = false;
	for (size_t i = 0; i < count; i++) {
		if (effects[i].kind != EFFECT_REPLY || effects[i].revision != work->row.revision)
			continue;
		*reply = effects[i];
		*found = true;
	}
	return true;
}

/* An approval that has surely not left, the machine's or a reviewer's, is taken back. */
static bool take_back_approval(struct work *work, bool *wants_reread, struct error *error)
{
	struct transition transition;
	struct effect_row reply;
	bool has_reply;

	if (!find_reply(work, &reply, &has_reply, error))
		return false;
	*wants_reread = has_reply && reply.state == EFFECT_PENDING &&
			answer_approves(work->ctx, reply.payload);
	return !*wants_reread ||
	       move_and_drop(work, EVENT_REFUNDED, EFFECT_OVERTAKEN, &transition, error);
}

static bool note_refund(struct work *work, struct error *error)
{
	const struct case_row *row = &work->row;
	struct transition transition;
	char key[ANSWER_KEY_SIZE];
	bool is_noted;

	answer_event_key(row->system, row->ticket, row->revision, EVENT_REFUNDED, key);
	return effect_is_known(work->casework->ledger, key, &is_noted, error) &&
	       (is_noted || move(work, EVENT_REFUNDED, &transition, error));
}

/* A note on what was judged without these words is of no use any more. */
static bool hear_customer(struct work *work, struct transition *transition, struct error *error)
{
	enum case_state state = work->row.state;

	if (state == CASE_HELD || state == CASE_SHADOWED)
		return move_and_drop(work, EVENT_CUSTOMER_WROTE, EFFECT_OVERTAKEN, transition,
				     error);
	return move(work, EVENT_CUSTOMER_WROTE, transition, error);
}

bool event_find_reply(const struct work *work, enum effect_state *state, bool *found,
		      struct error *error)
{
	struct effect_row reply;

	if (!find_reply(work, &reply, found, error))
		return false;
	if (*found)
		*state = reply.state;
	return true;
}

bool event_person_came(struct work *work, struct error *error)
{
	struct transition transition;

	return move_and_drop(work, EVENT_PERSON_CAME, EFFECT_STOOD_BACK, &transition, error);
}

bool event_withdrew(struct work *work, struct error *error)
{
	struct told told = {.ticket = work->row.ticket,
			    .outcome = "withdrawn",
			    .why = "the customer closed the ticket"};
	struct transition transition;

	work->row.customer_messages = ticket_customer_messages(work->ticket);
	if (!move_and_drop(work, EVENT_WITHDREW, EFFECT_STOOD_BACK, &transition, error))
		return false;
	work_tell(work, &told);
	return true;
}

bool event_reopened(struct work *work, struct error *error)
{
	struct transition transition;

	return move(work, EVENT_REOPENED, &transition, error);
}

bool event_customer_wrote(struct work *work, bool *wants_judgement, struct error *error)
{
	struct transition transition;
	enum effect_state state = EFFECT_DONE;
	bool has_reply;

	if (!event_find_reply(work, &state, &has_reply, error))
		return false;
	work->row.customer_messages = ticket_customer_messages(work->ticket);
	if (!(state == EFFECT_PENDING
		      ? move_and_drop(work, EVENT_OVERTAKEN, EFFECT_OVERTAKEN, &transition, error)
		      : hear_customer(work, &transition, error)))
		return false;
	*wants_judgement = transition.next == CASE_NEW;
	return true;
}

bool event_refunded(struct work *work, bool *wants_reread, struct error *error)
{
	switch (work->row.state) {
	case CASE_ANSWERED: return take_back_approval(work, wants_reread, error);
	case CASE_FLAGGED:
	case CASE_HELD: return note_refund(work, error);
	case CASE_NEW:
	case CASE_WAITING:
	case CASE_ASKED:
	case CASE_SHADOWED:
	case CASE_LINKED:
	case CASE_WITHDRAWN:
	case CASE_PERSON: return true; /* it counts when the case is judged, if ever */
	case CASE_STATE_COUNT: break;
	}
	__builtin_unreachable();
}

static bool take_overtaken(struct work *work, const struct effect_row *effect, bool *wants_reread,
			   struct error *error)
{
	struct transition transition;

	/* The case may have begun anew already, when the ticket was read before this. */
	*wants_reread = effect->revision == work->row.revision;
	return !*wants_reread ||
	       move_and_drop(work, EVENT_OVERTAKEN, EFFECT_OVERTAKEN, &transition, error);
}

bool event_effect_ended(struct work *work, const struct effect_row *effect, enum desk_result result,
			bool *wants_reread, struct error *error)
{
	static const struct {
		enum effect_state state;
		enum log_event told;
	} ends[] = {
		[DESK_DONE] = {EFFECT_DONE, EVENT_EFFECT_DONE},
		[DESK_PERSON] = {EFFECT_STOOD_BACK, EVENT_EFFECT_PERSON},
		[DESK_OVERTAKEN] = {EFFECT_OVERTAKEN, EVENT_EFFECT_OVERTAKEN},
		[DESK_GONE] = {EFFECT_STOOD_BACK, EVENT_EFFECT_GONE},
	};
	struct ledger *ledger = work->casework->ledger;

	log_event(ends[result].told, "ticket", effect->ticket, "kind",
		  effect_kind_words.list[effect->kind], "key", effect->key, "case",
		  log_number(effect->case_id).text, NULL);
	if (!effect_settle(ledger, effect->key, ends[result].state, work->now, error))
		return false;
	switch (result) {
	case DESK_DONE:
		/* A verdict that stood there before its note was passed over, for nobody had said
		 * what it is about; and our own note is no news. */
		*wants_reread = work->row.state == CASE_HELD;
		return true;
	case DESK_GONE:
		return effect_settle_case(ledger, work->row.id, EFFECT_STOOD_BACK, work->now,
					  error);
	case DESK_PERSON: return event_person_came(work, error);
	case DESK_OVERTAKEN: return take_overtaken(work, effect, wants_reread, error);
	case DESK_LATER:
	case DESK_UNKNOWN: break;
	}
	__builtin_unreachable();
}

bool event_doubtful(struct work *work, const struct effect_row *effect, struct error *error)
{
	struct transition transition;

	log_event(EVENT_EFFECT_DOUBTFUL, "ticket", effect->ticket, "kind",
		  effect_kind_words.list[effect->kind], "key", effect->key, "case",
		  log_number(effect->case_id).text, NULL);
	return effect_settle(work->casework->ledger, effect->key, EFFECT_DOUBTFUL, work->now,
			     error) &&
	       move(work, EVENT_DOUBTFUL, &transition, error);
}
