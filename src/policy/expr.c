#include "base/memory.h"
#include "policy/expr_tree.h"
#include "policy/lexer.h"

#include <string.h>

/* Deeper than anybody writes, and far from the end of the stack. */
#define MAX_DEPTH	32
#define MAX_COMPARISONS 64
#define MAX_MEMBERS	64

struct parser {
	const void *ctx;
	struct words signals;
	struct lexer lexer;
	struct token token; /* the next one, not yet taken */
	int depth;
	int comparisons;
	int column; /* of the trouble */
	struct error *error;
};

static const char *const relations[] = {"<", "<=", ">", ">=", "==", "!="};
const struct words relation_words = WORDS(relations);

static const struct expr *parse_or(struct parser *parser);

#define FAIL(parser, where, ...) \
	((parser)->column = (where), error_set((parser)->error, ERROR_CONFIG, __VA_ARGS__))

static bool advance(struct parser *parser)
{
	if (lexer_next(&parser->lexer, &parser->token, parser->error))
		return true;
	parser->error->kind = ERROR_CONFIG; /* domain/ calls a bad amount bad input */
	parser->column = parser->token.column;
	return false;
}

static bool fail_expected(struct parser *parser, const char *what)
{
	const struct token *token = &parser->token;

	if (token->kind == TOKEN_END)
		return FAIL(parser, token->column, "expected %s, but the expression ends here",
			    what);
	return FAIL(parser, token->column, "expected %s, found '%.*s'", what, (int)token->length,
		    token->text);
}

static bool is_reserved(const struct token *token)
{
	static const char *const reserved[] = {"and", "or", "not", "in"};

	return token->kind == TOKEN_WORD &&
	       words_find(WORDS(reserved), token->text, token->length) >= 0;
}

static bool parse_name(struct parser *parser, struct operand *operand)
{
	operand->name = name_find(operand->text, parser->signals, parser->error);
	if (operand->name >= 0)
		return true;
	parser->column = parser->token.column;
	return false;
}

/* As it is written, but one amount has one spelling whatever blanks stand in it. */
static const char *operand_text(const struct parser *parser, const struct token *token)
{
	struct buffer *amount;

	if (token->kind != TOKEN_LITERAL || token->literal.type != VALUE_MONEY)
		return text_copy_n(parser->ctx, token->text, token->length);
	amount = buffer_new(parser->ctx);
	value_add(token->literal, (struct zone){0}, amount);
	return amount->bytes;
}

static bool parse_operand(struct parser *parser, struct operand *operand)
{
	const struct token *token = &parser->token;

	if ((token->kind != TOKEN_WORD && token->kind != TOKEN_LITERAL) || is_reserved(token))
		return fail_expected(parser, "a name or a value");
	*operand = (struct operand){.name = NAME_IS_LITERAL, .text = operand_text(parser, token)};
	operand->text_length = strlen(operand->text);
	if (token->kind == TOKEN_LITERAL)
		operand->literal = token->literal;
	else if (token_is_word(token, "true") || token_is_word(token, "false"))
		operand->literal = value_truth(token_is_word(token, "true"));
	else if (!parse_name(parser, operand))
		return false;
	return advance(parser);
}

/* The number 0 is zero money of any currency: it becomes money when it meets money. */
static bool is_zero(const struct operand *operand)
{
	return operand->name == NAME_IS_LITERAL && operand->literal.type == VALUE_NUMBER &&
	       operand->literal.number.millionths == 0;
}

static bool is_currency_name(int name)
{
	return name < FACT_COUNT && fact_info((enum fact)name)->shape == SHAPE_CURRENCY;
}

static bool check_word(struct parser *parser, const struct operand *name,
		       const struct operand *literal, int column)
{
	struct words words = name_info(name->name).words;
	const char *word = literal->literal.text;
	struct buffer *list;

	if (is_currency_name(name->name) && currency_find(word, strlen(word)) == NULL)
		return FAIL(parser, column, "%s is no currency (ISO 4217)", literal->text);
	if (words.list == NULL || words_find(words, word, strlen(word)) >= 0)
		return true;
	list = buffer_new(parser->ctx);
	words_add_list(words, list);
	return FAIL(parser, column, "%s is never %s: it is %s", name->text, literal->text,
		    list->bytes);
}

