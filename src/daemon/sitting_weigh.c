#include "daemon/sitting.h"

#include "base/memory.h"
#include "policy/judge.h"
#include "wire/decision_json.h"
#include "wire/facts_json.h"

#include <string.h>

/* ---- the facts ---- */

/* Of a case whose decision is not on record (its ledger was lost) only what the case says. */
static bool read_recorded(const struct sitting *sitting, struct facts *facts, struct error *error)
{
	const struct work *work = sitting->work;
	const char *json = sitting->decision.facts_json;
	struct json_document document;

	facts_init(facts);
	if (sitting->has_decision) {
		if (json_read(work->ctx, json, strlen(json), &facts_json_limits, &document,
			      error) &&
		    facts_from_json(work->ctx, &document, facts, error))
			return true;
		error->kind = ERROR_STATE;
		return error_wrap(error, "the recorded facts of ticket %s", work->row.ticket);
	}
	facts->value[FACT_TICKET_CREATED_AT] = value_instant(work->row.asked_at);
	if (work->ticket != NULL && work->ticket->language != NULL)
		facts->value[FACT_TICKET_LANGUAGE] = value_text(work->ticket->language);
	return true;
}

/* With what is on record of the order now: it may have been imported since, or refunded. */
static bool read_current(const struct sitting *sitting, struct facts *facts, struct error *error)
{
	const struct work *work = sitting->work;
	const struct case_row *row = &work->row;
	struct facts_question question = {.order_id = row->order_id,
					  .asked_at = row->asked_at,
					  .requester_uin = row->requester_uin,
					  .settle = work->casework->config->policies.settle,
					  .system = row->system,
					  .ticket = row->ticket};

	return read_recorded(sitting, facts, error) &&
	       ledger_gather(work->casework->ledger, work->ctx, &question, facts,
			     buffer_new(work->ctx), NULL, error);
}

/* ---- what speaks against a verdict ---- */

static bool check_claim(const struct sitting *sitting, const char *reviewer, struct error *error)
{
	const struct verdict_row *first = sitting_first(sitting);
	const char *claimer = sitting_claimer(sitting);

	if (claimer == NULL || is_same_reviewer(claimer, reviewer))
		return true;
	/* Who said their part no longer keeps the second person off. */
	if (first != NULL && is_same_reviewer(claimer, first->reviewer))
		return true;
	return error_set(error, ERROR_USE, "%s works on it", claimer);
}

/* Words that the reviewer has not seen. In a held case they call for another answer anyway. */
static bool check_words(const struct sitting *sitting, struct instant given_at, struct error *error)
{
	const struct work *work = sitting->work;
	int known = work->row.customer_messages;
	bool is_held = work->row.state == CASE_HELD;

	for (size_t i = 0; work->ticket != NULL && i < work->ticket->message_count; i++) {
		const struct ticket_message *message = &work->ticket->messages[i];

		if (message->author != AUTHOR_CUSTOMER || known-- > 0)
			continue;
		/* Ticket systems tell the time by the second: at the same one nobody knows. */
		if (is_held || message->at.us >= given_at.us)
			return error_set(error, ERROR_USE,
					 "the customer has written meanwhile: please read it and "
					 "decide again");
	}
	return true;
}

static const struct review_reason *reason_of(const struct review_settings *settings,
					     const char *code)
{
	for (size_t i = 0; i < settings->reason_count; i++)
		if (strcmp(settings->reasons[i].code, code) == 0)
			return &settings->reasons[i];
	return NULL;
}

/* "misuse or use-begun" */
static const char *codes_for(const struct sitting *sitting, enum outcome outcome)
{
	const struct review_settings *settings = &sitting->work->casework->config->review;
	const char **codes =
		NEW_ARRAY(sitting->work->ctx, const char *, settings->reason_count + 1);
	struct words words = {codes, 0};
	struct buffer *text = buffer_new(sitting->work->ctx);

	for (size_t i = 0; i < settings->reason_count; i++)
		if (settings->reasons[i].outcome == outcome)
			codes[words.count++] = settings->reasons[i].code;
	if (words.count == 0)
		return "none, for none is configured";
	words_add_list(words, text);
	return text->bytes;
}

static bool find_reason(const struct sitting *sitting, const struct verdict_row *verdict,
			const struct review_reason **reason, struct error *error)
{
	enum outcome outcome =
		verdict->verdict == VERDICT_REJECT ? OUTCOME_REJECT : OUTCOME_APPROVE;
	const struct review_reason *found;

	if (verdict->code == NULL)
		return true;
	if (verdict->verdict == VERDICT_RELEASE)
		return error_set(error, ERROR_USE,
				 "what is released goes as it is, without another reason");
	found = reason_of(&sitting->work->casework->config->review, verdict->code);
	if (found == NULL || found->outcome != outcome)
		return error_set(error, ERROR_USE, "%s is no reason to %s: expected %s",
				 verdict->code, outcome_words.list[outcome],
				 codes_for(sitting, outcome));
	*reason = found;
	return true;
}

/* ---- what was prepared ---- */

static const char *decision_text(const struct work *work, const struct decision *decision)
{
	struct buffer *text = buffer_new(work->ctx);

	decision_to_json(decision, json_writer_new(work->ctx, text));
	return text->bytes;
}

