/* One run: a world, a machine in it, and a seed that decides what becomes of them. */
#ifndef REFUNDD_TESTS_SIM_SIM_H
#define REFUNDD_TESTS_SIM_SIM_H

#include "agenda.h"
#include "chance.h"
#include "disk.h"
#include "faults.h"
#include "sys/config.h"
#include "sys/digest.h"
#include "world.h"

#define BROKEN_SIZE 512

/* What a run may meet: chosen by its seed, so that a quiet world is among them. */
struct weather {
	int crashes, losses, restores, disk_troubles, outages, clock_steps; /* how many */
	bool has_lost_answers; /* requests and answers get lost on the way */
	bool has_late_answers; /* requests are obeyed long after they were given up */
	bool has_torn_answers; /* the server dies between a reply and its key */
	bool has_slow_desk;    /* what is asked of it may wait for minutes */
	bool has_bad_polls;    /* that break off, show tickets twice or out of order */
	bool has_people;       /* reviewers at work */
	int pauses;	       /* how often refundctl pauses it */
	int reloads;	       /* of the other configuration */
	bool has_desk_clock;   /* the server says what time it is */
	bool is_over;	       /* all is well, and nobody does anything any more */
};

/* Two that differ, for a reload to go from one to the other. */
struct sim_configs {
	const struct config *list[2];
};

struct sim {
	struct sim_configs configs;
	const struct config *config; /* of these, the one in force */
	struct disk *disk;
	enum fault fault;
	struct weather weather;
	struct chance chance;
	struct agenda *agenda;
	struct world *world;
	struct people *people;
	bool is_paused;
	/* How far the clock was ahead when the machine last began, or somebody said that it is
	 * right. */
	struct span trusted_error;
	long events;
	long checked_decision;	  /* the newest that was held against the core */
	char broken[BROKEN_SIZE]; /* the invariant that does not hold; empty: all do */
};

/* The first breach is the one that counts. */
void sim_break(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct run_result {
	long events;
	char digest[DIGEST_TEXT_SIZE];
	char broken[BROKEN_SIZE];
};

/* A whole run. */
struct run_result sim_run(const struct sim_configs *configs, struct disk *disk, uint64_t seed,
			  enum fault fault, bool is_shown);

/* The shipped configuration, with waits that fit into a day. */
bool sim_configs_load(const void *ctx, const char *file, struct sim_configs *configs,
		      struct problems *problems);

#endif
