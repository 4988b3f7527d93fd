/* The only reader of the time. */
#ifndef REFUNDD_SYS_CLOCK_H
#define REFUNDD_SYS_CLOCK_H

#include "domain/instant.h"

struct instant clock_now(void);
/* Since the machine was started, while it sleeps too: nobody can set it. Of no use after that. */
struct instant clock_boot(void);
/* As the service manager counts: microseconds since some moment, not while the machine sleeps. */
int64_t clock_monotonic_us(void);

#endif