/* A ledger that was lost finds the note of an earlier decision, and may decide otherwise now. */
static bool check_note(const struct work *work, struct error *error)
{
	const struct case_row *row = &work->row;
	struct effect_row *effects;
	size_t count;

	if (!effect_list_case(work->casework->ledger, work->ctx, row->id, &effects, &count, error))
		return false;
	for (size_t i = 0; i < count; i++)
		if (effects[i].kind == EFFECT_NOTE && effects[i].revision == row->revision)
			return effects[i].left_at.us != 0 ||
			       error_set(error, ERROR_USE,
					 "what was prepared is not on record any more: approve it "
					 "or reject it");
	return true;
}

/* The decision is made again, from its facts and at its time; one that has become another by a new
 * configuration is not what the reviewer saw. */
static bool find_prepared(const struct sitting *sitting, struct weighed *weighed,
			  struct error *error)
{
	const struct work *work = sitting->work;
	const struct decision_row *row = &sitting->decision;

	if (work->row.state != CASE_HELD || !sitting->has_decision)
		return error_set(error, ERROR_USE,
				 "no answer is prepared that could be released: approve it or "
				 "reject it");
	if (!check_note(work, error) || !read_recorded(sitting, &weighed->facts, error))
		return false;
	judge(work->ctx, &work->casework->config->policies, &weighed->facts, &row->decided_at,
	      &weighed->prepared);
	if (strcmp(decision_text(work, &weighed->prepared), row->decision_json) != 0)
		return error_set(error, ERROR_USE,
				 "the policy was changed since the answer was prepared: approve it "
				 "or reject it");
	return true;
}

/* ---- money ---- */

static const char *money_text(const void *ctx, struct money money)
{
	char text[MONEY_TEXT_SIZE];

	money_format(money, text);
	return text_format(ctx, "%s %s", text, money.currency->code);
}

static bool find_grant(const struct sitting *sitting, const struct facts *current,
		       const char *amount, struct grant *grant, struct error *error)
{
	const struct work *work = sitting->work;

	return grant_make(work->ctx, &work->casework->config->policies, current, amount, grant,
			  error);
}

/* An approval without an amount agrees to the first person's, if there was one. */
static bool weigh_approval(const struct sitting *sitting, const char *amount,
			   struct weighed *weighed, struct error *error)
{
	const struct verdict_row *first = sitting_first(sitting);
	const struct work *work = sitting->work;

	if (amount == NULL && first != NULL)
		amount = money_text(work->ctx, first->total);
	return read_current(sitting, &weighed->facts, error) &&
	       find_grant(sitting, &weighed->facts, amount, &weighed->grant, error);
}

static bool weigh_release(const struct sitting *sitting, struct weighed *weighed,
			  struct error *error)
{
	const struct decision *prepared = &weighed->prepared;
	struct facts current;

	if (!find_prepared(sitting, weighed, error))
		return false;
	if (prepared->outcome != OUTCOME_APPROVE)
		return true;
	return read_current(sitting, &current, error) &&
	       find_grant(sitting, &current, money_text(sitting->work->ctx, prepared->refund.total),
			  &weighed->grant, error);
}

/* The first person may change their mind; the second has to agree. */
static bool find_state(const struct sitting *sitting, const struct verdict_row *verdict,
		       struct weighed *weighed, struct error *error)
{
	const struct review_settings *settings = &sitting->work->casework->config->review;
	const struct verdict_row *first = sitting_first(sitting);
	struct money total = weighed->grant.refund.total;
	bool is_same_person, agrees;

	weighed->state = VERDICT_FINAL;
	if (total.currency == NULL || !is_above_four_eyes(settings, total))
		return true;
	weighed->state = VERDICT_FIRST;
	if (first == NULL)
		return true;
	is_same_person = is_same_reviewer(first->reviewer, verdict->reviewer);
	agrees = first->total.minor == total.minor && first->total.currency == total.currency;
	if (agrees && is_same_person)
		return error_set(error, ERROR_USE, "%s approved it already: a second person has to",
				 first->reviewer);
	if (!agrees && !is_same_person)
		return error_set(error, ERROR_USE,
				 "%s approved %s: a second person has to approve the same amount, "
				 "or reject",
				 first->reviewer, money_text(sitting->work->ctx, first->total));
	if (agrees)
		weighed->state = VERDICT_FINAL;
	return true;
}

bool is_above_four_eyes(const struct review_settings *settings, struct money total)
{
	const struct money *limit =
		money_find(settings->four_eyes, settings->four_eyes_count, total.currency);

	return limit == NULL || total.minor > limit->minor;
}

bool sitting_weigh(const struct sitting *sitting, const struct verdict_row *verdict,
		   const char *amount, struct weighed *weighed, struct error *error)
{
	struct weighed found = {.reason = NULL};

	if (!check_claim(sitting, verdict->reviewer, error) ||
	    !check_words(sitting, verdict->given_at, error) ||
	    !find_reason(sitting, verdict, &found.reason, error))
		return false;
	switch (verdict->verdict) {
	case VERDICT_APPROVE:
		if (!weigh_approval(sitting, amount, &found, error))
			return false;
		break;
	case VERDICT_REJECT:
		if (!read_current(sitting, &found.facts, error))
			return false;
		break;
	case VERDICT_RELEASE:
		if (!weigh_release(sitting, &found, error))
			return false;
		break;
	case VERDICT_COUNT: __builtin_unreachable();
	}
	if (!find_state(sitting, verdict, &found, error))
		return false;
	*weighed = found;
	return true;
}
