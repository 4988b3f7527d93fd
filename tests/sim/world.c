#include "world.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

const char *const order_ids[ORDERS] = {"20230301080000000001", "20230301080000000002",
				       "20230301080000000003", "20230301080000000004"};
const char *const order_owners[ORDERS] = {"100000000001", "100000000002", "100000000003",
					  "100000000001"};

struct world *world_new(const void *ctx)
{
	struct world *world = NEW(ctx, struct world);

	world->is_reachable = true;
	world->can_search = true;
	return world;
}

int world_find(const struct world *world, const char *id)
{
	for (int i = 0; i < world->ticket_count; i++)
		if (strcmp(world->tickets[i].id, id) == 0)
			return world->tickets[i].is_gone ? -1 : i;
	return -1;
}

void world_set_field(struct world *world, struct sim_ticket *ticket, const char *name,
		     const char *value)
{
	size_t i = 0;

	while (i < ticket->field_count && strcmp(ticket->fields[i].name, name) != 0)
		i++;
	if (i == FIELDS_MAX)
		return;
	ticket->field_count += i == ticket->field_count;
	ticket->fields[i] = (struct ticket_field){text_copy(world, name), text_copy(world, value)};
}

struct sim_message *world_add_message(struct world *world, struct sim_ticket *ticket,
				      enum message_author author, bool is_public, const char *body,
				      const char *key, struct instant now)
{
	struct sim_message *message = &ticket->messages[ticket->message_count];

	if (ticket->message_count == MESSAGES_MAX)
		return NULL;
	ticket->message_count++;
	*message = (struct sim_message){.author = author,
					.is_public = is_public,
					.shows_key = key != NULL,
					.at = now,
					.body = text_copy(world, body)};
	snprintf(message->key, KEY_SIZE, "%s", key == NULL ? "" : key);
	return message;
}

void world_change(struct world *world, struct sim_ticket *ticket, const char *key,
		  struct instant now)
{
	int number = world->change_count++;

	if (number % 64 == 0)
		world->changes =
			GROW_ARRAY(world, world->changes, struct sim_change, (size_t)number + 64);
	world->changes[number].ticket = (int)(ticket - world->tickets);
	snprintf(world->changes[number].key, KEY_SIZE, "%s", key == NULL ? "" : key);
	ticket->was_closed = ticket->was_closed || ticket->status == TICKET_CLOSED;
	ticket->updated_at = now;
	ticket->version++;
}

bool sim_ticket_has_person(const struct sim_ticket *ticket)
{
	return ticket->assignee != NULL || sim_ticket_count(ticket, AUTHOR_AGENT, false) > 0;
}

bool sim_ticket_is_closed(const struct sim_ticket *ticket)
{
	return ticket->status >= TICKET_SOLVED;
}

int sim_ticket_count(const struct sim_ticket *ticket, enum message_author author, bool only_public)
{
	int count = 0;

	for (size_t i = 0; i < ticket->message_count; i++)
		count += ticket->messages[i].author == author &&
			 (ticket->messages[i].is_public || !only_public);
	return count;
}

const struct sim_message *sim_ticket_find_key(const struct sim_ticket *ticket, const char *key)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (strcmp(ticket->messages[i].key, key) == 0)
			return &ticket->messages[i];
	return NULL;
}
