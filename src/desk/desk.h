/* What a ticket system can do for us, whichever it is.
 *
 * Asking (desk_poll, desk_write) only takes note; the work is done and the listener called from
 * desk_run() or the loop, never from within the asking. A desk knows bytes and tickets; it knows
 * nothing of cases, policies or the ledger. */
#ifndef REFUNDD_DESK_DESK_H
#define REFUNDD_DESK_DESK_H

#include "base/error.h"
#include "base/words.h"
#include "domain/instant.h"

#include <stddef.h>

enum ticket_status {
	TICKET_NEW,
	TICKET_OPEN,
	TICKET_PENDING,
	TICKET_HOLD,
	TICKET_SOLVED,
	TICKET_CLOSED
};
extern const struct words ticket_status_words; /* new open pending hold solved closed */

enum message_author { AUTHOR_CUSTOMER, AUTHOR_AGENT, AUTHOR_REFUNDD };
extern const struct words message_author_words; /* customer agent refundd */

struct ticket_message {
	const char *id;
	enum message_author author;
	bool is_public;
	struct instant at;
	const char *body;
	const char *key; /* of refundd's own messages, else NULL */
};

struct ticket_field {
	const char *name, *value;
};

struct ticket {
	const char *system; /* "spool" */
	const char *id;	    /* [A-Za-z0-9_.-], at most 64 */
	const char *subject;
	enum ticket_status status;
	const char *product, *issue_type;
	const char *language; /* may be NULL */
	struct instant created_at, updated_at;
	const char *requester_uin; /* NULL: not told */
	const char *assignee;	   /* NULL: nobody */
	const struct ticket_field *fields;
	size_t field_count;
	const struct ticket_message *messages;
	size_t message_count;
};

const char *ticket_field(const struct ticket *ticket, const char *name); /* or NULL */
int ticket_customer_messages(const struct ticket *ticket);
bool ticket_has_key(const struct ticket *ticket, const char *key);
/* Somebody else works on it: assigned, or an agent's message stands in it. */
bool ticket_has_person(const struct ticket *ticket);

/* One write: a message, and with it status, tags and fields. */
struct desk_write {
	const char *ticket, *key;
	bool is_public;
	const char *body;
	bool sets_status;
	enum ticket_status status;
	const char *tag; /* NULL: none */
	const struct ticket_field *fields;
	size_t field_count;
	int customer_messages; /* how many there were when it was decided */
};

enum desk_result {
	DESK_DONE,	/* written now, or found there under its key */
	DESK_PERSON,	/* a person was there first, or it is closed: nothing was written */
	DESK_OVERTAKEN, /* the customer wrote meanwhile: nothing was written; not of a lone note */
	DESK_GONE,	/* the ticket is no longer there */
	DESK_LATER,	/* could not be done now; *error says why */
};

struct desk_listener {
	void *arg;
	/* The ticket lives only during the call. */
	void (*ticket)(void *arg, const struct ticket *ticket);
	/* A ticket that could not be read; it will be read again when it changes. */
	void (*bad_ticket)(void *arg, const char *name, const struct error *error);
	/* A poll is over; `error` NULL when it went well. */
	void (*polled)(void *arg, const struct error *error);
	void (*written)(void *arg, const char *key, enum desk_result result,
			const struct error *error);
};

struct desk;

struct desk_ops {
	void (*poll)(struct desk *desk);
	void (*write)(struct desk *desk, const struct desk_write *write);
	void (*reread)(struct desk *desk, const char *ticket);
	bool (*run)(struct desk *desk);
};

struct desk { /* the first member of every kind of desk */
	const struct desk_ops *ops;
	struct desk_listener listener;
};

/* Look for tickets that are new or changed since the last poll, then call polled(). */
void desk_poll(struct desk *desk);
/* `write` is copied. */
void desk_write(struct desk *desk, const struct desk_write *write);
/* Read one ticket again though it did not change. A vanished one is passed over. */
void desk_reread(struct desk *desk, const char *ticket);
/* Does what was asked for; true when it did anything. */
bool desk_run(struct desk *desk);

/* Its texts belong to `ctx`. */
struct desk_write desk_write_copy(const void *ctx, const struct desk_write *write);
/* A write as JSON and back: what the outbox keeps. The texts read belong to `ctx`. */
char *desk_write_to_json(const void *ctx, const struct desk_write *write);
bool desk_write_from_json(const void *ctx, const char *json, struct desk_write *write,
			  struct error *error);

#endif
