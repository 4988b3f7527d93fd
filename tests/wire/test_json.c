#include "wire/json.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct json_limits limits = {
	.max_bytes = 4096,
	.max_string = 64,
	.max_depth = 8,
	.max_members = 80,
};

static TALLOC_CTX *ctx;

static void set_up(void)
{
	ctx = talloc_new(NULL);
}

static void tear_down(void)
{
	talloc_free(ctx);
}

TestSuite(json, .init = set_up, .fini = tear_down);

static struct json_document read_text(const char *text)
{
	struct json_document document = {0};
	struct error error = {.text = ""};

	cr_assert(json_read(ctx, text, strlen(text), &limits, &document, &error), "%s: %s", text,
		  error.text);
	return document;
}

static void expect_error(const char *bytes, size_t length, const char *sentence)
{
	struct json_document document = {.count = 77};
	struct error error = {.text = ""};

	cr_expect_not(json_read(ctx, bytes, length, &limits, &document, &error), "%s", bytes);
	cr_expect_str_eq(error.text, sentence, "%s: %s", bytes, error.text);
	cr_expect_eq(error.kind, ERROR_INPUT);
	cr_expect_eq(document.count, 77);
}

Test(json, the_tape_holds_the_values_in_the_order_of_the_text)
{
	struct json_document document =
		read_text("{\"a\": [1, {\"b\": null}, []], \"c\": \"x\", \"d\": {}}");
	static const struct {
		enum json_type type;
		const char *key, *text;
		uint32_t count, next;
	} values[] = {
		{JSON_OBJECT, NULL, NULL, 3, 8}, {JSON_ARRAY, "a", NULL, 3, 6},
		{JSON_NUMBER, NULL, "1", 0, 3},	 {JSON_OBJECT, NULL, NULL, 1, 5},
		{JSON_NULL, "b", NULL, 0, 5},	 {JSON_ARRAY, NULL, NULL, 0, 6},
		{JSON_STRING, "c", "x", 0, 7},	 {JSON_OBJECT, "d", NULL, 0, 8},
	};

	cr_assert_eq(document.count, COUNT(values));
	for (size_t i = 0; i < COUNT(values); i++) {
		const struct json_value *value = &document.values[i];

		cr_expect_eq(value->type, values[i].type, "value %zu", i);
		cr_expect_eq(value->count,
			     values[i].text != NULL ? strlen(values[i].text) : values[i].count,
			     "value %zu", i);
		cr_expect_eq(value->next, values[i].next, "value %zu", i);
		cr_expect((value->key == NULL) == (values[i].key == NULL), "value %zu", i);
		if (value->key != NULL)
			cr_expect_str_eq(value->key, values[i].key);
		if (values[i].text == NULL)
			cr_expect_null(value->text);
		else
			cr_expect_str_eq(value->text, values[i].text);
	}
}

Test(json, strings_are_decoded_and_numbers_stay_text)
{
	static const struct {
		const char *json, *text;
		enum json_type type;
	} cases[] = {
		{"\"\"", "", JSON_STRING},
		{"\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", "a\"\\/\b\f\n\r\tz", JSON_STRING},
		{"\"\\u0041\\u00e4\\u20AC\\uffff\"", "A\xc3\xa4\xe2\x82\xac\xef\xbf\xbf",
		 JSON_STRING},
		{"\"\\ud83d\\uDE00\"", "\xf0\x9f\x98\x80", JSON_STRING},
		{"\"\\\\ud83d\"", "\\ud83d", JSON_STRING},
		{"\"\xe9\x80\x80\xe6\xac\xbe\"", "\xe9\x80\x80\xe6\xac\xbe", JSON_STRING},
		{"-0", "-0", JSON_NUMBER},
		{"1e400", "1e400", JSON_NUMBER},
		{"12345678901234567890.123", "12345678901234567890.123", JSON_NUMBER},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json_document document = read_text(cases[i].json);

		cr_expect_eq(document.values[0].type, cases[i].type);
		cr_expect_str_eq(document.values[0].text, cases[i].text);
		cr_expect_eq(document.values[0].length, strlen(cases[i].text));
	}
	cr_expect_eq(read_text("true").values[0].type, JSON_TRUE);
	cr_expect_eq(read_text("false").values[0].type, JSON_FALSE);
}

