#include "hostile/query.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct parser {
	const void *ctx;
	const char *at;
};

static struct query *parse_or(struct parser *parser);

static bool take_word(struct parser *parser, const char *word)
{
	size_t length = strlen(word);

	while (isspace((unsigned char)*parser->at))
		parser->at++;
	if (strncasecmp(parser->at, word, length) != 0 ||
	    (isalpha((unsigned char)*word) && isalnum((unsigned char)parser->at[length])))
		return false;
	parser->at += length;
	return true;
}

/* A name or value, with or without quotes. */
static const char *take_text(struct parser *parser)
{
	const char *from;
	char quote;

	while (isspace((unsigned char)*parser->at))
		parser->at++;
	quote = *parser->at;
	if (quote == '\'' || quote == '"') {
		from = ++parser->at;
		while (*parser->at != quote && *parser->at != '\0')
			parser->at++;
		if (*parser->at == '\0')
			return NULL;
		return text_copy_n(parser->ctx, from, (size_t)(parser->at++ - from));
	}
	from = parser->at;
	parser->at += strcspn(parser->at, " \t=<>!()'\"");
	return parser->at == from ? NULL
				  : text_copy_n(parser->ctx, from, (size_t)(parser->at - from));
}

static bool take_compare(struct parser *parser, enum compare *compare)
{
	static const struct {
		const char *word;
		enum compare compare;
	} signs[] = {
		{"!=", IS_OTHER},     {">=", IS_MORE_EQUAL}, {"<=", IS_LESS_EQUAL},
		{"=", IS_EQUAL},      {">", IS_MORE},	     {"<", IS_LESS},
		{"IS NOT", IS_OTHER}, {"IS", IS_EQUAL},	     {"LIKE", IS_LIKE},
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (take_word(parser, signs[i].word)) {
			*compare = signs[i].compare;
			return true;
		}
	return false;
}

static enum subject subject_of(const char *field)
{
	if (strcasecmp(field, "id") == 0)
		return SUBJECT_ID;
	return strcasecmp(field, "TicketId") == 0 || strcasecmp(field, "ObjectId") == 0
		       ? SUBJECT_TICKET
		       : SUBJECT_TEXT;
}

static struct query *parse_test(struct parser *parser)
{
	struct query *test = NEW(parser->ctx, struct query);
	char *end;

	if (take_word(parser, "(")) {
		test = parse_or(parser);
		return test != NULL && take_word(parser, ")") ? test : NULL;
	}
	test->kind = NODE_TEST;
	test->field = take_text(parser);
	if (test->field == NULL || !take_compare(parser, &test->compare))
		return NULL;
	test->value = take_text(parser);
	if (test->value == NULL)
		return NULL;
	if (strcasecmp(test->value, "NULL") == 0)
		test->value = "";
	test->subject = subject_of(test->field);
	test->number = strtol(test->value, &end, 10);
	test->is_number = *test->value != '\0' && *end == '\0';
	return test;
}

static struct query *join(struct parser *parser, const char *word, enum node_kind kind,
			  struct query *(*parse)(struct parser *))
{
	struct query *left = parse(parser);

	while (left != NULL && take_word(parser, word)) {
		struct query *both = NEW(parser->ctx, struct query);

		both->kind = kind;
		both->left = left;
		both->right = parse(parser);
		left = both->right == NULL ? NULL : both;
	}
	return left;
}

static struct query *parse_and(struct parser *parser)
{
	return join(parser, "AND", NODE_AND, parse_test);
}

static struct query *parse_or(struct parser *parser)
{
	return join(parser, "OR", NODE_OR, parse_and);
}

struct query *query_parse(const void *ctx, const char *text)
{
	struct parser parser = {ctx, text};
	struct query *query = parse_or(&parser);

	return query != NULL && *parser.at == '\0' ? query : NULL;
}
