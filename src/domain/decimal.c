#include "domain/decimal.h"

#include <string.h>

static const int64_t scales[DECIMAL_MAX_PLACES + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000};

bool digits_parse(const char *text, size_t length, int64_t max, int64_t *value)
{
	int64_t sum = 0;

	if (length == 0)
		return false;
	for (size_t i = 0; i < length; i++) {
		int digit = text[i] - '0';

		if (digit < 0 || digit > 9 || sum * 10 > max - digit)
			return false;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return true;
}

size_t digits_format(int64_t value, size_t width, char *text)
{
	for (size_t i = width; i-- > 0; value /= 10)
		text[i] = (char)('0' + value % 10);
	return width;
}

bool decimal_parse(const char *text, size_t length, int places, int64_t max, int64_t *scaled)
{
	const char *point = memchr(text, '.', length);
	size_t whole_length = point == NULL ? length : (size_t)(point - text);
	int64_t whole, fraction = 0;

	if (!digits_parse(text, whole_length, max / scales[places], &whole))
		return false;
	if (point != NULL) {
		size_t decimals = length - whole_length - 1;

		if (decimals > (size_t)places ||
		    !digits_parse(point + 1, decimals, scales[places], &fraction))
			return false;
		fraction *= scales[(size_t)places - decimals];
	}
	if (fraction > max - whole * scales[places])
		return false;
	*scaled = whole * scales[places] + fraction;
	return true;
}

size_t decimal_format(int64_t scaled, int places, char text[DECIMAL_TEXT_SIZE])
{
	char room[DECIMAL_TEXT_SIZE];
	char *end = room + sizeof(room);
	char *at = end;
	uint64_t rest = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;

	for (int written = 0; rest > 0 || written <= places; written++) {
		if (written == places && places > 0)
			*--at = '.';
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	}
	if (scaled < 0)
		*--at = '-';
	memcpy(text, at, (size_t)(end - at));
	text[end - at] = '\0';
	return (size_t)(end - at);
}
