/* Closed sets of words (statuses, outcomes, option names): finding one, and the one meant. */
#ifndef REFUNDD_BASE_WORDS_H
#define REFUNDD_BASE_WORDS_H

#include "base/buffer.h"

#include <stddef.h>

struct words {
	const char *const *list; /* NULL: any text will do */
	size_t count;
};

#define WORDS(array) ((struct words){(array), sizeof(array) / sizeof((array)[0])})

/* The index of `text` (of `length` bytes, any bytes) in the set, or -1. */
int words_find(struct words words, const char *text, size_t length);

/* The word nearest to `text` by edit distance, or NULL when none is near enough to suggest. */
const char *words_nearest(struct words words, const char *text);

/* Adds "purchased, gift, trial or campaign". */
void words_add_list(struct words words, struct buffer *buffer);

#endif
