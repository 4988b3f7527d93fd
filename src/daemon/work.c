#include "daemon/work.h"

#include "base/memory.h"
#include "sys/log.h"
#include "wire/facts_json.h"

const char *work_case(const struct work *work)
{
	return work->row.id > 0 ? text_copy(work->ctx, log_number(work->row.id).text) : NULL;
}

void work_tell(const struct work *work, const struct told *told)
{
	const struct told_hook *hook = &work->casework->hook;

	log_event(EVENT_TICKET_TAKEN, "ticket", told->ticket, "outcome", told->outcome, "course",
		  told->course, "amount", told->amount, "rule", told->rule, "why", told->why,
		  "case", work_case(work), NULL);
	if (hook->tell != NULL)
		hook->tell(hook->arg, told);
}

bool work_add_effect(const struct work *work, enum effect_kind kind, const char *key,
		     const char *payload, enum effect_state state, struct error *error)
{
	struct effect_row effect = {.case_id = work->row.id,
				    .revision = work->row.revision,
				    .kind = kind,
				    .key = key,
				    .system = work->row.system,
				    .ticket = work->row.ticket,
				    .payload = payload,
				    .state = state,
				    .due_at = work->now};

	return effect_add(work->casework->ledger, &effect, error);
}

bool work_save_case(struct work *work, enum case_state state, const struct facts *facts,
		    struct error *error)
{
	struct case_row *row = &work->row;
	const char *words = ticket_first_words(work->ticket);
	bool is_new = row->id == 0;

	row->state = state;
	row->order_id = work_known_text(facts, FACT_ORDER_ID);
	row->requester_uin = work_known_text(facts, FACT_TICKET_REQUESTER_UIN);
	row->customer_messages = ticket_customer_messages(work->ticket);
	row->asked_at = work->ticket->created_at;
	row->changed_at = work->now;
	row->wait_until = instant_plus(row->asked_at, work->casework->config->patience);
	return case_save(work->casework->ledger, row, error) &&
	       (!is_new || words == NULL ||
		fingerprint_save(work->casework->ledger, row, words, error));
}

const char *work_known_text(const struct facts *facts, enum fact fact)
{
	return facts->value[fact].is_known ? facts->value[fact].text : NULL;
}

char *work_facts_json(const struct work *work, const struct facts *facts, struct zone zone)
{
	struct buffer *buffer = buffer_new(work->ctx);

	facts_to_json(facts, zone, json_writer_new(work->ctx, buffer));
	return buffer->bytes;
}
