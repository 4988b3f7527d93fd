#include "sys/config_types.h"

#include "base/memory.h"
#include "wire/explain.h"

#include <string.h>

#define MAX_POINTS 1000

/* "5000 USD" */
static bool read_amount(const char *text, struct money *money, struct error *error)
{
	const char *blank = strrchr(text, ' ');
	const struct currency *currency;

	if (blank == NULL)
		return error_set(error, ERROR_CONFIG,
				 "'%s' is no amount; it is written like \"5000 USD\"", text);
	currency = currency_find(blank + 1, strlen(blank + 1));
	if (currency == NULL)
		return error_set(error, ERROR_CONFIG, "'%s' is no ISO 4217 currency", blank + 1);
	return money_parse(text, (size_t)(blank - text), currency, money, error);
}

/* "2: 35" */
static bool read_step(const char *text, struct signal_step *step, struct error *error)
{
	const char *colon = strchr(text, ':');
	struct number points;

	if (colon == NULL)
		return error_set(error, ERROR_CONFIG,
				 "'%s' is no step; it is written like \"2: 35\"", text);
	if (!number_parse(text, (size_t)(colon - text), &step->at_least, error))
		return false;
	colon += 1 + strspn(colon + 1, " ");
	if (!number_parse(colon, strlen(colon), &points, error))
		return false;
	if (points.millionths % NUMBER_SCALE != 0 || points.millionths > MAX_POINTS * NUMBER_SCALE)
		return error_set(error, ERROR_CONFIG,
				 "'%s' is not a whole number of points from 0 to %d", colon,
				 MAX_POINTS);
	step->points = (int)(points.millionths / NUMBER_SCALE);
	return true;
}

bool config_read_amounts(const struct config_reading *reading, const struct option_info *option,
			 const struct config_token *const *values, size_t count, void *object)
{
	struct money *list = NEW_ARRAY(reading->ctx, struct money, count);
	struct error error;

	for (size_t i = 0; i < count; i++) {
		if (!read_amount(values[i]->text, &list[i], &error))
			return config_refuse(reading, option, values[i]->place, "%s", error.text);
		for (size_t j = 0; j < i; j++)
			if (money_is_same_currency(list[j], list[i]))
				return config_refuse(reading, option, values[i]->place,
						     "%s has an amount already",
						     list[i].currency->code);
	}
	*(const struct money **)config_field(option, object) = list;
	*(size_t *)config_extra(option, object) = count;
	return true;
}

bool config_read_steps(const struct config_reading *reading, const struct option_info *option,
		       const struct config_token *const *values, size_t count, void *object)
{
	struct signal_step *list = NEW_ARRAY(reading->ctx, struct signal_step, count);
	struct error error;

	for (size_t i = 0; i < count; i++) {
		if (!read_step(values[i]->text, &list[i], &error))
			return config_refuse(reading, option, values[i]->place, "%s", error.text);
		if (i > 0 && list[i].at_least.millionths <= list[i - 1].at_least.millionths)
			return config_refuse(reading, option, values[i]->place,
					     "the steps must rise, and '%s' does not",
					     values[i]->text);
	}
	*(const struct signal_step **)config_field(option, object) = list;
	*(size_t *)config_extra(option, object) = count;
	return true;
}

bool config_read_units(const struct config_reading *reading, const struct option_info *option,
		       const struct config_token *const *values, size_t count, void *object)
{
	struct phrasebook *book = object;
	size_t wanted = sizeof(book->words.units) / sizeof(book->words.units[0]);

	if (count != wanted)
		return config_refuse(reading, option, values[0]->place,
				     "%zu texts are expected, one and many of day, hour, minute "
				     "and second, not %zu",
				     wanted, count);
	for (size_t i = 0; i < count; i++) {
		if (!config_check_line(reading, option, values[i]))
			return false;
		book->words.units[i] = text_copy(reading->ctx, values[i]->text);
	}
	return true;
}

bool config_read_days(const struct config_reading *reading, const struct option_info *option,
		      const struct config_token *const *values, size_t count, void *object)
{
	struct day *list = NEW_ARRAY(reading->ctx, struct day, count);
	struct error error;

	for (size_t i = 0; i < count; i++)
		if (!day_parse(values[i]->text, values[i]->length, &list[i], &error))
			return config_refuse(reading, option, values[i]->place, "%s", error.text);
	*(const struct day **)config_field(option, object) = list;
	*(size_t *)config_extra(option, object) = count;
	return true;
}
