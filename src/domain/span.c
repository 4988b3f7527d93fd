#include "domain/instant.h"

#include "domain/decimal.h"
#include "domain/number.h"

#define SPAN_MAX_US (36500 * DAY_US)
#define UNIT_COUNT  4

static const struct unit {
	char letter;
	int64_t us;
} units[UNIT_COUNT] = {{'d', DAY_US}, {'h', HOUR_US}, {'m', MINUTE_US}, {'s', SECOND_US}};

static size_t count_digits(const char *text, size_t length)
{
	size_t n = 0;

	while (n < length && text[n] >= '0' && text[n] <= '9')
		n++;
	return n;
}

/* Adds each unit where it stands, and says how far it came. */
static size_t add_units(const char *text, size_t length, int64_t *us)
{
	size_t at = 0;

	for (const struct unit *unit = units; unit < units + UNIT_COUNT; unit++) {
		size_t digits = count_digits(text + at, length - at);
		int64_t count;

		if (at + digits == length || text[at + digits] != unit->letter)
			continue;
		if (!digits_parse(text + at, digits, SPAN_MAX_US / unit->us, &count))
			break;
		*us += count * unit->us;
		at += digits + 1;
	}
	return at;
}

bool span_parse(const char *text, size_t length, struct span *span, struct error *error)
{
	int64_t us = 0;

	if (add_units(text, length, &us) != length || length == 0 || us > SPAN_MAX_US)
		return error_set(error, ERROR_INPUT,
				 "not a duration: expected whole days, hours, minutes and seconds "
				 "as in \"5d\" or \"4d23h59m59s\", up to 36500d");
	span->us = us;
	return true;
}

size_t span_format(struct span span, char text[SPAN_TEXT_SIZE])
{
	uint64_t rest = span.us < 0 ? 0 - (uint64_t)span.us : (uint64_t)span.us;
	size_t length = 0;

	if (span.us < 0)
		text[length++] = '-';
	for (const struct unit *unit = units; unit->us > SECOND_US; unit++) {
		int64_t count = (int64_t)(rest / (uint64_t)unit->us);

		if (count == 0)
			continue;
		length += decimal_format(count, 0, text + length);
		text[length++] = unit->letter;
		rest %= (uint64_t)unit->us;
	}
	if (rest > 0 || span.us == 0) {
		length += number_format((struct number){(int64_t)rest}, text + length);
		text[length++] = 's';
	}
	text[length] = '\0';
	return length;
}
