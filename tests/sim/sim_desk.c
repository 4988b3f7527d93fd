#include "sim_desk.h"

#include "base/memory.h"
#include "invariants.h"
#include "request.h"
#include "sim_poll.h"
#include "sim_sight.h"
#include "sim_view.h"
#include "trace.h"

#include <string.h>

enum call_kind { CALL_POLL, CALL_WRITE, CALL_LOOK, CALL_REREAD };

struct call {
	struct call *next;
	enum call_kind kind;
	struct desk_write write; /* of CALL_REREAD only `ticket` of it */
	const char *cursor;
	enum desk_result result;
	enum desk_sight sight;
	struct request *request; /* that left */
};

struct sim_desk {
	struct desk desk;
	struct sim *sim;
	struct call *first, **last; /* asked, and not begun */
	struct sim_poll *poll;	    /* the newest */
	int under_way;
	bool is_dead;
};

#define ANSWER_TIMEOUT ((struct span){30 * SECOND_US})
#define CHECK_KEEPS    ((struct span){5 * SECOND_US}) /* before it is made again */

static const struct error trouble = {ERROR_IO, "the wire is cut"};

/* ---- time ---- */

static void after(struct sim_desk *desk, struct span delay, agenda_event *event, struct call *call)
{
	agenda_add(desk->sim->agenda, delay, event, desk, call);
}

static struct span short_while(struct sim_desk *desk)
{
	return chance_span(&desk->sim->chance, (struct span){SECOND_US});
}

/* What is asked may have to wait for others, or for the next minute of a server that counts. */
static struct span wait_in_line(struct sim_desk *desk)
{
	return desk->sim->weather.has_slow_desk
		       ? chance_delay(&desk->sim->chance, (struct span){2 * SECOND_US},
				      (struct span){15 * MINUTE_US})
		       : short_while(desk);
}

/* ---- writing ---- */

static void tell_written(void *owner, void *arg)
{
	struct sim_desk *desk = owner;
	struct call *call = arg;
	const struct desk_listener *listener = &desk->desk.listener;
	enum desk_result result = call->result;

	if (result == DESK_UNKNOWN && desk->sim->fault == FAULT_UNKNOWN_IS_LATER)
		result = DESK_LATER;
	if (result == DESK_UNKNOWN && desk->sim->fault == FAULT_UNKNOWN_IS_DONE)
		result = DESK_DONE;
	trace_write("desk: written %s, result %d", call->write.key, (int)result);
	desk->under_way--;
	if (call->result == DESK_DONE)
		sim_view_tell_time(desk->sim, listener);
	listener->written(listener->arg, call->write.key, result,
			  result >= DESK_LATER ? &trouble : NULL);
	talloc_free(call);
}

static void answer(struct sim_desk *desk, struct call *call, enum desk_result result)
{
	call->result = result;
	after(desk, short_while(desk), tell_written, call);
}

static void hear_of(void *owner, void *arg)
{
	struct call *call = arg;

	if (call->request->is_obeyed)
		call->result = DESK_DONE;
	else
		call->result = call->request->is_refused ? DESK_GONE : DESK_UNKNOWN;
	tell_written(owner, call);
}

static struct fate fate_of(struct sim *sim)
{
	struct chance *chance = &sim->chance;
	struct span usual = {2 * SECOND_US};

	return (struct fate){
		.is_lost = sim->weather.has_lost_answers && chance_of(chance, 10),
		.is_torn = sim->weather.has_torn_answers && chance_of(chance, 20),
		.delay = sim->weather.has_late_answers ? chance_delay(chance, usual, REQUEST_LIFE)
						       : chance_span(chance, usual),
	};
}

static void leave(void *owner, void *arg)
{
	struct sim_desk *desk = owner;
	struct call *call = arg;
	struct sim *sim = desk->sim;
	struct fate fate = fate_of(sim);
	bool is_heard;

	if (!sim->world->is_reachable) {
		answer(desk, call, DESK_LATER);
		return;
	}
	is_heard = !fate.is_lost && !fate.is_torn && fate.delay.us < ANSWER_TIMEOUT.us &&
		   !(sim->weather.has_lost_answers && chance_of(&sim->chance, 15));
	call->request = request_send(sim, &call->write, fate);
	call->result = DESK_UNKNOWN;
	if (is_heard)
		after(desk, (struct span){fate.delay.us + short_while(desk).us}, hear_of, call);
	else
		after(desk, chance_span(&sim->chance, ANSWER_TIMEOUT), tell_written, call);
}

static void check(void *owner, void *arg)
{
	struct sim_desk *desk = owner;
	struct call *call = arg;
	enum desk_result result;

	if (sim_sight_check(desk->sim, &call->write, &result))
		after(desk, chance_span(&desk->sim->chance, CHECK_KEEPS), leave, call);
	else
		answer(desk, call, result);
}

/* ---- looking ---- */

static void tell_looked(void *owner, void *arg)
{
	struct sim_desk *desk = owner;
	struct call *call = arg;
	const struct desk_listener *listener = &desk->desk.listener;

	trace_write("desk: looked for %s, sight %d", call->write.key, (int)call->sight);
	desk->under_way--;
	listener->looked(listener->arg, call->write.key, call->sight,
			 call->sight == SIGHT_LATER ? &trouble : NULL);
	talloc_free(call);
}