Test(json, members_are_found_and_walked)
{
	struct json_document document = read_text("{\"a\":{\"x\":1},\"b\":[2,3],\"c\":{}}");
	const struct json_value *root = &document.values[0];
	const struct json_value *array = json_member(&document, root, "b");
	const struct json_value *first = json_first(&document, array);
	const struct json_value *second = json_next(&document, array, first);

	cr_expect_str_eq(first->text, "2");
	cr_expect_str_eq(second->text, "3");
	cr_expect_null(json_next(&document, array, second));
	cr_expect_null(json_member(&document, root, "x"));
	cr_expect_null(json_first(&document, json_member(&document, root, "c")));
	cr_expect_null(json_member(&document, json_member(&document, root, "c"), "a"));
	cr_expect_null(json_next(&document, root, json_member(&document, root, "c")));
}

Test(json, the_place_of_a_value_is_where_it_begins)
{
	struct json_document document = read_text(
		"\n {\"a\": \"x\\\"\\\\\",\n  \"b\": [12.5,\n null, true,false, {}],\"c\":\"\"}");
	static const struct json_place places[] = {{2, 2}, {2, 8},  {3, 8},  {3, 9}, {4, 2},
						   {4, 8}, {4, 13}, {4, 20}, {4, 28}};

	cr_assert_eq(document.count, COUNT(places));
	for (size_t i = 0; i < COUNT(places); i++) {
		struct json_place place = json_place_of(&document, &document.values[i]);

		cr_expect_eq(place.line, places[i].line, "value %zu: %ld", i, place.line);
		cr_expect_eq(place.column, places[i].column, "value %zu: %ld", i, place.column);
	}
	document = read_text("\"x\"");
	cr_expect_eq(json_place_of(&document, &document.values[0]).column, 1);
}

Test(json, the_document_knows_its_own_bytes)
{
	struct json_document document = read_text("  {\"a\": 1} \n");

	cr_expect_eq(document.length, 8);
	cr_expect_eq(memcmp(document.bytes, "{\"a\": 1}", 8), 0);
	cr_expect_eq(document.line, 1);
	cr_expect_eq(document.column, 3);
}

