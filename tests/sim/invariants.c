#include "invariants.h"

#include "base/memory.h"
#include "daemon/answer.h"
#include "domain/clock_watch.h"
#include "imports.h"
#include "policy/judge.h"
#include "wire/decision_json.h"
#include "wire/facts_json.h"

#include <stdlib.h>
#include <string.h>

/* ---- what leaves ---- */

void invariants_of_leaving(struct sim *sim, const struct desk_write *write)
{
	void *scratch = talloc_new(NULL);
	const char *state = disk_ask(sim->disk, scratch, ASK_EFFECT_STATE, write->key);

	if (!disk_is_idle(sim->disk) || state == NULL || strcmp(state, "leaving") != 0)
		sim_break(sim, "an effect leaves without a durable intent: ticket %s, key %s, %s",
			  write->ticket, write->key, state == NULL ? "not on record" : state);
	talloc_free(scratch);
}

void invariants_of_sending(struct sim *sim, const struct sim_ticket *ticket,
			   const struct desk_write *write)
{
	if (write->is_public &&
	    (write->is_verdict ? sim_ticket_count(ticket, AUTHOR_AGENT, true) > 0
			       : sim_ticket_has_person(ticket)))
		sim_break(sim, "a person was in ticket %s before our answer left", ticket->id);
}

/* ---- what is in the world ---- */

static const char *find_field(const struct ticket_field *fields, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].value;
	return NULL;
}

static void count_approval(struct sim *sim, const struct sim_ticket *ticket,
			   const struct desk_write *write)
{
	const char *outcome = find_field(write->fields, write->field_count, FIELD_DECISION);
	const char *amount = find_field(write->fields, write->field_count, FIELD_AMOUNT);
	struct money money;
	struct error error;

	if (outcome == NULL || strcmp(outcome, outcome_words.list[OUTCOME_APPROVE]) != 0)
		return;
	if (++sim->world->approvals[ticket->order] > 1)
		sim_break(sim, "order %s is given back twice, the second time in ticket %s",
			  order_ids[ticket->order], ticket->id);
	if (amount == NULL ||
	    !money_parse(amount, strlen(amount), currency_find("USD", 3), &money, &error) ||
	    money.minor > ORDER_PAID) {
		sim_break(sim, "more is given back in ticket %s than was paid: %s", ticket->id,
			  amount == NULL ? "an unknown sum" : amount);
		return;
	}
	if (write->is_verdict && money.minor > FOUR_EYES && ticket->reviewers != 3)
		sim_break(sim, "one person alone has given back %s in ticket %s", amount,
			  ticket->id);
}

/* Two tickets that name each other as the one that speaks: nobody does. */
static void follow_link(struct sim *sim, const struct sim_ticket *ticket)
{
	const char *speaker = find_field(ticket->fields, ticket->field_count, FIELD_LINKED);
	int other = speaker == NULL ? -1 : world_find(sim->world, speaker);
	const char *back;

	if (other < 0)
		return;
	back = find_field(sim->world->tickets[other].fields, sim->world->tickets[other].field_count,
			  FIELD_LINKED);
	if (back != NULL && strcmp(back, ticket->id) == 0)
		sim_break(sim, "tickets %s and %s are linked to each other", ticket->id, speaker);
}

static int count_key(const struct sim_ticket *ticket, const char *key)
{
	int count = 0;

	for (size_t i = 0; i < ticket->message_count; i++)
		count += strcmp(ticket->messages[i].key, key) == 0;
	return count;
}

/* Approved, rejected: what ends a review is told once. */
static void count_finals(struct sim *sim, const struct sim_ticket *ticket)
{
	int count = 0;

	for (size_t i = 0; i < ticket->message_count; i++)
		count += ticket->messages[i].is_final;
	if (count > 1)
		sim_break(sim, "two verdicts are told in ticket %s", ticket->id);
	if (count > 0 && ticket->reviewers == 0)
		sim_break(sim, "a verdict is told in ticket %s that nobody gave", ticket->id);
}

/* Where a brake is set only a reviewer lets the customer see anything. */
static bool is_let_through(const struct sim *sim, const struct sim_ticket *ticket,
			   const struct desk_write *write)
{
	return sim->config->brakes.mode == MODE_AUTO ||
	       (sim->config->brakes.mode == MODE_ASSIST && write->is_verdict &&
		ticket->reviewers != 0);
}

/* One to each of the customer's messages, and one to each of a reviewer's verdicts. */
static bool is_talkative(const struct sim_ticket *ticket)
{
	int allowed = sim_ticket_count(ticket, AUTHOR_CUSTOMER, false);

	if (ticket->reviewers != 0)
		allowed = 2 * allowed + 1;
	return sim_ticket_count(ticket, AUTHOR_REFUNDD, true) > allowed;
}

