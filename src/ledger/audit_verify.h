/* Reading the record again: whether the chain holds, and whether what is kept elsewhere is still
 * what was recorded. */
#ifndef REFUNDD_LEDGER_AUDIT_VERIFY_H
#define REFUNDD_LEDGER_AUDIT_VERIFY_H

#include "ledger/audit.h"

struct audit_check {
	const struct audit_head *anchor; /* a head that was kept elsewhere; NULL: none */
	void (*progress)(void *arg, int64_t row, int64_t newest); /* now and then; may be NULL */
	void *arg;
};

struct audit_finding {
	bool is_right;
	struct audit_head head; /* where the record ends; of one that is right */
	int64_t row;		/* the first that is not right; it may be missing */
	char what[200];		/* is wrong with it */
};

/* Reads all rows. What a forgotten account's rows speak of may be gone; whatever else is gone or
 * different is not right. */
bool audit_verify(struct ledger *ledger, const struct audit_check *check,
		  struct audit_finding *finding, struct error *error);

/* A row as it stands. Texts end with the call. */
struct audit_row {
	int64_t id;
	struct instant at;
	const char *kind, *actor, *subject, *detail;
	const char *digest; /* NULL: none */
	const char *hash;
};

/* Hands over all rows, in their order. ERROR_STATE at one that holds what is no text; stops where
 * `take` fails. */
typedef bool audit_taker(void *arg, const struct audit_row *row, struct error *error);
bool audit_read(struct ledger *ledger, audit_taker *take, void *arg, struct error *error);

#endif
