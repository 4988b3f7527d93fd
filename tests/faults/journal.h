/* What a loss of power may take: everything that was written, cut off, created, renamed or removed
 * since the last sync of its file or folder. The shim tells the journal before it happens. */
#ifndef REFUNDD_TESTS_FAULTS_JOURNAL_H
#define REFUNDD_TESTS_FAULTS_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Names in `dir`, a descriptor or AT_FDCWD, as of openat(2). */
void journal_write(int fd, off_t offset, size_t length);
void journal_truncate(int fd, off_t length);
void journal_create(int dir, const char *path); /* of a file that is not there yet */
void journal_remove(int dir, const char *path);
void journal_rename(int dir, const char *from, int to_dir, const char *to, bool exchanges);
/* What was noted since is durable. */
void journal_sync(int fd);

/* Takes back what the seed says: of each sector, each length of a file and each name what happened
 * last, down to a point of its own. */
void journal_lose_power(unsigned seed);

#endif
