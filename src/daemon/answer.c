#include "daemon/answer.h"

#include "base/memory.h"
#include "sys/digest.h"

#include <stdio.h>
#include <string.h>

#define FIELDS_MAX 8

static const enum ticket_status status_of[OUTCOME_COUNT] = {
	[OUTCOME_APPROVE] = TICKET_SOLVED,
	[OUTCOME_REJECT] = TICKET_SOLVED,
	[OUTCOME_FLAG] = TICKET_HOLD,
	[OUTCOME_ASK] = TICKET_PENDING,
};

static void add_field(struct desk_write *write, struct ticket_field *fields, const char *name,
		      const char *value)
{
	fields[write->field_count++] = (struct ticket_field){name, value};
	write->fields = fields;
}

/* What only a reply does to its ticket: status, tag and fields. */
static void set_outcome(const void *ctx, const struct decision *decision, struct desk_write *write,
			struct ticket_field fields[FIELDS_MAX])
{
	const char *outcome = outcome_words.list[decision->outcome];
	struct money total = decision->refund.total;

	write->is_public = true;
	write->sets_status = true;
	write->status = status_of[decision->outcome];
	write->tag = text_format(ctx, "refund-%s", outcome);
	write->is_for_review = decision->outcome == OUTCOME_FLAG;
	add_field(write, fields, FIELD_DECISION, outcome);
	add_field(write, fields, FIELD_KEY, write->key);
	if (decision->outcome == OUTCOME_APPROVE) {
		char *amount = NEW_ARRAY(ctx, char, MONEY_TEXT_SIZE);

		money_format(total, amount);
		add_field(write, fields, FIELD_AMOUNT, amount);
		add_field(write, fields, FIELD_CURRENCY, total.currency->code);
	}
}

/* They may have taken the ticket, and written comments in it. */
static bool is_with_reviewers(const struct case_row *row)
{
	return row->state == CASE_FLAGGED || row->state == CASE_HELD;
}

static struct desk_write write_to(const struct ticket *ticket, const char *key, const char *body)
{
	return (struct desk_write){.ticket = ticket->id,
				   .key = key,
				   .body = body,
				   .customer_messages = ticket_customer_messages(ticket),
				   .version = ticket->version};
}

/* A verdict that was carried out, or cannot be, or was there before a case went to the reviewers,
 * is taken out of its ticket: what stands there still has to be done. */
static void clear_verdict(const struct ticket *ticket, struct desk_write *write,
			  struct ticket_field fields[FIELDS_MAX])
{
	static const char *const names[] = {"review_verdict", "reviewer", "review_reason",
					    "review_amount"};

	if (ticket == NULL || ticket->verdict == NULL)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		add_field(write, fields, names[i], "");
}

/* A reviewer's answer in the ticket. */
static char *reviewed_json(const void *ctx, const struct ticket *ticket, const char *key,
			   const struct decision *decision, const char *body)
{
	struct ticket_field fields[FIELDS_MAX];
	struct desk_write write = write_to(ticket, key, body);

	write.is_verdict = true;
	set_outcome(ctx, decision, &write, fields);
	clear_verdict(ticket, &write, fields);
	return desk_write_to_json(ctx, &write);
}

static void make_key(const char *system, const char *ticket, int revision, const char *what,
		     char key[ANSWER_KEY_SIZE])
{
	struct buffer *buffer = buffer_new(NULL);
	char digest[DIGEST_TEXT_SIZE];

	buffer_add(buffer, system, strlen(system) + 1);
	buffer_add(buffer, ticket, strlen(ticket) + 1);
	buffer_add_format(buffer, "%d", revision);
	buffer_add_char(buffer, '\0');
	buffer_add_text(buffer, what);
	digest_text(buffer->bytes, buffer->length, digest);
	snprintf(key, ANSWER_KEY_SIZE, "%.*s", ANSWER_KEY_SIZE - 1, digest);
	talloc_free(buffer);
}

void answer_key(const char *system, const char *ticket, int revision, enum effect_kind kind,
		char key[ANSWER_KEY_SIZE])
{
	make_key(system, ticket, revision, effect_kind_words.list[kind], key);
}

