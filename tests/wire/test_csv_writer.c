#include "base/memory.h"
#include "wire/csv.h"
#include "wire/csv_writer.h"

#include <criterion/criterion.h>

static void expect_record(const char *const *fields, size_t count, const char *text)
{
	struct buffer *buffer = buffer_new(NULL);

	csv_add_record(buffer, fields, count);
	cr_expect_str_eq(buffer->bytes, text);
	talloc_free(buffer);
}

static void expect_field(const char *field, const char *text)
{
	expect_record(&field, 1, text);
}

Test(csv_writer, fields_are_parted_by_commas_and_records_end_with_cr_lf)
{
	static const char *const fields[] = {"a", NULL, "", "b c"};

	expect_record(fields, 4, "a,,,b c\r\n");
}

Test(csv_writer, what_would_break_the_record_is_quoted)
{
	expect_field("a,b", "\"a,b\"\r\n");
	expect_field("say \"no\"", "\"say \"\"no\"\"\"\r\n");
	expect_field("a\nb", "\"a\nb\"\r\n");
	expect_field("a\rb", "\"a\rb\"\r\n");
}

Test(csv_writer, no_field_is_a_formula)
{
	static const char *const formulas[][2] = {
		{"=1+1", "'=1+1\r\n"},
		{"+1", "'+1\r\n"},
		{"-1", "'-1\r\n"},
		{"@SUM(A1)", "'@SUM(A1)\r\n"},
		{"\tx", "'\tx\r\n"},
		{"\r=x", "\"'\r=x\"\r\n"},
		{"\n=x", "\"'\n=x\"\r\n"},
		{"'=x", "''=x\r\n"},
		{"\xef\xbc\x9d"
		 "1",
		 "'\xef\xbc\x9d"
		 "1\r\n"},
		{"=HYPERLINK(\"http://x\",\"y\")",
		 "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n"},
		{"a=1", "a=1\r\n"},
	};

	for (size_t i = 0; i < sizeof(formulas) / sizeof(formulas[0]); i++)
		expect_field(formulas[i][0], formulas[i][1]);
}

Test(csv_writer, a_reader_gets_back_what_was_written)
{
	static const char *const fields[] = {"a", "=b", "'c", "d \"e\", f", "g", "-"};
	size_t count = sizeof(fields) / sizeof(fields[0]);
	struct buffer *buffer = buffer_new(NULL);
	struct csv_reader reader;
	struct csv_record record;
	struct error error;
	bool is_end;

	csv_add_record(buffer, fields, count);
	csv_reader_init(&reader, buffer->bytes, buffer->length);
	cr_assert(csv_reader_next(&reader, &record, &is_end, &error));
	cr_assert_eq(record.count, count);
	for (size_t i = 0; i < count; i++) {
		const char *text = record.field[i].text;

		cr_expect_str_eq(text + (text[0] == '\''), fields[i]);
	}
	talloc_free(buffer);
}
