/* When the machine's clock was doubted, and who ended that: kept, so that a restart does not end
 * it. */
#ifndef REFUNDD_LEDGER_CLOCK_DOUBTS_H
#define REFUNDD_LEDGER_CLOCK_DOUBTS_H

#include "domain/clock_watch.h"
#include "ledger/ledger.h"

struct clock_doubt_row {
	int64_t id;
	struct instant began_at;
	enum clock_doubt why;
	struct span off; /* see struct clock_watch, also desk_off */
	bool is_over;
	struct span desk_off;
};

/* The newest, over or not. */
bool clock_doubt_find(struct ledger *ledger, struct clock_doubt_row *row, bool *found,
		      struct error *error);

/* What the watch says is on record then, and in the record: begins or ends a doubt, if that is
 * news. `user` is who trusts the clock. */
bool clock_doubt_keep(struct ledger *ledger, const struct clock_watch *watch, const char *user,
		      struct instant now, struct error *error);

/* The time of the record's newest row; *found false: there is none. */
bool clock_newest_on_record(struct ledger *ledger, struct instant *newest, bool *found,
			    struct error *error);

#endif
