/* The sections of the facts that the ledger knows, each gathered by a function of its own. */
#ifndef REFUNDD_LEDGER_GATHERING_H
#define REFUNDD_LEDGER_GATHERING_H

#include "ledger/connection.h"
#include "ledger/signals.h"

struct gathering {
	struct ledger *ledger;
	const void *ctx; /* owns the texts */
	const struct facts_question *question;
	struct facts facts;
	struct buffer *sources;
	struct signal_findings findings;
};

/* The import and line that said something. */
struct origin {
	int64_t import_id;
	long line;
};

/* The first two columns of the row. */
struct origin origin_read(struct query *query);
/* Adds ", imported 2026-11-22T10:00:00Z from orders.csv, line 2" and ends the line. */
bool origin_add(struct gathering *gathering, struct origin origin, struct error *error);

void source_add_instant(struct gathering *gathering, const char *text, struct instant instant);

struct usage_figure {
	struct instant as_of;
	struct number minutes; /* used until then */
	struct origin origin;
};

struct usage_finding {
	size_t deciding;	   /* the figure that the finding rests on */
	struct value minutes_used; /* number: at the moment of asking */
	struct value used_after;   /* truth */
};

/* What `figures` (at least one, in the order of their as_of) say about the moment of asking; pure.
 * Use before it is proven by any figure up to then; that there was none, only by a zero taken at
 * least `settle` after it, for figures lag. Where the first settled figure is not zero, nobody
 * knows on which side of asking the use began. */
struct usage_finding usage_conclude(const struct usage_figure *figures, size_t count,
				    struct instant asked_at, struct span settle);

bool gather_usage(struct gathering *gathering, struct error *error);
bool gather_history(struct gathering *gathering, struct error *error);
bool gather_signals(struct gathering *gathering, struct error *error);

#endif
