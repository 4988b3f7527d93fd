/* The tickets and transactions of the hostile desk, in memory, and what each ticket must be told.
 *
 * Tickets are numbered from 1 and so are transactions, as Request Tracker does it. Nothing is ever
 * removed. */
#ifndef REFUNDD_TESTS_HOSTILE_STORE_H
#define REFUNDD_TESTS_HOSTILE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUEUE_NAME  "Billing and Refund Issues"
#define OTHER_QUEUE "Refund Review"
#define BOT_NAME    "refundd"
#define AGENT_NAME  "mei"

#define TEXT_SIZE  96
#define SHOWN_MAX  8
#define FIELDS_MAX 12

/* Custom fields; their ids are their places, from 1. */
#define TICKET_FIELDS 13
extern const char *const ticket_field_names[TICKET_FIELDS];

/* What a ticket is about, and how it must end. */
struct kind {
	const char *name;
	const char *decision, *amount, *status; /* in the end; NULL: none */
	const char *says;			/* in the answer; NULL: anything */
	bool names_order, in_text;		/* in the field, or only in its words */
	bool is_on_record, is_used, is_chinese, has_note;
};

enum who {
	WHO_NOBODY,
	WHO_SYSTEM,
	WHO_BOT,
	WHO_AGENT,
	WHO_CUSTOMER,
};

struct transaction {
	int64_t created_us;
	uint32_t ticket;
	enum who by;
	const char *type, *field, *before, *after; /* "" where there is none */
	const char *key;			   /* NULL: none */
	const char *content;			   /* NULL: none */
};

struct field {
	const char *name, *value;
};

struct ticket {
	uint32_t id, merged_into; /* 0: not */
	const struct kind *kind;
	const char *status, *queue;
	enum who owner;
	bool is_gone; /* deleted: nobody sees it */
	int64_t created_us, updated_us;
	struct field fields[FIELDS_MAX]; /* that were written */
	int field_count;
	uint32_t *transactions;
	uint32_t transaction_count;

	bool is_touched;      /* by a person: nothing may be said any more */
	bool is_spoilt;	      /* the server lost the rest of an answer: only its words are there */
	bool was_visited;     /* by a person, once */
	int answers, notes;   /* of ours */
	bool is_answer_right; /* of the newest one */
	int64_t shown_us[SHOWN_MAX]; /* when pages with it were sent, the newest last */
	int shown_count;
};

struct store {
	struct ticket *tickets;
	size_t ticket_count;
	struct transaction *transactions;
	size_t transaction_count;
	const struct kind *kinds[16]; /* taking turns */
	size_t kind_count;
	bool keeps_texts;      /* the words of our answers too */
	const char *known[64]; /* texts that many share */
	size_t known_count;
};

int64_t now_us(void);

/* `kinds`: names, comma-separated. NULL: not all are known. */
struct store *store_new(const void *ctx, const char *kinds);
const struct kind *store_kind_of(const struct store *store, uint32_t id);

struct ticket *store_add_ticket(struct store *store);
struct ticket *store_find(struct store *store, uint32_t id); /* or NULL */
/* `transaction` without its time; returns its id. */
uint32_t store_add(struct store *store, struct ticket *ticket, struct transaction transaction);
/* One that lives as long as the store. */
const char *store_text(struct store *store, const char *text);

/* Each with the transactions that come with it; false: it is so already. */
bool store_set_status(struct store *store, struct ticket *ticket, enum who by, const char *status);
bool store_set_field(struct store *store, struct ticket *ticket, enum who by, const char *name,
		     const char *value);
void store_set_owner(struct store *store, struct ticket *ticket, enum who by, enum who owner);

/* The value of a custom field, "" for none; `text` may be used for it. */
const char *ticket_field_value(const struct ticket *ticket, const char *name, char text[TEXT_SIZE]);
/* What its customer wrote. */
const char *ticket_words(const struct ticket *ticket, char text[TEXT_SIZE]);
const char *who_name(const struct ticket *ticket, enum who who, char text[TEXT_SIZE]);

enum verdict {
	VERDICT_RIGHT,
	VERDICT_UNANSWERED,
	VERDICT_TWICE,	/* or more often */
	VERDICT_WRONG,	/* words, fields or status are not what they must be */
	VERDICT_SPOKEN, /* where a person was before */
	VERDICT_COUNT
};
extern const char *const verdict_names[VERDICT_COUNT];
enum verdict ticket_verdict(const struct ticket *ticket);

#endif
