#include "request.h"

#include "base/memory.h"
#include "daemon/answer.h"
#include "invariants.h"
#include "people.h"
#include "trace.h"

#include <string.h>

static void write_whole(struct sim *sim, struct sim_ticket *ticket, const struct desk_write *write)
{
	for (size_t i = 0; i < write->field_count; i++) {
		const struct ticket_field *field = &write->fields[i];

		if (field->value[0] != '\0')
			world_set_field(sim->world, ticket, field->name, field->value);
		else if (strcmp(field->name, "review_verdict") == 0)
			ticket->verdict.verdict = NULL;
	}
	if (write->sets_status) {
		ticket->status = write->status;
		ticket->is_closed_by_customer = false;
	}
}

static const char *kind_of(const struct desk_write *write)
{
	if (!write->is_public)
		return "note";
	return write->is_verdict ? "a reviewer's reply" : "reply";
}

static void obey(struct request *request, bool is_torn)
{
	struct sim *sim = request->sim;
	struct world *world = sim->world;
	const struct desk_write *write = &request->write;
	int i = world_find(world, write->ticket);
	struct instant now = agenda_now(sim->agenda);
	struct sim_message *message;

	world->requests--;
	request->is_refused = i < 0;
	if (i < 0)
		return;
	message = world_add_message(world, &world->tickets[i], AUTHOR_REFUNDD, write->is_public,
				    write->body, write->key, now);
	must(message);
	message->shows_key = !is_torn;
	message->is_final = write->is_public && write->is_verdict && write->status == TICKET_SOLVED;
	if (!is_torn)
		write_whole(sim, &world->tickets[i], write);
	world_change(world, &world->tickets[i], is_torn ? NULL : write->key, now);
	request->is_obeyed = true;
	trace_write("server: %s in ticket %s, key %s%s", kind_of(write), write->ticket, write->key,
		    is_torn ? ", and died before it kept the key" : "");
	invariants_of_answer(sim, i, write);
}

static void obey_whole(void *owner, void *arg)
{
	(void)owner;
	obey(arg, false);
}

static void obey_torn(void *owner, void *arg)
{
	(void)owner;
	obey(arg, true);
}

static void lose(void *owner, void *arg)
{
	(void)owner;
	((struct request *)arg)->sim->world->requests--;
}

struct request *request_send(struct sim *sim, const struct desk_write *write, struct fate fate)
{
	struct request *request = NEW(sim->world, struct request);
	int i = world_find(sim->world, write->ticket);

	request->sim = sim;
	request->write = desk_write_copy(request, write);
	sim->world->requests++;
	if (i >= 0)
		people_see_answer(sim->people, &sim->world->tickets[i]);
	trace_write("wire: an answer leaves for ticket %s, key %s", write->ticket, write->key);
	agenda_add(sim->agenda, fate.delay,
		   fate.is_lost ? lose : (fate.is_torn ? obey_torn : obey_whole), sim->world,
		   request);
	return request;
}
