#include "wire/json.h"

#include "base/memory.h"

#include <criterion/criterion.h>
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

TestSuite(json_writer, .init = set_up, .fini = tear_down);

static const char *written(const struct json_document *document)
{
	struct buffer *buffer = buffer_new(ctx);

	json_put_value(json_writer_new(ctx, buffer), document, &document->values[0]);
	return buffer->bytes;
}

static struct json_document read_text(const char *text)
{
	struct json_document document = {0};
	struct error error = {.text = ""};

	cr_assert(json_read(ctx, text, strlen(text), &limits, &document, &error), "%s: %s", text,
		  error.text);
	return document;
}

Test(json_writer, a_document_is_written_compact_and_escaped)
{
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, buffer);

	json_open_object(writer);
	json_put_member(writer, "text", "a\"\\\n\x01\xc3\xa4/");
	json_put_member(writer, "none", NULL);
	json_put_key(writer, "list");
	json_open_array(writer);
	json_put_integer(writer, INT64_MIN);
	json_put_number(writer, "1.50");
	json_put_truth(writer, true);
	json_put_truth(writer, false);
	json_put_null(writer);
	json_open_array(writer);
	json_close_array(writer);
	json_close_array(writer);
	json_close_object(writer);
	cr_expect_str_eq(buffer->bytes,
			 "{\"text\":\"a\\\"\\\\\\n\\u0001\xc3\xa4/\",\"none\":null,\"list\":"
			 "[-9223372036854775808,1.50,true,false,null,[]]}");
	buffer_clear(buffer);
	json_writer_reset(writer);
	json_put_text(writer, "again");
	cr_expect_str_eq(buffer->bytes, "\"again\"");
}

Test(json_writer, for_people_a_member_stands_on_a_line)
{
	struct json_document document =
		read_text("{\"a\":[],\"b\":{},\"c\":[1,{\"d\":null,\"e\":[[]]},\"x\"],\"f\":\"\"}");
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new_indented(ctx, buffer);

	json_put_value(writer, &document, &document.values[0]);
	cr_expect_str_eq(buffer->bytes, "{\n"
					"  \"a\": [],\n"
					"  \"b\": {},\n"
					"  \"c\": [\n"
					"    1,\n"
					"    {\n"
					"      \"d\": null,\n"
					"      \"e\": [\n"
					"        []\n"
					"      ]\n"
					"    },\n"
					"    \"x\"\n"
					"  ],\n"
					"  \"f\": \"\"\n"
					"}");
	buffer_clear(buffer);
	json_writer_reset(writer);
	json_open_object(writer);
	json_put_member(writer, "again", "yes");
	json_put_member(writer, "none", NULL);
	json_close_object(writer);
	cr_expect_str_eq(buffer->bytes, "{\n  \"again\": \"yes\",\n  \"none\": null\n}");
}

Test(json_writer, every_byte_is_escaped_where_it_must_be_wherever_it_stands)
{
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, buffer);
	struct json_document document;
	struct error error;
	char text[24];

	for (unsigned byte = 1; byte < 0x80; byte++) {
		for (size_t length = 1; length < sizeof(text); length++) {
			for (size_t at = 0; at < length; at++) {
				TALLOC_CTX *reading = talloc_new(ctx);

				memset(text, '!', length);
				text[length] = '\0';
				text[at] = (char)byte;
				buffer_clear(buffer);
				json_writer_reset(writer);
				json_put_text(writer, text);
				cr_assert(json_read(reading, buffer->bytes, buffer->length, &limits,
						    &document, &error),
					  "byte %u: %s", byte, error.text);
				cr_assert_str_eq(document.values[0].text, text);
				talloc_free(reading);
			}
		}
	}
}

Test(json_writer, what_was_read_is_written_as_it_was_meant)
{
	static const char *const texts[] = {
		"{}",  "[]",	       "null",
		"1e5", "[[],{},[{}]]", "{\"a\":{\"b\":[1,true,false,null,\"x\\n\"]},\"c\":\"\"}",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct json_document document = read_text(texts[i]);

		cr_expect_str_eq(written(&document), texts[i]);
	}
}

Test(json_writer, a_part_of_a_document_is_written_alone)
{
	struct json_document document = read_text("{\"a\":[1,{\"b\":2}],\"c\":3}");
	struct buffer *buffer = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, buffer);

	json_open_object(writer);
	json_put_key(writer, "copy");
	json_put_value(writer, &document, json_member(&document, &document.values[0], "a"));
	json_close_object(writer);
	cr_expect_str_eq(buffer->bytes, "{\"copy\":[1,{\"b\":2}]}");
}

Test(json_writer, the_deepest_nesting_that_is_read_is_written)
{
	static const struct json_limits deep = {4096, 64, 1000000, 80};
	char text[2 * JSON_MAX_DEPTH + 3];
	struct json_document document;
	struct error error;

	memset(text, '[', JSON_MAX_DEPTH);
	memset(text + JSON_MAX_DEPTH, ']', JSON_MAX_DEPTH);
	text[2 * JSON_MAX_DEPTH] = '\0';
	cr_assert(json_read(ctx, text, strlen(text), &deep, &document, &error));
	cr_expect_str_eq(written(&document), text);
	memset(text, '[', JSON_MAX_DEPTH + 1);
	cr_expect_not(json_read(ctx, text, strlen(text), &deep, &document, &error));
}
