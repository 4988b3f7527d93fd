#include "people.h"

#include "base/memory.h"
#include "trace.h"

#include <stdio.h>

struct people {
	struct sim *sim;
};

static struct instant now_of(const struct sim *sim)
{
	return agenda_now(sim->agenda);
}

/* ---- customers ---- */

static bool names_order(struct sim_ticket *ticket, struct world *world, struct sim *sim)
{
	if (!chance_of(&sim->chance, 80))
		return false;
	world_set_field(world, ticket, sim->config->order_field, order_ids[ticket->order]);
	return true;
}

static void open_ticket(void *owner, void *arg)
{
	struct sim *sim = ((struct people *)owner)->sim;
	struct world *world = sim->world;
	struct sim_ticket *ticket = &world->tickets[world->ticket_count++];
	bool is_named;

	(void)arg;
	*ticket = (struct sim_ticket){.status = TICKET_NEW,
				      .is_of_ours = chance_of(&sim->chance, 93),
				      .language = chance_of(&sim->chance, 70) ? "en" : "zh",
				      .created_at = now_of(sim),
				      .order = chance_below(&sim->chance, ORDERS)};
	snprintf(ticket->id, sizeof(ticket->id), "%d", 1000 + world->ticket_count);
	ticket->requester =
		chance_of(&sim->chance, 85) ? order_owners[ticket->order] : "100000000002";
	is_named = names_order(ticket, world, sim);
	trace_write("customer: opens ticket %s about order %d%s", ticket->id, ticket->order,
		    is_named ? "" : ", without naming it");
	world_add_message(world, ticket, AUTHOR_CUSTOMER, true, "Please refund this.", NULL,
			  now_of(sim));
	world_change(world, ticket, NULL, now_of(sim));
}

/* Writing opens a ticket again, as it does everywhere. */
static void write_again(struct sim *sim, struct sim_ticket *ticket)
{
	const char *body = text_format(sim->world, "It is order %s.", order_ids[ticket->order]);

	trace_write("customer: writes to ticket %s", ticket->id);
	if (ticket->message_count + 8 > MESSAGES_MAX)
		return;
	world_add_message(sim->world, ticket, AUTHOR_CUSTOMER, true, body, NULL, now_of(sim));
	if (ticket->status > TICKET_OPEN)
		ticket->status = TICKET_OPEN;
	ticket->is_closed_by_customer = false;
}

static void withdraw(struct sim *sim, struct sim_ticket *ticket)
{
	(void)sim;
	trace_write("customer: closes ticket %s", ticket->id);
	ticket->is_closed_by_customer = true;
	ticket->status = TICKET_CLOSED;
}

/* ---- reviewers ---- */

static void take(struct sim *sim, struct sim_ticket *ticket)
{
	(void)sim;
	trace_write("reviewer: takes ticket %s", ticket->id);
	ticket->assignee = "mei";
	ticket->had_person = true;
}

static void answer(struct sim *sim, struct sim_ticket *ticket)
{
	trace_write("reviewer: answers ticket %s", ticket->id);
	if (ticket->message_count + 8 > MESSAGES_MAX)
		return;
	world_add_message(sim->world, ticket, AUTHOR_AGENT, chance_of(&sim->chance, 70),
			  "I have looked at it.", NULL, now_of(sim));
	ticket->status = TICKET_SOLVED;
	ticket->had_person = true;
}

static void resolve(struct sim *sim, struct sim_ticket *ticket)
{
	(void)sim;
	trace_write("reviewer: resolves ticket %s", ticket->id);
	ticket->status = TICKET_SOLVED;
	ticket->is_closed_by_customer = false;
	ticket->had_person = true;
}

static void reopen(struct sim *sim, struct sim_ticket *ticket)
{
	(void)sim;
	trace_write("reviewer: reopens ticket %s", ticket->id);
	ticket->status = TICKET_OPEN;
	ticket->is_closed_by_customer = false;
	ticket->had_person = true;
}

