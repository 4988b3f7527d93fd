/* The ticket system as it truly is, with the orders that its tickets are about. */
#ifndef REFUNDD_TESTS_SIM_WORLD_H
#define REFUNDD_TESTS_SIM_WORLD_H

#include "desk/desk.h"

#define TICKETS_MAX  8
#define ORDERS	     4
#define MESSAGES_MAX 48
#define FIELDS_MAX   12
#define KEY_SIZE     33
#define SYSTEM	     "sim"

struct sim_message {
	enum message_author author;
	bool is_public;
	bool is_final;	/* of ours: a reviewer's approval or rejection */
	bool shows_key; /* not where the server died between a reply and its key */
	struct instant at;
	const char *body;
	char key[KEY_SIZE]; /* of ours */
};

struct sim_ticket {
	char id[16];
	bool is_gone;
	bool is_of_ours; /* about refunds */
	enum ticket_status status;
	bool is_closed_by_customer;
	struct instant created_at, updated_at;
	const char *language;
	const char *requester;
	int order;	      /* that it is truly about */
	const char *assignee; /* NULL: nobody */
	bool had_person;      /* somebody took, answered, closed or reopened it */
	bool was_closed;      /* by whomever, even if it was opened again */
	struct ticket_field fields[FIELDS_MAX];
	size_t field_count;
	struct ticket_verdict verdict; /* its word NULL: none */
	unsigned reviewers;	       /* who ever set one, a bit each */
	struct sim_message messages[MESSAGES_MAX];
	size_t message_count;
	int version; /* one more with each change */
};

/* What the ticket system keeps of each change. */
struct sim_change {
	int ticket;
	char key[KEY_SIZE]; /* of ours; else empty */
};

struct world {
	struct sim_ticket tickets[TICKETS_MAX];
	int ticket_count;
	struct sim_change *changes; /* the first is number 1 */
	int change_count;
	bool is_reachable;
	bool can_search; /* for keys; reading and writing go on without */
	int requests;	 /* of ours that left, and may still be obeyed */
	int approvals[ORDERS];
};

struct world *world_new(const void *ctx);

extern const char *const order_ids[ORDERS];
extern const char *const order_owners[ORDERS];

int world_find(const struct world *world, const char *id); /* -1: no such ticket, or gone */

void world_set_field(struct world *world, struct sim_ticket *ticket, const char *name,
		     const char *value);
/* `key` NULL: none of ours. NULL when the ticket can hold no more. */
struct sim_message *world_add_message(struct world *world, struct sim_ticket *ticket,
				      enum message_author author, bool is_public, const char *body,
				      const char *key, struct instant now);
/* Notes a change of the ticket; `key` of ours or NULL. */
void world_change(struct world *world, struct sim_ticket *ticket, const char *key,
		  struct instant now);

bool sim_ticket_has_person(const struct sim_ticket *ticket);
bool sim_ticket_is_closed(const struct sim_ticket *ticket);
int sim_ticket_count(const struct sim_ticket *ticket, enum message_author author, bool only_public);
const struct sim_message *sim_ticket_find_key(const struct sim_ticket *ticket, const char *key);

#endif
