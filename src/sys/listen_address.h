/* Where this machine alone can reach us: a Unix socket, or a port of loopback.
 *
 *   off   unix:/run/refundd/metrics.socket   127.0.0.1:9469   [::1]:9469
 *
 * Anything that others could reach is refused. Port 0 is one that the kernel chooses. */
#ifndef REFUNDD_SYS_LISTEN_ADDRESS_H
#define REFUNDD_SYS_LISTEN_ADDRESS_H

#include "base/error.h"

#include <stdint.h>

enum listen_kind { LISTEN_OFF, LISTEN_UNIX, LISTEN_IPV4, LISTEN_IPV6 };

struct listen_address {
	enum listen_kind kind;
	const char *path; /* of LISTEN_UNIX, absolute: a part of the text */
	uint16_t port;	  /* of the others */
};

bool listen_address_parse(const char *text, struct listen_address *address, struct error *error);

#endif
