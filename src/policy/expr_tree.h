/* The compiled form of an expression: for the compiler, the evaluator and the checker alone. */
#ifndef REFUNDD_POLICY_EXPR_TREE_H
#define REFUNDD_POLICY_EXPR_TREE_H

#include "policy/expr.h"

enum expr_kind {
	EXPR_OR,      /* left or right */
	EXPR_AND,     /* left and right */
	EXPR_NOT,     /* not left */
	EXPR_TRUTH,   /* operand[0], a truth */
	EXPR_COMPARE, /* operand[0] relation operand[1] */
	EXPR_IN,      /* operand[0] in (operand[1], ...) */
};

enum relation { LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL };
extern const struct words relation_words; /* < <= > >= == != */

#define NAME_IS_LITERAL (-1)

struct operand {
	int name; /* as in names.h, or NAME_IS_LITERAL */
	struct value literal;
	const char *text; /* as it is written */
	size_t text_length;
};

struct expr {
	enum expr_kind kind;
	enum relation relation;
	const struct expr *left, *right;
	struct operand *operands;
	size_t operand_count;
};

enum value_type operand_type(const struct operand *operand);

/* What a relation says of an order as value_compare() gives it. */
bool relation_holds(enum relation relation, int order);

#endif
