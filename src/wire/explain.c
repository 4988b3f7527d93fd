#include "wire/explain.h"

#include <string.h>

static int find_in_reply(const void *names, const char *placeholder, struct error *error)
{
	return placeholder_find(*(const enum reply_kind *)names, placeholder, error);
}

/* Rules speak to the customer with the names alone; the rest belongs to the reply around them. */
static int find_in_figures(const void *names, const char *placeholder, struct error *error)
{
	int found = placeholder_find(*(const enum reply_kind *)names, placeholder, error);

	if (found <= PLACEHOLDER_LAST_NAME)
		return found;
	error_set(error, ERROR_CONFIG, "{%s} belongs into a reply, not into a rule's figures",
		  placeholder);
	return -1;
}

static bool add_value(void *values, int placeholder, struct buffer *out)
{
	const struct figures *figures = values;
	size_t before = out->length;

	if (placeholder != PLACEHOLDER_FIGURES)
		return figures_add(figures, placeholder, out);
	if (figures->says == NULL || figures->says->figures == NULL)
		return false;
	template_render(figures->says->figures, add_value, values, out);
	if (out->length == before)
		return false;
	/* The line that the figures stand on has an end of its own. */
	out->bytes[--out->length] = '\0';
	return true;
}

static const struct phrasebook *find_book(const struct phrasebooks *books, const char *language,
					  size_t length)
{
	for (size_t i = 0; i < books->count; i++)
		if (strlen(books->list[i].language) == length &&
		    memcmp(books->list[i].language, language, length) == 0)
			return &books->list[i];
	return NULL;
}

/* What is said in `language`, or else in the fallback's. */
static const struct says *says_in(const struct says *says, size_t count, const char *language,
				  const char *fallback)
{
	const struct says *found = NULL;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(says[i].language, language) == 0)
			return &says[i];
		if (strcmp(says[i].language, fallback) == 0)
			found = &says[i];
	}
	return found;
}

static const struct says *rule_says_in(const struct rule *rule, const char *language,
				       const char *fallback)
{
	return rule != NULL ? says_in(rule->says, rule->says_count, language, fallback) : NULL;
}

static const struct phrasebook *book_of(const struct phrasebooks *books, const struct facts *facts)
{
	const struct value *language = &facts->value[FACT_TICKET_LANGUAGE];

	return phrasebook_for(books, language->is_known ? language->text : NULL);
}

struct template *explain_reply_new(const void *ctx, enum reply_kind kind, const char *text,
				   int *line, int *column, struct error *error)
{
	return template_new(ctx, text, find_in_reply, &kind, line, column, error);
}

struct template *explain_figures_new(const void *ctx, const char *text, int *line, int *column,
				     struct error *error)
{
	static const enum reply_kind kind = REPLY_REJECT;

	return template_new(ctx, text, find_in_figures, &kind, line, column, error);
}

const struct phrasebook *phrasebook_for(const struct phrasebooks *books, const char *language)
{
	const struct phrasebook *book = NULL;

	if (language != NULL)
		book = find_book(books, language, strlen(language));
	if (book == NULL && language != NULL)
		book = find_book(books, language, strcspn(language, "-_"));
	return book != NULL ? book : &books->list[0];
}

void explain(const struct phrasebooks *books, const struct policy_set *set,
	     const struct facts *facts, const struct decision *decision, struct buffer *out)
{
	static const enum reply_kind kinds[OUTCOME_COUNT] = {
		[OUTCOME_APPROVE] = REPLY_APPROVE,
		[OUTCOME_REJECT] = REPLY_REJECT,
		[OUTCOME_FLAG] = REPLY_FLAG,
		[OUTCOME_ASK] = REPLY_ASK,
	};
	const struct phrasebook *book = book_of(books, facts);
	struct figures figures;

	figures_init(&figures, set, facts, decision, &book->words);
	figures.says = rule_says_in(figures.rule, book->language, books->list[0].language);
	template_render(book->reply[kinds[decision->outcome]], add_value, &figures, out);
}

void explain_note(const struct phrasebooks *books, const struct policy_set *set,
		  const struct facts *facts, const struct decision *decision,
		  const struct note_parts *parts, struct buffer *out)
{
	const struct phrasebook *book = &books->list[0];
	struct figures figures;

	figures_init(&figures, set, facts, decision, &book->words);
	figures.says = rule_says_in(figures.rule, book->language, book->language);
	figures.parts = *parts;
	template_render(book->reply[REPLY_NOTE], add_value, &figures, out);
}

void explain_verdict(const struct phrasebooks *books, const struct policy_set *set,
		     const struct facts *facts, const struct told_verdict *told, struct buffer *out)
{
	struct decision decision = {.outcome = OUTCOME_REJECT, .arithmetic = told->arithmetic};
	const struct phrasebook *book = book_of(books, facts);
	enum reply_kind kind = REPLY_REFUSED;
	struct figures figures;

	if (told->refund != NULL) {
		kind = REPLY_GRANTED;
		decision.outcome = OUTCOME_APPROVE;
		decision.refund = *told->refund;
	}
	figures_init(&figures, set, facts, &decision, &book->words);
	figures.says =
		says_in(told->says, told->says_count, book->language, books->list[0].language);
	template_render(book->reply[kind], add_value, &figures, out);
}

void explain_link(const struct phrasebooks *books, const struct policy_set *set,
		  const struct facts *facts, const char *speaker, struct buffer *out)
{
	static const struct decision none = {.rule = NULL};
	const struct phrasebook *book = book_of(books, facts);
	struct figures figures;

	figures_init(&figures, set, facts, &none, &book->words);
	figures.speaker = speaker;
	template_render(book->reply[REPLY_LINKED], add_value, &figures, out);
}