/* Whether two operands can be compared; `column` is where the second stands. */
static bool check_pair(struct parser *parser, struct operand *a, struct operand *b, int column)
{
	enum value_type type = operand_type(a);

	if (type == VALUE_MONEY && is_zero(b)) {
		b->literal = value_money(money_zero(NULL));
		return true;
	}
	if (type != operand_type(b))
		return FAIL(parser, column, "%s (%s) cannot be compared with %s (%s)", a->text,
			    value_type_name(type), b->text, value_type_name(operand_type(b)));
	if (type != VALUE_TEXT || b->name != NAME_IS_LITERAL)
		return true;
	return check_word(parser, a, b, column);
}

static bool check_order(struct parser *parser, const struct expr *expr, int column)
{
	enum value_type type = operand_type(&expr->operands[0]);

	if (expr->relation == EQUAL || expr->relation == NOT_EQUAL)
		return true;
	if (type != VALUE_TEXT && type != VALUE_TRUTH)
		return true;
	return FAIL(parser, column, "a %s has no order: use == or !=", value_type_name(type));
}

static bool check_first(struct parser *parser, const struct operand *operand, int column)
{
	if (operand->name != NAME_IS_LITERAL)
		return true;
	return FAIL(parser, column, "the left side of a comparison must be a name");
}

static struct expr *new_leaf(struct parser *parser, enum expr_kind kind,
			     const struct operand *first)
{
	struct expr *expr = NEW(parser->ctx, struct expr);

	expr->kind = kind;
	expr->operands = NEW_ARRAY(expr, struct operand, 2);
	expr->operands[0] = *first;
	expr->operand_count = 1;
	return expr;
}

static const struct expr *new_node(struct parser *parser, enum expr_kind kind,
				   const struct expr *left, const struct expr *right)
{
	struct expr *expr = NEW(parser->ctx, struct expr);

	expr->kind = kind;
	expr->left = left;
	expr->right = right;
	return expr;
}

static const struct expr *parse_relation(struct parser *parser, const struct operand *first)
{
	struct expr *expr = new_leaf(parser, EXPR_COMPARE, first);
	int at = parser->token.column;
	int column;

	expr->relation = (enum relation)parser->token.relation;
	if (!advance(parser))
		return NULL;
	column = parser->token.column;
	expr->operand_count = 2;
	if (!parse_operand(parser, &expr->operands[1]) ||
	    !check_pair(parser, &expr->operands[0], &expr->operands[1], column) ||
	    !check_order(parser, expr, at))
		return NULL;
	return expr;
}

static bool parse_member(struct parser *parser, struct expr *expr)
{
	int column = parser->token.column;
	struct operand *member;

	if (expr->operand_count > MAX_MEMBERS)
		return FAIL(parser, column, "a list has at most %d members", MAX_MEMBERS);
	expr->operands = GROW_ARRAY(expr, expr->operands, struct operand, expr->operand_count + 1);
	member = &expr->operands[expr->operand_count++];
	return parse_operand(parser, member) &&
	       check_pair(parser, &expr->operands[0], member, column);
}

static const struct expr *parse_in(struct parser *parser, const struct operand *first)
{
	struct expr *expr = new_leaf(parser, EXPR_IN, first);

	if (!advance(parser))
		return NULL;
	if (parser->token.kind != TOKEN_OPEN) {
		fail_expected(parser, "'(' and the list of values");
		return NULL;
	}
	do {
		if (!advance(parser) || !parse_member(parser, expr))
			return NULL;
	} while (parser->token.kind == TOKEN_COMMA);
	if (parser->token.kind != TOKEN_CLOSE) {
		fail_expected(parser, "',' or ')'");
		return NULL;
	}
	return advance(parser) ? expr : NULL;
}

