/* The record: what was done, by whom, each row chained to the one before by SHA-256.
 *
 * Rows are added by the ledger's own functions in the transaction of what they record, so that
 * nothing can be done without its row. What may have to be forgotten one day (words, contact data)
 * is kept elsewhere and stands here by its digest only. */
#ifndef REFUNDD_LEDGER_AUDIT_H
#define REFUNDD_LEDGER_AUDIT_H

#include "ledger/ledger.h"
#include "sys/digest.h"

enum audit_kind {
	AUDIT_DECISION,
	AUDIT_EFFECT,
	AUDIT_REVIEW, /* opened, claimed, given back, closed */
	AUDIT_VERDICT,
	AUDIT_EXEMPTION,
	AUDIT_PAUSE,
	AUDIT_RESUME,
	AUDIT_CONFIG,
	AUDIT_IMPORT,
	AUDIT_FORGET,
	AUDIT_RETENTION, /* the words of a case went by keep_words */
	AUDIT_RESTORE,	 /* from a backup */
	AUDIT_CLOCK,	 /* doubted, or trusted again */
	AUDIT_KIND_COUNT
};
/* decision effect review verdict exemption pause resume config import forget retention restore
 * clock
 */
extern const struct words audit_kind_words;

#define AUDIT_ACTOR "refundd" /* who acted where nobody did */

struct audit_entry {
	enum audit_kind kind;
	const char *actor;   /* AUDIT_ACTOR, or a reviewer: "alice" */
	const char *subject; /* "SYSTEM/TICKET", an account, or "" */
	const char *detail;  /* one JSON object; no words and no contact data of a customer */
	const char *content; /* what is kept elsewhere, of which only the digest is taken; or NULL.
			      * Its detail begins with {"id":N, the row that keeps it */
};

/* Adds a row to the open transaction. `at` may lie before the row before: clocks jump. */
bool audit_add(struct ledger *ledger, const struct audit_entry *entry, struct instant at,
	       struct error *error);

/* Adds a row where the configuration, `text`, is not the one of the last such row, and keeps the
 * text with those of the policies, by its digest. `file` is what it was read from. */
bool audit_config(struct ledger *ledger, const char *file, const char *text, struct instant now,
		  struct error *error);

/* The newest row: whoever has kept it finds a record that was cut or made anew. */
struct audit_head {
	int64_t id; /* 0: no row yet */
	char hash[DIGEST_TEXT_SIZE];
};
bool audit_head(struct ledger *ledger, struct audit_head *head, struct error *error);

#endif