static void look(void *owner, void *arg)
{
	struct sim_desk *desk = owner;
	struct call *call = arg;

	call->sight = sim_sight_look(desk->sim, &call->write);
	after(desk, short_while(desk), tell_looked, call);
}

/* ---- reading again ---- */

static void reread(void *owner, void *arg)
{
	struct sim_desk *desk = owner;
	struct call *call = arg;
	int i = world_find(desk->sim->world, call->write.ticket);

	if (!desk->sim->world->is_reachable) {
		after(desk, (struct span){30 * SECOND_US}, reread, call);
		return;
	}
	desk->under_way--;
	sim_view_tell_time(desk->sim, &desk->desk.listener);
	if (i >= 0)
		sim_view_show(desk->sim, sim_view_take(call, desk->sim, i), &desk->desk.listener);
	talloc_free(call);
}

/* ---- what may be asked of a desk ---- */

static struct call *note(struct desk *of, enum call_kind kind)
{
	struct sim_desk *desk = (struct sim_desk *)of;
	struct call *call = NEW(desk, struct call);

	call->kind = kind;
	*desk->last = call;
	desk->last = &call->next;
	desk->under_way++;
	return call;
}

static void note_poll(struct desk *of, const char *cursor)
{
	struct sim_desk *desk = (struct sim_desk *)of;
	struct call *call;

	if (sim_poll_is_under_way(desk->poll))
		return;
	desk->poll = sim_poll_new(desk, desk->sim, &desk->desk.listener);
	call = note(of, CALL_POLL);
	call->cursor = cursor == NULL ? NULL : text_copy(call, cursor);
	desk->under_way--; /* the poll counts itself */
}

static void note_write(struct desk *of, const struct desk_write *write)
{
	struct sim_desk *desk = (struct sim_desk *)of;
	struct call *call;

	if (desk->is_dead)
		return;
	invariants_of_leaving(desk->sim, write);
	if (desk->sim->is_paused)
		sim_break(desk->sim, "it is paused, and something leaves for ticket %s",
			  write->ticket);
	call = note(of, CALL_WRITE);
	call->write = desk_write_copy(call, write);
}

static void note_look(struct desk *of, const struct desk_write *write, struct instant since)
{
	struct call *call = note(of, CALL_LOOK);

	(void)since;
	call->write = desk_write_copy(call, write);
}

static void note_reread(struct desk *of, const char *ticket)
{
	struct call *call = note(of, CALL_REREAD);

	call->write.ticket = text_copy(call, ticket);
}

static void begin(struct sim_desk *desk, struct call *call)
{
	switch (call->kind) {
	case CALL_POLL:
		sim_poll_begin(desk->poll, call->cursor);
		talloc_free(call);
		break;
	case CALL_WRITE: after(desk, wait_in_line(desk), check, call); break;
	case CALL_LOOK: after(desk, short_while(desk), look, call); break;
	case CALL_REREAD: after(desk, short_while(desk), reread, call); break;
	}
}

static bool run(struct desk *of)
{
	struct sim_desk *desk = (struct sim_desk *)of;
	struct call *call;
	bool did_any = desk->first != NULL;

	while ((call = desk->first) != NULL) {
		desk->first = call->next;
		begin(desk, call);
	}
	desk->last = &desk->first;
	return did_any;
}

static bool is_busy(const struct desk *of)
{
	const struct sim_desk *desk = (const struct sim_desk *)of;

	return desk->under_way > 0 || sim_poll_is_under_way(desk->poll);
}

static void set_quarantine(struct sim_desk *desk, bool is_starting)
{
	struct span quarantine = QUARANTINE;

	if (desk->sim->fault == FAULT_NO_QUARANTINE || is_starting)
		quarantine.us = 0;
	if (desk->sim->fault == FAULT_SHORT_QUARANTINE)
		quarantine.us = REQUEST_LIFE.us / 4;
	desk->desk.quarantine = quarantine;
}

static int close_desk(struct sim_desk *desk)
{
	agenda_forget(desk->sim->agenda, desk);
	return 0;
}

struct desk *sim_desk_new(const void *ctx, struct sim *sim, const struct desk_listener *listener)
{
	static const struct desk_ops ops = {note_poll,	 note_write, note_look,
					    note_reread, run,	     is_busy};
	struct sim_desk *desk = NEW(ctx, struct sim_desk);

	desk->desk = (struct desk){&ops, *listener, SYSTEM, QUARANTINE};
	desk->sim = sim;
	desk->last = &desk->first;
	set_quarantine(desk, sim->fault == FAULT_NO_SILENCE);
	talloc_set_destructor(desk, close_desk);
	return &desk->desk;
}

void sim_desk_start(struct desk *desk)
{
	set_quarantine((struct sim_desk *)desk, false);
}

void sim_desk_die(struct desk *desk)
{
	((struct sim_desk *)desk)->is_dead = true;
}

void sim_desk_keep_cursor(struct desk *desk)
{
	struct sim_desk *of = (struct sim_desk *)desk;
	const char *cursor = of->poll == NULL ? NULL : sim_poll_cursor(of->poll);

	if (cursor != NULL)
		disk_save_cursor(of->sim->disk, SYSTEM, cursor);
}
