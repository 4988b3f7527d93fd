/* Which orders a ticket names: those in its field, else those that its customer writes of.
 *
 * An id in the text is what the configured pattern matches and no letter or digit touches, so
 * that a part of a longer number is none. Texts are a stranger's: the search is bounded. */
#ifndef REFUNDD_DAEMON_ORDER_FINDER_H
#define REFUNDD_DAEMON_ORDER_FINDER_H

#include "desk/desk.h"

#define ORDER_ID_MAX 64 /* bytes; what is longer is no id */

struct order_finder;

/* `field` is the ticket's field that names the order, `pattern` a POSIX extended regular
 * expression. Owned by `ctx`; ERROR_CONFIG for a pattern that cannot be read. */
struct order_finder *order_finder_new(const void *ctx, const char *field, const char *pattern,
				      struct error *error);

struct orders_named {
	int count;	   /* distinct orders */
	const char *first; /* NULL where there are none */
};

/* The id belongs to `ctx`. */
struct orders_named order_finder_look(const struct order_finder *finder, const void *ctx,
				      const struct ticket *ticket);

#endif
