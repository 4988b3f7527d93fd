/* From a ticket to the facts that it tells. */
#ifndef REFUNDD_DAEMON_INTAKE_H
#define REFUNDD_DAEMON_INTAKE_H

#include "daemon/order_finder.h"
#include "domain/facts.h"

/* Fills the facts' section ticket, and order.id where the ticket names exactly one. What the
 * ticket says in a shape that no fact has (a UIN with letters, a currency that does not exist)
 * stays unknown. Texts belong to `ctx` or the ticket. */
void intake_facts(const struct order_finder *finder, const void *ctx, const struct ticket *ticket,
		  struct facts *facts);

#endif
