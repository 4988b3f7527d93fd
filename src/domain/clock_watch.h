/* Whether the machine's clock can be trusted. Pure: every time comes in as an argument.
 *
 * Two clocks run here: the wall's, which can be set, and that of the machine since it was started,
 * which cannot. While both go on alike nobody has set the first. A third is the ticket system's,
 * which says the time with each answer, to the second. The wall's clock is doubted when it moved
 * against the machine's, is behind what is on record, or differs from the ticket system's; and is
 * trusted again when that agrees with it, when it was set back to where it was, or when a person
 * says that it is right. */
#ifndef REFUNDD_DOMAIN_CLOCK_WATCH_H
#define REFUNDD_DOMAIN_CLOCK_WATCH_H

#include "base/words.h"
#include "domain/instant.h"

enum clock_doubt {
	DOUBT_NONE,
	DOUBT_SET,    /* somebody has set it while we ran */
	DOUBT_RECORD, /* it is behind the newest time on record */
	DOUBT_DESK,   /* it differs from the ticket system's */
};
extern const struct words clock_doubt_words; /* none set record desk */

/* How long an answer may have been under way since it was dated. */
#define CLOCK_ON_WAY ((struct span){30 * SECOND_US})

/* So many answers in a row must say the same: one may come from a server that is wrong. */
#define CLOCK_VOICES 2

/* What both clocks say at one moment. */
struct clock_reading {
	struct instant wall;
	struct instant boot; /* since the machine was started */
};

struct clock_watch {
	enum clock_doubt doubt;
	struct instant since; /* by the wall's clock, when the doubt began */
	struct span off;      /* how far it seems to be ahead; negative: behind */
	/* How far the ticket system's clock was ahead when a person said that ours is right. */
	struct span desk_off;
	bool is_by_person; /* who trusted it last */

	bool has_base;
	struct span base; /* wall - boot, when it was last trusted */
	bool has_heard;
	struct span desk_base; /* the ticket system's clock - boot, when it was last heard */
	int voices;	       /* answers in a row that agree; negative: that differ */
};

/* What an earlier run left: a doubt that lasts, or DOUBT_NONE; and desk_off. */
void clock_watch_begin(struct clock_watch *watch, enum clock_doubt doubt, struct instant since,
		       struct span off, struct span desk_off);
/* The first reading; `newest` is the newest time on record, NULL: none is. */
void clock_watch_start(struct clock_watch *watch, struct clock_reading now,
		       const struct instant *newest, struct span tolerance);
/* A further one: each time anything is decided by it. */
void clock_watch_look(struct clock_watch *watch, struct clock_reading now, struct span tolerance);
/* The ticket system says that it is `date`. */
void clock_watch_hear(struct clock_watch *watch, struct clock_reading now, struct instant date,
		      struct span tolerance);
/* A person says that the wall's clock is right, having set it perhaps: if the ticket system's clock
 * differs from it as it is now, that one is wrong, and by so much from now on. */
void clock_watch_confirm(struct clock_watch *watch, struct clock_reading now,
			 struct span tolerance);

/* How far it seems to be ahead, in whole seconds: two clocks are never read at the same moment. */
struct span clock_watch_off(const struct clock_watch *watch);

#endif