static const struct expr *parse_comparison(struct parser *parser)
{
	struct operand first;
	int column = parser->token.column;
	bool is_negated;
	const struct expr *expr;

	if (++parser->comparisons > MAX_COMPARISONS) {
		FAIL(parser, column, "more than %d comparisons", MAX_COMPARISONS);
		return NULL;
	}
	if (!parse_operand(parser, &first))
		return NULL;
	if (parser->token.kind == TOKEN_RELATION)
		return check_first(parser, &first, column) ? parse_relation(parser, &first) : NULL;
	is_negated = token_is_word(&parser->token, "not");
	if (is_negated && !advance(parser))
		return NULL;
	if (token_is_word(&parser->token, "in")) {
		expr = check_first(parser, &first, column) ? parse_in(parser, &first) : NULL;
		return expr != NULL && is_negated ? new_node(parser, EXPR_NOT, expr, NULL) : expr;
	}
	if (is_negated) {
		fail_expected(parser, "'in'");
		return NULL;
	}
	if (operand_type(&first) == VALUE_TRUTH)
		return new_leaf(parser, EXPR_TRUTH, &first);
	FAIL(parser, column, "%s (%s) is no truth: expected a comparison, as in %s == ...",
	     first.text, value_type_name(operand_type(&first)), first.text);
	return NULL;
}

static const struct expr *parse_group(struct parser *parser)
{
	const struct expr *expr;

	if (!advance(parser) || (expr = parse_or(parser)) == NULL)
		return NULL;
	if (parser->token.kind != TOKEN_CLOSE) {
		fail_expected(parser, "')', 'and' or 'or'");
		return NULL;
	}
	return advance(parser) ? expr : NULL;
}

static const struct expr *parse_not(struct parser *parser)
{
	const struct expr *expr;

	if (parser->depth >= MAX_DEPTH) {
		FAIL(parser, parser->token.column, "nested more than %d deep", MAX_DEPTH);
		return NULL;
	}
	parser->depth++;
	if (parser->token.kind == TOKEN_OPEN) {
		expr = parse_group(parser);
	} else if (token_is_word(&parser->token, "not")) {
		expr = advance(parser) ? parse_not(parser) : NULL;
		expr = expr != NULL ? new_node(parser, EXPR_NOT, expr, NULL) : NULL;
	} else {
		expr = parse_comparison(parser);
	}
	parser->depth--;
	return expr;
}

static const struct expr *parse_chain(struct parser *parser, const char *word, enum expr_kind kind,
				      const struct expr *(*parse_part)(struct parser *))
{
	const struct expr *whole = parse_part(parser);
	const struct expr *part;

	while (whole != NULL && token_is_word(&parser->token, word)) {
		if (!advance(parser) || (part = parse_part(parser)) == NULL)
			return NULL;
		whole = new_node(parser, kind, whole, part);
	}
	return whole;
}

static const struct expr *parse_and(struct parser *parser)
{
	return parse_chain(parser, "and", EXPR_AND, parse_not);
}

static const struct expr *parse_or(struct parser *parser)
{
	return parse_chain(parser, "or", EXPR_OR, parse_and);
}

struct expr *expr_new(const void *ctx, const char *text, struct words signals, int *column,
		      struct error *error)
{
	const void *tree = NEW(ctx, char);
	struct parser parser = {.ctx = tree,
				.signals = signals,
				.lexer = {.ctx = tree, .text = text, .at = text},
				.error = error};
	const struct expr *expr = advance(&parser) ? parse_or(&parser) : NULL;

	if (expr != NULL && parser.token.kind != TOKEN_END) {
		fail_expected(&parser, "'and', 'or' or the end");
		expr = NULL;
	}
	if (expr == NULL) {
		*column = parser.column;
		talloc_free((void *)tree);
	}
	return (struct expr *)expr;
}
