/* What the shim shall do to the program that it is loaded into, and what it saw there: shared
 * memory between them and the sweep, in the file that FAULTS_PLAN names. */
#ifndef REFUNDD_TESTS_FAULTS_PLAN_H
#define REFUNDD_TESTS_FAULTS_PLAN_H

#include <stdbool.h>

/* X(NAME, word, errno of an I/O error there) */
#define CALLS(X)                          \
	X(OPEN, "open", EIO)              \
	X(CREATE, "create", EIO)          \
	X(READ, "read", EIO)              \
	X(WRITE, "write", EIO)            \
	X(TRUNCATE, "truncate", EIO)      \
	X(SYNC, "sync", EIO)              \
	X(RENAME, "rename", EIO)          \
	X(UNLINK, "unlink", EIO)          \
	X(MKDIR, "mkdir", EIO)            \
	X(RIGHTS, "chmod or chown", EIO)  \
	X(CLOSE, "close", 0)              \
	X(CONNECT, "connect", ETIMEDOUT)  \
	X(SEND, "send", ECONNRESET)       \
	X(RECEIVE, "receive", ECONNRESET) \
	X(WAIT, "wait", 0)                \
	X(EXIT, "exit", 0)                \
	X(MEMORY, "allocation", ENOMEM)

enum call {
#define X(name, word, error) CALL_##name,
	CALLS(X)
#undef X
		CALL_COUNT
};

enum fault {
	FAULT_NONE,
	FAULT_KILL,	  /* SIGKILL before the call */
	FAULT_TEAR,	  /* SIGKILL when half of a write is done */
	FAULT_ERROR_ONCE, /* the call fails */
	FAULT_ERROR_ON,	  /* it, and all that come after it */
	FAULT_FULL_ONCE,  /* no room for this write */
	FAULT_FULL_ON,	  /* half of it is written, and then there is no room any more */
	FAULT_POWER,	  /* SIGKILL, and what was not synced is lost in parts */
	FAULT_MEMORY,	  /* one allocation returns NULL */
	FAULT_COUNT
};

struct plan {
	enum fault fault;
	long point; /* strikes at this call, from 1, of those that the fault can meet */
	unsigned seed;
	bool lies;    /* the disk says that it has synced, and has not */
	long ahead_s; /* how far the program's wall clock is ahead of the true one */

	/* Said by the shim. */
	long count; /* calls so far that the fault can meet */
	long seen[CALL_COUNT];
	bool has_struck;
	enum call struck;
	char asker[64]; /* of an allocation that failed: the library that wanted it */
};

#endif
