/* Points in time, spans between them, days of the calendar and the zone that tells them apart.
 *
 * An instant is microseconds since 1970-01-01T00:00:00Z, from INSTANT_MIN_US to INSTANT_MAX_US:
 * the years 0000 to 9999 of UTC, which is what RFC 3339 can write. No clock is read here. Texts are
 * read strictly, by hand: strptime(3) takes 30 February and TZ takes anything. */
#ifndef REFUNDD_DOMAIN_INSTANT_H
#define REFUNDD_DOMAIN_INSTANT_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct instant {
	int64_t us;
};

struct span { /* may be negative */
	int64_t us;
};

struct zone {
	int32_t offset_s; /* east of UTC; "+08:00" is 28800 */
};

struct day { /* of the proleptic Gregorian calendar; what is read is of the years 0 to 9999 */
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

#define SECOND_US	  INT64_C(1000000)
#define MINUTE_US	  (60 * SECOND_US)
#define HOUR_US		  (60 * MINUTE_US)
#define DAY_US		  (24 * HOUR_US)
#define INSTANT_MIN_US	  (INT64_C(-62167219200) * SECOND_US)
#define INSTANT_MAX_US	  (INT64_C(253402300800) * SECOND_US - 1)
#define INSTANT_TEXT_SIZE 64
#define SPAN_TEXT_SIZE	  64

/* Reads "2023-03-06T07:59:59+08:00" or "...Z", with at most six decimals of a second. "T" and
 * "Z" are capitals; "-00:00", second 60 and a missing offset are refused (ERROR_INPUT). */
bool instant_parse(const char *text, size_t length, struct instant *instant, struct error *error);

/* Writes RFC 3339 in `zone` ("Z" for offset 0), decimals only where they are not zero; returns
 * the length. The inverse of instant_parse() for every instant: where the zone would lead out of
 * the years 0000 to 9999, UTC is written instead. */
size_t instant_format(struct instant instant, struct zone zone, char text[INSTANT_TEXT_SIZE]);
/* The same in UTC; owned by `ctx`. */
char *instant_text(const void *ctx, struct instant instant);
/* Without its decimals of a second: what people read. */
struct instant instant_whole(struct instant instant);

/* later - earlier */
struct span instant_since(struct instant later, struct instant earlier);
/* Saturates at INSTANT_MIN_US and INSTANT_MAX_US. */
struct instant instant_plus(struct instant instant, struct span span);

/* Reads "5d", "180m", "4d23h59m59s", "0s": whole numbers with d, h, m, s in that order, each at
 * most once; at most 36500 days in all. */
bool span_parse(const char *text, size_t length, struct span *span, struct error *error);
/* Writes "4d23h59m59s", "-5m", "0s"; decimals of a second only where not zero. */
size_t span_format(struct span span, char text[SPAN_TEXT_SIZE]);

/* Reads "+08:00", "-03:30" or "Z"; at most 23:59. */
bool zone_parse(const char *text, size_t length, struct zone *zone, struct error *error);
/* Writes "+08:00" or "Z". */
size_t zone_format(struct zone zone, char text[INSTANT_TEXT_SIZE]);

/* Reads "2023-01-01". */
bool day_parse(const char *text, size_t length, struct day *day, struct error *error);
/* Writes "2023-01-01"; of the years 0 to 9999 alone. */
size_t day_format(struct day day, char text[INSTANT_TEXT_SIZE]);
struct day day_of_instant(struct instant instant, struct zone zone);
struct instant day_start(struct day day, struct zone zone);
/* Days from `a` to `b`, negative when b is earlier. */
int64_t day_difference(struct day a, struct day b);
/* `months` (0 to 1200) later; a day that the month lacks becomes the month's last. */
struct day day_plus_months(struct day day, int64_t months);
/* 28 to 31. */
int days_of_month(int year, int month);

#endif
