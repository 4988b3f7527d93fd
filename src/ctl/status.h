/* How things stand: what the daemon says of itself and what the ledger holds, and from that whether
 * somebody is needed. For refundctl status and top. */
#ifndef REFUNDD_CTL_STATUS_H
#define REFUNDD_CTL_STATUS_H

#include "ctl/brake_status.h"
#include "ctl/ctl.h"
#include "ledger/gauges.h"

#define NEEDS_MAX 24

struct status {
	void *ctx; /* of its texts */
	const struct config *config;
	struct instant now;
	bool is_running;
	struct json_document daemon; /* its answer, when it runs */
	struct error no_daemon;	     /* why not, when it does not */
	struct overview overview;
	struct gauges gauges;
	struct brake_status brakes;
	int64_t free_bytes;	      /* of the ledger's disk; -1: cannot be told */
	const char *needs[NEEDS_MAX]; /* what is not as it should be, and what to do about it */
	size_t need_count;
};

/* Asks the daemon and reads the ledger; all belongs to `ctx`. */
bool status_read(void *ctx, const struct config *config, struct status *status,
		 struct error *error);

/* What the daemon says, as text; NULL where it says nothing of it. */
const char *status_says(const struct status *status, const char *key);
long status_count(const struct status *status, const char *key); /* 0 where it says nothing */
bool status_is_true(const struct status *status, const char *key);
/* Why it doubts the machine's clock; NULL: it does not. */
const char *status_clock_doubt(const struct status *status);
/* A time, to the second; NULL where it says nothing of it. */
const char *status_when(const struct status *status, const char *key);
/* The same, or `otherwise`. */
struct instant status_time(const struct status *status, const char *key, struct instant otherwise);

/* Finds what somebody is needed for (status_needs.c); status_read() has called it. */
void status_find_needs(struct status *status);

/* "All is well." or "2 things need you:" (status_text.c). */
const char *status_headline(const struct status *status);
/* Adds the needs, each on a line; then the figures. */
void status_add_needs(const struct status *status, struct buffer *out);
void status_add_figures(const struct status *status, struct buffer *out);

/* The same for programs (status_json.c). */
void status_put(const struct status *status, struct json_writer *writer);

#endif
