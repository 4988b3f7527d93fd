#include "daemon/judgement.h"

#include "base/memory.h"
#include "daemon/answer.h"
#include "daemon/intake.h"
#include "daemon/linking.h"
#include "daemon/record.h"
#include "policy/judge.h"

#include <string.h>

/* ---- facts ---- */

static bool gather(const struct work *work, struct facts *facts, struct buffer *sources,
		   struct error *error)
{
	const struct ticket *ticket = work->ticket;
	struct facts_question question = {.asked_at = ticket->created_at,
					  .settle = work->casework->config->policies.settle,
					  .system = ticket->system,
					  .ticket = ticket->id};

	intake_facts(work->casework->finder, work->ctx, ticket, facts);
	question.order_id = work_known_text(facts, FACT_ORDER_ID);
	question.requester_uin = work_known_text(facts, FACT_TICKET_REQUESTER_UIN);
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

static void tell(const struct work *work, const struct decision *decision, const char *remark)
{
	struct told told = {.ticket = work->ticket->id,
			    .outcome = outcome_words.list[decision->outcome],
			    .rule = decision->rule,
			    .why = remark != NULL ? remark : why_text(work->ctx, decision)};

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
			const struct decision *decision, const char *remark, struct error *error)
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
					     key, facts, decision, remark);
		if (!work_add_effect(work, kind, key, payload, EFFECT_PENDING, error))
			return false;
	}
	return true;
}

/* Who was asked often enough and still did not tell goes to a person. Returns what the reviewer is
 * told of that, or NULL. */
static const char *limit_questions(const struct work *work, struct decision *decision)
{
	int asked = work->row.questions;

	if (decision->outcome != OUTCOME_ASK || asked < work->casework->config->questions)
		return NULL;
	decision->outcome = OUTCOME_FLAG;
	decision->why = WHY_DOUBT;
	if (asked == 0)
		return "The customer would have to be asked, and the settings allow no question.";
	return text_format(work->ctx,
			   "The customer was asked %d time%s and has not told what is needed.",
			   asked, asked == 1 ? "" : "s");
}

/* Writes down the outcome that is told to the customer. */
static bool conclude(struct work *work, const struct facts *facts, const char *sources,
		     struct decision *decision, struct error *error)
{
	const char *remark = limit_questions(work, decision);
	struct transition transition;

	work->row.questions += decision->outcome == OUTCOME_ASK;
	if (!lifecycle_next(work->row.state, judgement_event(decision->outcome), &transition,
			    error) ||
	    !work_save_case(work, transition.next, facts, error) ||
	    !record_decision(work, facts, sources, decision, error) ||
	    !add_effects(work, transition.effects, facts, decision, remark, error))
		return false;
	tell(work, decision, remark);
	return true;
}

static bool wait(struct work *work, const struct facts *facts, const struct decision *decision,
		 struct error *error)
{
	struct transition transition;

	if (work->row.state == CASE_WAITING)
		return true; /* as before: nothing to write down, and no disk to wake up */
	if (!lifecycle_next(work->row.state, EVENT_WAIT, &transition, error) ||
	    !work_save_case(work, transition.next, facts, error))
		return false;
	tell_waiting(work, decision);
	return true;
}

bool judgement_make(struct work *work, struct error *error)
{
	const struct config *config = work->casework->config;
	struct instant until = instant_plus(work->ticket->created_at, config->patience);
	struct buffer *sources = buffer_new(work->ctx);
	struct facts facts;
	struct decision decision;
	const char *speaker;

	if (!gather(work, &facts, sources, error) || !linking_find(work, &facts, &speaker, error))
		return false;
	if (speaker != NULL)
		return linking_make(work, &facts, speaker, error);
	judge(work->ctx, &config->policies, &facts, &work->now, &decision);
	if (is_worth_waiting(&decision) && work->now.us < until.us)
		return wait(work, &facts, &decision, error);
	return conclude(work, &facts, sources->bytes, &decision, error);
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
