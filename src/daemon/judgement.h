/* One judgement of a case: facts are gathered, the core is asked, and what it says is written
 * down with everything that it was made from, and with the effects that follow. */
#ifndef REFUNDD_DAEMON_JUDGEMENT_H
#define REFUNDD_DAEMON_JUDGEMENT_H

#include "daemon/work.h"

/* Of a case in CASE_NEW or CASE_WAITING, on record or not. */
bool judgement_make(struct work *work, struct error *error);

/* The event that an outcome means for its case. */
enum case_event judgement_event(enum outcome outcome);

#endif
