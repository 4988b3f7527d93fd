#include "desk/member.h"

#include "base/memory.h"

#define MAX_COUNT 1000000

#define TYPE_BIT(type) (1u << (type))
#define TRUTHS	       (TYPE_BIT(JSON_FALSE) | TYPE_BIT(JSON_TRUE))

static const char *const type_names[] = {
	[JSON_NULL] = "null",	    [JSON_FALSE] = "false",	[JSON_TRUE] = "true",
	[JSON_NUMBER] = "a number", [JSON_STRING] = "a string", [JSON_ARRAY] = "an array",
	[JSON_OBJECT] = "an object"};

/* The sentence so far stands after the place of `value`. */
static bool at_place(const struct json_document *document, const struct json_value *value,
		     struct error *error)
{
	struct json_place place = json_place_of(document, value);

	error_wrap(error, "line %ld, column %ld", place.line, place.column);
	return false;
}

static bool wrong_type(const struct json_document *document, const struct json_value *value,
		       const char *what, const char *expected, struct error *error)
{
	error_set(error, ERROR_INPUT, "%s must be %s, not %s", what, expected,
		  type_names[value->type]);
	return at_place(document, value, error);
}

/* *value NULL: absent or null, which is as good as said. */
static bool find(struct members of, const char *key, enum member_need need, unsigned types,
		 const char *expected, const struct json_value **value, struct error *error)
{
	const struct json_value *found = json_member(of.document, of.object, key);

	if (found == NULL || found->type == JSON_NULL) {
		if (need == MEMBER_NEEDED) {
			error_set(error, ERROR_INPUT, "\"%s\" is missing", key);
			return at_place(of.document, found == NULL ? of.object : found, error);
		}
		found = NULL;
	} else if ((types & TYPE_BIT(found->type)) == 0) {
		return wrong_type(of.document, found, key, expected, error);
	}
	*value = found;
	return true;
}

bool members_of(const struct json_document *document, const struct json_value *value,
		const char *what, struct members *members, struct error *error)
{
	if (value->type != JSON_OBJECT)
		return wrong_type(document, value, what, "an object", error);
	*members = (struct members){document, value};
	return true;
}

bool member_text(struct members of, const char *key, enum member_need need, const char **text,
		 struct error *error)
{
	const struct json_value *value;

	if (!find(of, key, need, TYPE_BIT(JSON_STRING), "a string", &value, error))
		return false;
	if (value != NULL)
		*text = value->text;
	return true;
}

bool member_truth(struct members of, const char *key, enum member_need need, bool *truth,
		  struct error *error)
{
	const struct json_value *value;

	if (!find(of, key, need, TRUTHS, "true or false", &value, error))
		return false;
	if (value != NULL)
		*truth = value->type == JSON_TRUE;
	return true;
}

bool member_count(struct members of, const char *key, enum member_need need, int *count,
		  struct error *error)
{
	const struct json_value *value;
	int read = 0;

	if (!find(of, key, need, TYPE_BIT(JSON_NUMBER), "a number", &value, error))
		return false;
	if (value == NULL)
		return true;
	for (const char *at = value->text; *at != '\0'; at++) {
		int digit = *at - '0';

		if (digit < 0 || digit > 9 || read * 10 + digit > MAX_COUNT) {
			error_set(error, ERROR_INPUT, "expected a whole number up to %d",
				  MAX_COUNT);
			return member_wrong(of, key, error);
		}
		read = read * 10 + digit;
	}
	*count = read;
	return true;
}

bool member_word(struct members of, const char *key, enum member_need need, struct words words,
		 int *index, struct error *error)
{
	const struct json_value *value;
	struct buffer *expected;
	int found;

	if (!find(of, key, need, TYPE_BIT(JSON_STRING), "a string", &value, error))
		return false;
	if (value == NULL)
		return true;
	found = words_find(words, value->text, value->length);
	if (found < 0) {
		expected = buffer_new(NULL);
		words_add_list(words, expected);
		error_set(error, ERROR_INPUT, "expected %s", expected->bytes);
		talloc_free(expected);
		return member_wrong(of, key, error);
	}
	*index = found;
	return true;
}

bool member_instant(struct members of, const char *key, enum member_need need,
		    struct instant *instant, struct error *error)
{
	const struct json_value *value;

	if (!find(of, key, need, TYPE_BIT(JSON_STRING), "a string", &value, error))
		return false;
	if (value == NULL || instant_parse(value->text, value->length, instant, error))
		return true;
	return member_wrong(of, key, error);
}

bool member_list(struct members of, const char *key, enum member_need need, enum json_type type,
		 const struct json_value **list, struct error *error)
{
	const struct json_value *value;

	if (!find(of, key, need, TYPE_BIT(type), type_names[type], &value, error))
		return false;
	if (value != NULL)
		*list = value;
	return true;
}

bool member_wrong(struct members of, const char *key, struct error *error)
{
	error_wrap(error, "%s", key);
	return at_place(of.document, json_member(of.document, of.object, key), error);
}
