/* Runs the daemon's own code in simulated worlds, a seed each.
 *
 *   simulate --config FILE [--seeds FROM-TO] [--jobs N] [--fault NAME] [--keep-going]
 *            [--trace] [--digests]
 *
 * Stops at the first breach of an invariant unless told to keep going. Exit 0: every invariant
 * held; 1: one did not, and the seed is named; 2: bad use. With --fault the fault must be found: 0
 * when a seed found it. */
#include "sim.h"

#include "base/memory.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct options {
	const char *config;
	uint64_t from, to;
	int jobs;
	enum fault fault;
	bool keeps_going, shows_trace, shows_digests;
};

enum { EXIT_BROKEN = 1 };

static int fail(const char *what)
{
	fprintf(stderr, "simulate: %s\n", what);
	return EXIT_USE;
}

static bool read_options(int argc, char **argv, struct options *options)
{
	static const struct option table[] = {
		{"config", required_argument, NULL, 'c'}, {"seeds", required_argument, NULL, 's'},
		{"jobs", required_argument, NULL, 'j'},	  {"fault", required_argument, NULL, 'f'},
		{"keep-going", no_argument, NULL, 'k'},	  {"trace", no_argument, NULL, 't'},
		{"digests", no_argument, NULL, 'd'},	  {NULL, 0, NULL, 0},
	};
	unsigned long long from = 1, to = 100;
	int option, fault = FAULT_NONE;

	while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
		switch (option) {
		case 'c': options->config = optarg; break;
		case 's':
			if (sscanf(optarg, "%llu-%llu", &from, &to) == 1)
				to = from;
			break;
		case 'j': options->jobs = atoi(optarg); break;
		case 'f': fault = words_find(fault_words, optarg, strlen(optarg)); break;
		case 'k': options->keeps_going = true; break;
		case 't': options->shows_trace = true; break;
		case 'd': options->shows_digests = true; break;
		default: return false;
		}
	}
	options->from = from;
	options->to = to;
	options->fault = (enum fault)fault;
	return optind == argc && options->config != NULL && options->jobs > 0 && fault >= 0;
}

static void tell_broken(const struct options *options, uint64_t seed,
			const struct run_result *result)
{
	printf("seed %llu, event %ld: %s\n", (unsigned long long)seed, result->events,
	       result->broken);
	if (options->fault == FAULT_NONE)
		printf("again: simulate --config %s --seeds %llu --trace\n", options->config,
		       (unsigned long long)seed);
}

/* The seeds of one job; false when one broke an invariant. */
static bool run_seeds(const struct options *options, const struct sim_configs *configs,
		      struct disk *disk, int job)
{
	uint64_t runs = 0, breaches = 0;
	long events = 0;

	for (uint64_t seed = options->from + (uint64_t)job; seed <= options->to;
	     seed += (uint64_t)options->jobs) {
		struct run_result result =
			sim_run(configs, disk, seed, options->fault, options->shows_trace);

		runs++;
		events += result.events;
		if (options->shows_digests)
			printf("%llu %s\n", (unsigned long long)seed, result.digest);
		if (result.broken[0] != '\0') {
			tell_broken(options, seed, &result);
			breaches++;
			if (!options->keeps_going)
				return false;
		}
	}
	printf("%llu seeds, %ld events: %llu breaches\n", (unsigned long long)runs, events,
	       (unsigned long long)breaches);
	return breaches == 0;
}

static int run_job(const struct options *options, int job)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);
	struct sim_configs configs;
	bool is_whole;

	if (!sim_configs_load(ctx, options->config, &configs, problems))
		return fail(problem_format(ctx, &problems->list[0]));
	is_whole = run_seeds(options, &configs, disk_new(ctx), job);
	talloc_free(ctx);
	return is_whole ? EXIT_SUCCESS : EXIT_BROKEN;
}

static int run_jobs(const struct options *options)
{
	int worst = 0, status;

	for (int job = 0; job < options->jobs; job++)
		if (fork() == 0) {
			int end = run_job(options, job);

			fflush(stdout);
			_exit(end);
		}
	while (wait(&status) > 0) {
		int end = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_USE;

		worst = end > worst ? end : worst;
	}
	return worst;
}

int main(int argc, char **argv)
{
	struct options options = {.jobs = 1};
	int end;

	if (!read_options(argc, argv, &options))
		return fail("usage: simulate --config FILE [--seeds FROM-TO] [--jobs N] "
			    "[--fault NAME] [--keep-going] [--trace] [--digests]");
	end = options.jobs == 1 ? run_job(&options, 0) : run_jobs(&options);
	if (options.fault == FAULT_NONE || end > EXIT_BROKEN)
		return end;
	return end == EXIT_BROKEN ? EXIT_SUCCESS : EXIT_BROKEN;
}
