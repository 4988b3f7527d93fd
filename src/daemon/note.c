#include "daemon/note.h"

#include "base/memory.h"
#include "daemon/braking.h"
#include "daemon/note_story.h"
#include "daemon/sitting.h"
#include "policy/grant.h"
#include "policy/judge.h"

#define WHEN_SHOWN 60 /* bytes: a longer condition is not read in passing */

/* ---- what was decided, in a few words ---- */

static void add_amount(struct money amount, struct buffer *out)
{
	value_add(value_money(amount), (struct zone){0}, out);
}

static void add_missing(fact_set missing, struct buffer *out)
{
	const char *separator = "";

	for (int fact = 0; fact <= FACT_SIGNALS; fact++) {
		if (!(missing & FACT_BIT(fact)))
			continue;
		buffer_add_format(out, "%s%s", separator, fact_info((enum fact)fact)->name);
		separator = ", ";
	}
}

/* "score 85 (suspicious: score >= 65)", or the facts that were missing. */
static void add_reason(const struct note *note, const struct decision *decision, struct buffer *out)
{
	struct figures figures;

	if (decision->rule == NULL && decision->missing != 0) {
		buffer_add_text(out, "not known: ");
		add_missing(decision->missing, out);
		return;
	}
	if (decision->rule == NULL) {
		buffer_add_text(out, "no rule of the policy applies");
		return;
	}
	figures_init(&figures, &note->config->policies, note->facts, decision,
		     &note->config->phrasebooks.list[0].words);
	/* The trace ends with the rule that decided. */
	buffer_add_format(out, "%s (%s", decision->trace[decision->trace_count - 1].because,
			  decision->rule);
	if (figures.rule != NULL && strlen(figures.rule->when_text) <= WHEN_SHOWN)
		buffer_add_format(out, ": %s", figures.rule->when_text);
	buffer_add_char(out, ')');
}

static void add_decided(const struct note *note, const struct decision *decision,
			const char *const verbs[OUTCOME_COUNT], struct buffer *out)
{
	buffer_add_text(out, verbs[decision->outcome]);
	switch (decision->outcome) {
	case OUTCOME_APPROVE: add_amount(decision->refund.total, out); break;
	case OUTCOME_ASK: add_missing(decision->missing, out); break;
	case OUTCOME_REJECT:
	case OUTCOME_FLAG: add_reason(note, decision, out); break;
	case OUTCOME_COUNT: break;
	}
}

/* ---- the headline ---- */

static const char *const done[OUTCOME_COUNT] = {
	[OUTCOME_APPROVE] = "approved ",
	[OUTCOME_REJECT] = "rejected it: ",
	[OUTCOME_FLAG] = "left it to a person: ",
	[OUTCOME_ASK] = "asked the customer for ",
};

static const char *brake_text(enum brake brake)
{
	switch (brake) {
	case BRAKE_NONE: return "";
	case BRAKE_SHADOW: return "Shadow mode";
	case BRAKE_ASSIST: return "Held until a person releases it";
	case BRAKE_QUESTIONS:
	case BRAKE_BUDGET:
	case BRAKE_RATE:
	case BRAKE_CLOCK: return "Held for a person";
	}
	__builtin_unreachable();
}

static char *headline(const void *ctx, const struct note *note)
{
	struct buffer *out = buffer_new(ctx);
	char score[NUMBER_TEXT_SIZE];

	if (note->braking.brake != BRAKE_NONE) {
		buffer_add_format(out, "%s: refundd would have ", brake_text(note->braking.brake));
		add_decided(note, note->decision, done, out);
	} else if (note->decision->outcome == OUTCOME_FLAG) {
		buffer_add_text(out, "Held for a person: ");
		add_reason(note, note->decision, out);
	} else {
		number_format(note->decision->score.number, score);
		buffer_add_format(out, "Answered, with a score of %s: refundd has ", score);
		add_decided(note, note->decision, done, out);
	}
	return out->bytes;
}

/* ---- what the policy alone says ---- */

static bool is_same(const struct decision *a, const struct decision *b)
{
	return a->outcome == b->outcome && (a->rule == b->rule || a->outcome == OUTCOME_ASK);
}

/* NULL where suspicion has changed nothing. */
static char *alone(const void *ctx, const struct note *note)
{
	static const char *const verbs[OUTCOME_COUNT] = {
		[OUTCOME_APPROVE] = "approve ",
		[OUTCOME_REJECT] = "reject: ",
		[OUTCOME_FLAG] = "leave it to a person: ",
		[OUTCOME_ASK] = "ask the customer for ",
	};
	struct buffer *out = buffer_new(ctx);

	if (is_same(note->decision, note->alone))
		return NULL;
	add_decided(note, note->alone, verbs, out);
	if (note->alone->arithmetic != NULL)
		buffer_add_format(out, " = %s", note->alone->arithmetic);
	return out->bytes;
}

