#include "daemon/judgement.h"

#include "base/memory.h"
#include "daemon/answer.h"
#include "daemon/braking.h"
#include "daemon/counting.h"
#include "daemon/intake.h"
#include "daemon/linking.h"
#include "daemon/note.h"
#include "daemon/record.h"
#include "ledger/reviews.h"
#include "policy/judge.h"
#include "sys/log.h"

#include <string.h>

/* ---- facts ---- */

/* A signal that failed is a doubt about the ticket, and a matter for whoever runs the daemon. */
static void warn_of_failures(const struct work *work, const struct signal_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].failure != NULL)
			log_event(EVENT_SIGNAL_FAILED, "signal", findings->list[i].signal->name,
				  "ticket", work->ticket->id, "why", findings->list[i].failure,
				  "case", work_case(work), NULL);
}

static bool gather(const struct work *work, struct facts *facts, struct buffer *sources,
		   struct signal_findings *findings, struct error *error)
{
	const struct ticket *ticket = work->ticket;
	struct facts_question question = {.asked_at = ticket->created_at,
					  .settle = work->casework->config->policies.settle,
					  .system = ticket->system,
					  .ticket = ticket->id,
					  .text = ticket_first_words(ticket),
					  .signals = work->casework->signals};

	intake_facts(work->casework->finder, work->ctx, ticket, facts);
	question.order_id = work_known_text(facts, FACT_ORDER_ID);
	question.requester_uin = work_known_text(facts, FACT_TICKET_REQUESTER_UIN);
	buffer_add_format(sources, "ticket: ticket %s of %s\n", ticket->id, ticket->system);
	if (!ledger_gather(work->casework->ledger, work->ctx, &question, facts, sources, findings,
			   error))
		return false;
	warn_of_failures(work, findings);
	counting_signals(work, findings);
	return true;
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

static void tell(const struct work *work, const struct decision *decision, struct braking braking)
{
	const char *remark = braking_remark(work, decision, braking.brake);
	struct told told = {.ticket = work->ticket->id,
			    .outcome = outcome_words.list[decision->outcome],
			    .rule = decision->rule,
			    .why = remark != NULL ? remark : why_text(work->ctx, decision)};

	if (braking.course != COURSE_ANSWER)
		told.course = course_words.list[braking.course];
	if (decision->outcome == OUTCOME_APPROVE) {
		char amount[MONEY_TEXT_SIZE];

		money_format(decision->refund.total, amount);
		told.amount = text_format(work->ctx, "%s %s", amount,
					  decision->refund.total.currency->code);
	}
	work_tell(work, &told);
}

static void tell_waiting(const struct work *work, const struct decision *decision,
			 struct braking braking)
{
	struct told told = {.ticket = work->ticket->id,
			    .outcome = "wait",
			    .why = braking.course == COURSE_WAIT
					   ? braking_remark(work, decision, braking.brake)
					   : missing_text(work->ctx, decision->missing)};

	work_tell(work, &told);
}

/* ---- writing down ---- */

/* A case as it was judged, and what comes of it. */
struct ruling {
	const struct facts *facts;
	const struct signal_findings *findings;
	const char *sources;
	const struct decision *decision;
	struct braking braking;
	const char *speaker; /* the ticket that is about the same order; NULL: none */
};

/* Who is handed to a person hears what everybody hears with whom a person has to look. */
static char *reply_text(const struct work *work, const struct ruling *ruling, const char *key)
{
	struct decision told = *ruling->decision;

	if (ruling->braking.course == COURSE_PERSON) {
		told.outcome = OUTCOME_FLAG;
		told.why = WHY_DOUBT;
	}
	return answer_of_decision(work->ctx, work->casework->config, work->ticket, key,
				  ruling->facts, &told);
}

static bool add_reply(const struct work *work, const struct ruling *ruling, struct error *error)
{
	const struct case_row *row = &work->row;
	char key[ANSWER_KEY_SIZE];

	answer_key(row->system, row->ticket, row->revision, EFFECT_REPLY, key);
	return work_add_effect(work, EFFECT_REPLY, key, reply_text(work, ruling, key),
			       EFFECT_PENDING, error);
}

static bool add_note(const struct work *work, const struct ruling *ruling, struct error *error)
{
	const struct case_row *row = &work->row;
	char key[ANSWER_KEY_SIZE];
	const char *text;

	if (!note_make(work, ruling->facts, ruling->decision, ruling->braking, ruling->speaker,
		       ruling->findings, &text, error))
		return false;
	answer_key(row->system, row->ticket, row->revision, EFFECT_NOTE, key);
	/* A ledger that was lost does not know that the note was said. */
	return work_add_effect(
		work, EFFECT_NOTE, key, answer_note(work->ctx, row, work->ticket, key, text),
		ticket_has_key(work->ticket, key) ? EFFECT_DONE : EFFECT_PENDING, error);
}

static bool is_noteworthy(const struct work *work, const struct ruling *ruling)
{
	const struct value *score = &ruling->decision->score;
	struct number limit = number_of(work->casework->config->note_score);

	return ruling->braking.course == COURSE_ANSWER && score->is_known &&
	       score->number.millionths >= limit.millionths;
}

/* The note that a flag brings goes after the reply. One on an answer goes before it: in a ticket
 * that is solved nobody would look for it. */
static bool add_effects(const struct work *work, unsigned kinds, const struct ruling *ruling,
			struct error *error)
{
	bool has_reply = kinds & EFFECT_BIT(EFFECT_REPLY),
	     has_note = kinds & EFFECT_BIT(EFFECT_NOTE);

