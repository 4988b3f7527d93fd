/* Two tickets of one customer about one order: the first speaks for it, the others are linked to
 * it, told so, and not judged. So what is asked twice is answered once.
 *
 * A ticket that the customer withdrew speaks for nothing; one that a person has in hand does. */
#ifndef REFUNDD_DAEMON_LINKING_H
#define REFUNDD_DAEMON_LINKING_H

#include "daemon/work.h"

/* The ticket that speaks for the order already; *speaker NULL: none, or the order or the customer
 * is not known. */
bool linking_find(const struct work *work, const struct facts *facts, const char **speaker,
		  struct error *error);

/* Links a case that would be judged else. */
bool linking_make(struct work *work, const struct facts *facts, const char *speaker,
		  struct error *error);

#endif
