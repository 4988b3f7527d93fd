/* What a colleague is told of an event, in words of ours: what happened, and what went before. The
 * customer's own words stand in the ticket and are not repeated. */
#ifndef REFUNDD_DAEMON_REMARK_H
#define REFUNDD_DAEMON_REMARK_H

#include "daemon/work.h"

/* Of `event` that befell the case as it is in `work`, not yet moved. *text belongs to its ctx. */
bool remark_make(const struct work *work, enum case_event event, const char **text,
		 struct error *error);

#endif
