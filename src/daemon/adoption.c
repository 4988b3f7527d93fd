#include "daemon/adoption.h"

#include "base/memory.h"
#include "daemon/answer.h"
#include "daemon/intake.h"
#include "daemon/judgement.h"
#include "daemon/review.h"
#include "sys/log.h"
#include "wire/json.h"

#include <string.h>

/* What the ticket still tells of our answer. */
struct remains {
	bool has_outcome;
	enum outcome outcome;
	struct money total;  /* currency NULL: none, or not told */
	const char *speaker; /* of one that was linked; else NULL */
};

static struct money read_total(const struct ticket *ticket)
{
	const char *amount = ticket_field(ticket, FIELD_AMOUNT);
	const char *code = ticket_field(ticket, FIELD_CURRENCY);
	const struct currency *currency = code != NULL ? currency_find(code, strlen(code)) : NULL;
	struct money total = {.currency = NULL};
	struct error ignored;

	if (amount != NULL && currency != NULL)
		money_parse(amount, strlen(amount), currency, &total, &ignored);
	return total;
}

static struct remains read_remains(const struct ticket *ticket)
{
	const char *text = ticket_field(ticket, FIELD_DECISION);
	int outcome = text != NULL ? words_find(outcome_words, text, strlen(text)) : -1;
	struct remains remains = {.has_outcome = outcome >= 0,
				  .speaker = ticket_field(ticket, FIELD_LINKED)};

	/* A question may have gone before the link. */
	if (remains.speaker != NULL)
		remains.has_outcome = false;

	if (remains.has_outcome)
		remains.outcome = (enum outcome)outcome;
	if (remains.has_outcome && remains.outcome == OUTCOME_APPROVE)
		remains.total = read_total(ticket);
	return remains;
}

/* The customer's messages that the answer was given to. */
static int messages_before(const struct ticket *ticket, const char *key)
{
	int count = 0;

	for (size_t i = 0; i < ticket->message_count; i++) {
		const struct ticket_message *message = &ticket->messages[i];

		if (message->key != NULL && strcmp(message->key, key) == 0)
			break;
		count += message->author == AUTHOR_CUSTOMER;
	}
	return count;
}

/* As decision_json.h has it, with what is left. */
static char *remains_json(const void *ctx, const struct remains *remains)
{
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, buffer);

	json_open_object(writer);
	json_put_member(writer, "outcome", outcome_words.list[remains->outcome]);
	if (remains->total.currency != NULL) {
		char total[MONEY_TEXT_SIZE];

		money_format(remains->total, total);
		json_put_key(writer, "refund");
		json_open_object(writer);
		json_put_member(writer, "currency", remains->total.currency->code);
		json_put_member(writer, "total", total);
		json_close_object(writer);
	}
	json_close_object(writer);
	return buffer->bytes;
}

/* Without an order there is nothing in it that a later case could heed. */
static bool save_decision(const struct work *work, const struct facts *facts,
			  const struct remains *remains, struct error *error)
{
	struct decision_row row = {
		.case_id = work->row.id,
		.revision = work->row.revision,
		.decided_at = work->now,
		.outcome = remains->outcome,
		.total = remains->total,
		.facts_json = work_facts_json(work, facts, (struct zone){.offset_s = 0}),
		.decision_json = remains_json(work->ctx, remains),
		.sources = "ticket: adopted from the answer that stands in the ticket\n"};

	if (!remains->has_outcome || work->row.order_id == NULL)
		return true;
	return decision_save(work->casework->ledger, &row, error);
}

/* Those of `kinds` that are in the ticket. */
static bool add_effects(const struct work *work, unsigned kinds, struct error *error)
{
	const struct case_row *row = &work->row;

	for (int i = 0; i < EFFECT_KIND_COUNT; i++) {
		enum effect_kind kind = (enum effect_kind)i;
		char key[ANSWER_KEY_SIZE];

		answer_key(row->system, row->ticket, row->revision, kind, key);
		if ((kinds & EFFECT_BIT(kind)) && ticket_has_key(work->ticket, key) &&
		    !work_add_effect(work, kind, key, "{}", EFFECT_DONE, error))
			return false;
	}
	return true;
}

