/* Forgetting a person: the words and contact data of an account go, the figures and the record
 * stay.
 *
 * What goes: the account's e-mail and phone, also as traits; the likeness of what its owner wrote;
 * what reviewers wrote about its cases and its exemptions; what its signals found; the texts of
 * answers and notes that are over. What stays: orders, refunds, cases, and each decision with the
 * facts that it follows from, which hold account numbers and no contact data. */
#ifndef REFUNDD_LEDGER_FORGET_H
#define REFUNDD_LEDGER_FORGET_H

#include "ledger/ledger.h"
#include "wire/json.h"

struct forgetting {
	long contacts;	   /* e-mails and phones, also former ones */
	long fingerprints; /* of what was written */
	long reasons;	   /* of verdicts and exemptions */
	long evidence;	   /* what signals found, of as many decisions */
	long texts;	   /* of answers and notes */
	long open;	   /* answers and notes that are on their way yet: they keep their text */
};

/* In a transaction of its own: ERROR_BUSY when one is open, ERROR_ABSENT where nothing is on record
 * of the account. Then writes the file anew, so that no byte of what went is left in it: an error
 * of that says so, and the account is forgotten nevertheless. Imports that come later bring no
 * contact data of the account back. `user` is who wanted it. */
bool ledger_forget(struct ledger *ledger, const char *account, const char *user, struct instant now,
		   struct forgetting *forgetting, struct error *error);

/* The same in the open transaction, and nothing more: whether anything is on record of the account,
 * now or ever. */
bool ledger_forget_too(struct ledger *ledger, const char *account, const char *user,
		       struct instant now, struct error *error);

/* The same counts as members of a JSON object, and what they are to people: "e-mails and phones".
 */
extern const struct forgetting_count {
	const char *name, *title;
	size_t offset; /* of the long in struct forgetting */
} forgetting_counts[];
extern const size_t forgetting_count_count;
void forgetting_put(const struct forgetting *forgetting, struct json_writer *writer);

/* Whether it was forgotten once. */
bool account_is_forgotten(struct ledger *ledger, const char *account, bool *is_forgotten,
			  struct error *error);

#endif
