#include "faults/point.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define RECOVERIES_MAX	  4    /* runs until all must be quiet */
#define AHEAD_S		  7200 /* of each: what was put off is due, what was left behind is old */
#define STATUS_BAD_CONFIG 2
#define STATUS_NO_MEMORY  71

static const char *const call_words[] = {
#define X(name, word, error) word,
	CALLS(X)
#undef X
};

/* They end by a signal when some of their allocations fail: libconfuse does not look at what it
 * gets, and regcomp(3) of the C library frees twice. Nothing that a program could do about it. */
static const char *const careless_libraries[] = {"libconfuse.so.2", "libc.so.6"};

struct trial {
	struct lab *lab;
	const struct outcome *expected;
	struct server server; /* of a lab whose program has one */
	struct finding finding;
};

static bool is_careless(const char *library)
{
	for (size_t i = 0; i < sizeof(careless_libraries) / sizeof(careless_libraries[0]); i++)
		if (strcmp(library, careless_libraries[i]) == 0)
			return true;
	return false;
}

static bool kills(enum fault fault)
{
	return fault == FAULT_KILL || fault == FAULT_TEAR || fault == FAULT_POWER;
}

/* Whether a program that met the fault may end so. */
static bool may_end_so(enum fault fault, int status)
{
	if (WIFSIGNALED(status))
		return kills(fault) && WTERMSIG(status) == SIGKILL;
	switch (WEXITSTATUS(status)) {
	case EXIT_SUCCESS:
	case EXIT_FAILURE: return true;
	case STATUS_BAD_CONFIG:
	case STATUS_NO_MEMORY: return fault == FAULT_MEMORY;
	default: return false;
	}
}

static void blame(struct trial *trial, enum wrong wrong, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(trial->finding.what, sizeof(trial->finding.what), format, args);
	va_end(args);
	trial->finding.wrong = wrong;
	trial->finding.is_foreign = false;
}

static void blame_end(struct trial *trial, int status, bool hangs)
{
	const char *asker = trial->lab->plan->asker;

	blame(trial, UNENDED, "it %s, wait status %#x%s%s", hangs ? "hangs" : "ends badly", status,
	      asker[0] == '\0' ? "" : ", asked by ", asker);
	trial->finding.is_foreign = !hangs && is_careless(asker);
}

static struct outcome *read_outcome(const struct trial *trial)
{
	bool has_server = trial->lab->program.desk != NULL;

	return outcome_read(trial->lab->dir, has_server ? &trial->server : NULL);
}

/* Who says that all is done has said it all, or told which ticket could not be read. */
static bool is_honest(const struct trial *trial, int status)
{
	struct outcome *found;
	int answers;

	if (!is_success(status) || lab_has_log(trial->lab))
		return true;
	found = read_outcome(trial);
	answers = outcome_answers(found);
	outcome_free(found);
	return answers >= outcome_answers(trial->expected);
}

static void recover(struct trial *trial)
{
	int status = -1;
	bool hangs = false;

	for (int i = 1; i <= RECOVERIES_MAX && !hangs && !is_success(status); i++)
		status = lab_run(trial->lab, (struct plan){.ahead_s = (long)i * AHEAD_S}, &hangs);
	if (!is_success(status))
		blame(trial, UNENDED, "restarted, it %s, wait status %#x",
		      hangs ? "hangs" : "never comes to an end", status);
}

static void check(struct trial *trial)
{
	struct outcome *found = read_outcome(trial);
	char what[sizeof(trial->finding.what)];
	enum wrong wrong = outcome_compare(trial->expected, found, what, sizeof(what));

	outcome_free(found);
	if (wrong != RIGHT)
		blame(trial, wrong, "%s", what);
}

static void begin(struct trial *trial, const struct world *world)
{
	const char *desk = trial->lab->program.desk;

	world_restore(world, trial->lab->dir);
	lab_forget_log(trial->lab);
	if (desk == NULL)
		return;
	trial->server = server_start(desk);
	world_set_port(world, trial->lab->dir, trial->server.port);
}

static void end(const struct trial *trial)
{
	if (trial->lab->program.desk != NULL)
		server_stop(&trial->server);
}

/* What a sweep must not be blind to. */
static bool has_met_every_kind(const struct lab *lab)
{
	static const enum call on_disk[] = {CALL_OPEN,	CALL_CREATE, CALL_READ,
					    CALL_WRITE, CALL_SYNC,   CALL_UNLINK,
					    CALL_CLOSE, CALL_EXIT,   CALL_MEMORY};
	static const enum call in_spool[] = {CALL_RENAME, CALL_RIGHTS};
	static const enum call on_network[] = {CALL_CONNECT, CALL_SEND, CALL_RECEIVE, CALL_WAIT};
	const long *seen = lab->plan->seen;
	bool all = true;

	for (size_t i = 0; i < sizeof(on_disk) / sizeof(on_disk[0]); i++)
		all &= seen[on_disk[i]] > 0;
	for (size_t i = 0; i < 2 && lab->program.desk == NULL; i++)
		all &= seen[in_spool[i]] > 0;
	for (size_t i = 0; i < 4 && lab->program.desk != NULL; i++)
		all &= seen[on_network[i]] > 0;
	return all;
}

/* ---- public ---- */

bool point_learn(struct lab *lab, const struct world *world, struct outcome **expected)
{
	struct trial trial = {.lab = lab};
	bool hangs;
	int status;

	begin(&trial, world);
	status = lab_run(lab, (struct plan){.fault = FAULT_NONE}, &hangs);
	*expected = read_outcome(&trial);
	end(&trial);
	return is_success(status) && has_met_every_kind(lab);
}

struct finding point_try(struct lab *lab, const struct world *world, const struct outcome *expected,
			 struct point point)
{
	struct trial trial = {.lab = lab, .expected = expected, .finding = {.wrong = RIGHT}};
	struct plan plan = {.fault = point.fault,
			    .point = point.number,
			    .seed = point.seed,
			    .lies = point.disk_lies};
	bool hangs;
	int status;

	begin(&trial, world);
	status = lab_run(lab, plan, &hangs);
	trial.finding.is_met = lab->plan->has_struck;
	if (trial.finding.is_met) {
		trial.finding.call = call_words[lab->plan->struck];
		if (hangs || !may_end_so(point.fault, status))
			blame_end(&trial, status, hangs);
		else if (!is_honest(&trial, status))
			blame(&trial, LOST, "it says that all is done, but not all is said");
		recover(&trial);
		check(&trial);
	}
	end(&trial);
	return trial.finding;
}