Test(json, what_is_no_json_is_refused_where_it_goes_wrong)
{
	static const struct {
		const char *json, *sentence;
	} cases[] = {
		{"", "line 1, column 1: expected a JSON value"},
		{" \n\t", "line 2, column 2: expected a JSON value"},
		{"hello", "line 1, column 1: expected a JSON value"},
		{"}", "line 1, column 1: expected a JSON value"},
		{"{} {}", "line 1, column 4: expected nothing after the document"},
		{"{}\n]", "line 2, column 1: expected nothing after the document"},
		{"{\"a\"\n 1}", "line 2, column 2: expected \":\""},
		{"{\"a\" \"b\"}", "line 1, column 6: expected \":\""},
		{"{\"a\" : , 1}", "line 1, column 8: expected a value"},
		{"{\"a\":1 \"b\":2}", "line 1, column 8: expected \",\" or \"}\""},
		{"{\"a\":1 :2}", "line 1, column 8: expected \",\" or \"}\""},
		{"{\"a\":1]", "line 1, column 7: expected \",\" or \"}\""},
		{"{\"a\":1,}", "line 1, column 8: expected a key in quotes"},
		{"{\"a\":1, ,}", "line 1, column 9: expected a key in quotes"},
		{"{a:1}", "line 1, column 2: expected a key in quotes or \"}\""},
		{"{,}", "line 1, column 2: expected a key in quotes or \"}\""},
		{"[,]", "line 1, column 2: expected a value or \"]\""},
		{"[1 2]", "line 1, column 4: expected \",\" or \"]\""},
		{"[1}", "line 1, column 3: expected \",\" or \"]\""},
		{"[{}\n,]", "line 2, column 2: expected a value"},
		{"[1, # no comments\n2]", "line 1, column 5: expected a value"},
		{"[1, /* none */ 2]", "line 1, column 5: expected a value"},
		{"['a']", "line 1, column 2: expected a value or \"]\""},
		{"[tru]", "line 1, column 5: invalid string in json text"},
		{"[nil]", "line 1, column 3: invalid string in json text"},
		{"[-x]", "line 1, column 3: malformed number, a digit is required after the minus "
			 "sign"},
		{"[01]", "line 1, column 3: expected \",\" or \"]\""},
		{"[1.]", "line 1, column 4: malformed number, a digit is required after the "
			 "decimal point"},
		{"[1e+]", "line 1, column 5: malformed number, a digit is required after the "
			  "exponent"},
		{"[\"a\nb\"]", "line 1, column 4: invalid character inside string"},
		{"[\"a\\x\"]", "line 1, column 5: inside a string, '\\' occurs before a character "
			       "which it may not"},
		{"[\"\\u12g4\"]", "line 1, column 7: invalid (non-hex) character occurs after "
				  "'\\u' inside string"},
		{"\n{\"a\": [1", "line 2, column 9: the text ends in the middle of a document"},
		{"\"abc", "line 1, column 5: the text ends in the middle of a document"},
		{"-", "line 1, column 2: the text ends in the middle of a document"},
		{"{\"a\":1,\v\"b\":2}", "line 1, column 8: expected no other white space than "
					"blanks, tabs and line ends"},
		{"[\f]", "line 1, column 2: expected no other white space than blanks, tabs and "
			 "line ends"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		expect_error(cases[i].json, strlen(cases[i].json), cases[i].sentence);
}

Test(json, texts_that_have_two_readings_or_none_are_refused)
{
	static const struct {
		const char *json, *sentence;
	} cases[] = {
		{"[\"a\\u0000\"]", "line 1, column 4: \\u0000 may not stand in a text"},
		{"[\"\\ud800\"]", "line 1, column 3: half a character: expected a low surrogate "
				  "after the high one"},
		{"[\"\\ud800\\n\"]", "line 1, column 3: half a character: expected a low "
				     "surrogate after the high one"},
		{"[\"\\ud800\\u0041\"]", "line 1, column 3: half a character: expected a low "
					 "surrogate after the high one"},
		{"[\"\\ud800 udc00\"]", "line 1, column 3: half a character: expected a low "
					"surrogate after the high one"},
		{"{\"\\uDC00\":1}", "line 1, column 3: half a character: expected the high "
				    "surrogate before the low one"},
		{"[\"\\n\\\\\\ud83d\\ude00\\udfff\"]",
		 "line 1, column 19: half a character: expected the high surrogate before the low "
		 "one"},
		{"[\"\xc0\xaf\"]", "line 1, column 3: expected UTF-8"},
		{"[1,\n\"abc\xed\xa0\x80\"]", "line 2, column 5: expected UTF-8"},
		{"\"\xff\"", "line 1, column 2: expected UTF-8"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		expect_error(cases[i].json, strlen(cases[i].json), cases[i].sentence);
	expect_error("[\"a\0b\"]", 7, "line 1, column 4: invalid character inside string");
	expect_error("[\0]", 3, "line 1, column 2: expected a value or \"]\"");
	expect_error("{}\0", 3, "line 1, column 3: expected nothing after the document");
}

Test(json, a_key_stands_once_in_an_object)
{
	static const char again[] = "expected each key once, and the object has this one already";
	char sentence[128];

	snprintf(sentence, sizeof(sentence), "line 2, column 1: %s", again);
	expect_error("{\"a\":1,\n\"a\":2}", 14, sentence);
	snprintf(sentence, sizeof(sentence), "line 1, column 22: %s", again);
	expect_error("{\"a\":{\"b\":1,\"a\":[]}, \"a\":2}", 27, sentence);
	snprintf(sentence, sizeof(sentence), "line 1, column 8: %s", again);
	expect_error("{\"b\":1,\"\\u0062\":2}", 18, sentence);
	snprintf(sentence, sizeof(sentence), "line 1, column 36: %s", again);
	expect_error("[{\"a-key-of-more-than-a-word\": {}, \"a-key-of-more-than-a-word\": 1}]", 67,
		     sentence);
	read_text("[{\"a\":1},{\"a\":{\"a\":{}}},{\"\":1,\"A\":2}]");
}

Test(json, many_different_keys_are_all_taken)
{
	struct buffer *text = buffer_new(ctx);
	struct json_document document;
	struct error error;

	buffer_add_text(text, "{\"\":0");
	for (int i = 0; i < 79; i++)
		buffer_add_format(text, ",\"key-%d\":%d", i, i);
	buffer_add_char(text, '}');
	document = read_text(text->bytes);
	cr_expect_eq(document.values[0].count, 80);
	cr_expect_str_eq(json_member(&document, &document.values[0], "key-78")->text, "78");
	text->length--;
	buffer_add_text(text, ",\"key-7\":1}");
	cr_expect_not(json_read(ctx, text->bytes, text->length, &limits, &document, &error));
	cr_expect_not_null(strstr(error.text, "each key once"), "%s", error.text);
}

static void add_forty_keys(struct buffer *text)
{
	for (int i = 0; i < 40; i++)
		buffer_add_format(text, "\"k%d\":%d,", i, i);
}

Test(json, the_keys_of_an_inner_object_are_free_in_the_outer_one)
{
	struct buffer *text = buffer_new(ctx);

	buffer_add_text(text, "{\"inner\":{");
	add_forty_keys(text);
	buffer_add_text(text, "\"inner\":0},");
	add_forty_keys(text);
	buffer_add_text(text, "\"last\":0}");
	read_text(text->bytes);
}

Test(json, a_key_longer_than_can_be_kept_is_refused_whatever_the_limits)
{
	static const struct json_limits large = {
		.max_bytes = 1 << 26, .max_string = 1 << 26, .max_depth = 2, .max_members = 3};
	static const struct {
		int length;
		bool is_good;
	} cases[] = {{JSON_MAX_KEY, true}, {JSON_MAX_KEY + 1, false}};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json_document document;
		struct error error = {.text = ""};
		char *json = must(talloc_asprintf(ctx, "{\"%0*d\":1}", cases[i].length, 0));

		cr_assert_eq(json_read(ctx, json, strlen(json), &large, &document, &error),
			     cases[i].is_good, "%s", error.text);
		if (cases[i].is_good)
			cr_expect_eq(json_first(&document, document.values)->key_length,
				     JSON_MAX_KEY);
		else
			cr_expect_str_eq(error.text, "line 1, column 2: expected a key of no more "
						     "than 16777215 bytes");
	}
}

Test(json, what_is_larger_than_the_limits_is_refused)
{
	static const struct json_limits small = {
		.max_bytes = 40, .max_string = 5, .max_depth = 2, .max_members = 3};
	static const struct {
		const char *json, *sentence;
	} cases[] = {
		{"[\"12345\", 12345]", ""},
		{"[\"123456\"]", "line 1, column 2: expected no more than 5 bytes"},
		{"[1, 123456]", "line 1, column 5: expected no more than 5 bytes"},
		{"123456", "line 1, column 1: expected no more than 5 bytes"},
		{"{\"123456\":1}", "line 1, column 2: expected a key of no more than 5 bytes"},
		{"[[1]]", ""},
		{"[{\"a\": [1]}]", "line 1, column 8: expected no more than 2 levels of nesting"},
		{"[1,2,3]", ""},
		{"[1,2,3, 4]", "line 1, column 9: expected no more than 3 members"},
		{"[1,2,3,[]]", "line 1, column 8: expected no more than 3 members"},
		{"{\"a\":1,\"b\":1,\"c\":1,\"d\":\"\"}",
		 "line 1, column 24: expected no more than 3 members"},
		{"                                 [1,2,3]                                 ", ""},
		{"[1,                                   2]", ""},
		{"[1,                                    2]",
		 "line 1, column 1: expected no more than 40 bytes in one document"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json_document document;
		struct error error = {.text = ""};
		bool is_good = json_read(ctx, cases[i].json, strlen(cases[i].json), &small,
					 &document, &error);

		cr_expect_eq(is_good, cases[i].sentence[0] == '\0', "%s: %s", cases[i].json,
			     error.text);
		cr_expect_str_eq(error.text, cases[i].sentence, "%s: %s", cases[i].json,
				 error.text);
	}
}