/* ---- what the reviewer can do ---- */

static void add_codes(const struct review_settings *review, enum outcome outcome,
		      struct buffer *out)
{
	const char *separator = " ";

	for (size_t i = 0; i < review->reason_count; i++) {
		if (review->reasons[i].outcome != outcome)
			continue;
		buffer_add_format(out, "%s%s", separator, review->reasons[i].code);
		separator = ", ";
	}
}

static void add_fields(const struct note *note, bool can_release, struct buffer *out)
{
	const struct rt_settings *rt = note->config->rt;
	const char *verdict = rt != NULL ? rt->verdict_field : "review_verdict";
	const char *reason = rt != NULL ? rt->reason_field : "review_reason";
	const char *name = rt != NULL ? "," : ", reviewer to your name,";

	buffer_add_format(out, "Set %s to approve%s reject%s and %s to a code:", verdict,
			  can_release ? ", release or" : " or", name, reason);
	buffer_add_text(out, "\n- approve:");
	add_codes(&note->config->review, OUTCOME_APPROVE, out);
	buffer_add_text(out, "\n- reject:");
	add_codes(&note->config->review, OUTCOME_REJECT, out);
}

/* Of what an approval would give back. */
static bool needs_two(const void *ctx, const struct note *note)
{
	struct grant grant;
	struct error ignored;

	return grant_make(ctx, &note->config->policies, note->facts, NULL, &grant, &ignored) &&
	       is_above_four_eyes(&note->config->review, grant.refund.total);
}

/* NULL where nobody is waited for. */
static char *actions(const void *ctx, const struct note *note)
{
	bool is_held = note->braking.course == COURSE_HOLD;
	struct buffer *out = buffer_new(ctx);

	if (note->braking.course == COURSE_SHADOW)
		return "Nobody was answered: this ticket is yours as ever.";
	if (note->braking.course == COURSE_ANSWER && note->decision->outcome != OUTCOME_FLAG)
		return NULL;
	add_fields(note, is_held, out);
	if (needs_two(ctx, note))
		buffer_add_text(out, "\nOf this amount two different people have to approve.");
	buffer_add_format(out, "\nOr with refundctl review: approve %s, reject %s --code CODE",
			  note->ticket, note->ticket);
	if (is_held)
		buffer_add_format(out, ", release %s", note->ticket);
	return out->bytes;
}

/* ---- all of it ---- */

static struct zone zone_of(const struct config *config, const struct facts *facts)
{
	const struct value *family = &facts->value[FACT_ORDER_FAMILY];
	const struct policy *policy =
		family->is_known ? policy_of_family(&config->policies, family->text) : NULL;

	return policy != NULL ? policy->zone : config->budget_zone;
}

static const char *remark_of(const struct work *work, const struct decision *decision,
			     enum brake brake, const char *speaker)
{
	const char *remark = braking_remark(work, decision, brake);

	if (speaker == NULL)
		return remark;
	return text_format(work->ctx, "%s%sTicket %s of the same customer is about the same order.",
			   remark != NULL ? remark : "", remark != NULL ? " " : "", speaker);
}

char *note_text(const void *ctx, const struct note *note)
{
	struct buffer *out = buffer_new(ctx);
	struct note_parts parts = {
		.headline = headline(ctx, note),
		.remark = note->remark,
		.alone = alone(ctx, note),
		.evidence = note_evidence(ctx, note),
		.timeline = note_timeline(ctx, note),
		.related = note_related(ctx, note),
		.actions = actions(ctx, note),
	};

	explain_note(&note->config->phrasebooks, &note->config->policies, note->facts,
		     note->decision, &parts, out);
	return out->bytes;
}

bool note_make(const struct work *work, const struct facts *facts, const struct decision *decision,
	       struct braking braking, const char *speaker, const struct signal_findings *findings,
	       const char **text, struct error *error)
{
	const struct casework *casework = work->casework;
	struct timeline_question question = {
		.account = work->row.requester_uin,
		.system = work->row.system,
		.ticket = work->row.ticket,
		.asked_at = work->row.asked_at,
	};
	struct timeline timeline = {.count = 0};
	struct decision alone;
	struct note note = {
		.config = casework->config,
		.system = work->row.system,
		.ticket = work->row.ticket,
		.zone = zone_of(casework->config, facts),
		.facts = facts,
		.decision = decision,
		.alone = &alone,
		.braking = braking,
		.remark = remark_of(work, decision, braking.brake, speaker),
		.findings = findings,
		.timeline = &timeline,
	};

	if (question.account != NULL &&
	    !ledger_timeline(casework->ledger, work->ctx, &question, &timeline, error))
		return false;
	judge_unsuspecting(work->ctx, &casework->config->policies, facts, &work->now, &alone);
	*text = note_text(work->ctx, &note);
	return true;
}
