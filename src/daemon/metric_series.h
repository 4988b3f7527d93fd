/* The values of metrics, as metrics.c counts and metrics_text.c writes them. */
#ifndef REFUNDD_DAEMON_METRIC_SERIES_H
#define REFUNDD_DAEMON_METRIC_SERIES_H

#include "daemon/metrics.h"

/* One metric with one set of labels. */
struct series {
	struct series *next;
	const char *labels[METRIC_LABELS_MAX];
	int64_t value;	  /* of a histogram the sum */
	int64_t pending;  /* counted in this turn, which is not kept yet */
	int64_t observed; /* of a histogram: how many */
	int64_t *buckets; /* of a histogram: how many were at most as long as each bound */
	bool is_current;  /* to be told */
};

struct metrics {
	struct series *first[METRIC_COUNT];
	size_t count[METRIC_COUNT];
	bool is_pending; /* some series has something pending */
};

/* The bounds of a histogram's buckets in microseconds, ended by 0; of others none. */
const int64_t *metric_bounds(enum metric metric);

#endif
