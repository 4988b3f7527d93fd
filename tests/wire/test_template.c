#include "wire/template.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdlib.h>
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

TestSuite(template, .init = set_up, .fini = tear_down);

static const struct {
	const char *name, *value; /* NULL: none in this case */
} placeholders[] = {
	{"total", "418.51"},
	{"order.paid.cash", "499.00"},
	{"frozen", NULL},
	{"nothing", ""},
	{"trace", "one\ntwo"},
	{"braces", "{total} }} {{"},
	{"signals.repeat-refunds_2", "2"},
};

static int find(const void *names, const char *placeholder, struct error *error)
{
	cr_expect_eq(names, placeholders);
	for (size_t i = 0; i < COUNT(placeholders); i++)
		if (strcmp(placeholders[i].name, placeholder) == 0)
			return (int)i;
	error_set(error, ERROR_CONFIG, "there is no {%s}", placeholder);
	return -1;
}

static bool value(void *values, int placeholder, struct buffer *out)
{
	cr_expect_eq(values, ctx);
	if (placeholders[placeholder].value == NULL) {
		buffer_add_text(out, "half a value");
		return false;
	}
	buffer_add_text(out, placeholders[placeholder].value);
	return true;
}

static const char *rendered(const char *text)
{
	struct buffer *out = buffer_new(ctx);
	struct error error = {.text = ""};
	int line = 0, column = 0;
	struct template *template =
		template_new(ctx, text, find, placeholders, &line, &column, &error);

	cr_assert_not_null(template, "%s: %s", text, error.text);
	cr_expect_eq(line, 0);
	buffer_add_text(out, ">");
	template_render(template, value, ctx, out);
	return out->bytes + 1;
}

Test(template, values_are_put_in_and_every_line_is_ended)
{
	static const struct {
		const char *text, *rendered;
	} cases[] = {
		{"", ""},
		{"plain", "plain\n"},
		{"plain\n", "plain\n"},
		{"You get {total} of {order.paid.cash}.", "You get 418.51 of 499.00.\n"},
		{"{total}{total}", "418.51418.51\n"},
		{"{signals.repeat-refunds_2}\n", "2\n"},
		{"a {{brace}} and {{{total}}}", "a {brace} and {418.51}\n"},
		{"{trace}\nend", "one\ntwo\nend\n"},
		{"{braces}", "{total} }} {{\n"},
		{"\xe9\x80\x80\xe6\xac\xbe {total}\n", "\xe9\x80\x80\xe6\xac\xbe 418.51\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_str_eq(rendered(cases[i].text), cases[i].rendered, "%s", cases[i].text);
}

Test(template, a_line_with_a_placeholder_without_value_is_left_out)
{
	static const struct {
		const char *text, *rendered;
	} cases[] = {
		{"{frozen}", ""},
		{"a\nFrozen {frozen} and {total}.\nb", "a\nb\n"},
		{"a\n{total} and {frozen}\nb", "a\nb\n"},
		{"a\n\nFrozen {frozen}\n\nb", "a\n\nb\n"},
		{"Frozen {frozen}\n\nb", "b\n"},
		{"a\n\nFrozen {frozen}\n", "a\n"},
		{"a\n\n{frozen}\n\n{frozen}\n\n", "a\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_str_eq(rendered(cases[i].text), cases[i].rendered, "%s", cases[i].text);
}

Test(template, blank_lines_stand_alone_and_only_between_lines)
{
	static const struct {
		const char *text, *rendered;
	} cases[] = {
		{"\n\n", ""},
		{"\n\na\n\n\n\nb\n\n\n", "a\n\nb\n"},
		{"a\n{nothing}\n{nothing}\nb", "a\n\nb\n"},
		{"{nothing}", ""},
		{"a\n\nb\nc\n", "a\n\nb\nc\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_str_eq(rendered(cases[i].text), cases[i].rendered, "%s", cases[i].text);
}

Test(template, what_cannot_be_right_is_refused_with_its_place)
{
	static const char unnamed[] = "expected a name of small letters and \"}\" after \"{\"; a "
				      "brace is written \"{{\"";
	static const char lone[] = "this \"}\" ends no placeholder; a brace is written \"}}\"";
	static const struct {
		const char *text;
		int line, column;
		const char *sentence;
	} cases[] = {
		{"ab {total", 1, 4, unnamed}, {"{", 1, 1, unnamed},
		{"a\nb {}", 2, 3, unnamed},   {"{ total }", 1, 1, unnamed},
		{"{Total}", 1, 1, unnamed},   {"{total\n}", 1, 1, unnamed},
		{"{{{", 1, 3, unnamed},	      {"{total{total}}", 1, 1, unnamed},
		{"a\n\n}", 3, 1, lone},	      {"{total}}", 1, 8, lone},
		{"a }}}", 1, 5, lone},	      {"\xc3\xa4 {tota}", 1, 4, "there is no {tota}"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error error = {.text = ""};
		int line = 0, column = 0;

		cr_expect_null(template_new(ctx, cases[i].text, find, placeholders, &line, &column,
					    &error));
		cr_expect_eq(line, cases[i].line, "%s: line %d", cases[i].text, line);
		cr_expect_eq(column, cases[i].column, "%s: column %d", cases[i].text, column);
		cr_expect_str_eq(error.text, cases[i].sentence);
		cr_expect_eq(error.kind, ERROR_CONFIG);
	}
}
