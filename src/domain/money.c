#include "domain/money.h"

#include "domain/decimal.h"

#define MAX_PARTS 8

static bool say_expected(const struct currency *currency, struct error *error)
{
	char example[MONEY_TEXT_SIZE], most[MONEY_TEXT_SIZE];

	money_format((struct money){41851, currency}, example);
	money_format((struct money){MONEY_MAX_MINOR, currency}, most);
	return error_set(error, ERROR_INPUT,
			 "not an amount of %s: expected digits with at most %d decimals, "
			 "such as \"%s\", up to %s",
			 currency->code, currency->digits, example, most);
}

bool money_parse(const char *text, size_t length, const struct currency *currency,
		 struct money *money, struct error *error)
{
	int64_t minor;

	if (!decimal_parse(text, length, currency->digits, MONEY_MAX_MINOR, &minor))
		return say_expected(currency, error);
	*money = (struct money){minor, currency};
	return true;
}

size_t money_format(struct money money, char text[MONEY_TEXT_SIZE])
{
	return decimal_format(money.minor, money.currency->digits, text);
}

struct money money_zero(const struct currency *currency)
{
	return (struct money){0, currency};
}

bool money_is_same_currency(struct money a, struct money b)
{
	return a.currency == b.currency;
}

const struct money *money_find(const struct money *list, size_t count,
			       const struct currency *currency)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].currency == currency)
			return &list[i];
	return NULL;
}

bool money_add(struct money a, struct money b, struct money *sum, struct error *error)
{
	int64_t minor;

	if (!money_is_same_currency(a, b))
		return error_set(error, ERROR_INPUT, "%s cannot be added to %s", b.currency->code,
				 a.currency->code);
	if (__builtin_add_overflow(a.minor, b.minor, &minor))
		return error_set(error, ERROR_INPUT, "the sum is more %s than can be counted",
				 a.currency->code);
	*sum = (struct money){minor, a.currency};
	return true;
}

struct money money_fraction(struct money base, int64_t numerator, int64_t denominator)
{
	base.minor = (int64_t)((__int128)base.minor * numerator / denominator);
	return base;
}

static size_t largest(const __int128 *remainders, size_t count)
{
	size_t found = 0;

	for (size_t i = 1; i < count; i++)
		if (remainders[i] > remainders[found])
			found = i;
	return found;
}

void money_share(struct money total, const struct money *parts, size_t count, struct money *shares)
{
	__int128 remainders[MAX_PARTS];
	__int128 sum = 0;
	int64_t left = total.minor;

	for (size_t i = 0; i < count; i++)
		sum += parts[i].minor;
	if (sum == 0)
		sum = 1; /* all parts are zero, and so are the shares */
	for (size_t i = 0; i < count; i++) {
		__int128 product = (__int128)total.minor * parts[i].minor;

		shares[i] = (struct money){(int64_t)(product / sum), total.currency};
		remainders[i] = product % sum;
		left -= shares[i].minor;
	}
	for (; left > 0; left--) {
		size_t i = largest(remainders, count);

		shares[i].minor++;
		remainders[i] = 0;
	}
}
