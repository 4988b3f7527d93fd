/* The machine that refundd runs on: it starts, dies at any moment, and has a disk that can fail.
 *
 * It stands in the place of daemon.c: it says when the daemon's own code has its turns. */
#ifndef REFUNDD_TESTS_SIM_MACHINE_H
#define REFUNDD_TESTS_SIM_MACHINE_H

#include "sim.h"

struct machine;

/* Starts at once. Owned by `ctx`. */
struct machine *machine_new(const void *ctx, struct sim *sim);

/* After each event: whatever the daemon heard of, it works on before it sleeps. */
void machine_settle(struct machine *machine);

/* It dies at one of its next steps, and starts again a while later. */
void machine_doom(struct machine *machine);
/* The same, and its ledger is lost, or an old copy of it put in its place. */
void machine_lose(struct machine *machine);
void machine_restore(struct machine *machine);
/* refundctl pause and resume; nothing while it is down. */
void machine_pause(struct machine *machine);
void machine_resume(struct machine *machine);
/* refundctl reload, after somebody changed the configuration; nothing while it is down. */
void machine_reload(struct machine *machine);
/* refundctl clock confirm. */
void machine_confirm_clock(struct machine *machine);
/* It lives on. */
void machine_pardon(struct machine *machine);
/* And whatever holds it up is over. */
void machine_be_well(struct machine *machine);

bool machine_is_up(const struct machine *machine);
/* Nothing under way that a person would have to wait for; it is up. */
bool machine_is_at_rest(const struct machine *machine);
/* How often what was on record went away. */
int machine_losses(const struct machine *machine);
/* Imports a file; false when that was not possible now. */
bool machine_import(struct machine *machine, const char *kind, const char *text);

#endif