void invariants_of_answer(struct sim *sim, int number, const struct desk_write *write)
{
	const struct sim_ticket *ticket = &sim->world->tickets[number];

	if (count_key(ticket, write->key) > 1)
		sim_break(sim, "said twice in ticket %s under key %s", ticket->id, write->key);
	if (is_talkative(ticket))
		sim_break(sim, "more answers of ours in ticket %s than the customer wrote messages",
			  ticket->id);
	if (!is_let_through(sim, ticket, write) && (write->is_public || write->sets_status ||
						    write->tag != NULL || write->field_count > 0))
		sim_break(sim, "the mode is %s, and in ticket %s the customer sees it",
			  mode_words.list[sim->config->brakes.mode], ticket->id);
	count_finals(sim, ticket);
	if (write->is_public)
		count_approval(sim, ticket, write);
	follow_link(sim, ticket);
}

/* ---- what is on record ---- */

/* Of the configuration whose policy's text is on record with the decision. */
static const struct policy_set *policies_of(struct sim *sim, const void *ctx, const char *number)
{
	const char *text = disk_ask(sim->disk, ctx, ASK_DECISION_POLICY, number);
	char settle[SPAN_TEXT_SIZE];

	for (size_t i = 0; text != NULL && i < 2; i++) {
		const struct policy_set *set = &sim->configs.list[i]->policies;

		span_format(set->settle, settle);
		if (strstr(text, text_format(ctx, "settle = \"%s\"\n", settle)) != NULL)
			return set;
	}
	sim_break(sim, "decision %s is made by no policy that we have", number);
	return &sim->config->policies;
}

/* The decision that the core gives for the facts on record, as it is recorded. */
static const char *judge_again(struct sim *sim, const void *ctx, const struct policy_set *set,
			       const char *facts_json, struct instant at)
{
	struct json_document document;
	struct facts facts;
	struct decision decision;
	struct buffer *text = buffer_new(ctx);
	struct error error;

	if (!json_read(ctx, facts_json, strlen(facts_json), &facts_json_limits, &document,
		       &error) ||
	    !facts_from_json(ctx, &document, &facts, &error)) {
		sim_break(sim, "facts on record cannot be read: %s", error.text);
		return NULL;
	}
	judge(ctx, set, &facts, &at, &decision);
	decision_to_json(&decision, json_writer_new(ctx, text));
	return text->bytes;
}

/* What was adopted from a ticket was judged by an earlier ledger. */
static bool is_adopted(const char *sources)
{
	return strstr(sources, "adopted") != NULL;
}

static bool says_approve(const char *decision)
{
	return strstr(decision, "\"outcome\":\"approve\"") != NULL ||
	       strstr(decision, "\"outcome\": \"approve\"") != NULL;
}

/* Nothing is decided by a clock that was set by much since it was trusted, unless the server says
 * that it is right now. */
static void check_clock(struct sim *sim, const char *number)
{
	struct span tolerance = {sim->config->policies.clock_tolerance.us + CLOCK_ON_WAY.us};
	struct span error = agenda_clock_error(sim->agenda);
	int64_t moved = error.us - sim->trusted_error.us;
	bool is_agreed = sim->weather.has_desk_clock && llabs(error.us) <= tolerance.us;

	if (llabs(moved) > tolerance.us && !is_agreed)
		sim_break(sim, "decision %s is made by a clock that was set by %lld s", number,
			  (long long)(moved / SECOND_US));
}

static void check_decision(struct sim *sim, long id)
{
	void *scratch = talloc_new(NULL);
	const char *number = text_format(scratch, "%ld", id);
	const char *facts = disk_ask(sim->disk, scratch, ASK_DECISION_FACTS, number);
	const char *sources = disk_ask(sim->disk, scratch, ASK_DECISION_SOURCES, number);
	const char *at = disk_ask(sim->disk, scratch, ASK_DECISION_AT, number);
	const char *decision = disk_ask(sim->disk, scratch, ASK_DECISION_JSON, number);
	const char *again;

	if (facts != NULL && !is_adopted(sources)) {
		check_clock(sim, number);
		again = judge_again(sim, scratch, policies_of(sim, scratch, number), facts,
				    (struct instant){atoll(at)});
		if (again != NULL && strcmp(again, decision) != 0 && says_approve(decision))
			sim_break(sim, "decision %s is on record as %s, and the core says %s",
				  number, decision, again);
	}
	talloc_free(scratch);
}

void invariants_of_commit(struct sim *sim)
{
	char *newest;

	if (!disk_is_idle(sim->disk))
		return;
	newest = disk_ask(sim->disk, NULL, ASK_NEWEST_DECISION, "");
	while (newest != NULL && sim->checked_decision < atol(newest))
		check_decision(sim, ++sim->checked_decision);
	talloc_free(newest);
}

