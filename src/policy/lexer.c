#include "policy/lexer.h"

#include "base/memory.h"
#include "policy/expr_tree.h"

#include <string.h>

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_word_byte(char byte)
{
	return is_letter(byte) || is_digit(byte) || byte == '.' || byte == '-';
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool read_text(struct lexer *lexer, struct token *token, struct error *error)
{
	const char *end = strchr(token->text + 1, '\'');

	if (end == NULL)
		return error_set(error, ERROR_CONFIG, "this text has no closing quote");
	token->kind = TOKEN_LITERAL;
	token->length = (size_t)(end + 1 - token->text);
	token->literal = value_text(text_copy_n(lexer->ctx, token->text + 1, token->length - 2));
	return true;
}

/* "5000 USD": the number has been read, the currency's letters follow after blanks. */
static bool read_amount(struct token *token, const char *letters, struct error *error)
{
	size_t length = 0;
	const struct currency *currency;
	struct money money;

	while (is_letter(letters[length]))
		length++;
	currency = currency_find(letters, length);
	if (currency == NULL)
		return error_set(error, ERROR_CONFIG, "'%.*s' is no currency (ISO 4217)",
				 (int)length, letters);
	if (!money_parse(token->text, token->length, currency, &money, error))
		return false;
	token->literal = value_money(money);
	token->length = (size_t)(letters + length - token->text);
	return true;
}

/* Letters that make what stands before them an amount: "USD", but not "and". */
static bool begins_currency(const char *text)
{
	return text[0] >= 'A' && text[0] <= 'Z';
}

/* No other quantity has a dash, and a day alone is told best what it lacks. */
static bool is_instant(const char *text, size_t length)
{
	return length > 4 && text[4] == '-';
}

static bool is_number(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_digit(text[i]) && text[i] != '.')
			return false;
	return true;
}

static bool read_quantity(struct token *token, struct error *error)
{
	const char *after;
	struct number number;
	struct span span;
	struct instant instant;

	while (is_word_byte(token->text[token->length]) || token->text[token->length] == ':' ||
	       token->text[token->length] == '+')
		token->length++;
	after = token->text + token->length;
	while (is_blank(*after))
		after++;
	token->kind = TOKEN_LITERAL;
	if (is_instant(token->text, token->length)) {
		if (!instant_parse(token->text, token->length, &instant, error))
			return false;
		token->literal = value_instant(instant);
		return true;
	}
	if (!is_number(token->text, token->length)) {
		if (!span_parse(token->text, token->length, &span, error))
			return false;
		token->literal = value_duration(span);
		return true;
	}
	if (begins_currency(after))
		return read_amount(token, after, error);
	if (!number_parse(token->text, token->length, &number, error))
		return false;
	token->literal = value_number(number);
	return true;
}

static bool read_relation(struct token *token, struct error *error)
{
	token->length = token->text[1] == '=' ? 2 : 1;
	token->relation = words_find(relation_words, token->text, token->length);
	if (token->relation < 0)
		return error_set(error, ERROR_CONFIG, "'%.*s' is no comparison; did you mean '%s'?",
				 (int)token->length, token->text,
				 token->text[0] == '!' ? "!=" : "==");
	token->kind = TOKEN_RELATION;
	return true;
}

static bool read_mark(struct token *token, struct error *error)
{
	token->length = 1;
	switch (token->text[0]) {
	case '(': token->kind = TOKEN_OPEN; return true;
	case ')': token->kind = TOKEN_CLOSE; return true;
	case ',': token->kind = TOKEN_COMMA; return true;
	case '"':
		return error_set(error, ERROR_CONFIG, "texts stand in single quotes, as in 'gift'");
	default:
		return error_set(error, ERROR_CONFIG,
				 "an expression has no place for this character");
	}
}

bool lexer_next(struct lexer *lexer, struct token *token, struct error *error)
{
	bool is_read = true;

	while (is_blank(*lexer->at))
		lexer->at++;
	*token = (struct token){
		.kind = TOKEN_END, .text = lexer->at, .column = (int)(lexer->at - lexer->text) + 1};
	if (is_letter(*lexer->at)) {
		token->kind = TOKEN_WORD;
		while (is_word_byte(token->text[token->length]))
			token->length++;
	} else if (is_digit(*lexer->at)) {
		is_read = read_quantity(token, error);
	} else if (*lexer->at == '\'') {
		is_read = read_text(lexer, token, error);
	} else if (*lexer->at != '\0') {
		is_read = strchr("<>=!", *lexer->at) != NULL ? read_relation(token, error)
							     : read_mark(token, error);
	}
	lexer->at = token->text + token->length;
	return is_read;
}

bool token_is_word(const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && token->length == strlen(word) &&
	       memcmp(token->text, word, token->length) == 0;
}
