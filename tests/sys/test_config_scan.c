#include "base/memory.h"
#include "sys/config_scan.h"

#include <criterion/criterion.h>
#include <string.h>

static struct config_tokens scan(const void *ctx, const char *text)
{
	struct config_file *file = NEW(ctx, struct config_file);
	struct config_tokens tokens = {0};
	struct problems *problems = problems_new(ctx);

	*file = (struct config_file){"test", text_copy(ctx, text), strlen(text)};
	config_scan(ctx, file, &tokens, problems);
	cr_assert_eq(problems->count, 0, "%s: %s", text,
		     problems->count > 0 ? problems->list[0].text : "");
	return tokens;
}

Test(config_scan, a_text_means_what_it_shows)
{
	static const struct {
		const char *written, *meant;
	} cases[] = {
		{"\"\"", ""},
		{"\"one line\"", "one line"},
		{"\" blanks stay \"", " blanks stay "},
		{"\"a \\\"quote\\\" and a \\\\\"", "a \"quote\" and a \\"},
		{"\"\\${HOME} costs \\$5, or $5\"", "${HOME} costs $5, or $5"},
		{"\"two\\nlines\"", "two\nlines"},
		/* A first and a last line that are blank go, and the common indentation. */
		{"\"\n        one\n          two\n        three\n        \"", "one\n  two\nthree"},
		{"\"  \n    one\n    \n\n    two\n\"", "one\n\n\ntwo"},
		{"\"one\n     two\n       three\"", "one\ntwo\n  three"},
		{"\"one\n  two\n three\"", "one\n two\nthree"},
		{"\"one\n\"", "one"},
		{"\"\n\"", ""},
		{"\"\n\n\"", ""},
		{"\"\n\t\tone\n\t\t\ttwo\n\t\"", "one\n\ttwo"},
		/* Lines made by an escape are none of the file's. */
		{"\"\n    one\\n  two\n    three\n    \"", "one\n  two\nthree"},
		{"\"one\\n\n    \"", "one\n"},
		/* A backslash at the end of a line joins it with the next. */
		{"\"one \\\n      two\"", "one two"},
		{"\"\n    one \\\n        two\n    three\n    \"", "one two\nthree"},
		{"\"中\\\n  文\"", "中文"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		void *ctx = talloc_new(NULL);
		struct config_tokens tokens = scan(ctx, cases[i].written);

		cr_assert_eq(tokens.count, 1);
		cr_expect_eq(tokens.list[0].kind, CONFIG_TEXT);
		cr_expect_str_eq(tokens.list[0].text, cases[i].meant, "%s", cases[i].written);
		cr_expect_eq(tokens.list[0].length, strlen(cases[i].meant));
		talloc_free(ctx);
	}
}

Test(config_scan, every_byte_of_a_text_knows_where_it_stands)
{
	void *ctx = talloc_new(NULL);
	struct config_tokens tokens = scan(ctx, "x = \"\n    a\\\"b\n      \\\n   c\n  \"");
	const struct config_token *token = &tokens.list[2];
	static const struct {
		char byte;
		int line, column;
	} places[] = {
		{'a', 2, 5}, {'"', 2, 6}, {'b', 2, 8}, {'\n', 2, 9},
		{' ', 3, 5}, {' ', 3, 6}, {'c', 4, 4}, {'\0', 5, 3},
	};

	cr_assert_str_eq(token->text, "a\"b\n  c");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct place place = config_token_place(token, i);

		cr_expect_eq(token->text[i], places[i].byte);
		cr_expect_eq(place.line, places[i].line, "byte %zu: line %d", i, place.line);
		cr_expect_eq(place.column, places[i].column, "byte %zu: column %d", i,
			     place.column);
	}
	talloc_free(ctx);
}

Test(config_scan, words_signs_and_texts_are_told_apart)
{
	static const struct {
		enum config_token_kind kind;
		const char *text;
		int line, column;
	} expected[] = {
		{CONFIG_WORD, "version", 2, 1}, {CONFIG_WORD, "2023-01-01", 2, 9},
		{CONFIG_SIGN, "{", 2, 19},	{CONFIG_WORD, "a_b", 3, 3},
		{CONFIG_SIGN, "=", 3, 6},	{CONFIG_TEXT, "#", 3, 7},
		{CONFIG_SIGN, ",", 3, 10},	{CONFIG_WORD, "trtc.io:1", 3, 12},
		{CONFIG_SIGN, "(", 3, 21},	{CONFIG_SIGN, ")", 3, 22},
		{CONFIG_SIGN, "}", 4, 1},
	};
	void *ctx = talloc_new(NULL);
	struct config_tokens tokens = scan(
		ctx, "# a \"comment\"\nversion 2023-01-01{#}\n\t a_b=\"#\", trtc.io:1()\n}# end");

	cr_assert_eq(tokens.count, sizeof(expected) / sizeof(expected[0]));
	for (size_t i = 0; i < tokens.count; i++) {
		const struct config_token *token = &tokens.list[i];

		cr_expect(config_token_is(token, expected[i].kind, expected[i].text), "%zu: '%s'",
			  i, token->text);
		cr_expect_eq(token->place.line, expected[i].line, "'%s'", token->text);
		cr_expect_eq(token->place.column, expected[i].column, "'%s'", token->text);
	}
	cr_expect_eq(config_token_place(&tokens.list[1], 5).column, 14);
	talloc_free(ctx);
}

Test(config_scan, nothing_but_blanks_and_comments_is_no_token)
{
	static const char *const texts[] = {"", "\n\n", " \t", "# only this", "#\n  #\n"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		void *ctx = talloc_new(NULL);

		cr_expect_eq(scan(ctx, texts[i]).count, 0, "'%s'", texts[i]);
		talloc_free(ctx);
	}
}
