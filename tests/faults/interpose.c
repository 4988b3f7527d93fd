#include "faults/interpose.h"

#include "faults/journal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BIT(name) (1u << CALL_##name)
#define GROWS	  (BIT(CREATE) | BIT(WRITE) | BIT(TRUNCATE) | BIT(SYNC) | BIT(RENAME) | BIT(MKDIR))
#define DISK	  (GROWS | BIT(OPEN) | BIT(READ) | BIT(UNLINK) | BIT(RIGHTS))
#define NETWORK	  (BIT(CONNECT) | BIT(SEND) | BIT(RECEIVE))

/* Which calls each fault can meet. */
static const unsigned calls_met[FAULT_COUNT] = {
	[FAULT_KILL] = DISK | NETWORK | BIT(CLOSE) | BIT(WAIT) | BIT(EXIT),
	[FAULT_TEAR] = BIT(WRITE),
	[FAULT_ERROR_ONCE] = DISK | NETWORK,
	[FAULT_ERROR_ON] = DISK | NETWORK,
	[FAULT_FULL_ONCE] = GROWS,
	[FAULT_FULL_ON] = GROWS,
	[FAULT_POWER] = DISK | BIT(CLOSE) | BIT(EXIT),
	[FAULT_MEMORY] = BIT(MEMORY),
};

static const int errors[CALL_COUNT] = {
#define X(name, word, error) error,
	CALLS(X)
#undef X
};

static struct plan nothing_planned;
static struct plan *plan = &nothing_planned;
static const char *full_switch; /* there is no room while a file of this name is there */

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FAULTS_PLAN");
	int fd =
		path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
	void *shared;

	full_switch = getenv("FAULTS_FULL_WHILE");
	if (fd < 0)
		return;
	shared = mmap(NULL, sizeof(*plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	syscall(SYS_close, fd);
	if (shared != MAP_FAILED)
		plan = shared;
}

__attribute__((destructor)) static void end(void)
{
	meet(CALL_EXIT);
}

static bool is_full(enum call call)
{
	return full_switch != NULL && (GROWS & 1u << call) != 0 &&
	       syscall(SYS_faccessat, AT_FDCWD, full_switch, F_OK) == 0;
}

static enum verdict fail(int error)
{
	errno = error;
	return FAIL;
}

/* Whether it is this call's turn; *is_first: it is the first that is struck. */
static bool is_struck(enum call call, bool *is_first)
{
	bool goes_on = plan->fault == FAULT_ERROR_ON || plan->fault == FAULT_FULL_ON;

	plan->seen[call]++;
	if ((calls_met[plan->fault] & 1u << call) == 0)
		return false;
	plan->count++;
	*is_first = plan->count == plan->point;
	if (*is_first) {
		plan->has_struck = true;
		plan->struck = call;
	}
	return *is_first || (plan->has_struck && goes_on);
}

enum verdict meet(enum call call)
{
	bool is_first;

	if (is_full(call))
		return fail(ENOSPC);
	if (!is_struck(call, &is_first))
		return GO_ON;
	switch (plan->fault) {
	case FAULT_KILL: die();
	case FAULT_TEAR: return HALF_AND_DIE;
	case FAULT_ERROR_ONCE:
	case FAULT_ERROR_ON: return fail(errors[call]);
	case FAULT_FULL_ONCE: return fail(ENOSPC);
	case FAULT_FULL_ON: return is_first && call == CALL_WRITE ? HALF : fail(ENOSPC);
	case FAULT_POWER: journal_lose_power(plan->seed); die();
	case FAULT_MEMORY: return fail(ENOMEM);
	case FAULT_NONE:
	case FAULT_COUNT: break;
	}
	return GO_ON;
}

void die(void)
{
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

bool needs_journal(void)
{
	return plan->fault == FAULT_POWER;
}

bool is_sync_a_lie(void)
{
	return plan->lies;
}

bool is_on_disk(int fd)
{
	struct stat found;

	return fd > STDERR_FILENO && fstat(fd, &found) == 0 &&
	       (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode));
}

long clock_ahead_s(void)
{
	return plan->ahead_s;
}

void note_asker(const void *address)
{
	Dl_info library;
	const char *slash;

	if (dladdr(address, &library) == 0)
		return;
	slash = strrchr(library.dli_fname, '/');
	strncpy(plan->asker, slash == NULL ? library.dli_fname : slash + 1,
		sizeof(plan->asker) - 1);
}