/* ---- the end ---- */

/* The reply or note of the case's revision is where it belongs. */
static bool has_said(struct sim *sim, const struct sim_ticket *ticket, enum effect_kind kind,
		     const void *ctx)
{
	const char *revision = disk_ask(sim->disk, ctx, ASK_CASE_REVISION, ticket->id);
	char key[ANSWER_KEY_SIZE];

	answer_key(SYSTEM, ticket->id, atoi(revision), kind, key);
	return sim_ticket_find_key(ticket, key) != NULL;
}

/* All the words of the customer were judged. */
static bool is_heard(struct sim *sim, const struct sim_ticket *ticket, const void *ctx)
{
	const char *messages = disk_ask(sim->disk, ctx, ASK_CASE_MESSAGES, ticket->id);

	return atoi(messages) == sim_ticket_count(ticket, AUTHOR_CUSTOMER, false);
}

/* A person is there, or was told to come. Nothing can be told in a closed ticket; one that is open
 * again stands in the queue. */
static bool knows_a_person(struct sim *sim, const struct sim_ticket *ticket, const void *ctx)
{
	return ticket->had_person || sim_ticket_has_person(ticket) || ticket->was_closed ||
	       sim_ticket_is_closed(ticket) ||
	       sim_ticket_count(ticket, AUTHOR_REFUNDD, false) >
		       sim_ticket_count(ticket, AUTHOR_REFUNDD, true) ||
	       disk_ask(sim->disk, ctx, ASK_CASE_DOUBTFUL, ticket->id) != NULL;
}

static bool is_nobodys_business(const struct sim_ticket *ticket)
{
	return !ticket->is_of_ours || ticket->had_person || sim_ticket_is_closed(ticket) ||
	       sim_ticket_has_person(ticket);
}

/* What a brake holds, or NULL. */
static const char *wrong_silence(struct sim *sim, const struct sim_ticket *ticket, const void *ctx,
				 enum case_state state)
{
	enum mode mode = state == CASE_HELD ? MODE_ASSIST : MODE_SHADOW;

	if (sim->config->brakes.mode != mode)
		return "is held, and no brake is set";
	if (is_nobodys_business(ticket))
		return NULL;
	if (!has_said(sim, ticket, EFFECT_NOTE, ctx))
		return "is held, and nobody knows";
	if (state == CASE_HELD && ticket->verdict.verdict != NULL)
		return "has a verdict that nobody heeded";
	return is_heard(sim, ticket, ctx) ? NULL : "was written to, and nobody heard";
}

/* What is wrong with the ticket's end, or NULL. */
static const char *wrong_end(struct sim *sim, const struct sim_ticket *ticket, const void *ctx)
{
	const char *word = disk_ask(sim->disk, ctx, ASK_CASE_STATE, ticket->id);
	int state = word == NULL ? -1 : words_find(case_state_words, word, strlen(word));

	if (ticket->is_gone)
		return NULL;
	if (state < 0)
		return is_nobodys_business(ticket) ? NULL : "was forgotten";
	switch ((enum case_state)state) {
	case CASE_NEW:
	case CASE_WAITING: return "still waits";
	case CASE_ASKED:
	case CASE_ANSWERED:
	case CASE_FLAGGED:
	case CASE_LINKED:
		if (is_nobodys_business(ticket))
			return NULL;
		if (!has_said(sim, ticket, EFFECT_REPLY, ctx))
			return "has no answer";
		if (state == CASE_FLAGGED && ticket->verdict.verdict != NULL)
			return "has a verdict that nobody heeded";
		return is_heard(sim, ticket, ctx) ? NULL : "was written to, and nobody heard";
	case CASE_HELD:
	case CASE_SHADOWED: return wrong_silence(sim, ticket, ctx, (enum case_state)state);
	case CASE_WITHDRAWN: return sim_ticket_is_closed(ticket) ? NULL : "was not withdrawn";
	case CASE_PERSON:
		return knows_a_person(sim, ticket, ctx) ? NULL
							: "was left to a person who knows nothing";
	case CASE_STATE_COUNT: break;
	}
	__builtin_unreachable();
}

void invariants_of_end(struct sim *sim)
{
	void *scratch = talloc_new(NULL);
	const char *open = disk_ask(sim->disk, scratch, ASK_OPEN_EFFECT, "");

	if (open != NULL)
		sim_break(sim, "all is quiet, and an effect is not over: %s", open);
	for (int i = 0; i < sim->world->ticket_count; i++) {
		const struct sim_ticket *ticket = &sim->world->tickets[i];
		const char *wrong = wrong_end(sim, ticket, scratch);

		if (wrong != NULL)
			sim_break(sim, "all is quiet, and ticket %s %s", ticket->id, wrong);
	}
	talloc_free(scratch);
}
