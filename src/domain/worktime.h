/* Working hours: how long something has waited for people, who do not work at night. */
#ifndef REFUNDD_DOMAIN_WORKTIME_H
#define REFUNDD_DOMAIN_WORKTIME_H

#include "domain/instant.h"

struct workweek {
	unsigned days;		 /* bit 0 is Monday, bit 6 Sunday */
	int32_t from_s, until_s; /* of a working day, seconds since midnight; from_s < until_s */
	struct zone zone;
	const struct day *holidays;
	size_t holiday_count;
};

/* Reads "mon-fri 09:00-18:00", "mon-sun 00:00-24:00", "sat-thu 08:30-17:00" into days, from_s and
 * until_s; ERROR_CONFIG says what was expected. */
bool workweek_parse(const char *text, struct workweek *workweek, struct error *error);

/* The working time between two instants; zero where `until` is not later. Without working days
 * nothing ever waits. */
struct span worktime_between(const struct workweek *workweek, struct instant from,
			     struct instant until);

#endif
