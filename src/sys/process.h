/* What this process uses of its machine: read from /proc/self, which a sandbox leaves to it. What
 * cannot be read is 0. */
#ifndef REFUNDD_SYS_PROCESS_H
#define REFUNDD_SYS_PROCESS_H

#include "domain/instant.h"

struct process_use {
	struct span cpu;		       /* user and system */
	int64_t resident_bytes, virtual_bytes; /* memory */
	long open_fds, max_fds;
};

struct process_use process_use(void);

/* Of a file; 0 where it is not there. */
int64_t file_bytes(const char *path);
/* What is left to us on the disk of a folder; -1 where that cannot be told. */
int64_t folder_free_bytes(const char *path);

#endif
