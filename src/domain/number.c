#include "domain/number.h"

#include "domain/decimal.h"

#define PLACES 6

bool number_parse(const char *text, size_t length, struct number *number, struct error *error)
{
	int64_t millionths;

	if (!decimal_parse(text, length, PLACES, NUMBER_MAX * NUMBER_SCALE, &millionths))
		return error_set(error, ERROR_INPUT,
				 "not a number: expected digits with at most %d decimals, such as "
				 "\"12.5\", up to %lld",
				 PLACES, (long long)NUMBER_MAX);
	number->millionths = millionths;
	return true;
}

size_t number_format(struct number number, char text[NUMBER_TEXT_SIZE])
{
	size_t length;

	if (number.millionths % NUMBER_SCALE == 0)
		return decimal_format(number.millionths / NUMBER_SCALE, 0, text);
	length = decimal_format(number.millionths, PLACES, text);
	while (text[length - 1] == '0')
		length--;
	text[length] = '\0';
	return length;
}

struct number number_of(int64_t whole)
{
	return (struct number){whole * NUMBER_SCALE};
}
