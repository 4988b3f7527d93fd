/* What a ticket system can do for us, whichever it is.
 *
 * Asking (desk_poll, desk_write, desk_look, desk_reread) only takes note; the work is done and the
 * listener called from desk_run() or the loop, never from within the asking. Each write and each
 * look is answered exactly once. A desk knows bytes and tickets; it knows nothing of cases,
 * policies or the ledger. */
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

/* What a reviewer has put into a flagged or held ticket, to be carried out. */
struct ticket_verdict {
	const char *verdict;  /* "approve", "reject" or "release", or what else stands there */
	const char *reason;   /* NULL: none */
	const char *amount;   /* NULL: none */
	const char *reviewer; /* who set the verdict, by login name; NULL: not told */
	struct instant at;    /* when */
};

struct ticket {
	const char *system; /* "spool", or the name of the desk's section in the config */
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
	const struct ticket_verdict *verdict; /* NULL: none */
	/* Its customer closed it before anybody answered. */
	bool is_withdrawn;
	/* Opaque: what a write is held against, so that nothing that came after it is overlooked.
	 * NULL where the desk needs none. */
	const char *version;
};

const char *ticket_field(const struct ticket *ticket, const char *name); /* or NULL */
/* What its fields "review_verdict", "review_reason", "review_amount" and "reviewer" say, as of its
 * last change; owned by `ctx`. NULL: no verdict. */
struct ticket_verdict *ticket_read_verdict(const void *ctx, const struct ticket *ticket);
int ticket_customer_messages(const struct ticket *ticket);
/* What the customer wrote first, or NULL. */
const char *ticket_first_words(const struct ticket *ticket);
bool ticket_has_key(const struct ticket *ticket, const char *key);
bool ticket_has_owner(const struct ticket *ticket);
/* Somebody else has spoken to the customer. */
bool ticket_has_public_agent_message(const struct ticket *ticket);
/* Somebody else works on it: it has an owner, or an agent's message stands in it. */
bool ticket_has_person(const struct ticket *ticket);

/* One write: a message, and with it status, tags and fields. The fields "review_verdict",
 * "review_reason" and "review_amount" are those of a verdict, whatever the ticket system calls
 * them. */
struct desk_write {
	const char *ticket, *key;
	bool is_public;
	const char *body;
	bool sets_status;
	enum ticket_status status;
	const char *tag;		   /* NULL: none */
	const struct ticket_field *fields; /* an empty value clears the field */
	size_t field_count;
	bool is_verdict;    /* a reviewer's: stands back before public words of a person and where
			     * the ticket is over, not before owners and comments */
	bool is_for_review; /* the ticket goes to the review queue, where there is one */
	int customer_messages; /* how many there were when it was decided */
	const char *version;   /* of the ticket when it was decided; may be NULL */
};

enum desk_result {
	DESK_DONE,	/* written now, or found there under its key */
	DESK_PERSON,	/* a person was there first, or it is closed: nothing was written */
	DESK_OVERTAKEN, /* the customer wrote meanwhile: nothing was written; not of a lone note */
	DESK_GONE,	/* the ticket is no longer there */
	DESK_LATER,	/* surely nothing was written, nor will be; *error says why */
	DESK_UNKNOWN,	/* it left, and may be there now or soon; *error says why */
};

/* What a look for an answer that may have left says. */
enum desk_sight {
	SIGHT_THERE,	/* it is in its ticket */
	SIGHT_ABSENT,	/* it is not, nor anything that could be it */
	SIGHT_DOUBTFUL, /* something of ours stands there that may be it: for a person */
	SIGHT_LATER,	/* could not be asked; *error says why */
};

/* What a request to a ticket system's server is for. */
enum desk_purpose {
	PURPOSE_POLL,  /* what is new */
	PURPOSE_READ,  /* tickets, and what stands in them */
	PURPOSE_WRITE, /* an answer or a note, and what goes with it */
	PURPOSE_LOOK,  /* whether one arrived, or somebody was there first */
	PURPOSE_CHECK, /* whether tickets and queues are as they must be */
	PURPOSE_COUNT
};
extern const struct words desk_purpose_words; /* poll read write look check */

