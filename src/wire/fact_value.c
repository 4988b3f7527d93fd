#include "wire/fact_value.h"

#include "wire/facts_json.h"

#include <string.h>
#include <talloc.h>

#define MAX_UIN 20

#define TYPE_BIT(type) (1u << (type))
#define A_STRING       TYPE_BIT(JSON_STRING), "a string"

/* How each shape stands in JSON. */
static const struct shape_type {
	unsigned types;
	const char *words;
} shape_types[] = {
	[SHAPE_TEXT] = {A_STRING},
	[SHAPE_WORD] = {A_STRING},
	[SHAPE_UIN] = {A_STRING},
	[SHAPE_CURRENCY] = {A_STRING},
	[SHAPE_TIME] = {A_STRING},
	[SHAPE_COUNT] = {TYPE_BIT(JSON_NUMBER), "a number, without quotes"},
	[SHAPE_DECIMAL] = {A_STRING},
	[SHAPE_AMOUNT] = {A_STRING},
	[SHAPE_TRUTH] = {TYPE_BIT(JSON_TRUE) | TYPE_BIT(JSON_FALSE), "true or false"},
};

static bool has_only_digits(const struct json_value *json)
{
	uint32_t i = 0;

	while (json->text[i] >= '0' && json->text[i] <= '9')
		i++;
	return i == json->length;
}

/* These set, on success, the member of the value that is of its type. */

static bool read_text(const struct json_value *json, struct value *value, struct error *error)
{
	if (json->length == 0 || json->length > FACTS_JSON_MAX_TEXT)
		return error_set(error, ERROR_INPUT, "expected a text of 1 to %d bytes",
				 FACTS_JSON_MAX_TEXT);
	value->text = json->text;
	return true;
}

static bool say_words(struct words words, const char *text, struct error *error)
{
	const char *nearest = words_nearest(words, text);
	struct buffer *list = buffer_new(NULL);

	words_add_list(words, list);
	if (nearest != NULL)
		buffer_add_format(list, "; did you mean %s?", nearest);
	error_set(error, ERROR_INPUT, "expected %s", list->bytes);
	talloc_free(list);
	return false;
}

static bool read_word(struct words words, const struct json_value *json, struct value *value,
		      struct error *error)
{
	int found = words_find(words, json->text, json->length);

	if (found < 0)
		return say_words(words, json->text, error);
	value->text = words.list[found];
	return true;
}

static bool read_uin(const struct json_value *json, struct value *value, struct error *error)
{
	if (json->length == 0 || json->length > MAX_UIN || !has_only_digits(json))
		return error_set(error, ERROR_INPUT, "expected 1 to %d digits", MAX_UIN);
	value->text = json->text;
	return true;
}

static bool read_currency(const struct json_value *json, struct value *value, struct error *error)
{
	const struct currency *currency = currency_find(json->text, json->length);

	if (currency == NULL)
		return error_set(error, ERROR_INPUT,
				 "expected a currency's ISO 4217 code such as USD");
	value->text = currency->code;
	return true;
}

static bool read_amount(const struct currency *currency, const struct json_value *json,
			struct value *value, struct error *error)
{
	struct number number;

	if (currency == NULL)
		return number_parse(json->text, json->length, &number, error);
	return money_parse(json->text, json->length, currency, &value->money, error);
}

static bool read_shape(const struct fact_info *info, const struct currency *currency,
		       const struct json_value *json, struct value *value, struct error *error)
{
	switch (info->shape) {
	case SHAPE_TEXT: return read_text(json, value, error);
	case SHAPE_WORD: return read_word(info->words, json, value, error);
	case SHAPE_UIN: return read_uin(json, value, error);
	case SHAPE_CURRENCY: return read_currency(json, value, error);
	case SHAPE_TIME: return instant_parse(json->text, json->length, &value->instant, error);
	case SHAPE_COUNT: return fact_whole_read(json, FACTS_JSON_MAX_COUNT, &value->number, error);
	case SHAPE_DECIMAL: return number_parse(json->text, json->length, &value->number, error);
	case SHAPE_AMOUNT: return read_amount(currency, json, value, error);
	case SHAPE_TRUTH: value->truth = json->type == JSON_TRUE; return true;
	}
	__builtin_unreachable();
}

bool fact_value_read(const struct fact_info *info, const struct currency *currency,
		     const struct json_value *json, struct value *value, struct error *error)
{
	const struct shape_type *expected = &shape_types[info->shape];

	if ((expected->types & TYPE_BIT(json->type)) == 0)
		return error_set(error, ERROR_INPUT, "expected %s", expected->words);
	if (!read_shape(info, currency, json, value, error))
		return false;
	value->is_known = info->shape != SHAPE_AMOUNT || currency != NULL;
	return true;
}

bool fact_whole_read(const struct json_value *json, int64_t max, struct number *number,
		     struct error *error)
{
	struct number read;

	if (json->type != JSON_NUMBER || !has_only_digits(json) ||
	    !number_parse(json->text, json->length, &read, error) ||
	    read.millionths > max * NUMBER_SCALE)
		return error_set(error, ERROR_INPUT, "expected a whole number from 0 to %lld",
				 (long long)max);
	*number = read;
	return true;
}
