/* The files of the spool and which version of each was read already: what makes a poll cheap. */
#ifndef REFUNDD_DESK_SPOOL_LIST_H
#define REFUNDD_DESK_SPOOL_LIST_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct spool_entry {
	const char *name; /* "1001.json" */
	bool is_known;	  /* the version below was read, be it good or bad */
	ino_t inode;
	off_t size;
	struct timespec modified, changed;
};

struct spool_list { /* sorted by name */
	struct spool_entry *entries;
	size_t count, capacity;
};

/* One without files, owned by `ctx`. */
struct spool_list *spool_list_new(const void *ctx);

/* Lists the folder's "*.json" without dot files, owned by `ctx`. What `before` knows of a file
 * that is still there is known of it again. */
struct spool_list *spool_list_read(const void *ctx, int dir, const struct spool_list *before,
				   struct error *error);

/* NULL: not listed. */
struct spool_entry *spool_list_find(const struct spool_list *list, const char *name);

/* Whether `version` is the one that was read. */
bool spool_entry_knows(const struct spool_entry *entry, const struct stat *version);
/* From now on it is. */
void spool_entry_know(struct spool_entry *entry, const struct stat *version);

#endif
