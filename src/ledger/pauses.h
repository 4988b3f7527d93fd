/* The big red button: while it is paused refundd reads, decides and says nothing, whoever starts
 * it. */
#ifndef REFUNDD_LEDGER_PAUSES_H
#define REFUNDD_LEDGER_PAUSES_H

#include "ledger/ledger.h"

struct pause {
	int64_t id;
	struct instant paused_at;
	const char *paused_by;
	const char *reason; /* NULL: none was given */
};

/* *is_paused false: it is not, and *pause is untouched. */
bool pause_find(struct ledger *ledger, const void *ctx, struct pause *pause, bool *is_paused,
		struct error *error);
/* *has_changed false: it was paused already, by whom and why stays as it is. */
bool pause_begin(struct ledger *ledger, const char *user, const char *reason, struct instant now,
		 bool *has_changed, struct error *error);
/* *has_changed false: it was not paused. */
bool pause_end(struct ledger *ledger, const char *user, struct instant now, bool *has_changed,
	       struct error *error);

#endif
