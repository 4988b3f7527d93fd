/* Amounts are read, written and read again as the same; shares sum to the total.
 *
 * An input is a currency and amounts, "USD 362.60 200.00 207.96": the first amount is shared among
 * the others where they can pay it. */
#include "domain/money.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PARTS 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool read_amount(const char *text, size_t length, const struct currency *currency,
			struct money *money)
{
	char written[MONEY_TEXT_SIZE];
	struct money again;
	struct error error;
	size_t written_length;

	if (!money_parse(text, length, currency, money, &error))
		return false;
	require(money->minor >= 0 && money->minor <= MONEY_MAX_MINOR);
	written_length = money_format(*money, written);
	require(written_length == strlen(written));
	require(money_parse(written, written_length, currency, &again, &error));
	require(again.minor == money->minor && money_is_same_currency(again, *money));
	return true;
}

static void check_shares(struct money total, const struct money *parts, size_t count)
{
	struct money shares[MAX_PARTS], sum = money_zero(total.currency), paid = sum;
	struct error error;

	for (size_t i = 0; i < count; i++)
		require(money_add(paid, parts[i], &paid, &error));
	if (count == 0 || total.minor > paid.minor)
		return;
	money_share(total, parts, count, shares);
	for (size_t i = 0; i < count; i++) {
		require(shares[i].minor >= 0 && shares[i].minor <= parts[i].minor);
		require(money_add(sum, shares[i], &sum, &error));
	}
	require(sum.minor == total.minor);
}

static void check_fraction(struct money base, size_t numerator, size_t denominator)
{
	struct money part = money_fraction(base, (int64_t)numerator, (int64_t)denominator);
	struct money more = money_fraction(base, (int64_t)numerator + 1, (int64_t)denominator);

	require(part.minor >= 0 && part.minor <= more.minor && more.minor <= base.minor);
}

static void check_line(const char *text, size_t length, const struct currency *currency)
{
	struct money amounts[1 + MAX_PARTS];
	size_t count = 0;

	while (length > 0 && count < 1 + MAX_PARTS) {
		const char *blank = memchr(text, ' ', length);
		size_t taken = blank == NULL ? length : (size_t)(blank - text);

		if (read_amount(text, taken, currency, &amounts[count]))
			count++;
		taken += blank != NULL;
		text += taken;
		length -= taken;
	}
	if (count == 0)
		return;
	check_shares(amounts[0], amounts + 1, count - 1);
	check_fraction(amounts[0], (size_t)amounts[count - 1].minor % 31, 31);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const struct currency *currency;

	if (size < 4)
		return 0;
	currency = currency_find(text, 3);
	if (currency == NULL)
		return 0;
	require(memcmp(currency->code, text, 3) == 0);
	check_line(text + 4, size - 4, currency);
	return 0;
}
