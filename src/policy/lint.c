#include "policy/lint.h"

#include "base/memory.h"
#include "policy/lint_parts.h"
#include "policy/variables.h"

#include <string.h>

static const char *const kinds[] = {"shadowed", "unreached", "idle", "approves", "wins"};
const struct words lint_kind_words = WORDS(kinds);

/* A chain of rules that is looked at. */
struct linting {
	struct lint *lint;
	void *scratch;
	const struct policy *policy;   /* NULL: the intake alone */
	const struct version *version; /* likewise */
	struct space *space;
	const struct rule **chain;
	size_t count;
	size_t first; /* of the version's own rules */
};

static void add_finding(struct linting *linting, enum lint_kind kind, size_t i,
			const struct rule *other, const char *part, const char *example)
{
	struct lint *lint = linting->lint;

	lint->findings = GROW_ARRAY(lint, lint->findings, struct lint_finding, lint->count + 1);
	lint->findings[lint->count++] = (struct lint_finding){
		.kind = kind,
		.policy = linting->policy != NULL ? linting->policy->name : NULL,
		.version = linting->version != NULL ? linting->version->name : NULL,
		.rule = linting->chain[i],
		.other = other,
		.part = part != NULL ? text_copy(lint, part) : NULL,
		.example = example != NULL ? text_copy(lint, example) : NULL,
	};
}

/* Of the case that was found, what `when` is about; the rest is as it has to be to come there. */
static const char *told(const struct linting *linting, const struct expr *when)
{
	struct buffer *text = buffer_new(linting->scratch);

	for (size_t i = 0; i < linting->space->count; i++) {
		const struct variable *variable = &linting->space->variables[i];

		if (variable->region == UNASSIGNED || !expr_mentions(when, variable->name->name))
			continue;
		buffer_add_text(text, text->length > 0 ? ", " : "");
		variable_tell(variable, text);
	}
	return text->bytes;
}

/* An example of a case that comes to rule `i` and meets `when`; NULL where there is none. */
static const char *example_of(struct linting *linting, size_t i, const struct expr *when)
{
	const struct rule target = {.when = when};
	struct buffer *ignored = buffer_new(linting->scratch);

	return space_has_case(linting->space, linting->chain, i, &target, ignored)
		       ? told(linting, when)
		       : NULL;
}

/* The rule before rule `i` that by itself takes every case that meets `when`; NULL: it takes more
 * than one, or none can be. */
static const struct rule *taker_of(struct linting *linting, size_t i, const struct expr *when)
{
	void *ctx = linting->scratch;

	for (size_t k = 0; k < i && example_of(linting, 0, when) != NULL; k++) {
		const struct expr *rest = lint_node(ctx, EXPR_NOT, linting->chain[k]->when, NULL);

		if (example_of(linting, 0, lint_node(ctx, EXPR_AND, when, rest)) == NULL)
			return linting->chain[k];
	}
	return NULL;
}

/* No case that comes to rule `i` meets `when`: says which rule takes those that do. */
static void add_missed(struct linting *linting, enum lint_kind kind, size_t i, const char *part,
		       const struct expr *when)
{
	add_finding(linting, kind, i, taker_of(linting, i, when), part,
		    example_of(linting, 0, when));
}

/* ---- shadowed ---- */

/* False where the whole rule never applies: then nothing else is to be said of it. */
static bool look_for_shadows(struct linting *linting, size_t i)
{
	const struct expr *when = linting->chain[i]->when;
	struct lint_parts parts = lint_parts_of(linting->scratch, when);

	if (example_of(linting, i, when) == NULL) {
		add_missed(linting, LINT_SHADOWED, i, NULL, when);
		return false;
	}
	for (size_t p = 0; p < parts.count; p++)
		if (example_of(linting, i, parts.list[p].when) == NULL)
			add_missed(linting, LINT_SHADOWED, i, parts.list[p].text,
				   parts.list[p].when);
	return true;
}

/* ---- unreached ---- */

static const struct expr *compared(const void *ctx, const struct expr *expr, enum relation relation)
{
	return lint_comparison(ctx, &expr->operands[0], relation, &expr->operands[1]);
}

/* All cases that come here lie on one side of the constant, and none lies on it. */
static bool is_unreached(struct linting *linting, size_t i, const struct expr *expr)
{
	void *ctx = linting->scratch;

	return example_of(linting, i, compared(ctx, expr, EQUAL)) == NULL &&
	       (example_of(linting, i, compared(ctx, expr, LESS)) == NULL ||
		example_of(linting, i, compared(ctx, expr, GREATER)) == NULL);
}

static bool is_constant(const struct operand *operand)
{
	return operand->name == NAME_IS_LITERAL || operand->name == NAME_WINDOW;
}

/* What never applies has been said to. */
static bool is_said(const struct linting *linting, size_t i, const char *part)
{
	const struct lint *lint = linting->lint;

	for (size_t f = lint->count; f > 0 && lint->findings[f - 1].rule == linting->chain[i]; f--)
		if (lint->findings[f - 1].part != NULL &&
		    strcmp(lint->findings[f - 1].part, part) == 0)
			return true;
	return false;
}

