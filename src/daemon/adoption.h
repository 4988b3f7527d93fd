/* A lost ledger's cases, found again in the tickets themselves.
 *
 * An answer of ours stands in its ticket under a key that can be worked out anew. A ticket that
 * carries one, and that the ledger knows nothing of, was answered by us before: its case is put
 * back on record from the ticket's fields, and nothing is said again. */
#ifndef REFUNDD_DAEMON_ADOPTION_H
#define REFUNDD_DAEMON_ADOPTION_H

#include "daemon/work.h"

/* The newest revision of ours that was answered in this ticket, or 0. */
int adoption_revision(const struct ticket *ticket);

/* Puts the case on record as it stood after that reply. */
bool adoption_make(struct work *work, struct error *error);

#endif
