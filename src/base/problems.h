/* Everything that is wrong with a text, each with its place: an admin wants the whole list. */
#ifndef REFUNDD_BASE_PROBLEMS_H
#define REFUNDD_BASE_PROBLEMS_H

#include <stddef.h>

struct place {
	const char *file; /* NULL: not from a file */
	int line;	  /* from 1; 0: the file as a whole */
	int column;	  /* from 1, in bytes; 0: the line as a whole */
};

struct problem {
	struct place place;
	const char *text;
};

struct problems {
	struct problem *list;
	size_t count;
};

struct problems *problems_new(const void *ctx);
void problems_add(struct problems *problems, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* "FILE:LINE:COLUMN: TEXT", without the parts that are not known; owned by `ctx`. */
char *problem_format(const void *ctx, const struct problem *problem);

#endif