static void look_for_constants(struct linting *linting, size_t i, const struct expr *expr)
{
	const char *text;

	if (expr->left != NULL)
		look_for_constants(linting, i, expr->left);
	if (expr->right != NULL)
		look_for_constants(linting, i, expr->right);
	if (expr->kind != EXPR_COMPARE || expr->relation == EQUAL || expr->relation == NOT_EQUAL ||
	    is_constant(&expr->operands[0]) == is_constant(&expr->operands[1]))
		return;
	text = lint_text(linting->scratch, expr);
	if (!is_said(linting, i, text) && is_unreached(linting, i, expr))
		add_missed(linting, LINT_UNREACHED, i, text,
			   compared(linting->scratch, expr, EQUAL));
}

/* ---- idle ---- */

static bool is_same_outcome(const struct rule *a, const struct rule *b)
{
	return a->outcome == b->outcome && a->why == b->why;
}

static const struct expr *both(const void *ctx, const struct expr *a, const struct expr *b)
{
	return lint_node(ctx, EXPR_AND, a, b);
}

/* Whether some case that rule `i` decides would have another outcome without it. */
static bool is_needed(struct linting *linting, size_t i)
{
	const struct rule *rule = linting->chain[i];
	const struct rule **others =
		NEW_ARRAY(linting->scratch, const struct rule *, linting->count);
	struct buffer *example = buffer_new(linting->scratch);
	size_t count = 0;

	for (size_t k = 0; k < i; k++)
		others[count++] = linting->chain[k];
	for (size_t k = i + 1; k < linting->count; k++) {
		const struct expr *when =
			both(linting->scratch, rule->when, linting->chain[k]->when);
		const struct rule target = {.when = when};

		if (!is_same_outcome(rule, linting->chain[k]) &&
		    space_has_case(linting->space, others, count, &target, example))
			return true;
		others[count++] = linting->chain[k];
	}
	/* And a case must have an outcome. */
	return space_has_case(linting->space, others, count, rule, example);
}

/* ---- both say yes ---- */

/* A rule for all that is left is meant to stand behind the others. */
static bool takes_all(struct linting *linting, const struct rule *rule)
{
	return example_of(linting, 0, lint_node(linting->scratch, EXPR_NOT, rule->when, NULL)) ==
	       NULL;
}

static void look_for_overlaps(struct linting *linting, size_t i)
{
	const struct rule *rule = linting->chain[i];

	for (size_t k = i + 1; k < linting->count; k++) {
		const struct rule *other = linting->chain[k];
		const char *example;

		if (is_same_outcome(rule, other) || other->outcome == OUTCOME_APPROVE ||
		    takes_all(linting, other))
			continue;
		example = example_of(linting, i, both(linting->scratch, rule->when, other->when));
		if (example != NULL)
			add_finding(linting,
				    rule->outcome == OUTCOME_APPROVE ? LINT_APPROVES : LINT_WINS, i,
				    other, NULL, example);
	}
}

/* ---- all of it ---- */

static struct linting linting_new(struct lint *lint, const struct policy_set *set,
				  const struct policy *policy, const struct version *version)
{
	struct linting linting = {.lint = lint,
				  .scratch = talloc_new(lint),
				  .policy = policy,
				  .version = version,
				  .first = version != NULL ? set->intake_count : 0};

	linting.chain = space_chain(linting.scratch, set, version, &linting.count);
	linting.space = space_new(linting.scratch, version, linting.chain, linting.count);
	return linting;
}

static void look_at_chain(struct linting *linting)
{
	for (size_t i = linting->first; i < linting->count; i++) {
		if (!look_for_shadows(linting, i))
			continue;
		look_for_constants(linting, i, linting->chain[i]->when);
		if (linting->version == NULL)
			continue;
		if (!is_needed(linting, i))
			add_finding(linting, LINT_IDLE, i, NULL, NULL,
				    example_of(linting, i, linting->chain[i]->when));
		look_for_overlaps(linting, i);
	}
}

/* Of the intake's rules, those that change nothing in any version. */
static void look_at_intake(struct lint *lint, const struct policy_set *set, bool *is_needed_there)
{
	struct linting linting = linting_new(lint, set, NULL, NULL);

	look_at_chain(&linting);
	for (size_t i = 0; i < linting.count && set->policy_count > 0; i++)
		if (!is_needed_there[i] && example_of(&linting, i, linting.chain[i]->when) != NULL)
			add_finding(&linting, LINT_IDLE, i, NULL, NULL,
				    example_of(&linting, i, linting.chain[i]->when));
	talloc_free(linting.scratch);
}

struct lint *lint_new(const void *ctx, const struct policy_set *set)
{
	struct lint *lint = NEW(ctx, struct lint);
	bool *is_needed_there = NEW_ARRAY(lint, bool, set->intake_count);

	for (size_t p = 0; p < set->policy_count; p++)
		for (size_t v = 0; v < set->policies[p].version_count; v++) {
			struct linting linting = linting_new(lint, set, &set->policies[p],
							     &set->policies[p].versions[v]);

			look_at_chain(&linting);
			for (size_t i = 0; i < set->intake_count; i++)
				is_needed_there[i] = is_needed_there[i] || is_needed(&linting, i);
			talloc_free(linting.scratch);
		}
	look_at_intake(lint, set, is_needed_there);
	return lint;
}
