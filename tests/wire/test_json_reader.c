#include "wire/json.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

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

TestSuite(json_reader, .init = set_up, .fini = tear_down);

static const char *written(const struct json_document *document)
{
	struct buffer *buffer = buffer_new(ctx);

	json_put_value(json_writer_new(ctx, buffer), document, &document->values[0]);
	return buffer->bytes;
}

/* What a stream gives, step by step, when it comes in pieces of `piece` bytes: documents as they
 * are written again, errors after "!". */
static char *steps_of(const char *bytes, size_t length, size_t piece, const struct json_limits *of)
{
	struct json_reader *reader = json_reader_new(ctx, of);
	struct buffer *steps = buffer_new(ctx);
	struct json_document document;
	struct error error;
	enum json_step step;
	size_t fed = 0;

	for (;;) {
		while ((step = json_reader_step(reader, &document, &error)) != JSON_MORE) {
			if (step == JSON_END)
				return steps->bytes;
			if (step == JSON_DOCUMENT)
				buffer_add_format(steps, "%ld:%ld %s\n", document.line,
						  document.column, written(&document));
			else
				buffer_add_format(steps, "! %s\n", error.text);
		}
		if (fed == length) {
			json_reader_finish(reader);
			continue;
		}
		if (piece > length - fed)
			piece = length - fed;
		json_reader_feed(reader, bytes + fed, piece);
		fed += piece;
	}
}

static void expect_steps(const char *text, const char *steps)
{
	for (size_t piece = 1; piece <= strlen(text); piece++) {
		const char *got = steps_of(text, strlen(text), piece, &limits);

		cr_expect_str_eq(got, steps, "in pieces of %zu bytes:\n%s", piece, got);
	}
}

Test(json_reader, a_million_brackets_are_refused_at_once)
{
	char *text = talloc_size(ctx, 1000000);
	char *steps;

	memset(text, '[', 1000000);
	steps = steps_of(text, 1000000, 65536, &limits);
	cr_expect_str_eq(steps, "! line 1, column 9: expected no more than 8 levels of nesting\n");
}

Test(json_reader, documents_come_one_by_one_however_the_bytes_come)
{
	expect_steps("{\"a\":\"b\\n\\u00e4\"}\n{}[1.5e3,true]\n\n  \"x y\" 17\n-2 null",
		     "1:1 {\"a\":\"b\\n\xc3\xa4\"}\n2:1 {}\n2:3 [1.5e3,true]\n4:3 \"x y\"\n"
		     "4:9 17\n5:1 -2\n5:4 null\n");
	expect_steps("", "");
	expect_steps(" \r\n\t ", "");
}

Test(json_reader, reading_goes_on_at_the_next_line_that_starts_with_a_brace)
{
	expect_steps("{\"a\":1}\n{\"a\":}{\"no\":1}\n\n \n[1]\n {\"no\":2}\n{\"b\":2}",
		     "1:1 {\"a\":1}\n! line 2, column 6: expected a value\n7:1 {\"b\":2}\n");
	expect_steps("nonsense\r\n{\"a\":1}\r\n",
		     "! line 1, column 2: invalid string in json text\n2:1 {\"a\":1}\n");
}

Test(json_reader, a_bad_document_of_many_lines_is_left_after_its_first)
{
	expect_steps("{\"a\":\n 1 1\n{\"b\":2}\n",
		     "! line 2, column 4: expected \",\" or \"}\"\n3:1 {\"b\":2}\n");
	expect_steps("{\"half\":\n{\"b\":2}\n{\"c\":3}\n",
		     "! line 3, column 1: expected \",\" or \"}\"\n2:1 {\"b\":2}\n3:1 {\"c\":3}\n");
	expect_steps("{\"half\":\n{\"b\":2}\n",
		     "! line 3, column 1: the text ends in the middle of a document\n"
		     "2:1 {\"b\":2}\n");
	expect_steps("{}\n ?\n", "1:1 {}\n! line 2, column 2: expected a JSON value\n");
}

Test(json_reader, bytes_that_yajl_lets_pass_are_found_in_streams_too)
{
	expect_steps("{\"a\":\"\xc3\"}\n{\"b\":\"\\ud800\"}\n{\"c\":\"\xc3\xa4\"}",
		     "! line 1, column 7: expected UTF-8\n"
		     "! line 2, column 7: half a character: expected a low surrogate after the "
		     "high one\n3:1 {\"c\":\"\xc3\xa4\"}\n");
}

Test(json_reader, a_byte_order_mark_is_skipped_at_the_start_only)
{
	expect_steps("\xef\xbb\xbf{}", "1:1 {}\n");
	expect_steps("\xef\xbb\xbf", "");
	expect_steps("\xef\xbb\xbf\xef\xbb\xbf{}", "! line 1, column 1: expected a JSON value\n");
	expect_steps("{}\xef\xbb\xbf", "1:1 {}\n! line 1, column 3: expected a JSON value\n");
	expect_steps("\xef\xbb", "! line 1, column 1: expected a JSON value\n");
	expect_steps("\xef", "! line 1, column 1: expected a JSON value\n");
}

Test(json_reader, a_document_that_never_ends_takes_no_more_room_than_the_limit)
{
	static const struct json_limits small = {
		.max_bytes = 64, .max_string = 64, .max_depth = 2, .max_members = 100};
	struct json_reader *reader = json_reader_new(ctx, &small);
	struct json_document document;
	struct error error = {.text = ""};
	size_t size = 0;

	json_reader_feed(reader, "{\"a\":\"", 6);
	for (int i = 0; i < 10000; i++) {
		enum json_step step;

		json_reader_feed(reader, "0123456789", 10);
		while ((step = json_reader_step(reader, &document, &error)) != JSON_MORE)
			cr_assert_eq(step, JSON_BAD);
		if (i == 100)
			size = talloc_total_size(reader);
	}
	cr_expect_str_eq(error.text,
			 "line 1, column 1: expected no more than 64 bytes in one document");
	cr_expect_eq(talloc_total_size(reader), size);
	json_reader_feed(reader, "\n{}", 3);
	cr_expect_eq(json_reader_step(reader, &document, &error), JSON_DOCUMENT);
	cr_expect_eq(document.line, 2);
}

Test(json_reader, a_long_stream_takes_no_more_room_than_a_short_one)
{
	struct json_reader *reader = json_reader_new(ctx, &limits);
	struct json_document document;
	struct error error;
	size_t size = 0;

	for (int i = 0; i < 1000; i++) {
		json_reader_feed(reader, "{\"a\":[1,\"\\n\"]} {\"b\":", 20);
		cr_assert_eq(json_reader_step(reader, &document, &error), JSON_DOCUMENT);
		cr_assert_eq(json_reader_step(reader, &document, &error), JSON_MORE);
		json_reader_feed(reader, "true}", 5);
		cr_assert_eq(json_reader_step(reader, &document, &error), JSON_DOCUMENT);
		cr_assert_eq(json_reader_step(reader, &document, &error), JSON_MORE);
		if (i == 1)
			size = talloc_total_size(reader);
	}
	cr_expect_eq(talloc_total_size(reader), size);
}
