#include "wire/facts_json.h"

#include "base/memory.h"
#include "wire/fact_value.h"

#include <string.h>

#define SIGNAL_BYTES "abcdefghijklmnopqrstuvwxyz0123456789-"

const struct json_limits facts_json_limits = {
	.max_bytes = 64 * 1024,
	.max_string = 4096,
	.max_depth = 16,
	.max_members = 256,
};

static const size_t key_lengths[] = {
#define X(identifier, section, key, ...) sizeof(key) - 1,
	FACTS(X)
#undef X
};

/* How far the walk along the table of facts has come. */
struct reading {
	const struct json_document *document;
	struct facts facts;
	const struct currency *currency; /* of the order; NULL: unknown */
	const char *section;		 /* "order.paid" */
	const struct json_value *object; /* of the section; NULL: all its facts are unknown */
	const struct json_value *at;	 /* the member to look at first */
};

static bool is_unknown(const struct json_value *json)
{
	return json == NULL || json->type == JSON_NULL;
}

/* Puts place and name before the sentence. */
static bool fail_at(const struct json_document *document, const struct json_value *json,
		    const char *name, size_t name_length, struct error *error)
{
	struct json_place place = json_place_of(document, json);

	return error_wrap(error, "line %ld, column %ld: %.*s", place.line, place.column,
			  (int)name_length, name);
}

static bool check_object(const struct json_document *document, const struct json_value *json,
			 const char *name, size_t name_length, struct error *error)
{
	if (json->type == JSON_OBJECT)
		return true;
	error_set(error, ERROR_INPUT, "expected an object");
	return fail_at(document, json, name, name_length, error);
}

static bool is_key(const struct json_value *member, const char *key, size_t length)
{
	return member->key_length == length && memcmp(member->key, key, length) == 0;
}

static const struct json_value *find_member(const struct json_document *document,
					    const struct json_value *object, const char *part,
					    size_t length)
{
	const struct json_value *member = json_first(document, object);

	while (member != NULL && !is_key(member, part, length))
		member = json_next(document, object, member);
	return member;
}

/* Follows the dotted `path` from the root; *found is NULL where it ends early. */
static bool find_section(const struct json_document *document, const char *path,
			 const struct json_value **found, struct error *error)
{
	const struct json_value *object = &document->values[0];
	const char *part = path;

	while (*part != '\0') {
		size_t length = strcspn(part, ".");

		object = find_member(document, object, part, length);
		if (is_unknown(object)) {
			*found = NULL;
			return true;
		}
		part += length;
		if (!check_object(document, object, path, (size_t)(part - path), error))
			return false;
		part += *part == '.';
	}
	*found = object;
	return true;
}

static bool enter_section(struct reading *reading, const char *section, struct error *error)
{
	if (reading->section == section || strcmp(reading->section, section) == 0)
		return true;
	if (!find_section(reading->document, section, &reading->object, error))
		return false;
	reading->section = section;
	reading->at = NULL;
	return true;
}

/* Documents mostly come in the order of the table: the search begins behind the last hit. */
static const struct json_value *take_member(struct reading *reading, const char *key, size_t length)
{
	const struct json_value *object = reading->object;

	for (uint32_t i = 0; i < object->count; i++) {
		const struct json_value *member = reading->at;

		if (member == NULL)
			member = json_first(reading->document, object);
		reading->at = json_next(reading->document, object, member);
		if (is_key(member, key, length))
			return member;
	}
	return NULL;
}

static bool read_fact(struct reading *reading, enum fact fact, struct error *error)
{
	const struct fact_info *info = fact_info(fact);
	struct value *value = &reading->facts.value[fact];
	const struct json_value *json;

	if (!enter_section(reading, info->section, error))
		return false;
	json = reading->object == NULL ? NULL : take_member(reading, info->key, key_lengths[fact]);
	if (is_unknown(json))
		return true;
	if (!fact_value_read(info, reading->currency, json, value, error))
		return fail_at(reading->document, json, info->name, strlen(info->name), error);
	/* In the table it stands before every amount. */
	if (fact == FACT_ORDER_CURRENCY)
		reading->currency = currency_find(value->text, strlen(value->text));
	return true;
}

static bool read_signal(const struct json_value *json, struct signal_value *signal,
			struct error *error)
{
	if (json->key_length == 0 || json->key_length > FACTS_JSON_MAX_SIGNAL ||
	    strspn(json->key, SIGNAL_BYTES) != json->key_length)
		return error_set(error, ERROR_INPUT,
				 "expected names of 1 to %d small letters, digits and \"-\"",
				 FACTS_JSON_MAX_SIGNAL);
	signal->name = json->key;
	return fact_whole_read(json, NUMBER_MAX, &signal->number, error);
}

