/* The outbox runner: lets effects go to the desk, and knows which are on their way.
 *
 * An effect leaves only after the commit that says it is leaving, and not again before it is known
 * that it did not arrive. What may have arrived, because the desk cannot say, the program was
 * killed or a commit failed, is unsettled: it is looked for when the desk's quarantine is over,
 * then adopted or let go again, and never guessed at. */
#ifndef REFUNDD_DAEMON_OUTBOX_H
#define REFUNDD_DAEMON_OUTBOX_H

#include "desk/desk.h"
#include "ledger/ledger.h"

struct outbox;

/* Owned by `ctx`; `ledger` and `desk` must outlive it. */
struct outbox *outbox_new(const void *ctx, struct ledger *ledger, struct desk *desk);

/* At a start, and after a turn that could not be kept: what is leaving by the ledger and on its
 * way by nobody's knowledge is unsettled. Its quarantine begins now, for nobody knows how long it
 * had waited before it left. Writes in the open transaction; *count is how many there were. */
bool outbox_recover(struct outbox *outbox, struct instant now, size_t *count, struct error *error);

/* Before the commit: chooses what is due and marks it as leaving. While many are on their way it
 * chooses none, so that a desk has a batch to ask its server about. */
bool outbox_pack(struct outbox *outbox, struct instant now, struct error *error);
/* After the commit: hands what was packed to the desk; true when there was any. */
bool outbox_send(struct outbox *outbox);
/* The commit failed: what was packed stays here. */
void outbox_unpack(struct outbox *outbox);
/* How many are on their way. */
int outbox_count(const struct outbox *outbox);

/* Takes back the effect that the desk has answered for; it belongs to `ctx`. Its state says what
 * was asked of the desk: EFFECT_LEAVING to write it, EFFECT_UNSETTLED to look for it. NULL: none is
 * on its way under that key. */
struct effect_row *outbox_take_back(struct outbox *outbox, const void *ctx, const char *key);

/* Surely not written: put off for as long as its attempts so far call for. */
bool outbox_postpone(struct outbox *outbox, const struct effect_row *effect, const char *reason,
		     struct instant now, struct error *error);
/* It left, or could not be looked for: looked for when the quarantine is over, or after a delay. */
bool outbox_unsettle(struct outbox *outbox, const struct effect_row *effect, const char *reason,
		     struct instant now, struct error *error);

/* Seconds before the next attempt: 5, 10, 20, ... at most 15 minutes. */
int outbox_delay_s(int attempts);

#endif
