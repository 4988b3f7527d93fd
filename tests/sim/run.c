#include "sim.h"

#include "base/memory.h"
#include "imports.h"
#include "invariants.h"
#include "machine.h"
#include "misfortune.h"
#include "people.h"
#include "trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define START	   ((struct instant){INT64_C(1678060800) * SECOND_US}) /* 2023-03-06, 00:00 UTC */
#define EVENTS_MAX 20000
/* After all is well: every wait, every quarantine and every delay is over long before. */
#define QUIET_TIME ((struct span){6 * HOUR_US})

static bool is_time_up(const struct sim *sim)
{
	struct span since = instant_since(agenda_now(sim->agenda), START);

	return since.us > BUSY_TIME.us + QUIET_TIME.us;
}

static void step(struct sim *sim, struct machine *machine)
{
	sim->events++;
	agenda_step(sim->agenda);
	machine_settle(machine);
}

static void live(struct sim *sim, struct machine *machine)
{
	while (sim->broken[0] == '\0' && !(is_time_up(sim) && machine_is_at_rest(machine))) {
		if (sim->events == EVENTS_MAX) {
			sim_break(sim, "it does not come to rest");
			return;
		}
		step(sim, machine);
	}
	if (sim->broken[0] == '\0')
		invariants_of_end(sim);
}

/* From its first event to its last. */
static void act_out(struct sim *sim)
{
	void *actors = talloc_new(NULL);
	struct machine *machine = machine_new(actors, sim);

	sim->people = people_new(actors, sim);
	imports_plan(actors, sim, machine, BUSY_TIME);
	misfortune_plan(actors, sim, machine, BUSY_TIME);
	live(sim, machine);
	talloc_free(actors);
	disk_crash(sim->disk);
}

static void open_world(struct sim *sim, uint64_t seed)
{
	sim->chance.state = seed;
	for (int i = 0; i < 8; i++)
		chance_next(&sim->chance);
	sim->agenda = agenda_new(sim, START);
	sim->world = world_new(sim);
	sim->weather = misfortune_choose(&sim->chance);
	if (sim->fault == FAULT_ONE_CLOCK)
		agenda_set_boot_clock_too(sim->agenda);
}

void sim_break(struct sim *sim, const char *format, ...)
{
	va_list arguments;

	if (sim->broken[0] != '\0')
		return;
	va_start(arguments, format);
	vsnprintf(sim->broken, sizeof(sim->broken), format, arguments);
	va_end(arguments);
	trace_write("BROKEN: %s", sim->broken);
}

struct run_result sim_run(const struct sim_configs *configs, struct disk *disk, uint64_t seed,
			  enum fault fault, bool is_shown)
{
	struct sim *sim = NEW(NULL, struct sim);
	struct run_result result;
	struct error error;

	sim->configs = *configs;
	sim->config = configs->list[0];
	sim->disk = disk;
	sim->fault = fault;
	trace_begin(is_shown);
	open_world(sim, seed);
	if (disk_reset(disk, fault, &error))
		act_out(sim);
	else
		sim_break(sim, "the ledger cannot be opened: %s", error.text);
	trace_end(result.digest);
	result.events = sim->events;
	memcpy(result.broken, sim->broken, sizeof(result.broken));
	talloc_free(sim);
	return result;
}

static const struct config *load(const void *ctx, const char *file, int64_t minutes,
				 struct problems *problems)
{
	static struct money four_eyes;
	struct config *config = config_load(ctx, file, problems);

	if (config == NULL)
		return NULL;
	four_eyes = (struct money){FOUR_EYES, currency_find("USD", 3)};
	config->poll_interval = (struct span){5 * MINUTE_US};
	config->patience = (struct span){3 * minutes * MINUTE_US};
	config->review.four_eyes = &four_eyes;
	config->review.four_eyes_count = 1;
	config->policies.settle = (struct span){minutes * MINUTE_US};
	return config;
}

bool sim_configs_load(const void *ctx, const char *file, struct sim_configs *configs,
		      struct problems *problems)
{
	struct sim_configs loaded = {
		{load(ctx, file, 40, problems), load(ctx, file, 20, problems)}};

	if (loaded.list[0] == NULL || loaded.list[1] == NULL)
		return false;
	*configs = loaded;
	return true;
}