void answer_event_key(const char *system, const char *ticket, int revision, enum case_event event,
		      char key[ANSWER_KEY_SIZE])
{
	make_key(system, ticket, revision, case_event_words.list[event], key);
}

void answer_named_key(const char *system, const char *ticket, int revision, const char *what,
		      char key[ANSWER_KEY_SIZE])
{
	make_key(system, ticket, revision, what, key);
}

char *answer_of_decision(const void *ctx, const struct config *config, const struct ticket *ticket,
			 const char *key, const struct facts *facts,
			 const struct decision *decision)
{
	struct buffer *body = buffer_new(ctx);
	struct ticket_field fields[FIELDS_MAX];
	struct desk_write write;

	explain(&config->phrasebooks, &config->policies, facts, decision, body);
	write = write_to(ticket, key, body->bytes);
	set_outcome(ctx, decision, &write, fields);
	clear_verdict(ticket, &write, fields);
	return desk_write_to_json(ctx, &write);
}

bool answer_approves(const void *ctx, const char *payload)
{
	const char *approve = outcome_words.list[OUTCOME_APPROVE];
	struct desk_write write;
	struct error unreadable;

	if (!desk_write_from_json(ctx, payload, &write, &unreadable))
		return false;
	for (size_t i = 0; i < write.field_count; i++)
		if (strcmp(write.fields[i].name, FIELD_DECISION) == 0)
			return strcmp(write.fields[i].value, approve) == 0;
	return false;
}

char *answer_of_link(const void *ctx, const struct config *config, const struct ticket *ticket,
		     const char *key, const struct facts *facts, const char *speaker)
{
	struct buffer *body = buffer_new(ctx);
	struct ticket_field fields[FIELDS_MAX];
	struct desk_write write;

	explain_link(&config->phrasebooks, &config->policies, facts, speaker, body);
	write = write_to(ticket, key, body->bytes);
	write.is_public = true;
	write.sets_status = true;
	write.status = TICKET_SOLVED;
	write.tag = "refund-linked";
	add_field(&write, fields, FIELD_LINKED, speaker);
	add_field(&write, fields, FIELD_KEY, key);
	return desk_write_to_json(ctx, &write);
}

char *answer_note(const void *ctx, const struct case_row *row, const struct ticket *ticket,
		  const char *key, const char *body)
{
	struct ticket_field fields[FIELDS_MAX];
	struct desk_write write = {.ticket = row->ticket,
				   .key = key,
				   .body = body,
				   .is_verdict = is_with_reviewers(row),
				   .is_for_review = row->state == CASE_HELD,
				   .customer_messages = row->customer_messages,
				   .version = ticket != NULL ? ticket->version : NULL};

	if (row->state == CASE_HELD)
		clear_verdict(ticket, &write, fields);
	return desk_write_to_json(ctx, &write);
}

char *answer_of_verdict(const void *ctx, const struct config *config, const struct ticket *ticket,
			const char *key, const struct facts *facts, const struct told_verdict *told)
{
	struct decision decision = {.outcome = OUTCOME_REJECT};
	struct buffer *body = buffer_new(ctx);

	if (told->refund != NULL)
		decision = (struct decision){.outcome = OUTCOME_APPROVE, .refund = *told->refund};
	explain_verdict(&config->phrasebooks, &config->policies, facts, told, body);
	return reviewed_json(ctx, ticket, key, &decision, body->bytes);
}

char *answer_of_release(const void *ctx, const struct config *config, const struct ticket *ticket,
			const char *key, const struct facts *facts, const struct decision *decision)
{
	struct buffer *body = buffer_new(ctx);

	explain(&config->phrasebooks, &config->policies, facts, decision, body);
	return reviewed_json(ctx, ticket, key, decision, body->bytes);
}

char *answer_review_note(const void *ctx, const struct case_row *row, const struct ticket *ticket,
			 const char *key, const char *body)
{
	struct ticket_field fields[FIELDS_MAX];
	struct desk_write write = {.ticket = row->ticket,
				   .key = key,
				   .body = body,
				   .customer_messages = row->customer_messages,
				   .version = ticket != NULL ? ticket->version : NULL,
				   .is_verdict = true};

	clear_verdict(ticket, &write, fields);
	return desk_write_to_json(ctx, &write);
}