static void decide(struct sim *sim, struct sim_ticket *ticket)
{
	static const char *const words[] = {"approve", "approve", "release", "reject", "perhaps"};
	static const char *const names[] = {"mei", "lin", "Mei"};
	int who = chance_below(&sim->chance, 3);

	if (ticket->message_count + 8 > MESSAGES_MAX)
		return;
	ticket->verdict = (struct ticket_verdict){.verdict = words[chance_below(&sim->chance, 5)],
						  .reviewer = names[who],
						  .at = now_of(sim)};
	ticket->reviewers |= 1u << who % 2;
	trace_write("reviewer: %s sets %s in ticket %s", names[who], ticket->verdict.verdict,
		    ticket->id);
}

/* What stands neither in a ledger nor in a ticket any more, no program could find again: where
 * ledgers are lost answers are not deleted. */
static void remove_ticket(struct sim *sim, struct sim_ticket *ticket)
{
	if (ticket->field_count > 0 && sim->weather.losses + sim->weather.restores > 0)
		return;
	trace_write("reviewer: deletes ticket %s", ticket->id);
	ticket->is_gone = true;
}

struct act {
	void (*do_it)(struct sim *sim, struct sim_ticket *ticket);
	int weight;
	bool is_reviewers;
};

static const struct act acts[] = {
	{write_again, 33, false}, {withdraw, 9, false},	    {take, 11, true},
	{answer, 8, true},	  {resolve, 6, true},	    {reopen, 6, true},
	{decide, 25, true},	  {remove_ticket, 2, true},
};

static const struct act *choose_act(struct sim *sim)
{
	int weight = chance_below(&sim->chance, 100);
	const struct act *act = acts;

	while (weight >= act->weight) {
		weight -= act->weight;
		act++;
	}
	return act;
}

static void act(void *owner, void *arg)
{
	struct sim *sim = ((struct people *)owner)->sim;
	struct world *world = sim->world;
	const struct act *act = choose_act(sim);
	struct sim_ticket *ticket = arg;

	if (world->ticket_count == 0 || (act->is_reviewers && !sim->weather.has_people))
		return;
	if (ticket == NULL)
		ticket = &world->tickets[chance_below(&sim->chance, world->ticket_count)];
	if (ticket->is_gone)
		return;
	act->do_it(sim, ticket);
	world_change(world, ticket, NULL, now_of(sim));
}

/* Somebody looks through what waits. */
static void review(void *owner, void *arg)
{
	struct sim *sim = ((struct people *)owner)->sim;
	struct world *world = sim->world;

	(void)arg;
	for (int i = 0; i < world->ticket_count; i++) {
		struct sim_ticket *ticket = &world->tickets[i];

		if (ticket->is_gone || sim_ticket_is_closed(ticket) ||
		    sim_ticket_count(ticket, AUTHOR_REFUNDD, false) == 0 ||
		    !chance_of(&sim->chance, 40))
			continue;
		decide(sim, ticket);
		world_change(world, ticket, NULL, now_of(sim));
	}
}

/* People are quick, too: some act while an answer to them is under way, or has just come. */
void people_see_answer(struct people *people, struct sim_ticket *ticket)
{
	struct sim *sim = people->sim;

	if (sim->weather.is_over || !chance_of(&sim->chance, 15))
		return;
	agenda_add(sim->agenda,
		   chance_delay(&sim->chance, (struct span){10 * SECOND_US},
				(struct span){10 * MINUTE_US}),
		   act, people, ticket);
}

struct people *people_new(const void *ctx, struct sim *sim)
{
	struct people *people = NEW(ctx, struct people);
	int tickets = 3 + chance_below(&sim->chance, TICKETS_MAX - 2);
	int times = chance_below(&sim->chance, 3 * tickets);

	people->sim = sim;
	for (int i = 0; i < tickets; i++)
		agenda_add(sim->agenda, chance_span(&sim->chance, (struct span){BUSY_TIME.us / 2}),
			   open_ticket, people, NULL);
	for (int i = 0; i < times; i++)
		agenda_add(sim->agenda, chance_span(&sim->chance, BUSY_TIME), act, people, NULL);
	for (int i = 0; sim->weather.has_people && i < tickets; i++)
		agenda_add(sim->agenda, chance_span(&sim->chance, BUSY_TIME), review, people, NULL);
	return people;
}
