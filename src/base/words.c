#include "base/words.h"

#include <string.h>

#define LONGEST_WORD 64

/* Levenshtein's distance, one row at a time; both texts at most LONGEST_WORD long. */
static size_t distance(const char *a, const char *b)
{
	size_t row[LONGEST_WORD + 1];
	size_t columns = strlen(b);

	for (size_t j = 0; j <= columns; j++)
		row[j] = j;
	for (size_t i = 0; a[i] != '\0'; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < columns; j++) {
			size_t best = diagonal + (a[i] != b[j]);

			diagonal = row[j + 1];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (diagonal + 1 < best)
				best = diagonal + 1;
			row[j + 1] = best;
		}
	}
	return row[columns];
}

int words_find(struct words words, const char *text, size_t length)
{
	for (size_t i = 0; i < words.count; i++)
		if (strlen(words.list[i]) == length && memcmp(words.list[i], text, length) == 0)
			return (int)i;
	return -1;
}

const char *words_nearest(struct words words, const char *text)
{
	size_t length = strlen(text);
	size_t nearest = length / 3 + 2; /* a third of the letters wrong is no typing error */
	const char *found = NULL;

	if (length > LONGEST_WORD)
		return NULL;
	for (size_t i = 0; i < words.count; i++) {
		size_t d;

		if (strlen(words.list[i]) > LONGEST_WORD)
			continue;
		d = distance(text, words.list[i]);
		if (d < nearest) {
			nearest = d;
			found = words.list[i];
		}
	}
	return found;
}

void words_add_list(struct words words, struct buffer *buffer)
{
	for (size_t i = 0; i < words.count; i++) {
		if (i > 0)
			buffer_add_text(buffer, i + 1 == words.count ? " or " : ", ");
		buffer_add_text(buffer, words.list[i]);
	}
}
