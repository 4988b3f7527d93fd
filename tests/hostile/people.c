#include "hostile/desk.h"

#include "base/memory.h"

#include <stdlib.h>

struct deed {
	const char *name;
	bool is_taking_over; /* from then on nothing may be said */
	void (*act)(struct store *store, struct ticket *ticket);
};

struct person {
	const struct deed *deed;
	long times;
};

static void act_take(struct store *store, struct ticket *ticket)
{
	store_set_owner(store, ticket, WHO_AGENT, WHO_AGENT);
}

static void act_answer(struct store *store, struct ticket *ticket)
{
	store_add(store, ticket, (struct transaction){.by = WHO_AGENT, .type = "Correspond"});
	store_set_status(store, ticket, WHO_SYSTEM, "open");
}

static void act_resolve(struct store *store, struct ticket *ticket)
{
	store_set_status(store, ticket, WHO_AGENT, "resolved");
}

static void act_move(struct store *store, struct ticket *ticket)
{
	ticket->queue = OTHER_QUEUE;
	store_add(store, ticket,
		  (struct transaction){.by = WHO_AGENT, .type = "Set", .field = "Queue"});
}

/* Into another one that a person has. */
static void act_merge(struct store *store, struct ticket *ticket)
{
	struct ticket *other = store_find(store, ticket->id == 1 ? 2 : ticket->id - 1);

	store_add(store, ticket,
		  (struct transaction){.by = WHO_AGENT, .type = "AddLink", .field = "MergedInto"});
	ticket->merged_into = other->id;
}

static void act_delete(struct store *store, struct ticket *ticket)
{
	store_set_status(store, ticket, WHO_AGENT, "deleted");
	ticket->is_gone = true;
}

static void act_write(struct store *store, struct ticket *ticket)
{
	store_add(store, ticket,
		  (struct transaction){
			  .by = WHO_CUSTOMER, .type = "Correspond", .content = "Hello?"});
	store_set_status(store, ticket, WHO_SYSTEM, "open");
}

static const struct deed deeds[] = {
	{"take", true, act_take},    {"answer", true, act_answer}, {"resolve", true, act_resolve},
	{"move", true, act_move},    {"merge", true, act_merge},   {"delete", true, act_delete},
	{"write", false, act_write},
};

bool desk_add_person(struct hostile_desk *desk, const char *text)
{
	size_t length = strcspn(text, ":");
	struct person person = {NULL,
				text[length] == ':' ? strtol(text + length + 1, NULL, 10) : 4};

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strlen(deeds[i].name) == length && memcmp(deeds[i].name, text, length) == 0)
			person.deed = &deeds[i];
	if (person.deed == NULL)
		return false;
	desk->people = GROW_ARRAY(desk, desk->people, struct person, desk->people_count + 1);
	desk->people[desk->people_count++] = person;
	return true;
}

void desk_let_people_in(struct hostile_desk *desk, struct ticket *ticket)
{
	if (ticket->is_touched || ticket->was_visited || ticket->answers > 0)
		return;
	for (int i = 0; i < desk->people_count; i++) {
		struct person *person = &desk->people[i];

		if (person->times == 0)
			continue;
		person->times--;
		person->deed->act(desk->store, ticket);
		ticket->is_touched = person->deed->is_taking_over;
		ticket->was_visited = true;
		return;
	}
}