	return (has_note || !is_noteworthy(work, ruling) || add_note(work, ruling, error)) &&
	       (!has_reply || add_reply(work, ruling, error)) &&
	       (!has_note || add_note(work, ruling, error));
}

static bool open_review(const struct work *work, struct error *error)
{
	enum case_state state = work->row.state;

	return (state != CASE_FLAGGED && state != CASE_HELD) ||
	       review_open(work->casework->ledger, &work->row, work->now, error);
}

/* Writes down the outcome, and what comes of it. */
static bool conclude(struct work *work, const struct ruling *ruling, struct error *error)
{
	enum course course = ruling->braking.course;
	struct transition transition;

	work->row.questions += course == COURSE_ANSWER && ruling->decision->outcome == OUTCOME_ASK;
	if (!lifecycle_next(work->row.state, braking_event(course, ruling->decision->outcome),
			    &transition, error) ||
	    !work_save_case(work, transition.next, ruling->facts, error) ||
	    !record_decision(work, ruling->facts, ruling->findings, ruling->sources,
			     ruling->decision, ruling->braking, error) ||
	    !add_effects(work, transition.effects, ruling, error) || !open_review(work, error))
		return false;
	counting_decision(work, ruling->decision, ruling->braking);
	tell(work, ruling->decision, ruling->braking);
	return true;
}

static bool wait(struct work *work, const struct ruling *ruling, struct error *error)
{
	struct transition transition;

	if (work->row.state == CASE_WAITING)
		return true; /* as before: nothing to write down, and no disk to wake up */
	if (!lifecycle_next(work->row.state, EVENT_WAIT, &transition, error) ||
	    !work_save_case(work, transition.next, ruling->facts, error))
		return false;
	tell_waiting(work, ruling->decision, ruling->braking);
	return true;
}

/* The ticket that speaks for the order is told to the customer only where the customer is told
 * anything; else it is for the reviewer to know. */
static bool is_told(struct braking braking)
{
	return braking.course == COURSE_ANSWER || braking.course == COURSE_PERSON;
}

static bool rule(struct work *work, struct ruling *ruling, struct error *error)
{
	struct instant until =
		instant_plus(work->ticket->created_at, work->casework->config->patience);
	const struct decision *decision = ruling->decision;

	if (!braking_find(work, ruling->facts, decision, &ruling->braking, error))
		return false;
	if (ruling->braking.course == COURSE_WAIT)
		return wait(work, ruling, error);
	if (ruling->speaker != NULL && is_told(ruling->braking))
		return linking_make(work, ruling->facts, ruling->speaker, error);
	if (is_worth_waiting(decision) && work->now.us < until.us)
		return wait(work, ruling, error);
	return conclude(work, ruling, error);
}

bool judgement_make(struct work *work, struct error *error)
{
	struct buffer *sources = buffer_new(work->ctx);
	struct signal_findings findings = {.count = 0};
	struct facts facts;
	struct decision decision;
	struct ruling ruling = {.facts = &facts, .findings = &findings, .decision = &decision};

	if (!gather(work, &facts, sources, &findings, error) ||
	    !linking_find(work, &facts, &ruling.speaker, error))
		return false;
	ruling.sources = sources->bytes;
	judge(work->ctx, &work->casework->config->policies, &facts, &work->now, &decision);
	return rule(work, &ruling, error);
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
