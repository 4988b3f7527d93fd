/* The ways in which the hostile desk misbehaves: a table of them, and which are on.
 *
 * Each happens with a probability, and a number of times at most: then all is calm, so that whoever
 * is patient gets done. What happens is chosen by one seed. */
#ifndef REFUNDD_TESTS_HOSTILE_TROUBLE_H
#define REFUNDD_TESTS_HOSTILE_TROUBLE_H

#include "hostile/query.h"
#include "hostile/server.h"

/* Requests that a trouble may befall. */
enum {
	ON_READS = 1,
	ON_WRITES = 2,
	ON_LISTS = 4,	/* searches of either kind */
	ON_TICKETS = 8, /* searches of tickets */
};

/* How much of a write is done. */
enum part {
	PART_NOTHING,
	PART_WORDS, /* without the key */
	PART_KEYED, /* words and key, neither fields nor status */
	PART_ALL,
};

struct trouble {
	const char *name;
	unsigned on;
	enum part part;	     /* of a write, before the reply is spoilt */
	double rest_after_s; /* 0: the rest of it is never done */
	bool is_instead;     /* reads are not done either: the reply is empty before it is spoilt */
	void (*spoil_search)(struct search *search);
	void (*spoil_found)(const void *ctx, const struct search *search, uint32_t **ids,
			    size_t *count);
	void (*spoil_reply)(const void *ctx, struct reply *reply);
};

struct troubles;

/* Of that name; NULL: there is none. */
const struct trouble *trouble_find(const char *name, size_t length);

struct troubles *troubles_new(const void *ctx, uint64_t seed);
/* "NAME", "NAME:TIMES" or "NAME:TIMES:PERCENT"; false: there is none of that name. */
bool troubles_add(struct troubles *troubles, const char *text);
/* What befalls a request of the kinds `on`, counted; NULL: nothing. */
const struct trouble *troubles_next(struct troubles *troubles, unsigned on);
/* How often any did. */
long troubles_count(const struct troubles *troubles);
void troubles_print_names(void);

#endif
