/* Sockets to listen at, that do not block and end with this program. */
#ifndef REFUNDD_SYS_LISTEN_H
#define REFUNDD_SYS_LISTEN_H

#include "sys/listen_address.h"

/* A Unix socket, born with mode 0660. One that nobody answers at is replaced; ERROR_BUSY where
 * somebody does. Whoever closes it unlinks it. */
bool listen_at_path(const char *path, int backlog, int *fd, struct error *error);

/* Beside the socket that refundctl(1) asks somebody may listen who introduces it: at its path and
 * this. */
#define LISTEN_DOOR ".door"

/* The same at an address, which is not off. `place` says where that is, with the port that the
 * kernel chose. */
#define LISTEN_PLACE_SIZE 128
bool listen_at_address(const struct listen_address *address, int backlog, int *fd,
		       char place[LISTEN_PLACE_SIZE], struct error *error);

#endif
