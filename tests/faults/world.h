/* The world of a run: the files of a folder with configuration, ledger and spool. */
#ifndef REFUNDD_TESTS_FAULTS_WORLD_H
#define REFUNDD_TESTS_FAULTS_WORLD_H

#include <stddef.h>

#define WORLD_FILES_MAX 64

struct world_file {
	char path[256]; /* "spool/1001.json" */
	char *bytes;	/* with a zero behind them */
	size_t length;
};

struct world {
	struct world_file files[WORLD_FILES_MAX]; /* by path */
	int count;
};

/* refundd.conf, state/ and spool/ of `dir`, all in memory. Ends the program when it fails. */
struct world *world_read(const char *dir);
void world_free(struct world *world);
/* Makes `dir` so: what else was in its folders is gone. */
void world_restore(const struct world *world, const char *dir);

/* Writes refundd.conf anew, with the port where it says PORT. */
void world_set_port(const struct world *world, const char *dir, int port);

/* How many messages of refundd's stand in the tickets. */
int world_count_answers(const struct world *world);

#endif
