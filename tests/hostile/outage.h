/* Times in which the desk is out for everybody: nobody is there, or every request meets the same
 * trouble. */
#ifndef REFUNDD_TESTS_HOSTILE_OUTAGE_H
#define REFUNDD_TESTS_HOSTILE_OUTAGE_H

#include "hostile/desk.h"

/* For so long; `name` is that of a trouble, or "refused": no connection is taken. It takes the
 * place of one that is on. false: there is none of that name, or the door cannot be shut. */
bool outage_begin(struct hostile_desk *desk, const char *name, long ms);
/* What befalls a request of the kinds `on` as long as it lasts; NULL: nothing. */
const struct trouble *outage_trouble(const struct hostile_desk *desk, unsigned on);

#endif
