#include "sim_view.h"

#include "base/memory.h"
#include "trace.h"

static bool is_withdrawn(const struct sim_ticket *ticket)
{
	return sim_ticket_is_closed(ticket) && ticket->is_closed_by_customer &&
	       !sim_ticket_has_person(ticket) &&
	       sim_ticket_count(ticket, AUTHOR_REFUNDD, true) == 0;
}

static struct ticket_message *take_messages(const void *ctx, const struct sim *sim,
					    const struct sim_ticket *ticket)
{
	struct ticket_message *messages =
		NEW_ARRAY(ctx, struct ticket_message, ticket->message_count);

	for (size_t i = 0; i < ticket->message_count; i++) {
		const struct sim_message *message = &ticket->messages[i];
		bool has_key = message->shows_key && sim->fault != FAULT_NO_KEYS;

		messages[i] = (struct ticket_message){
			.id = text_format(messages, "m%zu", i),
			.author = message->author,
			.is_public = message->is_public,
			.at = message->at,
			.body = message->body,
			.key = has_key ? text_copy(messages, message->key) : NULL,
		};
	}
	return messages;
}

static struct ticket_field *take_fields(const void *ctx, const struct sim_ticket *ticket)
{
	struct ticket_field *fields = NEW_ARRAY(ctx, struct ticket_field, ticket->field_count);

	for (size_t i = 0; i < ticket->field_count; i++)
		fields[i] = ticket->fields[i];
	return fields;
}

static const struct ticket_verdict *take_verdict(const void *ctx, const struct sim_ticket *ticket)
{
	struct ticket_verdict *verdict;

	if (ticket->verdict.verdict == NULL)
		return NULL;
	verdict = NEW(ctx, struct ticket_verdict);
	*verdict = ticket->verdict;
	return verdict;
}

const struct ticket *sim_view_take(const void *ctx, const struct sim *sim, int number)
{
	const struct sim_ticket *ticket = &sim->world->tickets[number];
	struct ticket *view = NEW(ctx, struct ticket);

	*view = (struct ticket){
		.system = SYSTEM,
		.id = ticket->id,
		.subject = "Refund",
		.status = ticket->status,
		.product = ticket->is_of_ours ? sim->config->product : "Another product",
		.issue_type = sim->config->issue_type,
		.language = ticket->language,
		.created_at = ticket->created_at,
		.updated_at = ticket->updated_at,
		.requester_uin = ticket->requester,
		.assignee = ticket->assignee,
		.fields = take_fields(view, ticket),
		.field_count = ticket->field_count,
		.messages = take_messages(view, sim, ticket),
		.message_count = ticket->message_count,
		.verdict = take_verdict(view, ticket),
		.is_withdrawn = is_withdrawn(ticket),
		.version = text_format(view, "%d", ticket->version),
	};
	return view;
}

void sim_view_show(const struct sim *sim, const struct ticket *view,
		   const struct desk_listener *listener)
{
	(void)sim;
	trace_write("desk: ticket %s, version %s, %s", view->id, view->version,
		    ticket_status_words.list[view->status]);
	listener->ticket(listener->arg, view);
}

void sim_view_tell_time(const struct sim *sim, const struct desk_listener *listener)
{
	struct instant now = agenda_now(sim->agenda);

	if (sim->weather.has_desk_clock)
		listener->told_time(listener->arg, (struct instant){now.us - now.us % SECOND_US});
}
