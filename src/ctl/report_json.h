/* A report as one JSON document. */
#ifndef REFUNDD_CTL_REPORT_JSON_H
#define REFUNDD_CTL_REPORT_JSON_H

#include "ctl/ctl.h"
#include "ledger/report.h"

/* Times are seconds, null where nothing was answered. */
void report_to_json(struct day since, struct day until, struct zone zone,
		    const struct report *report, struct json_writer *writer);

#endif
