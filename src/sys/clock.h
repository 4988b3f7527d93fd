/* The only reader of the time. */
#ifndef REFUNDD_SYS_CLOCK_H
#define REFUNDD_SYS_CLOCK_H

#include "domain/instant.h"

struct instant clock_now(void);

#endif
