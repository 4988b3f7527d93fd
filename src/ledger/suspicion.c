#include "ledger/gathering.h"

/* The case at hand as the question tells it, whatever the facts told so far. */
static struct facts facts_of_case(const struct gathering *gathering)
{
	const struct facts_question *question = gathering->question;
	struct facts facts = gathering->facts;

	facts.value[FACT_TICKET_SYSTEM] = value_text(question->system);
	facts.value[FACT_TICKET_ID] = value_text(question->ticket);
	facts.value[FACT_TICKET_CREATED_AT] = value_instant(question->asked_at);
	if (question->requester_uin != NULL)
		facts.value[FACT_TICKET_REQUESTER_UIN] = value_text(question->requester_uin);
	return facts;
}

static const char *source_of(const struct signal_findings *findings)
{
	if (!findings->is_asked)
		return "signals: unknown, for so is who asks\n";
	return signal_findings_failed(findings) == 0
		       ? "signals: what was on record at the moment of asking\n"
		       : "";
}

static void tell_sources(struct gathering *gathering)
{
	const struct signal_findings *findings = &gathering->findings;

	buffer_add_text(gathering->sources, source_of(findings));
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].failure != NULL)
			buffer_add_format(gathering->sources, "signals: %s failed: %s\n",
					  findings->list[i].signal->name,
					  findings->list[i].failure);
}

bool gather_signals(struct gathering *gathering, struct error *error)
{
	const struct facts_question *question = gathering->question;
	struct facts facts = facts_of_case(gathering);

	if (question->signals == NULL)
		return true;
	if (!signals_find(question->signals, gathering->ctx, &facts, question->text,
			  &gathering->findings, error))
		return false;
	signal_findings_to_facts(&gathering->findings, gathering->ctx, &gathering->facts);
	tell_sources(gathering);
	return true;
}
