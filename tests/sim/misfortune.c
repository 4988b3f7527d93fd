#include "misfortune.h"

#include "base/memory.h"
#include "trace.h"

struct misfortune {
	struct sim *sim;
	struct machine *machine;
	struct span span;
};

static void plan(struct misfortune *of, int times, agenda_event *event)
{
	for (int i = 0; i < times; i++)
		agenda_add(of->sim->agenda, chance_span(&of->sim->chance, of->span), event, of,
			   NULL);
}

static void end_later(struct misfortune *of, agenda_event *event)
{
	agenda_add(of->sim->agenda,
		   chance_delay(&of->sim->chance, (struct span){10 * MINUTE_US},
				(struct span){HOUR_US}),
		   event, of, NULL);
}

static void crash(void *owner, void *arg)
{
	(void)arg;
	machine_doom(((struct misfortune *)owner)->machine);
}

static void lose(void *owner, void *arg)
{
	(void)arg;
	machine_lose(((struct misfortune *)owner)->machine);
}

static void restore(void *owner, void *arg)
{
	(void)arg;
	machine_restore(((struct misfortune *)owner)->machine);
}

static void copy(void *owner, void *arg)
{
	(void)arg;
	if (!disk_is_idle(((struct misfortune *)owner)->sim->disk))
		return;
	trace_write("machine: the ledger is copied");
	disk_copy(((struct misfortune *)owner)->sim->disk);
}

static void make_room(void *owner, void *arg)
{
	(void)arg;
	trace_write("disk: has room");
	disk_fill(((struct misfortune *)owner)->sim->disk, false);
}

static void trouble_disk(void *owner, void *arg)
{
	struct misfortune *of = owner;
	bool is_full = chance_of(&of->sim->chance, 50);

	(void)arg;
	if (is_full) {
		trace_write("disk: is full");
		disk_fill(of->sim->disk, true);
		end_later(of, make_room);
	} else {
		trace_write("disk: will fail once");
		disk_disturb(of->sim->disk, 1 + chance_below(&of->sim->chance, 60));
	}
}

static void go_on(void *owner, void *arg)
{
	(void)arg;
	machine_resume(((struct misfortune *)owner)->machine);
}

static void hold_up(void *owner, void *arg)
{
	(void)arg;
	machine_pause(((struct misfortune *)owner)->machine);
	end_later(owner, go_on);
}

static void reload(void *owner, void *arg)
{
	(void)arg;
	machine_reload(((struct misfortune *)owner)->machine);
}

static void come_back(void *owner, void *arg)
{
	(void)arg;
	trace_write("server: can be asked again");
	((struct misfortune *)owner)->sim->world->is_reachable = true;
	((struct misfortune *)owner)->sim->world->can_search = true;
}

static void go_away(void *owner, void *arg)
{
	struct misfortune *of = owner;

	(void)arg;
	if (chance_of(&of->sim->chance, 50)) {
		trace_write("server: cannot be reached");
		of->sim->world->is_reachable = false;
	} else {
		trace_write("server: cannot search");
		of->sim->world->can_search = false;
	}
	end_later(of, come_back);
}

static void confirm_clock(void *owner, void *arg)
{
	(void)arg;
	machine_confirm_clock(((struct misfortune *)owner)->machine);
}

/* No program that is started anew could tell how long ago its last run let something go. */
static bool may_step_far(const struct sim *sim)
{
	const struct weather *weather = &sim->weather;

	return sim->world->requests == 0 ||
	       weather->crashes + weather->losses + weather->restores == 0;
}

static void step_clock(void *owner, void *arg)
{
	struct misfortune *of = owner;
	struct sim *sim = of->sim;
	bool is_far = may_step_far(sim) && chance_of(&sim->chance, 50);
	struct span longest = {is_far ? 4 * HOUR_US : 25 * SECOND_US};
	struct span by = chance_span(&sim->chance, longest);

	(void)arg;
	if (chance_of(&sim->chance, 50))
		by.us = -by.us;
	trace_write("machine: its clock is set by %lld us", (long long)by.us);
	agenda_step_clock(sim->agenda, by);
	if (chance_of(&sim->chance, 50))
		end_later(of, confirm_clock);
}

static void set_clock_right(struct sim *sim)
{
	struct span error = agenda_clock_error(sim->agenda);

	agenda_step_clock(sim->agenda, (struct span){-error.us});
}

static void end_all(void *owner, void *arg)
{
	struct misfortune *of = owner;

	(void)arg;
	/* Its clock is set right, by hours perhaps. */
	if (of->sim->world->requests > 0 && !machine_is_up(of->machine)) {
		agenda_add(of->sim->agenda, (struct span){MINUTE_US}, end_all, of, NULL);
		return;
	}
	trace_write("all is well from now on");
	of->sim->weather = (struct weather){.is_over = true,
					    .has_desk_clock = of->sim->weather.has_desk_clock};
	of->sim->world->is_reachable = true;
	of->sim->world->can_search = true;
	disk_fill(of->sim->disk, false);
	disk_disturb(of->sim->disk, 0);
	set_clock_right(of->sim);
	machine_be_well(of->machine);
	agenda_forget(of->sim->agenda, of);
}

struct weather misfortune_choose(struct chance *chance)
{
	struct weather weather = {
		.crashes = chance_below(chance, chance_of(chance, 15) ? 40 : 4),
		.losses = chance_of(chance, 30),
		.restores = chance_of(chance, 20),
		.disk_troubles = chance_of(chance, 40) ? 1 + chance_below(chance, 3) : 0,
		.outages = chance_of(chance, 50) ? 1 + chance_below(chance, 2) : 0,
		.clock_steps = chance_of(chance, 20) ? 1 + chance_below(chance, 3) : 0,
		.has_lost_answers = chance_of(chance, 60),
		.has_late_answers = chance_of(chance, 50),
		.has_torn_answers = chance_of(chance, 10),
		.has_slow_desk = chance_of(chance, 30),
		.has_bad_polls = chance_of(chance, 50),
		.has_people = chance_of(chance, 60),
		.pauses = chance_of(chance, 25) ? 1 + chance_below(chance, 2) : 0,
		.has_desk_clock = chance_of(chance, 50),
		.reloads = chance_of(chance, 40) ? 1 + chance_below(chance, 4) : 0,
	};

	/* Nothing tells an answer whose key the server lost from another one once the ledger is
	 * lost, too. */
	if (weather.losses + weather.restores > 0)
		weather.has_torn_answers = false;
	return weather;
}

void misfortune_plan(const void *ctx, struct sim *sim, struct machine *machine, struct span span)
{
	struct misfortune *of = NEW(ctx, struct misfortune);
	const struct weather *weather = &sim->weather;

	*of = (struct misfortune){sim, machine, span};
	plan(of, weather->crashes, crash);
	plan(of, weather->losses, lose);
	plan(of, weather->restores, copy);
	plan(of, weather->restores, restore);
	plan(of, weather->disk_troubles, trouble_disk);
	plan(of, weather->outages, go_away);
	plan(of, weather->clock_steps, step_clock);
	plan(of, weather->pauses, hold_up);
	plan(of, weather->reloads, reload);
	agenda_add(sim->agenda, span, end_all, of, NULL);
}
