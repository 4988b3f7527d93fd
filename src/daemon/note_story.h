/* The parts of a note that tell a story: what fired and by which rows, what the account did before,
 * and the tickets that both name. Each is NULL where there is nothing to tell; owned by `ctx`. */
#ifndef REFUNDD_DAEMON_NOTE_STORY_H
#define REFUNDD_DAEMON_NOTE_STORY_H

#include "daemon/note.h"

char *note_evidence(const void *ctx, const struct note *note);

char *note_timeline(const void *ctx, const struct note *note);

/* Those of the note's own ticket system, with links where it has an address for each. */
char *note_related(const void *ctx, const struct note *note);

#endif
