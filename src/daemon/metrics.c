#include "daemon/metrics.h"

#include "base/memory.h"
#include "daemon/metric_series.h"

#include <string.h>

#define SERIES_MAX 400 /* of one metric: rules come and go with reloads */

static const struct metric_info infos[METRIC_COUNT] = {
#define NAMES(...)          \
	{                   \
		__VA_ARGS__ \
	}
#define X(id, name, type, unit, labels, help) \
	[METRIC_##id] = {name, METRIC_##type, METRIC_##unit, labels, help},
	METRICS(X)
#undef X
#undef NAMES
};

static const int64_t no_bounds[] = {0};
static const int64_t lag_bounds[] = {1000,   5000,   10000,	20000,	       50000, 100000,
				     250000, 500000, SECOND_US, 5 * SECOND_US, 0};
static const int64_t request_bounds[] = {
	5000,	   10000,	25000,	       50000,	       100000,	       250000, 500000,
	SECOND_US, 2500 * 1000, 5 * SECOND_US, 10 * SECOND_US, 30 * SECOND_US, 0};
static const int64_t answer_bounds[] = {
	SECOND_US, 5 * SECOND_US, 15 * SECOND_US, MINUTE_US, 5 * MINUTE_US, 15 * MINUTE_US,
	HOUR_US,   4 * HOUR_US,	  12 * HOUR_US,	  DAY_US,    3 * DAY_US,    7 * DAY_US,
	0};

const struct metric_info *metric_info(enum metric metric)
{
	return &infos[metric];
}

const char *metric_type_name(enum metric_type type)
{
	static const char *const names[] = {"counter", "gauge", "histogram"};

	return names[type];
}

const int64_t *metric_bounds(enum metric metric)
{
	switch ((int)metric) {
	case METRIC_LOOP_LAG: return lag_bounds;
	case METRIC_REQUEST_TIME: return request_bounds;
	case METRIC_ANSWER_DELAY: return answer_bounds;
	}
	return no_bounds;
}

/* ---- series ---- */

static size_t label_count(enum metric metric)
{
	size_t count = 0;

	while (infos[metric].labels[count] != NULL)
		count++;
	return count;
}

static const char *label_text(const char *label)
{
	return label != NULL ? label : "none";
}

static bool has_labels(const struct series *series, const char *const *labels, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(series->labels[i], label_text(labels[i])) != 0)
			return false;
	return true;
}

static struct series *series_find(const struct metrics *metrics, enum metric metric,
				  const char *const *labels)
{
	size_t count = label_count(metric);
	struct series *series = metrics->first[metric];

	while (series != NULL && !has_labels(series, labels, count))
		series = series->next;
	return series;
}

/* At the end, so that they stand in the order in which they came up. */
static struct series *series_add(struct metrics *metrics, enum metric metric,
				 const char *const *labels)
{
	struct series *series = NEW(metrics, struct series);
	struct series **last = &metrics->first[metric];
	size_t bound_count = 0;

	for (size_t i = 0; i < label_count(metric); i++)
		series->labels[i] = text_copy(series, label_text(labels[i]));
	while (metric_bounds(metric)[bound_count] != 0)
		bound_count++;
	if (bound_count > 0)
		series->buckets = NEW_ARRAY(series, int64_t, bound_count);
	while (*last != NULL)
		last = &(*last)->next;
	metrics->count[metric]++;
	return *last = series;
}

static struct series *series_of(struct metrics *metrics, enum metric metric,
				const char *const *labels)
{
	static const char *const others[] = {"other", "other", "other", "other"};
	struct series *series = series_find(metrics, metric, labels);

	if (series == NULL && metrics->count[metric] >= SERIES_MAX) {
		labels = others;
		series = series_find(metrics, metric, labels);
	}
	return series != NULL ? series : series_add(metrics, metric, labels);
}

/* A sum that is too large stays at the largest there is. */
static void add_to(int64_t *sum, int64_t by)
{
	if (__builtin_add_overflow(*sum, by, sum))
		*sum = INT64_MAX;
}

struct metrics *metrics_new(const void *ctx)
{
	return NEW(ctx, struct metrics);
}

void metrics_add(struct metrics *metrics, enum metric metric, int64_t by, const char *const *labels)
{
	struct series *series;

	if (metrics == NULL)
		return;
	series = series_of(metrics, metric, labels);
	add_to(&series->value, by);
	series->is_current = true;
}

void metrics_add_in_turn(struct metrics *metrics, enum metric metric, int64_t by,
			 const char *const *labels)
{
	if (metrics == NULL)
		return;
	add_to(&series_of(metrics, metric, labels)->pending, by);
	metrics->is_pending = true;
}

void metrics_end_turn(struct metrics *metrics, bool is_kept)
{
	if (metrics == NULL || !metrics->is_pending)
		return;
	metrics->is_pending = false;
	for (int metric = 0; metric < METRIC_COUNT; metric++) {
		for (struct series *series = metrics->first[metric]; series != NULL;
		     series = series->next) {
			series->is_current = series->is_current || is_kept;
			add_to(&series->value, is_kept ? series->pending : 0);
			series->pending = 0;
		}
	}
}

void metrics_observe(struct metrics *metrics, enum metric metric, struct span span,
		     const char *const *labels)
{
	const int64_t *bounds = metric_bounds(metric);
	struct series *series;

	if (metrics == NULL)
		return;
	series = series_of(metrics, metric, labels);
	add_to(&series->value, span.us);
	series->observed++;
	series->is_current = true;
	for (size_t i = 0; bounds[i] != 0; i++)
		series->buckets[i] += span.us <= bounds[i];
}

void metrics_forget_gauges(struct metrics *metrics)
{
	for (int metric = 0; metrics != NULL && metric < METRIC_COUNT; metric++)
		for (struct series *series = metrics->first[metric];
		     series != NULL && infos[metric].type == METRIC_GAUGE; series = series->next)
			series->is_current = false;
}

void metrics_set(struct metrics *metrics, enum metric metric, int64_t value,
		 const char *const *labels)
{
	struct series *series;

	if (metrics == NULL)
		return;
	series = series_of(metrics, metric, labels);
	series->value = value;
	series->is_current = true;
}
