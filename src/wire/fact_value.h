/* One fact's value out of its JSON, by the fact's shape. */
#ifndef REFUNDD_WIRE_FACT_VALUE_H
#define REFUNDD_WIRE_FACT_VALUE_H

#include "domain/facts.h"
#include "wire/json.h"

/* `value` is unknown, of the fact's type, and `json` is not null. `currency` is the order's or
 * NULL: then an amount stays unknown, but must look like one. ERROR_INPUT says what was expected.
 */
bool fact_value_read(const struct fact_info *info, const struct currency *currency,
		     const struct json_value *json, struct value *value, struct error *error);

/* A JSON number that is a whole number from 0 to `max`. */
bool fact_whole_read(const struct json_value *json, int64_t max, struct number *number,
		     struct error *error);

#endif
