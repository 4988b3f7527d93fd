#include "base/memory.h"
#include "daemon/metric_series.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MILLION 1000000

/* "418.51" of 418510000, "-3" of -3000000. */
static void add_millionths(struct buffer *out, int64_t value)
{
	uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
	char fraction[16];
	size_t length = 7;

	snprintf(fraction, sizeof(fraction), ".%06" PRIu64, size % MILLION);
	while (length > 1 && fraction[length - 1] == '0')
		length--;
	buffer_add_format(out, "%s%" PRIu64, value < 0 ? "-" : "", size / MILLION);
	if (length > 1)
		buffer_add(out, fraction, length);
}

static void add_value(struct buffer *out, enum metric_unit unit, int64_t value)
{
	if (unit == METRIC_MILLIONTHS)
		add_millionths(out, value);
	else
		buffer_add_format(out, "%" PRId64, value);
}

static void add_label(struct buffer *out, char separator, const char *name, const char *value)
{
	buffer_add_format(out, "%c%s=\"", separator, name);
	for (; *value != '\0'; value++) {
		if (*value == '\n')
			buffer_add_text(out, "\\n");
		else if (*value == '"' || *value == '\\')
			buffer_add_format(out, "\\%c", *value);
		else
			buffer_add_char(out, *value);
	}
	buffer_add_char(out, '"');
}

/* NAME and its labels; `bound` is that of a bucket, NULL for others. */
static void add_name(struct buffer *out, const struct metric_info *info, const char *suffix,
		     const struct series *series, const char *bound)
{
	char separator = '{';

	buffer_add_format(out, "%s%s", info->name, suffix);
	for (size_t i = 0; info->labels[i] != NULL; i++) {
		add_label(out, separator, info->labels[i], series->labels[i]);
		separator = ',';
	}
	if (bound != NULL)
		add_label(out, separator, "le", bound);
	if (separator == ',' || bound != NULL)
		buffer_add_char(out, '}');
	buffer_add_char(out, ' ');
}

static void add_bucket(struct buffer *out, const struct metric_info *info,
		       const struct series *series, const char *bound, int64_t count)
{
	add_name(out, info, "_bucket", series, bound);
	buffer_add_format(out, "%" PRId64 "\n", count);
}

static void add_histogram(struct buffer *out, const struct metric_info *info,
			  const struct series *series, const int64_t *bounds)
{
	struct buffer *bound = buffer_new(out);

	for (size_t i = 0; bounds[i] != 0; i++) {
		buffer_clear(bound);
		add_millionths(bound, bounds[i]);
		add_bucket(out, info, series, bound->bytes, series->buckets[i]);
	}
	talloc_free(bound);
	add_bucket(out, info, series, "+Inf", series->observed);
	add_name(out, info, "_sum", series, NULL);
	add_value(out, info->unit, series->value);
	buffer_add_char(out, '\n');
	add_name(out, info, "_count", series, NULL);
	buffer_add_format(out, "%" PRId64 "\n", series->observed);
}

static void add_series(struct buffer *out, enum metric metric, const struct series *series)
{
	const struct metric_info *info = metric_info(metric);

	if (info->type == METRIC_HISTOGRAM) {
		add_histogram(out, info, series, metric_bounds(metric));
		return;
	}
	add_name(out, info, "", series, NULL);
	add_value(out, info->unit, series->value);
	buffer_add_char(out, '\n');
}

void metrics_text(const struct metrics *metrics, struct buffer *out)
{
	for (int metric = 0; metric < METRIC_COUNT; metric++) {
		const struct metric_info *info = metric_info((enum metric)metric);

		buffer_add_format(out, "# HELP %s %s\n# TYPE %s %s\n", info->name, info->help,
				  info->name, metric_type_name(info->type));
		for (const struct series *series = metrics->first[metric]; series != NULL;
		     series = series->next)
			if (series->is_current)
				add_series(out, (enum metric)metric, series);
	}
}
