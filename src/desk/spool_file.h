/* One file of the spool: reading a version of it, and putting another in exactly that one's place.
 *
 * `dir` is the open folder, `name` a file in it. Whoever else writes there is expected to replace
 * files by rename, as we do. */
#ifndef REFUNDD_DESK_SPOOL_FILE_H
#define REFUNDD_DESK_SPOOL_FILE_H

#include "base/error.h"
#include "domain/instant.h"

#include <stddef.h>
#include <sys/stat.h>

struct spool_file {
	struct stat version; /* as it was before the first byte was read */
	const char *bytes;
	size_t length;
};

/* Whether both are the same file with the same bytes in it. A rename changes neither. */
bool spool_file_is_same(const struct stat *a, const struct stat *b);

/* Bytes belong to `ctx`. ERROR_ABSENT: there is no such file; ERROR_INPUT: it is nothing to be
 * read (a link, a folder, a FIFO, forbidden, above `max_bytes`); ERROR_IO: later may do. */
bool spool_file_read(const void *ctx, int dir, const char *name, size_t max_bytes,
		     struct spool_file *file, struct error *error);

/* Writes `bytes` in the place of the version `before`, durably and whole or not at all, and says
 * in *after what stands there now. ERROR_BUSY: something else stood there, and still does. */
bool spool_file_replace(int dir, const char *name, const struct stat *before, const char *bytes,
			size_t length, struct stat *after, struct error *error);

/* Removes what interrupted replacements of before `moment` left behind. */
void spool_file_sweep(int dir, struct instant moment);

#endif