/* Replies before the last one were questions: only they are answered and judged anew. */
static int questions_in(const struct ticket *ticket, int revision, enum case_state state)
{
	char key[ANSWER_KEY_SIZE];
	int count = state == CASE_ASKED;

	for (int i = 1; i < revision; i++) {
		answer_key(ticket->system, ticket->id, i, EFFECT_REPLY, key);
		count += ticket_has_key(ticket, key);
	}
	return count;
}

/* Fills the case, and the key of the reply that it is adopted for. */
static void set_case(struct work *work, enum case_state state, const struct facts *facts,
		     const char *speaker, char key[ANSWER_KEY_SIZE])
{
	const struct ticket *ticket = work->ticket;
	struct case_row *row = &work->row;
	int revision = adoption_revision(ticket);

	*row = (struct case_row){.id = row->id,
				 .system = ticket->system,
				 .ticket = ticket->id,
				 .revision = revision,
				 .state = state,
				 .order_id = work_known_text(facts, FACT_ORDER_ID),
				 .requester_uin = work_known_text(facts, FACT_TICKET_REQUESTER_UIN),
				 .linked_to = speaker,
				 .questions = questions_in(ticket, revision, state),
				 .asked_at = ticket->created_at,
				 .changed_at = work->now};
	answer_key(row->system, row->ticket, revision, EFFECT_REPLY, key);
	row->customer_messages = messages_before(ticket, key);
}

/* What an older copy of the ledger still wanted to say was said, or overtaken, before it. */
static bool drop_older(const struct work *work, struct error *error)
{
	return work->row.id == 0 || effect_settle_case(work->casework->ledger, work->row.id,
						       EFFECT_OVERTAKEN, work->now, error);
}

/* An answer whose outcome the ticket no longer tells is for a person to look at. */
static enum case_event event_of(const struct remains *remains)
{
	if (remains->speaker != NULL)
		return EVENT_LINK;
	return remains->has_outcome ? judgement_event(remains->outcome) : EVENT_PERSON_CAME;
}

static bool has_words_of_ours(const struct ticket *ticket)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (ticket->messages[i].key != NULL)
			return true;
	return false;
}

int adoption_revision(const struct ticket *ticket)
{
	char key[ANSWER_KEY_SIZE];

	if (!has_words_of_ours(ticket))
		return 0;
	/* Every revision but the first began with a message of the customer, with the reviewer's
	 * release of what was held after one, with the refund of the order elsewhere, or with a
	 * verdict. */
	for (int i = 2 * ticket_customer_messages(ticket) + 4; i > 0; i--) {
		answer_key(ticket->system, ticket->id, i, EFFECT_REPLY, key);
		if (ticket_has_key(ticket, key))
			return i;
	}
	return 0;
}

bool adoption_make(struct work *work, struct error *error)
{
	const struct ticket *ticket = work->ticket;
	struct remains remains = read_remains(ticket);
	struct transition transition;
	struct facts facts;
	char key[ANSWER_KEY_SIZE];

	if (!lifecycle_next(CASE_NEW, event_of(&remains), &transition, error))
		return false;
	intake_facts(work->casework->finder, work->ctx, ticket, &facts);
	set_case(work, transition.next, &facts, remains.speaker, key);
	if (!drop_older(work, error) || !case_save(work->casework->ledger, &work->row, error) ||
	    !save_decision(work, &facts, &remains, error) ||
	    !add_effects(work, transition.effects, error) ||
	    !review_end(work, ENDING_BY_HAND, error) ||
	    (transition.next == CASE_FLAGGED &&
	     !review_open(work->casework->ledger, &work->row, work->now, error)))
		return false;
	log_event(EVENT_ADOPTED, "ticket", ticket->id, "key", key, "case", work_case(work), NULL);
	return true;
}
