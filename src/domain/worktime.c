#include "domain/worktime.h"

#include "base/words.h"
#include "domain/decimal.h"

#include <string.h>

#define WEEK	    7
#define EPOCH_DAY   3 /* 1 January 1970 was a Thursday */
#define DAYS_LENGTH 7 /* "mon-fri" */
#define TIME_LENGTH 5 /* "09:00" */
#define TEXT_LENGTH (DAYS_LENGTH + 1 + TIME_LENGTH + 1 + TIME_LENGTH)

static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static bool parse_time(const char *text, int32_t *seconds)
{
	int64_t hours, minutes;

	if (!digits_parse(text, 2, 24, &hours) || text[2] != ':' ||
	    !digits_parse(text + 3, 2, 59, &minutes) || (hours == 24 && minutes > 0))
		return false;
	*seconds = (int32_t)(hours * 3600 + minutes * 60);
	return true;
}

/* From one day to another, over the end of the week where that is how they stand. */
static bool parse_days(const char *text, unsigned *set)
{
	int first = words_find(WORDS(days), text, 3);
	int last = words_find(WORDS(days), text + 4, 3);
	unsigned found = 0;

	if (first < 0 || last < 0 || text[3] != '-')
		return false;
	for (int day = first; day != last; day = (day + 1) % WEEK)
		found |= 1u << day;
	*set = found | 1u << last;
	return true;
}

static bool parse(const char *text, struct workweek *workweek)
{
	const char *times = text + DAYS_LENGTH + 1;

	return strlen(text) == TEXT_LENGTH && parse_days(text, &workweek->days) &&
	       text[DAYS_LENGTH] == ' ' && parse_time(times, &workweek->from_s) &&
	       times[TIME_LENGTH] == '-' &&
	       parse_time(times + TIME_LENGTH + 1, &workweek->until_s) &&
	       workweek->from_s < workweek->until_s;
}

static bool is_holiday(const struct workweek *workweek, struct instant morning)
{
	struct day day = day_of_instant(morning, workweek->zone);

	for (size_t i = 0; i < workweek->holiday_count; i++)
		if (day_difference(workweek->holidays[i], day) == 0)
			return true;
	return false;
}

static bool is_worked_on(const struct workweek *workweek, int64_t day, struct instant morning)
{
	int64_t weekday = ((day + EPOCH_DAY) % WEEK + WEEK) % WEEK;

	return (workweek->days & 1u << weekday) && !is_holiday(workweek, morning);
}

/* Whole days from 1970 on, of the zone's calendar. */
static int64_t day_number(struct instant instant, struct zone zone)
{
	int64_t local_us = instant.us + zone.offset_s * SECOND_US;

	return (local_us - (local_us % DAY_US + DAY_US) % DAY_US) / DAY_US;
}

/* What two stretches of time have in common. */
static int64_t overlap_us(int64_t from, int64_t until, int64_t other_from, int64_t other_until)
{
	int64_t begin = from > other_from ? from : other_from;
	int64_t end = until < other_until ? until : other_until;

	return end > begin ? end - begin : 0;
}

bool workweek_parse(const char *text, struct workweek *workweek, struct error *error)
{
	struct workweek found = *workweek;

	if (!parse(text, &found))
		return error_set(error, ERROR_CONFIG,
				 "expected days and hours as in \"mon-fri 09:00-18:00\"");
	*workweek = found;
	return true;
}

struct span worktime_between(const struct workweek *workweek, struct instant from,
			     struct instant until)
{
	int64_t last = day_number(until, workweek->zone);
	struct span worked = {0};

	if (until.us <= from.us)
		return worked;
	for (int64_t day = day_number(from, workweek->zone); day <= last; day++) {
		int64_t midnight = day * DAY_US - workweek->zone.offset_s * SECOND_US;

		if (is_worked_on(workweek, day, (struct instant){midnight}))
			worked.us += overlap_us(from.us, until.us,
						midnight + workweek->from_s * SECOND_US,
						midnight + workweek->until_s * SECOND_US);
	}
	return worked;
}
