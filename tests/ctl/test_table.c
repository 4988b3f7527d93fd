#include "ctl/table.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void *ctx;
static struct table *table;

static void begin(void)
{
	static const char *const heads[] = {"TICKET", ">AMOUNT", "WHY", NULL};

	ctx = talloc_new(NULL);
	table = table_new(ctx, heads);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(table, .init = begin, .fini = end);

static void add(const char *ticket, const char *amount, const char *why)
{
	table_add(table, (const char *const[]){ticket, amount, why});
}

static void expect_print(bool has_colour, const char *expected)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	table_print(table, out, has_colour);
	fclose(out);
	cr_expect_str_eq(text, expected);
	free(text);
}

Test(table, columns_are_as_wide_as_what_stands_in_them)
{
	add("1", "5.00 USD", "short");
	add("1000001", NULL, "a long reason");
	expect_print(false, "TICKET     AMOUNT  WHY\n"
			    "1        5.00 USD  short\n"
			    "1000001            a long reason\n");
}

Test(table, no_line_ends_in_blanks)
{
	add("1", NULL, NULL);
	add("1000001", "1", NULL);
	expect_print(false, "TICKET   AMOUNT  WHY\n1\n1000001       1\n");
}

Test(table, chinese_takes_two_columns_a_sign)
{
	add("退款", "1", "x");
	add("1234", "1", "x");
	expect_print(false, "TICKET  AMOUNT  WHY\n退款         1  x\n1234         1  x\n");
}

Test(table, control_bytes_reach_no_terminal)
{
	add("\033[2J", "1\n2",
	    "\xc2\x9b"
	    "31m\x7f");
	expect_print(false, "TICKET  AMOUNT  WHY\n?[2J       1?2  ?31m?\n");
}

Test(table, heads_and_outcomes_have_colours_where_wanted)
{
	add("1", "2", "approve");
	expect_print(true, "\033[1mTICKET\033[0m  \033[1mAMOUNT\033[0m  \033[1mWHY\033[0m\n"
			   "1            2  \033[32mapprove\033[0m\n");
}

Test(table, width_counts_signs_and_not_bytes)
{
	cr_expect_eq(table_text_width("abc"), 3);
	cr_expect_eq(table_text_width("é"), 1);
	cr_expect_eq(table_text_width("e\xcc\x81"), 1);
	cr_expect_eq(table_text_width("订单"), 4);
	cr_expect_eq(table_text_width("😀"), 2);
	cr_expect_eq(table_text_width("\xff\xfe"), 2);
	cr_expect_eq(table_text_width("\xe8\xae"), 1);
}

Test(table, knows_how_many_rows_it_has)
{
	cr_expect_eq(table_count(table), 0);
	add("1", NULL, NULL);
	cr_expect_eq(table_count(table), 1);
}
