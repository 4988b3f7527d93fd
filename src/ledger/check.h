/* Whether a ledger is sound: its file, its references, its schema, its record. */
#ifndef REFUNDD_LEDGER_CHECK_H
#define REFUNDD_LEDGER_CHECK_H

#include "ledger/db.h"
#include "ledger/ledger.h"

enum ledger_part { PART_FILE, PART_REFERENCES, PART_SCHEMA, PART_RECORD, PART_COUNT };
extern const struct words ledger_part_words; /* file references schema record */

struct ledger_health {
	bool is_sound;
	const char *wrong[PART_COUNT]; /* of each part what is wrong with it; NULL: nothing */
};

/* Reads all of the ledger. What it says belongs to `ctx`. An error is what kept it from looking. */
bool ledger_check(struct ledger *ledger, const void *ctx, const struct watcher *watcher,
		  struct ledger_health *health, struct error *error);

/* The same, and an error where it is not sound: "it is damaged: ...", by its first fault. */
bool ledger_expect_sound(struct ledger *ledger, const struct watcher *watcher, struct error *error);

#endif