/* How it ended. */
enum desk_request_end {
	REQUEST_OK,
	REQUEST_ERROR,	 /* the server said so */
	REQUEST_UNKNOWN, /* it may have arrived; there is no whole answer */
	REQUEST_UNSENT,
	REQUEST_END_COUNT
};
extern const struct words desk_request_end_words; /* ok error unknown unsent */

/* A request that is over; texts live only as long as it is told of. */
struct desk_request {
	enum desk_purpose purpose;
	enum desk_request_end end;
	const char *method, *path; /* the path with its query, which may tell of people */
	int status;		   /* 0: no whole answer */
	struct span took;
};

struct desk_listener {
	void *arg;
	/* The ticket lives only during the call. */
	void (*ticket)(void *arg, const struct ticket *ticket);
	/* There is trouble with a ticket: it could not be read, and will be again when it changes;
	 * or what was written did not take. For the admin to know. */
	void (*bad_ticket)(void *arg, const char *ticket, const struct error *error);
	/* A poll is over; `error` NULL when it went well. Then every ticket that changed up to
	 * `cursor` has been delivered; NULL where the desk has no cursor, or a ticket that was to
	 * be read again could not be and still has to. */
	void (*polled)(void *arg, const char *cursor, const struct error *error);
	void (*written)(void *arg, const char *key, enum desk_result result,
			const struct error *error);
	void (*looked)(void *arg, const char *key, enum desk_sight sight,
		       const struct error *error);
	/* Whether an answer of ours, found in the ticket system, is on record: then it is no news.
	 * May be called at any time. */
	bool (*knows)(void *arg, const char *key);
	/* A request is over. NULL: nobody wants to know. */
	void (*requested)(void *arg, const struct desk_request *request);
	/* The ticket system's server says, by an answer that went well, that it is `date`, to the
	 * second. NULL: nobody wants to know. */
	void (*told_time)(void *arg, struct instant date);
};

struct desk;

enum desk_mode {
	DESK_LIVE,
	DESK_ONCE,     /* the same, but nothing is put off until a later look: there is none */
	DESK_REHEARSE, /* reads, but writes nothing: every write is DESK_DONE */
};

struct desk_ops {
	void (*poll)(struct desk *desk, const char *cursor);
	void (*write)(struct desk *desk, const struct desk_write *write);
	void (*look)(struct desk *desk, const struct desk_write *write, struct instant since);
	void (*reread)(struct desk *desk, const char *ticket);
	bool (*run)(struct desk *desk);
	bool (*is_busy)(const struct desk *desk);
};

struct desk { /* the first member of every kind of desk */
	const struct desk_ops *ops;
	struct desk_listener listener;
	const char *system; /* of its tickets */
	/* How long a write that left may still arrive. Zero where a write is over when it is
	 * answered for. */
	struct span quarantine;
};

/* Look for tickets that are new or changed since `cursor`, then call polled(). NULL: all that may
 * be of interest, those with answers of ours among them. While a poll is under way another one is
 * not begun. */
void desk_poll(struct desk *desk, const char *cursor);
/* Say it, unless somebody was there first. `write` is copied. */
void desk_write(struct desk *desk, const struct desk_write *write);
/* Look whether a write that left at `since` is in its ticket; nothing is said. Only exact when the
 * quarantine is over. `write` is copied. */
void desk_look(struct desk *desk, const struct desk_write *write, struct instant since);
/* Read one ticket again though it did not change. A vanished one is passed over. */
void desk_reread(struct desk *desk, const char *ticket);
/* Does a part of what was asked for; true when it did anything and wants to be called again. */
bool desk_run(struct desk *desk);
/* Something that was asked for is not answered yet. */
bool desk_is_busy(const struct desk *desk);

/* Its texts belong to `ctx`. */
struct desk_write desk_write_copy(const void *ctx, const struct desk_write *write);
/* A write as JSON and back: what the outbox keeps. The texts read belong to `ctx`. */
char *desk_write_to_json(const void *ctx, const struct desk_write *write);
bool desk_write_from_json(const void *ctx, const char *json, struct desk_write *write,
			  struct error *error);

#endif
