/* Ids of tickets that something is owed to. Taken off in the order in which they came in, it is
 * quick however long it is. */
#ifndef REFUNDD_DAEMON_TICKET_LIST_H
#define REFUNDD_DAEMON_TICKET_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct ticket_list { /* all zero: empty */
	char **ids;
	size_t first; /* of ids; those before are gone */
	size_t count;
};

/* `id` is copied; the list belongs to `ctx` from then on. */
void ticket_list_add(const void *ctx, struct ticket_list *list, const char *id);
bool ticket_list_has(const struct ticket_list *list, const char *id);
/* False where it is not there. */
bool ticket_list_remove(struct ticket_list *list, const char *id);
/* Adds all of `from`, which is empty then. */
void ticket_list_move(const void *ctx, struct ticket_list *to, struct ticket_list *from);
void ticket_list_clear(struct ticket_list *list);

#endif
