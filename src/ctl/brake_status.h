/* How far refundd acts by itself just now: the mode, a pause, and what is left of the brakes. */
#ifndef REFUNDD_CTL_BRAKE_STATUS_H
#define REFUNDD_CTL_BRAKE_STATUS_H

#include "ledger/pauses.h"
#include "sys/config.h"
#include "wire/json.h"

struct brake_status {
	const struct config *config;
	bool is_paused;
	struct pause pause;
	struct money *today; /* approved without a person, beside each budget */
	long last_hour;	     /* approvals without a person */
};

/* `ledger` NULL: there is none yet. */
bool brake_status_read(const void *ctx, const struct config *config, struct ledger *ledger,
		       struct instant now, struct brake_status *status, struct error *error);
/* Adds lines for people. */
void brake_status_text(const struct brake_status *status, struct buffer *out);
/* A member "brakes" of the open object. */
void brake_status_put(const void *ctx, const struct brake_status *status,
		      struct json_writer *writer);

#endif
