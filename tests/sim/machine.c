#include "machine.h"

#include "base/memory.h"
#include "daemon/outbox.h"
#include "daemon/turn.h"
#include "ledger/backup.h"
#include "sys/clock.h"
#include "invariants.h"
#include "sim_desk.h"
#include "trace.h"

#include <string.h>

#define ROUNDS_MAX 1000 /* of work before a sleep; more is a spin */

enum end { END_CRASH, END_LOSS, END_RESTORE };

struct machine {
	struct sim *sim;
	struct turn *turn; /* NULL while it is down */
	struct desk *desk;
	int fuse;		/* steps until it dies; 0: it does not */
	bool waits_for_request; /* the fuse burns only while an answer is under way */
	enum end end;
	int failures; /* turns in a row that were not kept */
	int losses;
	char start_mark; /* the owner of what happens while it is down */
};

static void start(void *owner, void *arg);

/* ---- dying ---- */

/* A copy that is put back as it is knows nothing of what is on its way. */
static void restore(struct sim *sim)
{
	struct restoring restoring = {.aside = NULL};
	struct error error;

	if (sim->fault == FAULT_RAW_RESTORE ||
	    (sim->world->requests == 0 && chance_of(&sim->chance, 50))) {
		trace_write("machine: an old copy of the ledger is put back");
		return;
	}
	trace_write("machine: a backup is restored");
	disk_fill(sim->disk, false);
	if (!ledger_be_restored(disk_ledger(sim->disk), "backup", "mei", clock_now(), &restoring,
				&error))
		sim_break(sim, "a backup cannot be restored: %s", error.text);
}

static void replace_ledger(struct machine *machine)
{
	struct sim *sim = machine->sim;

	if (machine->end == END_LOSS) {
		trace_write("machine: the ledger is lost");
		disk_lose(sim->disk, chance_of(&sim->chance, 50));
	} else if (machine->end == END_RESTORE && disk_restore(sim->disk)) {
		restore(sim);
	} else {
		return;
	}
	machine->losses++;
	sim->checked_decision = 0;
}

static void die(struct machine *machine)
{
	struct sim *sim = machine->sim;
	struct span pause = chance_delay(&sim->chance, (struct span){3 * SECOND_US},
					 (struct span){20 * MINUTE_US});

	trace_write("machine: dies");
	machine->fuse = 0;
	agenda_forget(sim->agenda, machine);
	TALLOC_FREE(machine->turn);
	disk_crash(sim->disk);
	replace_ledger(machine);
	machine->end = END_CRASH;
	agenda_add(sim->agenda, pause, start, &machine->start_mark, machine);
}

/* Whether this step is its last. */
static bool burns_down(struct machine *machine)
{
	if (machine->waits_for_request && machine->sim->world->requests == 0)
		return false;
	return machine->fuse > 0 && --machine->fuse == 0;
}

/* ---- working ---- */

static void poll(void *owner, void *arg)
{
	struct machine *machine = owner;

	(void)arg;
	agenda_add(machine->sim->agenda, machine->sim->config->poll_interval, poll, machine, NULL);
	turn_poll(machine->turn);
}

static void take_failure(struct machine *machine, const struct error *error)
{
	struct agenda *agenda = machine->sim->agenda;
	int delay_s = outbox_delay_s(machine->failures++);

	trace_write("machine: nothing of this turn was kept: %s", error->text);
	agenda_forget(agenda, machine);
	agenda_add(agenda, (struct span){delay_s * SECOND_US}, poll, machine, NULL);
}

static void end_turn(struct machine *machine)
{
	bool was_dirty = turn_is_dirty(machine->turn);
	struct error error;

	if (!turn_end(machine->turn, &error))
		take_failure(machine, &error);
	else if (was_dirty)
		machine->failures = 0;
	if (machine->sim->fault == FAULT_EARLY_CURSOR && !turn_is_dirty(machine->turn))
		sim_desk_keep_cursor(machine->desk);
	invariants_of_commit(machine->sim);
}

/* One turn; false: the machine did not live through it. */
static bool live_through_turn(struct machine *machine)
{
	if (burns_down(machine)) {
		die(machine); /* before the commit */
		return false;
	}
	if (!burns_down(machine)) {
		end_turn(machine);
		return true;
	}
	/* After the commit, and before anything leaves. */
	sim_desk_die(machine->desk);
	end_turn(machine);
	die(machine);
	return false;
}

static struct desk *make_desk(void *arg, const void *ctx, const struct desk_listener *listener,
			      struct error *error)
{
	struct machine *machine = arg;

	(void)error;
	machine->desk = sim_desk_new(ctx, machine->sim, listener);
	return machine->desk;
}

