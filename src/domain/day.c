#include "domain/instant.h"

#include "domain/decimal.h"

/* Howard Hinnant's arithmetic: a year begins in March, so that the leap day is its last, and
 * counting begins a whole era of 400 years before year 0, so that nothing is negative. */
#define ERA_YEARS	 400
#define ERA_DAYS	 146097
#define DAYS_UNTIL_EPOCH (719468 + ERA_DAYS) /* from 1 March -400 to 1 January 1970 */

static int64_t epoch_days(struct day day)
{
	int64_t year = (int64_t)day.year + ERA_YEARS - (day.month <= 2);
	int64_t month = (day.month + 9) % 12;

	return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day.day -
	       1 - DAYS_UNTIL_EPOCH;
}

static struct day day_of_epoch_days(int64_t since_epoch)
{
	int64_t days = since_epoch + DAYS_UNTIL_EPOCH;
	int64_t of_era = days % ERA_DAYS;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;
	bool is_next_year = month >= 10;

	year += days / ERA_DAYS * ERA_YEARS - ERA_YEARS + is_next_year;
	return (struct day){(int)year, (int)(is_next_year ? month - 9 : month + 3),
			    (int)(of_year - (153 * month + 2) / 5 + 1)};
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool day_parse(const char *text, size_t length, struct day *day, struct error *error)
{
	int64_t y, m, d;

	if (length != 10 || !digits_parse(text, 4, 9999, &y) || text[4] != '-' ||
	    !digits_parse(text + 5, 2, 99, &m) || text[7] != '-' ||
	    !digits_parse(text + 8, 2, 99, &d))
		return error_set(error, ERROR_INPUT,
				 "not a day: expected year, month and day as in \"2023-01-01\"");
	if (m < 1 || m > 12 || d < 1 || d > days_of_month((int)y, (int)m))
		return error_set(error, ERROR_INPUT, "there is no day %.10s in the calendar", text);
	*day = (struct day){(int)y, (int)m, (int)d};
	return true;
}

size_t day_format(struct day day, char text[INSTANT_TEXT_SIZE])
{
	size_t length = digits_format(day.year, 4, text);

	text[length++] = '-';
	length += digits_format(day.month, 2, text + length);
	text[length++] = '-';
	length += digits_format(day.day, 2, text + length);
	text[length] = '\0';
	return length;
}

struct day day_of_instant(struct instant instant, struct zone zone)
{
	int64_t local = instant.us + zone.offset_s * SECOND_US;

	return day_of_epoch_days(local / DAY_US - (local % DAY_US < 0));
}

struct instant day_start(struct day day, struct zone zone)
{
	return (struct instant){epoch_days(day) * DAY_US - zone.offset_s * SECOND_US};
}

int64_t day_difference(struct day a, struct day b)
{
	return epoch_days(b) - epoch_days(a);
}

struct day day_plus_months(struct day day, int64_t months)
{
	int64_t index = day.year * INT64_C(12) + day.month - 1 + months;
	int last;

	day.year = (int)(index / 12);
	day.month = (int)(index % 12) + 1;
	last = days_of_month(day.year, day.month);
	if (day.day > last)
		day.day = last;
	return day;
}

int days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}
