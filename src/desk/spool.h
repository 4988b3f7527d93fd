/* The spool: the embedded ticket system, a folder with one JSON file a ticket.
 *
 * A file is only ever replaced whole, by rename. Files that cannot be read, are half written or
 * vanish are named once and read again when they change. Fields that refundd does not know are
 * kept as they are. */
#ifndef REFUNDD_DESK_SPOOL_H
#define REFUNDD_DESK_SPOOL_H

#include "desk/desk.h"

/* Owned by `ctx`. ERROR_ABSENT where the folder is not there. */
struct desk *spool_new(const void *ctx, const char *dir, enum desk_mode mode,
		       const struct desk_listener *listener, struct error *error);

#endif
