/* A row of the record as it is hashed and read: what audit.c adds and audit_verify.c checks. */
#ifndef REFUNDD_LEDGER_AUDIT_CHAIN_H
#define REFUNDD_LEDGER_AUDIT_CHAIN_H

#include "domain/instant.h"
#include "ledger/db.h"
#include "sys/digest.h"

/* The texts of a row, in the order in which they are hashed and read. */
enum audit_text {
	AUDIT_TEXT_KIND,
	AUDIT_TEXT_ACTOR,
	AUDIT_TEXT_SUBJECT,
	AUDIT_TEXT_DETAIL,
	AUDIT_TEXT_DIGEST,
	AUDIT_TEXT_COUNT
};

struct audit_link {
	int64_t id;
	struct instant at;
	struct bytes {
		const char *at; /* NULL: null; may hold any bytes */
		size_t length;
	} texts[AUDIT_TEXT_COUNT];
};

/* The hash of a row that follows one with the hash `before` ("" before the first).
 *
 * Each part goes in as a netstring, LENGTH:BYTES, with null as "-,": no two rows have the same
 * bytes to be hashed. */
void audit_link_hash(const struct audit_link *link, const char *before,
		     char hash[DIGEST_TEXT_SIZE]);

/* AUDIT_COLUMNS of a row, but for the hash; the texts live until the query's next step. */
struct audit_link audit_link_read(struct query *query);

#endif
