/* The desk's answers to GET requests. */
#ifndef REFUNDD_TESTS_HOSTILE_READS_H
#define REFUNDD_TESTS_HOSTILE_READS_H

#include "hostile/desk.h"

/* `name` is what the path says between its fixed parts: a number or a name. */
typedef void desk_take(struct hostile_desk *desk, const struct request *request, const char *name,
		       const struct trouble *trouble, struct reply *reply);

desk_take read_tickets, read_transactions, read_history, read_ticket, read_transaction,
	read_attachments, read_attachment, read_user, read_queue, read_version;

#endif
