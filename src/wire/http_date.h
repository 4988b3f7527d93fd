/* Times as HTTP writes them (RFC 9110, 5.6.7 and 10.2.3), read strictly and by hand.
 *
 * Only the form that servers must send is read. The two obsolete ones, of which one has a year of
 * two digits, count as unreadable: no server of today sends them. */
#ifndef REFUNDD_WIRE_HTTP_DATE_H
#define REFUNDD_WIRE_HTTP_DATE_H

#include "domain/instant.h"

/* Reads "Mon, 06 Mar 2023 07:59:59 GMT". ERROR_INPUT, also where the day of the week is not that
 * of the date. */
bool http_date_parse(const char *text, size_t length, struct instant *instant, struct error *error);

/* Reads Retry-After, "120" or a date, as the time from `now`, the server's. Zero for a date that
 * is over; the seconds of 36500 days for more than that. */
bool http_date_parse_wait(const char *text, size_t length, struct instant now, struct span *wait,
			  struct error *error);

#endif
