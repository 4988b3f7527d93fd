/* sweep [-d DESK] [-f SEEDS] [-n SWEEP]... [-p POINT -s SEED] PROGRAM SHIM ARGUMENT...
 *
 * Runs PROGRAM in the world of the working folder, once for each call at which a fault can strike,
 * then without faults until all is quiet; what is there then must be what a run without any fault
 * makes of it. TAP on standard output.
 *
 * -d: the tickets are in a ticket system of this program (tests/hostile) and not in the spool;
 * refundd.conf says PORT where its port stands. -f: no point is passed over, and the power is lost
 * SEEDS times before each call. -n: this sweep alone, by its number from 0. -p, -s: one point of
 * it; its folder, job.0, is left as it is.
 *
 * To be killed before each call is to be killed after each call: between two calls nothing happens
 * that outlives the process. */
#include "faults/point.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS	 2
#define TOLD_MAX 20 /* findings that are told one by one */

struct sweep {
	const char *name;
	enum fault fault;
	int stride;	 /* every so many-th call */
	int seeds;	 /* at each; 0 where there is nothing to choose */
	bool is_planted; /* it must find something: a proof that it could */
};

static const struct sweep sweeps[] = {
	{"killed before a call", FAULT_KILL, 1, 0, false},
	{"killed within a write", FAULT_TEAR, 1, 0, false},
	{"a call fails", FAULT_ERROR_ONCE, 1, 0, false},
	{"all calls fail from one on", FAULT_ERROR_ON, 1, 0, false},
	{"no room for one call", FAULT_FULL_ONCE, 1, 0, false},
	{"no room from one call on", FAULT_FULL_ON, 1, 0, false},
	{"power lost before a call", FAULT_POWER, 1, 1, false},
	{"an allocation fails", FAULT_MEMORY, 29, 0, false},
	{"power lost, and the disk lied about its syncs", FAULT_POWER, 5, 1, true},
};
#define SWEEP_COUNT ((int)(sizeof(sweeps) / sizeof(sweeps[0])))

struct tally { /* of one sweep; the jobs share it */
	long next, points;
	long wrong[WRONG_COUNT];
	long foreign, told;
	bool is_over;
};

static struct {
	struct program program;
	int seeds; /* of a sweep that passes over nothing, else 0 */
	long point;
	unsigned seed;
	const struct world *world;
	struct outcome *expected;
} all;

static void give_up(const char *what)
{
	perror(what);
	exit(2);
}

static void count(long *counter)
{
	__atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
}

static void tell(struct tally *tally, const struct sweep *sweep, struct point point,
		 const struct finding *finding)
{
	if (__atomic_fetch_add(&tally->told, 1, __ATOMIC_RELAXED) < TOLD_MAX)
		printf("# %s: point %ld (%s), seed %u: %s\n", sweep->name, point.number,
		       finding->call, point.seed, finding->what);
	fflush(stdout);
}

/* False: there is no such point any more. */
static bool sweep_point(struct lab *lab, struct tally *tally, const struct sweep *sweep,
			long number, unsigned seed)
{
	struct point point = {sweep->fault, number, seed, sweep->is_planted};
	struct finding finding = point_try(lab, all.world, all.expected, point);

	if (!finding.is_met)
		return false;
	count(&tally->points);
	if (finding.is_foreign)
		count(&tally->foreign);
	else
		count(&tally->wrong[finding.wrong]);
	if (finding.wrong != RIGHT && !finding.is_foreign && !sweep->is_planted)
		tell(tally, sweep, point, &finding);
	return true;
}

static unsigned seed_of(long point, long i)
{
	return (((unsigned)point * 1009u + (unsigned)i) * 2654435761u) >> 4;
}

