#include "sys/config_braces.h"

#include "base/memory.h"

#define CREDIBLE 3 /* complaints; with more, the indentation means nothing */

struct opened {
	struct place place;
	int margin; /* where its line begins */
};

struct mending {
	const void *ctx;
	bool is_by_layout; /* else only the ends of the file tell */
	struct config_tokens mended;
	struct opened *open;
	size_t depth;
	int margin; /* of the line that we are in */
	struct problems *problems;
};

static bool is_open(const struct config_token *token)
{
	return config_token_is(token, CONFIG_SIGN, "{");
}

static bool is_close(const struct config_token *token)
{
	return config_token_is(token, CONFIG_SIGN, "}");
}

static bool are_paired(const struct config_tokens *tokens)
{
	size_t depth = 0;

	for (size_t i = 0; i < tokens->count; i++) {
		if (is_close(&tokens->list[i]) && depth-- == 0)
			return false;
		if (is_open(&tokens->list[i]))
			depth++;
	}
	return depth == 0;
}

static void add(struct mending *mending, struct config_token token)
{
	config_tokens_add(mending->ctx, &mending->mended, token);
}

/* The innermost was never closed before `next`. */
static void close_innermost(struct mending *mending, const struct config_token *next)
{
	struct config_token close = *next;

	problems_add(mending->problems, mending->open[--mending->depth].place,
		     "this is never closed");
	close.kind = CONFIG_SIGN;
	close.text = "}";
	close.length = 1;
	add(mending, close);
}

static void take_open(struct mending *mending, const struct config_token *token)
{
	mending->open = GROW_ARRAY(mending->ctx, mending->open, struct opened, mending->depth + 1);
	mending->open[mending->depth++] = (struct opened){token->place, mending->margin};
	add(mending, *token);
}

static void take_close(struct mending *mending, const struct config_token *token, bool is_first)
{
	bool is_extra =
		mending->depth == 0 || (mending->is_by_layout && is_first &&
					mending->margin > mending->open[mending->depth - 1].margin);

	if (is_extra) {
		problems_add(mending->problems, token->place, "this closes nothing");
		return;
	}
	mending->depth--;
	add(mending, *token);
}

/* What begins a line no further in than the line of an open brace is not within it, but for the one
 * that closes it. */
static void close_by_layout(struct mending *mending, const struct config_token *token)
{
	int slack = is_close(token) ? 0 : 1;

	while (mending->depth > 0 &&
	       token->place.column < mending->open[mending->depth - 1].margin + slack)
		close_innermost(mending, token);
}

static void take(struct mending *mending, const struct config_token *token, bool is_first)
{
	if (is_first)
		mending->margin = token->place.column;
	if (is_first && mending->is_by_layout)
		close_by_layout(mending, token);
	if (is_open(token))
		take_open(mending, token);
	else if (is_close(token))
		take_close(mending, token, is_first);
	else
		add(mending, *token);
}

static struct mending mend(const void *ctx, const struct config_tokens *tokens, bool is_by_layout)
{
	struct mending mending = {
		.ctx = ctx, .is_by_layout = is_by_layout, .problems = problems_new(ctx)};

	for (size_t i = 0; i < tokens->count; i++) {
		const struct config_token *token = &tokens->list[i];

		take(&mending, token, i == 0 || tokens->list[i - 1].place.line < token->place.line);
	}
	while (mending.depth > 0)
		close_innermost(&mending, &tokens->list[tokens->count - 1]);
	return mending;
}

void config_braces_mend(const void *ctx, struct config_tokens *tokens, struct problems *problems)
{
	struct mending mending;

	if (are_paired(tokens))
		return;
	mending = mend(ctx, tokens, true);
	if (mending.problems->count > CREDIBLE)
		mending = mend(ctx, tokens, false);
	for (size_t i = 0; i < mending.problems->count; i++)
		problems_add(problems, mending.problems->list[i].place, "%s",
			     mending.problems->list[i].text);
	*tokens = mending.mended;
	config_tokens_lack(tokens);
}
