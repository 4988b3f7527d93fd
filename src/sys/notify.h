/* What the service manager wants to hear: that we are ready, how we do, that we are alive. The
 * protocol of sd_notify(3), a datagram to the socket that $NOTIFY_SOCKET names; spoken here,
 * because the library for it would bring five others into a process that reads strangers' words.
 *
 * Where nobody asked, nothing is said. That nobody listens is no trouble of ours: the service
 * manager acts by what it hears. */
#ifndef REFUNDD_SYS_NOTIFY_H
#define REFUNDD_SYS_NOTIFY_H

#include "domain/instant.h"

struct notify;

/* Never NULL. Owned by `ctx`, whose end closes the socket. */
struct notify *notify_new(const void *ctx);
bool notify_is_heard(const struct notify *notify);

/* `status` is for people, one line: line breaks and control bytes in it become blanks, and what is
 * not ASCII question marks, so that nobody's words can pass for ours. */
void notify_ready(struct notify *notify, const char *status);
void notify_status(struct notify *notify, const char *status);
/* Until notify_ready(). */
void notify_reloading(struct notify *notify);
void notify_stopping(struct notify *notify);

/* We are killed when notify_alive() does not come within this; zero: nobody watches. */
struct span notify_watchdog(const struct notify *notify);
void notify_alive(struct notify *notify);

#endif
