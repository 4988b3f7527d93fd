/* The last lines that were not written because of their level: what an error is told with.
 *
 * A fixed room: what is older makes place. */
#ifndef REFUNDD_SYS_LOG_RING_H
#define REFUNDD_SYS_LOG_RING_H

#include "sys/log_line.h"

#define LOG_RING_BYTES (32 * 1024) /* some 200 lines */

void log_ring_keep(const struct log_line *line);

/* Whether there are lines, and none were told in the last minute. */
bool log_ring_is_due(struct instant now);

/* Tells every line, the oldest first, and forgets them. */
void log_ring_tell(struct instant now, void (*tell)(const struct log_line *line));

#endif
