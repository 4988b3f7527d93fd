/* Whatever compiles prints a canonical text that compiles to the same; evaluating it over facts of
 * which nothing is known never crashes; what does not compile says where. */
#include "base/memory.h"
#include "policy/expr.h"
#include "policy/policy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"repeat-refunds", "strangers"};
static const struct words signal_names = WORDS(names);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void evaluate(const void *ctx, const struct expr *expr)
{
	static const struct signal signals[] = {{.name = "repeat-refunds"}, {.name = "strangers"}};
	static const struct policy_set set = {.signals = signals, .signal_count = 2};
	struct facts facts;
	struct view view;
	fact_set missing = 0;

	facts_init(&facts);
	view_init(&view, &set, NULL, NULL, &facts, NULL);
	if (expr_answer(expr, &view, buffer_new(ctx), &missing) != ANSWER_UNKNOWN)
		require(missing == 0);
}

static void print_and_reread(const void *ctx, const struct expr *expr)
{
	struct buffer *canonical = buffer_new(ctx);
	struct buffer *again = buffer_new(ctx);
	struct error error;
	int column;

	expr_add_text(expr, canonical);
	expr = expr_new(ctx, canonical->bytes, signal_names, &column, &error);
	require(expr != NULL);
	expr_add_text(expr, again);
	require(strcmp(canonical->bytes, again->bytes) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	void *ctx = talloc_new(NULL);
	const char *text = text_copy_n(ctx, (const char *)bytes, length);
	struct error error = {.text = ""};
	int column = 0;
	const struct expr *expr = expr_new(ctx, text, signal_names, &column, &error);

	if (expr != NULL) {
		evaluate(ctx, expr);
		print_and_reread(ctx, expr);
	} else {
		require(error.kind == ERROR_CONFIG && error.text[0] != '\0');
		require(column >= 1 && (size_t)column <= strlen(text) + 1);
	}
	talloc_free(ctx);
	return 0;
}