static bool read_signals(const void *ctx, struct reading *reading, struct error *error)
{
	const struct json_document *document = reading->document;
	const char *name = fact_info(FACT_SIGNALS)->name;
	const struct json_value *object;
	struct facts *facts = &reading->facts;

	if (!find_section(document, name, &object, error))
		return false;
	if (object == NULL)
		return true;
	if (object->count > FACTS_JSON_MAX_SIGNALS) {
		error_set(error, ERROR_INPUT, "expected no more than %d signals",
			  FACTS_JSON_MAX_SIGNALS);
		return fail_at(document, object, name, strlen(name), error);
	}
	facts->has_signals = true;
	facts->signals = NEW_ARRAY(ctx, struct signal_value, object->count);
	for (const struct json_value *json = json_first(document, object); json != NULL;
	     json = json_next(document, object, json))
		if (!read_signal(json, &facts->signals[facts->signal_count++], error)) {
			talloc_free(facts->signals);
			return fail_at(document, json, name, strlen(name), error);
		}
	return true;
}

/* ---- writing ---- */

static void put_value(struct json_writer *writer, enum fact_shape shape, struct value value,
		      struct zone zone)
{
	char text[INSTANT_TEXT_SIZE];

	switch (shape) {
	case SHAPE_TEXT:
	case SHAPE_WORD:
	case SHAPE_UIN:
	case SHAPE_CURRENCY: json_put_text(writer, value.text); return;
	case SHAPE_TRUTH: json_put_truth(writer, value.truth); return;
	case SHAPE_COUNT:
		number_format(value.number, text);
		json_put_number(writer, text);
		return;
	case SHAPE_TIME: instant_format(value.instant, zone, text); break;
	case SHAPE_DECIMAL: number_format(value.number, text); break;
	case SHAPE_AMOUNT: money_format(value.money, text); break;
	}
	json_put_text(writer, text);
}

/* True when the first `length` bytes of `path` are `section` or one that it lies in. */
static bool lies_in(const char *section, const char *path, size_t length)
{
	return length == 0 || (strncmp(section, path, length) == 0 &&
			       (section[length] == '.' || section[length] == '\0'));
}

/* Closes and opens the objects between the section `from` and the section `to`. */
static void move_to(struct json_writer *writer, const char *from, const char *to)
{
	size_t length = strlen(from);

	while (!lies_in(to, from, length)) {
		while (length > 0 && from[--length] != '.')
			continue;
		json_close_object(writer);
	}
	while (to[length] != '\0') {
		const char *part = to + length + (to[length] == '.');
		size_t part_length = strcspn(part, ".");

		json_put_key_bytes(writer, part, part_length, true);
		json_open_object(writer);
		length = (size_t)(part - to) + part_length;
	}
}

static void put_signals(struct json_writer *writer, const struct facts *facts)
{
	char text[NUMBER_TEXT_SIZE];

	json_put_key(writer, fact_info(FACT_SIGNALS)->name);
	json_open_object(writer);
	for (size_t i = 0; i < facts->signal_count; i++) {
		json_put_key(writer, facts->signals[i].name);
		number_format(facts->signals[i].number, text);
		json_put_number(writer, text);
	}
	json_close_object(writer);
}

bool facts_from_json(const void *ctx, const struct json_document *document, struct facts *facts,
		     struct error *error)
{
	static const char whole[] = "facts";
	struct reading reading = {
		.document = document,
		.section = "",
		.object = &document->values[0],
	};

	if (!check_object(document, reading.object, whole, strlen(whole), error))
		return false;
	facts_init(&reading.facts);
	for (enum fact fact = 0; fact < FACT_COUNT; fact++)
		if (!read_fact(&reading, fact, error))
			return false;
	if (!read_signals(ctx, &reading, error))
		return false;
	*facts = reading.facts;
	return true;
}

void facts_to_json(const struct facts *facts, struct zone zone, struct json_writer *writer)
{
	const char *section = "";

	json_open_object(writer);
	for (enum fact fact = 0; fact < FACT_COUNT; fact++) {
		const struct fact_info *info = fact_info(fact);

		if (!facts->value[fact].is_known)
			continue;
		move_to(writer, section, info->section);
		section = info->section;
		json_put_key(writer, info->key);
		put_value(writer, info->shape, facts->value[fact], zone);
	}
	move_to(writer, section, "");
	if (facts->has_signals)
		put_signals(writer, facts);
	json_close_object(writer);
}
