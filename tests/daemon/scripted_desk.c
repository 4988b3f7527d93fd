#include "scripted_desk.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum question { ASKED_POLL, ASKED_WRITE, ASKED_LOOK, ASKED_REREAD };

struct request {
	struct request *next;
	enum question question;
	struct desk_write write; /* of ASKED_REREAD only `ticket` of it */
	int after;		 /* of ASKED_POLL: changes that are known */
};

struct scripted {
	struct desk desk;
	struct script *script;
	struct request *first, **last;
	int writes_and_looks;
	bool owes_rereads;
};

static struct script_ticket *find(struct script *script, const char *id)
{
	for (int i = 0; i < script->ticket_count; i++)
		if (strcmp(script->tickets[i].id, id) == 0)
			return &script->tickets[i];
	return NULL;
}

static bool has_key(const struct script_ticket *ticket, const char *key)
{
	for (int i = 0; i < ticket->said_count; i++)
		if (strcmp(ticket->said[i].key, key) == 0)
			return true;
	return false;
}

/* Unlike a real one it does not look for the key: a repetition is to be seen. */
static void say(struct script *script, const struct desk_write *write)
{
	struct script_ticket *ticket = find(script, write->ticket);
	int i = ticket->said_count++;

	snprintf(ticket->said[i].key, sizeof(ticket->said[i].key), "%s", write->key);
	ticket->said[i].is_public = write->is_public;
	if (write->sets_status)
		ticket->status = write->status;
	for (size_t at = 0; at < write->field_count; at++)
		if (strcmp(write->fields[at].name, "refund_decision") == 0)
			snprintf(ticket->decision, sizeof(ticket->decision), "%s",
				 write->fields[at].value);
}

static void deliver(struct scripted *scripted, const struct script_ticket *of)
{
	struct ticket_message messages[SCRIPT_KEYS * 2];
	const struct ticket_field fields[] = {{"order_id", of->order},
					      {"refund_decision", of->decision}};
	struct ticket ticket = {.system = scripted->desk.system,
				.id = of->id,
				.subject = "Refund",
				.status = of->status,
				.created_at = {INT64_C(1678060799) * SECOND_US},
				.product = scripted->script->product,
				.issue_type = scripted->script->issue_type,
				.language = "en",
				.requester_uin = "100000000001",
				.assignee = of->has_person ? "mei" : NULL,
				.fields = fields,
				.field_count = of->decision[0] == '\0' ? 1 : 2,
				.messages = messages};

	for (int i = 0; i < of->customer_messages; i++)
		messages[ticket.message_count++] = (struct ticket_message){
			.id = "c", .author = AUTHOR_CUSTOMER, .is_public = true, .body = "please"};
	for (int i = 0; i < of->said_count; i++)
		messages[ticket.message_count++] =
			(struct ticket_message){.id = "r",
						.author = AUTHOR_REFUNDD,
						.is_public = of->said[i].is_public,
						.body = "",
						.key = of->said[i].key};
	scripted->desk.listener.ticket(scripted->desk.listener.arg, &ticket);
}

/* ---- answering ---- */

static const struct error no_answer = {ERROR_IO, "no answer"};

static void answer_poll(struct scripted *scripted, int after)
{
	const struct desk_listener *listener = &scripted->desk.listener;
	struct script *script = scripted->script;
	char cursor[16];

	if (script->is_down) {
		listener->polled(listener->arg, NULL, &no_answer);
		return;
	}
	for (int i = 0; i < script->ticket_count; i++)
		if (script->tickets[i].change > after)
			deliver(scripted, &script->tickets[i]);
	snprintf(cursor, sizeof(cursor), "%d", script->changes);
	listener->polled(listener->arg, scripted->owes_rereads ? NULL : cursor, NULL);
}

static void answer_write(struct scripted *scripted, const struct desk_write *write)
{
	const struct desk_listener *listener = &scripted->desk.listener;
	struct script *script = scripted->script;
	enum desk_result result = script->result;
	bool is_said = result == DESK_DONE || (result == DESK_UNKNOWN && script->arrives);

	script->result = DESK_DONE;
	if (is_said)
		say(script, write);
	listener->written(listener->arg, write->key, result,
			  result == DESK_LATER || result == DESK_UNKNOWN ? &no_answer : NULL);
}

static void answer_look(struct scripted *scripted, const struct desk_write *write)
{
	const struct desk_listener *listener = &scripted->desk.listener;
	struct script *script = scripted->script;
	enum desk_sight sight = script->is_blind				   ? script->sight
				: has_key(find(script, write->ticket), write->key) ? SIGHT_THERE
										   : SIGHT_ABSENT;

	listener->looked(listener->arg, write->key, sight,
			 sight == SIGHT_LATER ? &no_answer : NULL);
}

