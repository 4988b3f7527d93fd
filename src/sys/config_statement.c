#include "sys/config_statement.h"

#include <string.h>

static bool is_sign(const struct config_tokens *tokens, size_t number, const char *sign)
{
	return number < tokens->count && config_token_is(&tokens->list[number], CONFIG_SIGN, sign);
}

static bool is_on_line_of(const struct config_tokens *tokens, size_t number, size_t first)
{
	const struct config_token *token = &tokens->list[number], *of = &tokens->list[first];

	return token->file == of->file && token->place.line == of->place.line;
}

/* The number of its "{", or 0 where it is no section. */
static size_t section_brace(const struct config_tokens *tokens, size_t number, size_t end)
{
	if (number + 1 < end && is_sign(tokens, number + 1, "{"))
		return number + 1;
	if (number + 2 < end && is_sign(tokens, number + 2, "{") &&
	    tokens->list[number + 1].kind != CONFIG_SIGN &&
	    is_on_line_of(tokens, number + 1, number))
		return number + 2;
	return 0;
}

/* Of what follows the "=". */
static size_t value_end(const struct config_tokens *tokens, size_t number, size_t end)
{
	if (number >= end || config_statement_begins(tokens, number))
		return number;
	return is_sign(tokens, number, "{") ? tokens->list[number].match + 1 : number + 1;
}

/* What is on the line of `number`, as long as it does not look like another statement. */
static size_t rest_of_line(const struct config_tokens *tokens, size_t number, size_t end)
{
	size_t at = number + 1;

	while (at < end && is_on_line_of(tokens, at, number) &&
	       !config_statement_begins(tokens, at)) {
		if (is_sign(tokens, at, "{"))
			return tokens->list[at].match + 1;
		at++;
	}
	return at;
}

static size_t statement_end(const struct config_tokens *tokens, size_t number, size_t end)
{
	size_t brace = section_brace(tokens, number, end);

	if (is_sign(tokens, number, "{"))
		return tokens->list[number].match + 1;
	if (brace > 0)
		return tokens->list[brace].match + 1;
	if (number + 1 < end && is_sign(tokens, number + 1, "="))
		return value_end(tokens, number + 2, end);
	return rest_of_line(tokens, number, end);
}

/* Of those from `at` up to `end`, the one that `number` belongs to, or else the last. */
static bool find_among(const struct config_tokens *tokens, size_t at, size_t end, size_t number,
		       struct config_statement *statement)
{
	if (at >= end)
		return false;
	do {
		statement->first = at;
		statement->end = statement_end(tokens, at, end);
		at = statement->end;
	} while (at < end && at <= number);
	return true;
}

bool config_statement_begins(const struct config_tokens *tokens, size_t number)
{
	bool is_set = is_sign(tokens, number + 1, "=") && is_on_line_of(tokens, number + 1, number);

	return tokens->list[number].kind == CONFIG_WORD &&
	       (is_set || section_brace(tokens, number, tokens->count) > 0);
}

bool config_statement_find(const struct config_tokens *tokens, size_t number,
			   struct config_statement *statement)
{
	struct config_statement found = {0};
	size_t at = 0, end = tokens->count - 1, brace;

	if (!find_among(tokens, at, end, number, &found))
		return false;
	for (;;) {
		brace = section_brace(tokens, found.first, found.end);
		found.is_section = brace > 0;
		*statement = found;
		if (brace == 0 || number <= brace || number > tokens->list[brace].match)
			return true;
		at = brace + 1;
		end = tokens->list[brace].match;
		found.section = brace;
		found.is_in_section = true;
		if (!find_among(tokens, at, end, number, &found))
			return true;
	}
}

void config_statement_cut(struct config_tokens *tokens, const struct config_statement *statement)
{
	size_t left = tokens->count - statement->end;

	if (statement->is_in_section)
		tokens->list[statement->section].lacks = true;
	else
		tokens->lacks = true;
	memmove(tokens->list + statement->first, tokens->list + statement->end,
		left * sizeof(*tokens->list));
	tokens->count = statement->first + left;
	config_tokens_match(tokens);
}
