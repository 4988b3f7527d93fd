/* The words of an expression, one at a time, each with its column. */
#ifndef REFUNDD_POLICY_LEXER_H
#define REFUNDD_POLICY_LEXER_H

#include "domain/value.h"

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,	/* a name, or one of: and or not in true false */
	TOKEN_LITERAL,	/* a number, duration, amount, instant or 'text' */
	TOKEN_RELATION, /* < <= > >= == != */
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
};

struct token {
	enum token_kind kind;
	const char *text; /* as written, `length` bytes */
	size_t length;
	int column;	      /* from 1, in bytes */
	struct value literal; /* of TOKEN_LITERAL; a text belongs to the lexer's `ctx` */
	int relation;	      /* of TOKEN_RELATION, as in relation_words */
};

struct lexer {
	const void *ctx;
	const char *text, *at;
};

/* Reads the next token. ERROR_CONFIG with token->column set where the text makes no sense. */
bool lexer_next(struct lexer *lexer, struct token *token, struct error *error);

bool token_is_word(const struct token *token, const char *word);

#endif
