#include "policy/lint_parts.h"

#include "base/memory.h"

static void add_part(const void *ctx, struct lint_parts *parts, const struct expr *when,
		     const char *text)
{
	parts->list = GROW_ARRAY(ctx, parts->list, struct lint_part, parts->count + 1);
	parts->list[parts->count++] = (struct lint_part){when, text};
}

static void add_members(const void *ctx, struct lint_parts *parts, const struct expr *in)
{
	for (size_t i = 1; i < in->operand_count && in->operand_count > 2; i++) {
		const struct expr *member =
			lint_comparison(ctx, &in->operands[0], EQUAL, &in->operands[i]);

		add_part(ctx, parts, member, lint_text(ctx, member));
	}
}

/* A side of an "or" is an alternative, unless it has some itself. */
static void add_side(const void *ctx, struct lint_parts *parts, const struct expr *side)
{
	struct lint_parts own = lint_parts_of(ctx, side);

	if (own.count == 0)
		add_part(ctx, parts, side, lint_text(ctx, side));
	for (size_t i = 0; i < own.count; i++)
		add_part(ctx, parts, own.list[i].when, own.list[i].text);
}

/* The alternatives of one side of an "and", each together with the other side. */
static void add_with(const void *ctx, struct lint_parts *parts, const struct expr *side,
		     const struct expr *other)
{
	struct lint_parts own = lint_parts_of(ctx, side);

	for (size_t i = 0; i < own.count; i++)
		add_part(ctx, parts, lint_node(ctx, EXPR_AND, own.list[i].when, other),
			 own.list[i].text);
}

struct lint_parts lint_parts_of(const void *ctx, const struct expr *expr)
{
	struct lint_parts parts = {NULL, 0};

	switch (expr->kind) {
	case EXPR_OR:
		add_side(ctx, &parts, expr->left);
		add_side(ctx, &parts, expr->right);
		break;
	case EXPR_AND:
		add_with(ctx, &parts, expr->left, expr->right);
		add_with(ctx, &parts, expr->right, expr->left);
		break;
	case EXPR_IN: add_members(ctx, &parts, expr); break;
	case EXPR_NOT:
	case EXPR_TRUTH:
	case EXPR_COMPARE: break;
	}
	return parts;
}

const struct expr *lint_node(const void *ctx, enum expr_kind kind, const struct expr *left,
			     const struct expr *right)
{
	struct expr *node = NEW(ctx, struct expr);

	*node = (struct expr){.kind = kind, .left = left, .right = right};
	return node;
}

const struct expr *lint_comparison(const void *ctx, const struct operand *a, enum relation relation,
				   const struct operand *b)
{
	struct expr *leaf = NEW(ctx, struct expr);

	*leaf = (struct expr){.kind = EXPR_COMPARE, .relation = relation, .operand_count = 2};
	leaf->operands = NEW_ARRAY(leaf, struct operand, 2);
	leaf->operands[0] = *a;
	leaf->operands[1] = *b;
	return leaf;
}

const char *lint_text(const void *ctx, const struct expr *expr)
{
	struct buffer *text = buffer_new(ctx);

	expr_add_text(expr, text);
	return text->bytes;
}
