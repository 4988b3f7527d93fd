/* A folder in which a program is run with the shim, by a plan that both share. */
#ifndef REFUNDD_TESTS_FAULTS_LAB_H
#define REFUNDD_TESTS_FAULTS_LAB_H

#include "faults/plan.h"

#include <stdbool.h>

struct program {
	const char *path, *shim;
	char *const *arguments;
	const char *desk; /* the ticket system's program; NULL: the spool */
};

struct lab {
	struct program program;
	struct plan *plan;
	char dir[32];
};

/* A folder of its own for each number. Ends the program when it fails, as the next does. */
struct lab lab_open(struct program program, int number);
/* The program's status, as of wait(2); one that takes too long is killed, and *hangs. */
int lab_run(struct lab *lab, struct plan plan, bool *hangs);

/* What the program said, until it is forgotten. */
bool lab_has_log(const struct lab *lab);
void lab_forget_log(const struct lab *lab);

bool is_success(int status);

#endif
