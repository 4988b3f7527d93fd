/* Whatever is read as a time, duration, zone or day is written and read again as the same. */
#include "domain/instant.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_instant(const char *text, size_t length, struct zone zone)
{
	char written[INSTANT_TEXT_SIZE];
	struct instant instant, again;
	struct error error;
	size_t written_length;

	if (!instant_parse(text, length, &instant, &error))
		return;
	written_length = instant_format(instant, zone, written);
	require(written_length == strlen(written));
	require(instant_parse(written, written_length, &again, &error));
	require(again.us == instant.us);
}

static void check_span(const char *text, size_t length)
{
	char written[SPAN_TEXT_SIZE];
	struct span span, again;
	struct error error;

	if (!span_parse(text, length, &span, &error))
		return;
	require(span_parse(written, span_format(span, written), &again, &error));
	require(again.us == span.us && span.us >= 0);
}

/* Leaves *zone as it was when the text is none. */
static void check_zone(const char *text, size_t length, struct zone *zone)
{
	char written[INSTANT_TEXT_SIZE];
	struct zone again;
	struct error error;

	if (!zone_parse(text, length, zone, &error))
		return;
	require(zone_parse(written, zone_format(*zone, written), &again, &error));
	require(again.offset_s == zone->offset_s);
}

static void check_day(const char *text, size_t length, struct zone zone)
{
	char written[INSTANT_TEXT_SIZE];
	struct day day, again;
	struct error error;

	if (!day_parse(text, length, &day, &error))
		return;
	require(day_format(day, written) == length && memcmp(written, text, length) == 0);
	again = day_of_instant(day_start(day, zone), zone);
	require(day_difference(day, again) == 0);
	again = day_plus_months(day, 1);
	require(day_difference(day, again) >= 28 && day_difference(day, again) <= 31);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct zone zone = {28800};
	size_t tail = size < 6 ? size : 6; /* a time's own zone, for the round trip too */

	check_span(text, size);
	check_zone(text + size - tail, tail, &zone);
	check_day(text, size, zone);
	check_instant(text, size, zone);
	return 0;
}
