/* The outbox runner: hands committed effects to the desk, and knows which are on their way.
 *
 * An effect is handed out only after the commit that holds it, and not again before the desk has
 * answered. One that could not be written is tried again later, after a growing delay. */
#ifndef REFUNDD_DAEMON_OUTBOX_H
#define REFUNDD_DAEMON_OUTBOX_H

#include "desk/desk.h"
#include "ledger/ledger.h"

struct outbox;

/* Owned by `ctx`; `ledger` and `desk` must outlive it. */
struct outbox *outbox_new(const void *ctx, struct ledger *ledger, struct desk *desk);

/* Hands out what is due; no transaction may be open before. */
bool outbox_hand_out(struct outbox *outbox, struct instant now, struct error *error);

/* Takes back the effect that the desk is done with; it belongs to `ctx`. NULL: none is on its way
 * under that key. */
struct effect_row *outbox_take_back(struct outbox *outbox, const void *ctx, const char *key);

/* Puts the effect off for as long as its attempts so far call for. */
bool outbox_postpone(struct outbox *outbox, const struct effect_row *effect, const char *reason,
		     struct instant now, struct error *error);

/* Seconds before the next attempt: 5, 10, 20, ... at most 15 minutes. */
int outbox_delay_s(int attempts);

#endif
