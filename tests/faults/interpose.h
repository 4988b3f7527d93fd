/* Where the calls of the program under test meet the plan. All that the shim does itself are system
 * calls, so that it never meets itself. */
#ifndef REFUNDD_TESTS_FAULTS_INTERPOSE_H
#define REFUNDD_TESTS_FAULTS_INTERPOSE_H

#include "faults/plan.h"

enum verdict {
	GO_ON,
	FAIL,	      /* errno says how */
	HALF,	      /* of a write: there is no room for more */
	HALF_AND_DIE, /* of a write */
};

/* May not return. */
enum verdict meet(enum call call);
_Noreturn void die(void);

/* Whether what happens on the disk may be taken back; and even when it was synced. */
bool needs_journal(void);
bool is_sync_a_lie(void);
/* A file or folder; what is said to people on standard error does not count. */
bool is_on_disk(int fd);
long clock_ahead_s(void);
/* By an address of its code. */
void note_asker(const void *address);

#endif
