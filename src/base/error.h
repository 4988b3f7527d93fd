/* Errors as values: a kind for the program, a sentence for the reader.
 *
 * Every function that can fail returns bool and takes `struct error *` last. On failure the
 * error is set and every other output is untouched. Libraries never print: the mains and
 * daemon/ decide who hears the sentence. */
#ifndef REFUNDD_BASE_ERROR_H
#define REFUNDD_BASE_ERROR_H

#include <stdbool.h>

enum error_kind {
	ERROR_INPUT,  /* bytes from outside are not what they must be */
	ERROR_CONFIG, /* the configuration cannot be right */
	ERROR_USE,    /* the command or request makes no sense */
	ERROR_ABSENT, /* what was asked for is not there */
	ERROR_BUSY,   /* somebody else holds it; later may do */
	ERROR_FULL,   /* no room left on the disk */
	ERROR_IO,     /* the machine or a peer failed us */
	ERROR_STATE,  /* our own records contradict themselves */
};

struct error {
	enum error_kind kind;
	char text[480]; /* one sentence, no newline, no secrets */
};

/* Sets `error` to a sentence made as by printf(3). */
void error_put(struct error *error, enum error_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "FORMAT: " before the sentence that is there already. */
void error_put_before(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same, and false, so that a caller can `return error_set(...)`. No functions, so that the
 * compiler sees the false: it then knows that outputs are set wherever true is returned. */
#define error_set(...)                  \
	({                              \
		error_put(__VA_ARGS__); \
		false;                  \
	})
#define error_wrap(...)                        \
	({                                     \
		error_put_before(__VA_ARGS__); \
		false;                         \
	})

#endif
