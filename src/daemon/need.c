#include "daemon/need.h"

#include "daemon/adoption.h"
#include "daemon/answer.h"
#include "daemon/event.h"
#include "daemon/review.h"

#include <string.h>

static bool is_open(const struct ticket *ticket)
{
	return ticket->status == TICKET_NEW || ticket->status == TICKET_OPEN;
}

static bool is_ours(const struct config *config, const struct ticket *ticket)
{
	return strcmp(ticket->product, config->product) == 0 &&
	       strcmp(ticket->issue_type, config->issue_type) == 0;
}

static enum need need_of_stranger(const struct work *work)
{
	const struct ticket *ticket = work->ticket;

	if (adoption_revision(ticket) > 0)
		return NEED_ADOPTION;
	if (!is_open(ticket))
		return NEED_NOTHING;
	if (!is_ours(work->casework->config, ticket))
		return NEED_OTHER_SUBJECT;
	return ticket_has_person(ticket) ? NEED_PERSON_HAS_IT : NEED_JUDGEMENT;
}

static bool has_new_words(const struct work *work)
{
	return ticket_customer_messages(work->ticket) > work->row.customer_messages;
}

/* Before anything was said. */
static enum need need_of_unjudged(const struct work *work)
{
	if (work->ticket->is_withdrawn)
		return NEED_WITHDRAWN;
	return work->ticket->status > TICKET_PENDING ? NEED_PERSON_CAME : NEED_JUDGEMENT;
}

/* A question, a flag or a note leaves its ticket open: whoever closed it has taken it in hand. */
static enum need need_of_spoken(const struct work *work)
{
	if (work->ticket->is_withdrawn)
		return NEED_WITHDRAWN;
	if (work->ticket->status >= TICKET_SOLVED)
		return NEED_PERSON_CAME;
	return has_new_words(work) ? NEED_CUSTOMER_WROTE : NEED_NOTHING;
}

/* A verdict goes before words of the customer's: it knows whether it may. */
static bool need_of_reviewed(const struct work *work, enum need *need, struct error *error)
{
	enum need spoken = need_of_spoken(work);
	bool has_verdict, has_claim;

	if (!review_has_verdict(work, &has_verdict, error) ||
	    !review_has_claim(work, &has_claim, error))
		return false;
	if (has_verdict && (spoken == NEED_NOTHING || spoken == NEED_CUSTOMER_WROTE))
		*need = NEED_VERDICT;
	else if (has_claim && spoken == NEED_NOTHING)
		*need = NEED_CLAIM;
	else
		*need = spoken;
	return true;
}

static enum need need_of_withdrawn(const struct work *work)
{
	if (has_new_words(work))
		return NEED_CUSTOMER_WROTE;
	return is_open(work->ticket) ? NEED_REOPENED : NEED_NOTHING;
}

/* Request Tracker sets the status after the words, by its clock's seconds, and may fail to: a
 * ticket in which nothing happened since was not opened again. */
static bool is_touched_since(const struct work *work, struct instant said_at)
{
	return work->casework->config->rt == NULL ||
	       instant_since(work->ticket->updated_at, said_at).us >= SECOND_US;
}

/* An answer that is in the ticket and solved it, and was not the last that happened there; the
 * ticket must have been read with it. */
static bool has_old_answer(const struct work *work)
{
	const struct case_row *row = &work->row;
	const struct ticket *ticket = work->ticket;
	char key[ANSWER_KEY_SIZE];

	answer_key(row->system, row->ticket, row->revision, EFFECT_REPLY, key);
	for (size_t i = 0; i < ticket->message_count; i++) {
		const struct ticket_message *message = &ticket->messages[i];

		if (message->key != NULL && strcmp(message->key, key) == 0)
			return is_touched_since(work, message->at);
	}
	return false;
}

static bool need_of_answered(struct work *work, enum need *need, struct error *error)
{
	enum effect_state reply = EFFECT_DONE;
	bool has_reply;

	if (!event_find_reply(work, &reply, &has_reply, error))
		return false;
	if (reply == EFFECT_PENDING && work->ticket->is_withdrawn)
		*need = NEED_WITHDRAWN;
	else if (has_new_words(work))
		*need = NEED_CUSTOMER_WROTE;
	else if (reply == EFFECT_DONE && is_open(work->ticket) && has_old_answer(work))
		*need = NEED_REOPENED;
	else
		*need = NEED_NOTHING;
	return true;
}

/* The ledger is an older copy where the ticket has an answer that it does not know of. */
static bool knows_less(const struct work *work)
{
	enum case_state state = work->row.state;
	bool is_unjudged = state == CASE_NEW || state == CASE_WAITING;

	return adoption_revision(work->ticket) > work->row.revision - is_unjudged;
}

/* Reviewers take the ticket and write comments in it before they decide: only who speaks to the
 * customer has taken it from us. */
static bool is_with_person(const struct work *work)
{
	enum case_state state = work->row.state;

	if (state == CASE_FLAGGED || state == CASE_HELD)
		return ticket_has_public_agent_message(work->ticket);
	return state != CASE_PERSON && ticket_has_person(work->ticket);
}

static bool need_of_case(struct work *work, enum need *need, struct error *error)
{
	enum case_state state = work->row.state;

	if (knows_less(work)) {
		*need = NEED_ADOPTION;
		return true;
	}
	if (is_with_person(work)) {
		*need = NEED_PERSON_CAME;
		return true;
	}
	switch (state) {
	case CASE_NEW:
	case CASE_WAITING: *need = need_of_unjudged(work); return true;
	case CASE_ASKED:
	case CASE_SHADOWED: *need = need_of_spoken(work); return true;
	case CASE_FLAGGED:
	case CASE_HELD: return need_of_reviewed(work, need, error);
	case CASE_ANSWERED:
	case CASE_LINKED: return need_of_answered(work, need, error);
	case CASE_WITHDRAWN: *need = need_of_withdrawn(work); return true;
	case CASE_PERSON: *need = NEED_NOTHING; return true;
	case CASE_STATE_COUNT: break;
	}
	__builtin_unreachable();
}

bool need_find(struct work *work, enum need *need, bool *is_in_flight, struct error *error)
{
	struct ledger *ledger = work->casework->ledger;
	const struct ticket *ticket = work->ticket;
	bool is_known;

	*is_in_flight = false;
	if (!case_find(ledger, work->ctx, ticket->system, ticket->id, &work->row, &is_known, error))
		return false;
	if (!is_known) {
		*need = need_of_stranger(work);
		return true;
	}
	return case_is_in_flight(ledger, work->row.id, is_in_flight, error) &&
	       (*is_in_flight || need_of_case(work, need, error));
}

bool need_may_judge(enum need need)
{
	return need == NEED_CUSTOMER_WROTE || need == NEED_JUDGEMENT || need == NEED_VERDICT;
}