static void start(void *owner, void *arg)
{
	struct machine *machine = arg;
	struct sim *sim = machine->sim;
	struct error error;

	(void)owner;
	trace_write("machine: starts");
	machine->turn = turn_new(machine, sim->config, disk_ledger(sim->disk),
				 (struct desk_maker){make_desk, machine},
				 (struct told_hook){NULL, NULL}, &error);
	if (machine->turn == NULL) { /* it is started again, as any service is */
		trace_write("machine: cannot start: %s", error.text);
		agenda_add(sim->agenda, (struct span){5 * SECOND_US}, start, &machine->start_mark,
			   machine);
		return;
	}
	sim_desk_start(machine->desk);
	sim->trusted_error = agenda_clock_error(sim->agenda);
	sim->is_paused = turn_is_paused(machine->turn);
	if (sim->weather.is_over)
		machine_be_well(machine);
	poll(machine, NULL);
}

struct machine *machine_new(const void *ctx, struct sim *sim)
{
	struct machine *machine = NEW(ctx, struct machine);

	machine->sim = sim;
	start(NULL, machine);
	return machine;
}

void machine_settle(struct machine *machine)
{
	int rounds = 0;

	if (machine->turn == NULL || !live_through_turn(machine))
		return;
	while (turn_has_work(machine->turn)) {
		if (++rounds > ROUNDS_MAX) {
			sim_break(machine->sim, "the program spins");
			return;
		}
		turn_work(machine->turn);
		if (!live_through_turn(machine))
			return;
	}
}

static void doom(struct machine *machine, enum end end)
{
	struct chance *chance = &machine->sim->chance;

	machine->waits_for_request = chance_of(chance, 60);
	machine->fuse = 1 + chance_below(chance, machine->waits_for_request ? 4 : 12);
	machine->end = end;
}

void machine_doom(struct machine *machine)
{
	doom(machine, END_CRASH);
}

void machine_lose(struct machine *machine)
{
	doom(machine, END_LOSS);
}

void machine_restore(struct machine *machine)
{
	doom(machine, END_RESTORE);
}

void machine_pardon(struct machine *machine)
{
	machine->fuse = 0;
}

void machine_pause(struct machine *machine)
{
	bool has_changed;
	struct error error;

	if (machine->turn == NULL)
		return;
	trace_write("machine: is paused");
	if (!turn_pause(machine->turn, "mei", NULL, &has_changed, &error))
		trace_write("machine: not on record: %s", error.text);
	machine->sim->is_paused = turn_is_paused(machine->turn);
}

void machine_resume(struct machine *machine)
{
	bool has_changed;
	struct error error;

	if (machine->turn == NULL || !turn_is_paused(machine->turn))
		return;
	trace_write("machine: goes on");
	if (!turn_resume(machine->turn, "lin", &has_changed, &error))
		trace_write("machine: cannot go on: %s", error.text);
	machine->sim->is_paused = turn_is_paused(machine->turn);
	if (!machine->sim->is_paused)
		turn_poll(machine->turn);
}

void machine_reload(struct machine *machine)
{
	struct sim *sim = machine->sim;
	const struct config *other = sim->configs.list[sim->config == sim->configs.list[0]];
	struct error error;

	if (machine->turn == NULL)
		return;
	trace_write("machine: reloads");
	if (turn_use_config(machine->turn, other, &error))
		sim->config = other;
	else
		trace_write("machine: not reloaded: %s", error.text);
}

void machine_confirm_clock(struct machine *machine)
{
	struct sim *sim = machine->sim;
	bool has_changed;
	struct error error;

	if (machine->turn == NULL)
		return;
	trace_write("machine: its clock is said to be right");
	if (turn_confirm_clock(machine->turn, "mei", &has_changed, &error))
		sim->trusted_error = agenda_clock_error(sim->agenda);
	else
		trace_write("machine: not confirmed: %s", error.text);
}

void machine_be_well(struct machine *machine)
{
	machine_pardon(machine);
	machine_resume(machine);
	machine_confirm_clock(machine);
}

bool machine_is_up(const struct machine *machine)
{
	return machine->turn != NULL;
}

bool machine_is_at_rest(const struct machine *machine)
{
	return machine->turn != NULL && machine->fuse == 0 && !turn_is_busy(machine->turn);
}

int machine_losses(const struct machine *machine)
{
	return machine->losses;
}

bool machine_import(struct machine *machine, const char *kind, const char *text)
{
	struct import_result result;
	struct error error;
	bool is_done = false;
	FILE *file;

	if (machine->turn == NULL)
		return false;
	file = fmemopen((void *)text, strlen(text), "r");
	is_done = turn_import(machine->turn, kind, "import.csv", file, &result, &error);
	fclose(file);
	if (!is_done)
		trace_write("machine: %s not imported: %s", kind, error.text);
	return is_done;
}
