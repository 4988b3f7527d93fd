/* The journal's own protocol: a datagram a line, each field by itself, so that
 * `journalctl REFUNDD_TICKET=1001` finds the story of a ticket.
 *
 * Written by hand, for it is one datagram: libsystemd would bring five libraries into a process
 * that reads the words of strangers. */
#ifndef REFUNDD_SYS_LOG_JOURNAL_H
#define REFUNDD_SYS_LOG_JOURNAL_H

#include "sys/log_line.h"

/* False: nobody listens at `path`. */
bool log_journal_open(const char *path);
/* False: the journal did not take it. Waits a tenth of a second at most for one that has much to
 * do, and not at all for one that still has. */
bool log_journal_send(const struct log_line *line);

#endif
