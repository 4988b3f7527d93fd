#include "sim_sight.h"

#include "invariants.h"

static bool is_note(const struct desk_write *write)
{
	return !write->is_public && !write->sets_status;
}

static bool is_in_the_way(const struct sim_ticket *ticket, const struct desk_write *write)
{
	if (is_note(write))
		return ticket->status == TICKET_CLOSED;
	return sim_ticket_is_closed(ticket) ||
	       (write->is_verdict ? sim_ticket_count(ticket, AUTHOR_AGENT, true) > 0
				  : sim_ticket_has_person(ticket));
}

/* Something of ours stands there, and nobody can tell what. */
static bool has_torn_answer(const struct sim_ticket *ticket)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (ticket->messages[i].author == AUTHOR_REFUNDD && !ticket->messages[i].shows_key)
			return true;
	return false;
}

static bool shows_key(const struct sim *sim, const struct sim_ticket *ticket, const char *key)
{
	const struct sim_message *message = sim_ticket_find_key(ticket, key);

	return message != NULL && message->shows_key && sim->fault != FAULT_NO_KEYS &&
	       sim->world->can_search;
}

/* Whether the server can say what keys a ticket has. */
static bool can_be_asked(const struct sim *sim)
{
	return sim->world->is_reachable && (sim->world->can_search || sim->fault == FAULT_GUESS);
}

static bool is_overtaken(const struct sim_ticket *ticket, const struct desk_write *write)
{
	return !is_note(write) &&
	       sim_ticket_count(ticket, AUTHOR_CUSTOMER, false) != write->customer_messages;
}

static const struct sim_ticket *find(const struct sim *sim, const struct desk_write *write)
{
	int i = world_find(sim->world, write->ticket);

	return i < 0 ? NULL : &sim->world->tickets[i];
}

/* DESK_UNKNOWN: nothing speaks against writing. */
static enum desk_result check(const struct sim *sim, const struct desk_write *write)
{
	const struct sim_ticket *ticket = find(sim, write);

	if (!can_be_asked(sim))
		return DESK_LATER;
	if (ticket == NULL)
		return DESK_GONE;
	if (shows_key(sim, ticket, write->key))
		return DESK_DONE;
	if (sim->fault == FAULT_NO_CHECK)
		return DESK_UNKNOWN;
	if (is_in_the_way(ticket, write))
		return DESK_PERSON;
	return is_overtaken(ticket, write) ? DESK_OVERTAKEN : DESK_UNKNOWN;
}

bool sim_sight_check(struct sim *sim, const struct desk_write *write, enum desk_result *result)
{
	enum desk_result found = check(sim, write);

	if (found == DESK_UNKNOWN)
		invariants_of_sending(sim, find(sim, write), write);
	else
		*result = found;
	return found == DESK_UNKNOWN;
}

enum desk_sight sim_sight_look(const struct sim *sim, const struct desk_write *write)
{
	const struct sim_ticket *ticket = find(sim, write);

	if (!can_be_asked(sim))
		return sim->fault == FAULT_GUESS ? SIGHT_ABSENT : SIGHT_LATER;
	if (ticket != NULL && shows_key(sim, ticket, write->key))
		return SIGHT_THERE;
	return ticket != NULL && has_torn_answer(ticket) ? SIGHT_DOUBTFUL : SIGHT_ABSENT;
}