static void sweep_on(struct lab *lab, struct tally *tally, const struct sweep *sweep)
{
	int stride = all.seeds > 0 ? 1 : sweep->stride;
	int seeds = sweep->seeds == 0 ? 1 : all.seeds > 0 ? all.seeds : sweep->seeds;

	while (!tally->is_over) {
		long n = __atomic_fetch_add(&tally->next, 1, __ATOMIC_RELAXED);
		long point = 1 + n / seeds * stride;

		if (!sweep_point(lab, tally, sweep, point, seed_of(point, n % seeds)))
			tally->is_over = true;
	}
}

static void start_job(struct tally *tally, const struct sweep *sweep, int number)
{
	pid_t child = fork();
	struct lab lab;

	if (child < 0)
		give_up("fork");
	if (child > 0)
		return;
	lab = lab_open(all.program, number);
	if (all.point > 0)
		sweep_point(&lab, tally, sweep, all.point, all.seed);
	else
		sweep_on(&lab, tally, sweep);
	_exit(EXIT_SUCCESS);
}

static bool wait_for_jobs(int jobs)
{
	bool is_well = true;

	for (int i = 0; i < jobs; i++) {
		int status;

		while (wait(&status) < 0)
			if (errno != EINTR)
				give_up("wait");
		is_well &= is_success(status);
	}
	return is_well;
}

static bool report(const struct tally *tally, const struct sweep *sweep, int number, bool is_well)
{
	const long *wrong = tally->wrong;

	is_well &= tally->points > 0 &&
		   (wrong[RIGHT] + tally->foreign == tally->points) == !sweep->is_planted;
	printf("%sok %d - %s%s: %ld points, %ld duplicates, %ld lost, %ld corrupt, %ld different, "
	       "%ld without a proper end\n",
	       is_well ? "" : "not ", number, sweep->name,
	       sweep->is_planted ? ", which is noticed" : "", tally->points, wrong[DUPLICATE],
	       wrong[LOST], wrong[CORRUPT], wrong[DIFFERENT], wrong[UNENDED]);
	if (tally->foreign > 0)
		printf("# %ld ended by a signal in a library that does not bear it\n",
		       tally->foreign);
	fflush(stdout);
	return is_well;
}

static bool sweep_all(const struct sweep *sweep, int number)
{
	int jobs = all.point > 0 ? 1 : JOBS;
	struct tally *tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	bool is_well;

	if (tally == MAP_FAILED)
		give_up("mmap");
	for (int i = 0; i < jobs; i++)
		start_job(tally, sweep, i);
	is_well = report(tally, sweep, number, wait_for_jobs(jobs));
	munmap(tally, sizeof(*tally));
	return is_well;
}

static int use(void)
{
	fputs("Usage: sweep [-d DESK] [-f SEEDS] [-n SWEEP]... [-p POINT -s SEED] PROGRAM SHIM "
	      "ARGUMENT...\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	unsigned chosen = 0;
	int option, tests = 1;
	struct lab lab;
	bool is_well;

	while ((option = getopt(argc, argv, "+d:f:n:p:s:")) != -1) {
		switch (option) {
		case 'd': all.program.desk = optarg; break;
		case 'f': all.seeds = atoi(optarg); break;
		case 'n': chosen |= 1u << atoi(optarg); break;
		case 'p': all.point = atol(optarg); break;
		case 's': all.seed = (unsigned)strtoul(optarg, NULL, 10); break;
		default: return use();
		}
	}
	if (argc - optind < 2)
		return use();
	all.program.path = argv[optind];
	all.program.shim = argv[optind + 1];
	all.program.arguments = argv + optind + 1;
	all.world = world_read(".");
	lab = lab_open(all.program, 0);
	is_well = point_learn(&lab, all.world, &all.expected);
	printf("%sok 1 - a run without faults ends well and meets every kind of call\n",
	       is_well ? "" : "not ");
	fflush(stdout);
	for (int i = 0; i < SWEEP_COUNT; i++)
		if (chosen == 0 || (chosen & 1u << i) != 0)
			is_well &= sweep_all(&sweeps[i], ++tests);
	printf("1..%d\n", tests);
	return is_well ? EXIT_SUCCESS : EXIT_FAILURE;
}
