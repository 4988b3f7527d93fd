#include "daemon/judgement.h"

#include "base/memory.h"
#include "daemon/answer.h"
#include "daemon/intake.h"
#include "daemon/record.h"
#include "policy/judge.h"

#include <string.h>

/* ---- facts ---- */

static const char *known_text(const struct facts *facts, enum fact fact)
{
	return facts->value[fact].is_known ? facts->value[fact].text : NULL;
}

static bool gather(const struct work *work, struct facts *facts, struct buffer *sources,
		   struct error *error)
{
	const struct ticket *ticket = work->ticket;
	struct facts_question question = {.asked_at = ticket->created_at,
					  .settle = work->casework->config->policies.settle,
					  .system = ticket->system,
					  .ticket = ticket->id};

	intake_facts(work->casework->finder, work->ctx, ticket, facts);
	question.order_id = known_text(facts, FACT_ORDER_ID);
	question.requester_uin = known_text(facts, FACT_TICKET_REQUESTER_UIN);
	buffer_add_format(sources, "ticket: ticket %s of %s\n", ticket->id, ticket->system);
	return ledger_gather(work->casework->ledger, work->ctx, &question, facts, sources, error);
}

/* ---- waiting ---- */

static fact_set usage_facts(void)
{
	fact_set usage = 0;

	for (int fact = 0; fact < FACT_COUNT; fact++)
		if (strcmp(fact_info((enum fact)fact)->section, "usage") == 0)
			usage |= FACT_BIT(fact);
	return usage;
}

/* Figures of use come late by nature: they alone are worth a wait. */
static bool is_worth_waiting(const struct decision *decision)
{
	return decision->outcome == OUTCOME_FLAG && decision->why == WHY_DOUBT &&
	       decision->missing != 0 && (decision->missing & ~usage_facts()) == 0;
}

/* ---- telling ---- */

static const char *missing_text(const void *ctx, fact_set missing)
{
	struct buffer *text = buffer_new(ctx);

	for (int fact = 0; fact <= FACT_SIGNALS; fact++)
		if (missing & FACT_BIT(fact))
			buffer_add_format(text, "%s%s", text->length == 0 ? "not known: " : ", ",
					  fact_info((enum fact)fact)->name);
	return text->bytes;
}

static const char *why_text(const void *ctx, const struct decision *decision)
{
	if (decision->outcome == OUTCOME_APPROVE)
		return decision->arithmetic;
	for (size_t i = 0; decision->rule != NULL && i < decision->trace_count; i++)
		if (strcmp(decision->trace[i].rule, decision->rule) == 0)
			return decision->trace[i].because;
	return decision->missing != 0 ? missing_text(ctx, decision->missing)
				      : "no rule of the policy applies";
}

static void tell(const struct work *work, const struct decision *decision)
{
	struct told told = {.ticket = work->ticket->id,
			    .outcome = outcome_words.list[decision->outcome],
			    .rule = decision->rule,
			    .why = why_text(work->ctx, decision)};

	if (decision->outcome == OUTCOME_APPROVE) {
		char amount[MONEY_TEXT_SIZE];

		money_format(decision->refund.total, amount);
		told.amount = text_format(work->ctx, "%s %s", amount,
					  decision->refund.total.currency->code);
	}
	work_tell(work, &told);
}

static void tell_waiting(const struct work *work, const struct decision *decision)
{
	struct told told = {.ticket = work->ticket->id,
			    .outcome = "wait",
			    .why = missing_text(work->ctx, decision->missing)};

	work_tell(work, &told);
}

/* ---- writing down ---- */

static bool add_effects(const struct work *work, unsigned kinds, const struct facts *facts,
			const struct decision *decision, struct error *error)
{
	const struct case_row *row = &work->row;

	for (int i = 0; i < EFFECT_KIND_COUNT; i++) {
		enum effect_kind kind = (enum effect_kind)i;
		char key[ANSWER_KEY_SIZE];
		char *payload;

		if (!(kinds & EFFECT_BIT(kind)))
			continue;
		answer_key(row->system, row->ticket, row->revision, kind, key);
		payload = answer_of_decision(work->ctx, work->casework->config, work->ticket, kind,
					     key, facts, decision);
		if (!work_add_effect(work, kind, key, payload, EFFECT_PENDING, error))
			return false;
	}
	return true;
}

static bool save_case(struct work *work, enum case_state state, const struct facts *facts,
		      struct error *error)
{
	struct case_row *row = &work->row;

	row->state = state;
	row->order_id = known_text(facts, FACT_ORDER_ID);
	row->customer_messages = ticket_customer_messages(work->ticket);
	row->asked_at = work->ticket->created_at;
	row->changed_at = work->now;
	row->wait_until = instant_plus(row->asked_at, work->casework->config->patience);
	return case_save(work->casework->ledger, row, error);
}

bool judgement_make(struct work *work, struct error *error)
{
	const struct config *config = work->casework->config;
	struct instant until = instant_plus(work->ticket->created_at, config->patience);
	struct buffer *sources = buffer_new(work->ctx);
	struct facts facts;
	struct decision decision;
	struct transition transition;
	bool waits;

	if (!gather(work, &facts, sources, error))
		return false;
	judge(work->ctx, &config->policies, &facts, &work->now, &decision);
	waits = is_worth_waiting(&decision) && work->now.us < until.us;
	if (waits && work->row.state == CASE_WAITING)
		return true; /* as before: nothing to write down, and no disk to wake up */
	if (!lifecycle_next(work->row.state, waits ? EVENT_WAIT : judgement_event(decision.outcome),
			    &transition, error) ||
	    !save_case(work, transition.next, &facts, error))
		return false;
	if (waits) {
		tell_waiting(work, &decision);
		return true;
	}
	if (!record_decision(work, &facts, sources->bytes, &decision, error) ||
	    !add_effects(work, transition.effects, &facts, &decision, error))
		return false;
	tell(work, &decision);
	return true;
}

enum case_event judgement_event(enum outcome outcome)
{
	static const enum case_event event[OUTCOME_COUNT] = {
		[OUTCOME_APPROVE] = EVENT_APPROVE,
		[OUTCOME_REJECT] = EVENT_REJECT,
		[OUTCOME_FLAG] = EVENT_FLAG,
		[OUTCOME_ASK] = EVENT_ASK,
	};

	return event[outcome];
}
