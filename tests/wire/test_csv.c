#include "wire/csv.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static TALLOC_CTX *ctx;

static void set_up(void)
{
	ctx = talloc_new(NULL);
}

static void tear_down(void)
{
	talloc_free(ctx);
}

TestSuite(csv, .init = set_up, .fini = tear_down);

/* All records as "line: [column text] [column text]", a line each, and the error after "!". The
 * text stands in memory of its own, so that a byte too far is seen. */
static char *records_of(const char *text, size_t length)
{
	struct buffer *out = buffer_new(ctx);
	char *bytes = talloc_memdup(ctx, text, length + 1);
	struct csv_record record;
	struct csv_reader reader;
	struct error error;
	bool is_end = false;

	csv_reader_init(&reader, bytes, length);
	while (csv_reader_next(&reader, &record, &is_end, &error)) {
		buffer_add_format(out, "%ld:", record.line);
		for (size_t i = 0; i < record.count; i++) {
			cr_expect_eq(strlen(record.field[i].text), record.field[i].length);
			buffer_add_format(out, " [%d %s]", record.field[i].column,
					  record.field[i].text);
		}
		buffer_add_char(out, '\n');
	}
	if (!is_end) {
		cr_expect_eq(error.kind, ERROR_INPUT);
		buffer_add_format(out, "! %s\n", error.text);
	}
	return out->bytes;
}

Test(csv, records_and_fields_are_handed_out_with_their_places)
{
	static const struct {
		const char *text, *records;
	} cases[] = {
		{"", ""},
		{"a", "1: [1 a]\n"},
		{"a,b\nc,d\n", "1: [1 a] [3 b]\n2: [1 c] [3 d]\n"},
		{"a,b\r\nc,d", "1: [1 a] [3 b]\n2: [1 c] [3 d]\n"},
		{",\n", "1: [1 ] [2 ]\n"},
		{"a,", "1: [1 a] [3 ]\n"},
		{" a , b ", "1: [1  a ] [5  b ]\n"},
		{"\xef\xbb\xbf"
		 "a,b",
		 "1: [1 a] [3 b]\n"},
		{"\"a\",\"b,c\"", "1: [1 a] [5 b,c]\n"},
		{"\"a \"\"b\"\"\",\"\"\r\n\"\"\"\"", "1: [1 a \"b\"] [11 ]\n2: [1 \"]\n"},
		{"\"a\nb\",c\nd", "1: [1 a\nb] [4 c]\n3: [1 d]\n"},
		{"\"a\r\nb\"\r\n\"c\"", "1: [1 a\r\nb]\n3: [1 c]\n"},
		{"\"\"", "1: [1 ]\n"},
		{"\xe9\x80\x80,\xe6\xac\xbe", "1: [1 \xe9\x80\x80] [5 \xe6\xac\xbe]\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char *got = records_of(cases[i].text, strlen(cases[i].text));

		cr_expect_str_eq(got, cases[i].records, "case %zu: %s", i, got);
	}
}

Test(csv, blank_lines_are_skipped_and_counted)
{
	cr_expect_str_eq(records_of("\n\r\na\n\n\n b\n\r\n", 12), "3: [1 a]\n6: [1  b]\n");
	cr_expect_str_eq(records_of("\n\n", 2), "");
	cr_expect_str_eq(records_of("\xef\xbb\xbf\n", 4), "");
}

Test(csv, what_is_no_csv_is_refused_by_line_and_column)
{
	static const struct {
		const char *text, *records;
	} cases[] = {
		{"a\nb,c\"d\"\n", "1: [1 a]\n! line 2, column 4: expected quotes around the whole "
				  "field, or none in it\n"},
		{"a,\"b\"c", "! line 1, column 6: expected a comma or the line's end\n"},
		{"a,\"b\" ,c", "! line 1, column 6: expected a comma or the line's end\n"},
		{"\"a\nb\" c", "! line 2, column 3: expected a comma or the line's end\n"},
		{"a\n\"b\nc",
		 "1: [1 a]\n! line 2, column 1: expected an end to the quotes that open here\n"},
		{"\"", "! line 1, column 1: expected an end to the quotes that open here\n"},
		{"a\rb", "! line 1, column 2: expected a comma or the line's end\n"},
		{"a\r", "! line 1, column 2: expected a comma or the line's end\n"},
		{"\r", "! line 1, column 1: expected a comma or the line's end\n"},
		{"a,\xff", "! line 1, column 3: expected UTF-8\n"},
		{"a,\"b\n\xc0\x80\"", "! line 1, column 3: expected UTF-8\n"},
		{"a\n\xef\xbb", "1: [1 a]\n! line 2, column 1: expected UTF-8\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char *got = records_of(cases[i].text, strlen(cases[i].text));

		cr_expect_str_eq(got, cases[i].records, "case %zu: %s", i, got);
	}
	cr_expect_str_eq(records_of("a,b\0c", 5),
			 "! line 1, column 4: expected a comma or the line's end\n");
	cr_expect_str_eq(records_of("a,\"b\0c\"", 7),
			 "! line 1, column 3: expected a text without NUL bytes\n");
}

Test(csv, a_record_has_at_most_64_fields)
{
	char commas[CSV_MAX_FIELDS + 1];
	struct csv_record record;
	struct csv_reader reader;
	struct error error;
	bool is_end;

	memset(commas, ',', CSV_MAX_FIELDS);
	commas[CSV_MAX_FIELDS - 1] = '\n';
	csv_reader_init(&reader, commas, CSV_MAX_FIELDS);
	cr_assert(csv_reader_next(&reader, &record, &is_end, &error));
	cr_expect_eq(record.count, CSV_MAX_FIELDS);

	memset(commas, ',', CSV_MAX_FIELDS);
	csv_reader_init(&reader, commas, CSV_MAX_FIELDS);
	cr_assert_not(csv_reader_next(&reader, &record, &is_end, &error));
	cr_expect_str_eq(error.text, "line 1, column 65: expected no more than 64 fields");
}

Test(csv, a_record_has_at_most_64_kib)
{
	char *text = talloc_zero_size(ctx, CSV_MAX_RECORD + 2);
	struct csv_record record;
	struct csv_reader reader;
	struct error error;
	bool is_end;

	memset(text, 'a', CSV_MAX_RECORD + 1);
	csv_reader_init(&reader, text, CSV_MAX_RECORD);
	cr_assert(csv_reader_next(&reader, &record, &is_end, &error));
	cr_expect_eq(record.field[0].length, CSV_MAX_RECORD);
	text[CSV_MAX_RECORD] = 'a';
	csv_reader_init(&reader, text, CSV_MAX_RECORD + 1);
	cr_assert_not(csv_reader_next(&reader, &record, &is_end, &error));
	cr_expect_not(is_end);
	cr_expect_str_eq(error.text,
			 "line 1, column 1: expected a record of no more than 65536 bytes");
}