static void answer(struct scripted *scripted, const struct request *request)
{
	switch (request->question) {
	case ASKED_POLL: answer_poll(scripted, request->after); break;
	case ASKED_WRITE:
		scripted->writes_and_looks--;
		answer_write(scripted, &request->write);
		break;
	case ASKED_LOOK:
		scripted->writes_and_looks--;
		answer_look(scripted, &request->write);
		break;
	case ASKED_REREAD:
		scripted->owes_rereads = scripted->script->is_blurred;
		if (!scripted->owes_rereads)
			deliver(scripted, find(scripted->script, request->write.ticket));
		break;
	}
}

/* ---- what may be asked of a desk ---- */

static struct request *ask(struct desk *desk, enum question question)
{
	struct scripted *scripted = (struct scripted *)desk;
	struct request *request = NEW(scripted, struct request);

	request->question = question;
	*scripted->last = request;
	scripted->last = &request->next;
	if (question == ASKED_WRITE || question == ASKED_LOOK)
		scripted->writes_and_looks++;
	if (scripted->writes_and_looks > scripted->script->most_at_once)
		scripted->script->most_at_once = scripted->writes_and_looks;
	return request;
}

static void ask_poll(struct desk *desk, const char *cursor)
{
	struct script *script = ((struct scripted *)desk)->script;

	script->polls++;
	snprintf(script->cursor, sizeof(script->cursor), "%s", cursor == NULL ? "" : cursor);
	ask(desk, ASKED_POLL)->after = atoi(script->cursor);
}

static void ask_write(struct desk *desk, const struct desk_write *write)
{
	struct request *request = ask(desk, ASKED_WRITE);

	((struct scripted *)desk)->script->writes++;
	request->write = desk_write_copy(request, write);
}

static void ask_look(struct desk *desk, const struct desk_write *write, struct instant since)
{
	struct request *request = ask(desk, ASKED_LOOK);

	((struct scripted *)desk)->script->looks++;
	((struct scripted *)desk)->script->since = since;
	request->write = desk_write_copy(request, write);
}

static void ask_reread(struct desk *desk, const char *ticket)
{
	struct request *request = ask(desk, ASKED_REREAD);

	((struct scripted *)desk)->script->rereads++;
	request->write.ticket = text_copy(request, ticket);
}

static bool run(struct desk *desk)
{
	struct scripted *scripted = (struct scripted *)desk;
	int left = scripted->script->pace;

	if (scripted->first == NULL || scripted->script->is_mute)
		return false;
	do {
		struct request *request = scripted->first;

		scripted->first = request->next;
		if (scripted->first == NULL)
			scripted->last = &scripted->first;
		answer(scripted, request);
		talloc_free(request);
	} while (scripted->first != NULL && --left != 0);
	return true;
}

static bool is_busy(const struct desk *desk)
{
	return ((const struct scripted *)desk)->first != NULL;
}

struct desk *script_make_desk(void *arg, const void *ctx, const struct desk_listener *listener,
			      struct error *error)
{
	static const struct desk_ops ops = {ask_poll,	ask_write, ask_look,
					    ask_reread, run,	   is_busy};
	struct script *script = arg;
	struct scripted *scripted = NEW(ctx, struct scripted);

	(void)error;
	scripted->desk = (struct desk){&ops, *listener, script->system, script->quarantine};
	scripted->script = script;
	scripted->last = &scripted->first;
	script->desk = &scripted->desk;
	return &scripted->desk;
}

struct script_ticket *script_add(struct script *script, const char *id, const char *order)
{
	struct script_ticket *ticket = &script->tickets[script->ticket_count++];

	*ticket = (struct script_ticket){
		.id = id, .order = order, .status = TICKET_OPEN, .customer_messages = 1};
	script_change(script, ticket);
	return ticket;
}

void script_change(struct script *script, struct script_ticket *ticket)
{
	ticket->change = ++script->changes;
}

void script_let_arrive(const struct script *script)
{
	const struct scripted *scripted = (const struct scripted *)script->desk;

	for (const struct request *at = scripted->first; at != NULL; at = at->next)
		if (at->question == ASKED_WRITE)
			say(scripted->script, &at->write);
}

int script_replies(const struct script_ticket *ticket)
{
	int count = 0;

	for (int i = 0; i < ticket->said_count; i++)
		count += ticket->said[i].is_public;
	return count;
}
