#include "domain/instant.h"

#include "base/memory.h"
#include "domain/decimal.h"
#include "domain/number.h"

#define DAY_LENGTH 10 /* of "2023-03-06" */

/* Reads "07:59:59", and up to six decimals. */
static bool parse_clock(const char *text, size_t length, struct span *clock)
{
	int64_t hour, minute, us;

	if (length < 8 || !digits_parse(text, 2, 23, &hour) || text[2] != ':' ||
	    !digits_parse(text + 3, 2, 59, &minute) || text[5] != ':' ||
	    (length > 8 && text[8] != '.') ||
	    !decimal_parse(text + 6, length - 6, 6, MINUTE_US - 1, &us))
		return false;
	clock->us = hour * HOUR_US + minute * MINUTE_US + us;
	return true;
}

static bool parse(const char *text, size_t length, struct instant *instant, struct error *error)
{
	size_t at = DAY_LENGTH + 1;
	struct day day;
	struct zone zone;
	struct span clock;
	int64_t us;

	if (length < at || text[DAY_LENGTH] != 'T')
		return error_set(error, ERROR_INPUT, "there is no \"T\" after the day");
	if (!day_parse(text, DAY_LENGTH, &day, error))
		return false;
	while (at < length && text[at] != 'Z' && text[at] != '+' && text[at] != '-')
		at++;
	if (!parse_clock(text + DAY_LENGTH + 1, at - DAY_LENGTH - 1, &clock))
		return error_set(error, ERROR_INPUT,
				 "the time of day is not from 00:00:00 to 23:59:59.999999");
	if (!zone_parse(text + at, length - at, &zone, error))
		return false;
	us = day_start(day, zone).us + clock.us;
	if (us < INSTANT_MIN_US || us > INSTANT_MAX_US)
		return error_set(error, ERROR_INPUT, "the year in UTC is not from 0000 to 9999");
	instant->us = us;
	return true;
}

bool instant_parse(const char *text, size_t length, struct instant *instant, struct error *error)
{
	if (!parse(text, length, instant, error))
		return error_wrap(error, "not a time such as \"2023-03-06T07:59:59+08:00\"");
	return true;
}

size_t instant_format(struct instant instant, struct zone zone, char text[INSTANT_TEXT_SIZE])
{
	int64_t local = instant.us + zone.offset_s * SECOND_US;
	struct day day;
	int64_t clock;
	size_t length;

	if (local < INSTANT_MIN_US || local > INSTANT_MAX_US)
		zone.offset_s = 0;
	day = day_of_instant(instant, zone);
	clock = instant_since(instant, day_start(day, zone)).us;
	length = day_format(day, text);
	text[length++] = 'T';
	length += digits_format(clock / HOUR_US, 2, text + length);
	text[length++] = ':';
	length += digits_format(clock % HOUR_US / MINUTE_US, 2, text + length);
	text[length++] = ':';
	if (clock % MINUTE_US < 10 * SECOND_US)
		text[length++] = '0';
	length += number_format((struct number){clock % MINUTE_US}, text + length);
	return length + zone_format(zone, text + length);
}

char *instant_text(const void *ctx, struct instant instant)
{
	char text[INSTANT_TEXT_SIZE];

	instant_format(instant, (struct zone){.offset_s = 0}, text);
	return text_copy(ctx, text);
}

struct instant instant_whole(struct instant instant)
{
	return (struct instant){instant.us - instant.us % SECOND_US};
}

struct span instant_since(struct instant later, struct instant earlier)
{
	return (struct span){later.us - earlier.us};
}

struct instant instant_plus(struct instant instant, struct span span)
{
	if (span.us > INSTANT_MAX_US - instant.us)
		return (struct instant){INSTANT_MAX_US};
	if (span.us < INSTANT_MIN_US - instant.us)
		return (struct instant){INSTANT_MIN_US};
	return (struct instant){instant.us + span.us};
}

bool zone_parse(const char *text, size_t length, struct zone *zone, struct error *error)
{
	bool is_west = length > 0 && text[0] == '-';
	int64_t hours, minutes;
	int32_t offset_s;

	if (length == 1 && text[0] == 'Z') {
		zone->offset_s = 0;
		return true;
	}
	if (length != 6 || (text[0] != '+' && !is_west) || !digits_parse(text + 1, 2, 23, &hours) ||
	    text[3] != ':' || !digits_parse(text + 4, 2, 59, &minutes))
		return error_set(error, ERROR_INPUT,
				 "the offset from UTC is not \"Z\" or such as \"+08:00\", at most "
				 "23:59");
	offset_s = (int32_t)(hours * 3600 + minutes * 60);
	if (is_west && offset_s == 0)
		return error_set(error, ERROR_INPUT,
				 "the offset \"-00:00\" says that the offset is not known");
	zone->offset_s = is_west ? -offset_s : offset_s;
	return true;
}

size_t zone_format(struct zone zone, char text[INSTANT_TEXT_SIZE])
{
	int minutes = (zone.offset_s < 0 ? -zone.offset_s : zone.offset_s) / 60;
	size_t length = 0;

	if (minutes == 0) {
		text[length++] = 'Z';
	} else {
		text[length++] = zone.offset_s < 0 ? '-' : '+';
		length += digits_format(minutes / 60, 2, text + length);
		text[length++] = ':';
		length += digits_format(minutes % 60, 2, text + length);
	}
	text[length] = '\0';
	return length;
}
