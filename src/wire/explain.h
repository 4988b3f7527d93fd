/* A decision in words: for the customer in their language, for the reviewer in plain English.
 *
 * The texts come from the config, their placeholders' values from policy/figures.h; what the
 * customer wrote takes no part. */
#ifndef REFUNDD_WIRE_EXPLAIN_H
#define REFUNDD_WIRE_EXPLAIN_H

#include "policy/figures.h"
#include "wire/template.h"

/* The texts of one language. */
struct phrasebook {
	const char *language;			  /* "en" */
	struct template *reply[REPLY_KIND_COUNT]; /* REPLY_NOTE may be NULL but in the first book */
	struct time_words words;
	struct place place;
};

struct phrasebooks {
	const struct phrasebook *list; /* the first is what other languages fall back to */
	size_t count;
};

/* Compiles the text of a reply, or of a rule's figures, which may use the names alone. As
 * template_new(). */
struct template *explain_reply_new(const void *ctx, enum reply_kind kind, const char *text,
				   int *line, int *column, struct error *error);
struct template *explain_figures_new(const void *ctx, const char *text, int *line, int *column,
				     struct error *error);

/* The phrasebook for a language tag ("zh", "zh-CN", NULL): exact, else its first part, else the
 * first of the list. */
const struct phrasebook *phrasebook_for(const struct phrasebooks *books, const char *language);

/* Appends the reply that tells the customer of this decision, in the language of the facts. */
void explain(const struct phrasebooks *books, const struct policy_set *set,
	     const struct facts *facts, const struct decision *decision, struct buffer *out);

/* Appends the note on this decision for the reviewers, in the fallback language. */
void explain_note(const struct phrasebooks *books, const struct policy_set *set,
		  const struct facts *facts, const struct decision *decision,
		  const struct note_parts *parts, struct buffer *out);

/* What a reviewer decided, as far as the customer hears of it. */
struct told_verdict {
	const struct refund *refund; /* granted: what goes back, to whom; NULL: refused */
	const char *arithmetic;	     /* how its total comes about; NULL: a reviewer chose it */
	const struct says *says;     /* of the reason that was given */
	size_t says_count;	     /* 0: none was */
};

/* Appends the text `granted` or `refused`, in the language of the facts. */
void explain_verdict(const struct phrasebooks *books, const struct policy_set *set,
		     const struct facts *facts, const struct told_verdict *told,
		     struct buffer *out);

/* Appends the text that tells the customer which ticket speaks for their order. */
void explain_link(const struct phrasebooks *books, const struct policy_set *set,
		  const struct facts *facts, const char *speaker, struct buffer *out);

#endif
