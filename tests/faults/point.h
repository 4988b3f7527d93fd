/* One point of a sweep: the world as it was, a run that is struck by a fault, runs without faults
 * until all is quiet, and what has come of it. */
#ifndef REFUNDD_TESTS_FAULTS_POINT_H
#define REFUNDD_TESTS_FAULTS_POINT_H

#include "faults/lab.h"
#include "faults/outcome.h"
#include "faults/world.h"

struct point {
	enum fault fault;
	long number; /* of the call */
	unsigned seed;
	bool disk_lies;
};

struct finding {
	bool is_met; /* else the run ended before it came to the point; nothing else is set */
	enum wrong wrong;
	bool is_foreign; /* UNENDED by a library that does not bear a failed allocation */
	const char *call;
	char what[1024];
};

/* The run without faults; false when it fails, or a kind of call was never met. */
bool point_learn(struct lab *lab, const struct world *world, struct outcome **expected);

struct finding point_try(struct lab *lab, const struct world *world, const struct outcome *expected,
			 struct point point);

#endif
