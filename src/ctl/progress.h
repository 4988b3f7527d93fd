/* How far a long command has come, on standard error where that is a terminal. */
#ifndef REFUNDD_CTL_PROGRESS_H
#define REFUNDD_CTL_PROGRESS_H

#include "ledger/db.h"

#include <stdbool.h>

struct progress {
	const char *what; /* "judging again" */
	bool is_shown;
	int shown; /* the last, in thousandths; -1: none */
};

void progress_begin(struct progress *progress, const char *what);
/* From 0 to 1000; writes only what differs from what stands there. */
void progress_show(struct progress *progress, int thousandths);
/* Takes the line away. */
void progress_end(struct progress *progress);
/* Shows what something of the ledger's tells, part by part; to be ended. */
struct watcher progress_watcher(struct progress *progress);

#endif
