#include "daemon/work.h"

#include "sys/log.h"
#include "wire/facts_json.h"

void work_tell(const struct work *work, const struct told *told)
{
	const struct told_hook *hook = &work->casework->hook;

	log_write(LOG_INFO, "ticket taken", "ticket", told->ticket, "outcome", told->outcome,
		  "amount", told->amount, "rule", told->rule, "why", told->why, NULL);
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

char *work_facts_json(const struct work *work, const struct facts *facts, struct zone zone)
{
	struct buffer *buffer = buffer_new(work->ctx);

	facts_to_json(facts, zone, json_writer_new(work->ctx, buffer));
	return buffer->bytes;
}
