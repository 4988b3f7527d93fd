#include "sys/config_text.h"

#include "base/memory.h"

#include <string.h>

struct text {
	char *bytes;
	uint32_t *origin;
	size_t length;
};

static void put(struct text *text, char byte, size_t offset)
{
	text->bytes[text->length] = byte;
	text->origin[text->length++] = (uint32_t)offset;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

static void complain(const struct config_token *token, size_t offset, struct problems *problems,
		     const char *sentence)
{
	problems_add(problems, config_place_of_offset(token, offset), "%s", sentence);
}

/* Where the closing quote stands, or the file's length. */
static size_t closing_quote(const struct config_token *token)
{
	const struct config_file *file = token->file;
	size_t at = token->offset + 1;

	while (at < file->length && file->bytes[at] != '"')
		at += file->bytes[at] == '\\' && at + 1 < file->length ? 2 : 1;
	return at;
}

/* The byte after the backslash at `at`; returns false where it is no escape. */
static bool decode_escape(const struct config_file *file, size_t *at, struct text *text)
{
	size_t backslash = *at;
	char byte = file->bytes[backslash + 1];

	*at += 2;
	if (byte == '"' || byte == '\\' || byte == '$') {
		put(text, byte, backslash);
	} else if (byte == 'n') {
		put(text, '\n', backslash);
	} else if (byte == '\n') {
		while (is_blank(file->bytes[*at]))
			(*at)++;
	} else {
		return false;
	}
	return true;
}

static bool decode(const struct config_token *token, size_t close, struct text *text,
		   struct problems *problems)
{
	const struct config_file *file = token->file;
	size_t at = token->offset + 1, before = problems->count;

	while (at < close) {
		if (file->bytes[at] == '$' && file->bytes[at + 1] == '{')
			complain(token, at, problems,
				 "nothing is taken from the environment here; to write these two "
				 "bytes, put a backslash before them");
		if (file->bytes[at] != '\\') {
			put(text, file->bytes[at], at);
			at++;
		} else if (!decode_escape(file, &at, text)) {
			complain(token, at - 2, problems,
				 "a backslash may stand only before \", \\, $, n and the end of a "
				 "line");
		}
	}
	text->origin[text->length] = (uint32_t)close;
	return problems->count == before;
}

/* The end of the line that begins at `start`: a line of the file, not one made by an escape. */
static size_t line_end(const struct text *text, const struct config_file *file, size_t start)
{
	while (start < text->length &&
	       !(text->bytes[start] == '\n' && file->bytes[text->origin[start]] == '\n'))
		start++;
	return start;
}

static size_t indentation(const struct text *text, size_t start, size_t end)
{
	size_t at = start;

	while (at < end && is_blank(text->bytes[at]))
		at++;
	return at - start;
}

/* The blanks that all lines after the first have in common, blank lines aside. */
static size_t common_indentation(const struct text *text, const struct config_file *file)
{
	size_t common = SIZE_MAX;
	size_t end;

	for (size_t start = line_end(text, file, 0) + 1; start <= text->length; start = end + 1) {
		size_t blanks;

		end = line_end(text, file, start);
		blanks = indentation(text, start, end);
		if (blanks < end - start && blanks < common)
			common = blanks;
	}
	return common;
}

/* Moves the lines together, within the same arrays. */
static void strip_layout(struct text *text, const struct config_file *file)
{
	size_t common = common_indentation(text, file);
	uint32_t closing = text->origin[text->length];
	size_t kept = 0;
	size_t end;

	for (size_t start = 0; start <= text->length; start = end + 1) {
		size_t blanks, from;
		bool is_blank_line;

		end = line_end(text, file, start);
		blanks = indentation(text, start, end);
		is_blank_line = blanks == end - start;
		if (is_blank_line && (start == 0 || end == text->length))
			continue;
		from = start + (start == 0 ? 0 : is_blank_line ? blanks : common);
		for (; from < end; from++, kept++) {
			text->bytes[kept] = text->bytes[from];
			text->origin[kept] = text->origin[from];
		}
		if (end < text->length) {
			text->bytes[kept] = '\n';
			text->origin[kept++] = text->origin[end];
		}
	}
	if (kept > 0 && text->bytes[kept - 1] == '\n' &&
	    file->bytes[text->origin[kept - 1]] == '\n')
		kept--;
	text->length = kept;
	text->origin[kept] = closing;
}

/* A text of several lines whose end is followed by a word or by another text: the quote that ends
 * it was meant to begin one. */
static bool ends_where_one_begins(const struct config_token *token, size_t close)
{
	const char *bytes = token->file->bytes;

	return strchr(" \t\n#,={}()", bytes[close + 1]) == NULL &&
	       memchr(bytes + token->offset, '\n', close - token->offset) != NULL;
}

static bool refuse_open(struct config_token *token, size_t close, size_t *end,
			struct problems *problems)
{
	const struct config_file *file = token->file;
	const char *begin = file->bytes + token->offset;

	if (close < file->length)
		problems_add(problems, token->place,
			     "the text that begins here ends in line %d where another seems to "
			     "begin: is a quote missing?",
			     config_place_of_offset(token, close).line);
	else
		complain(token, token->offset, problems,
			 "the text that begins here is never closed");
	token->text = "";
	*end = token->offset + strcspn(begin, "\n");
	return false;
}

bool config_text_decode(const void *ctx, struct config_token *token, size_t *end,
			struct problems *problems)
{
	size_t close = closing_quote(token);
	size_t room = close - token->offset;
	struct text text = {NEW_ARRAY(ctx, char, room), NEW_ARRAY(ctx, uint32_t, room), 0};
	bool is_good;

	if (close >= token->file->length || ends_where_one_begins(token, close))
		return refuse_open(token, close, end, problems);
	is_good = decode(token, close, &text, problems);
	if (line_end(&text, token->file, 0) < text.length)
		strip_layout(&text, token->file);
	text.bytes[text.length] = '\0';
	token->text = text.bytes;
	token->length = text.length;
	token->origin = text.origin;
	*end = close + 1;
	return is_good;
}
