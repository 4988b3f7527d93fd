#include "wire/http_date.h"

#include "base/words.h"

#include <stdio.h>
#include <string.h>

#define DATE_LENGTH 29 /* of "Mon, 06 Mar 2023 07:59:59 GMT" */
#define WAIT_MAX_US (36500 * DAY_US)

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
				     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const struct day some_monday = {1, 1, 1};

/* What stands between the fields; the colons are instant_parse()'s. */
static const struct {
	size_t at;
	const char *text;
} signs[] = {{3, ", "}, {7, " "}, {11, " "}, {16, " "}, {25, " GMT"}};

static bool has_signs(const char *text, size_t length)
{
	if (length != DATE_LENGTH)
		return false;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (memcmp(text + signs[i].at, signs[i].text, strlen(signs[i].text)) != 0)
			return false;
	return true;
}

static bool is_weekday(struct instant instant, int weekday)
{
	struct day day = day_of_instant(instant, (struct zone){0});

	return (day_difference(some_monday, day) % 7 + 7) % 7 == weekday;
}

/* The same time as RFC 3339 has it, which is read with all due strictness already. */
static bool parse(const char *text, struct instant *instant, struct error *error)
{
	char same[INSTANT_TEXT_SIZE];
	int month = words_find(WORDS(months), text + 8, 3);
	int length = snprintf(same, sizeof(same), "%.4s-%02d-%.2sT%.8sZ", text + 12, month + 1,
			      text + 5, text + 17);

	return instant_parse(same, (size_t)length, instant, error);
}

bool http_date_parse(const char *text, size_t length, struct instant *instant, struct error *error)
{
	struct instant read;

	if (!has_signs(text, length) || !parse(text, &read, error) ||
	    !is_weekday(read, words_find(WORDS(weekdays), text, 3)))
		return error_set(error, ERROR_INPUT,
				 "not a date such as \"Mon, 06 Mar 2023 07:59:59 GMT\"");
	*instant = read;
	return true;
}

/* Reads whole seconds, at least one digit and nothing else. */
static bool parse_seconds(const char *text, size_t length, struct span *wait)
{
	int64_t us = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		us = 10 * us + (text[i] - '0') * SECOND_US;
		if (us > WAIT_MAX_US)
			us = WAIT_MAX_US;
	}
	wait->us = us;
	return length > 0;
}

bool http_date_parse_wait(const char *text, size_t length, struct instant now, struct span *wait,
			  struct error *error)
{
	struct instant until;
	struct span read;

	if (!parse_seconds(text, length, &read)) {
		if (!http_date_parse(text, length, &until, error))
			return error_wrap(error, "neither seconds nor a date");
		read = instant_since(until, now);
	}
	if (read.us < 0)
		read.us = 0;
	wait->us = read.us > WAIT_MAX_US ? WAIT_MAX_US : read.us;
	return true;
}
