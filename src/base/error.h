/* Errors as values: a kind for the program, a sentence for the reader.
 *
 * Every function that can fail returns bool and takes `struct error *` last. On failure the
 * error is set and every other output is untouched. Libraries never print: the mains and
 * daemon/ decide who hears the sentence. */
#ifndef REFUNDD_BASE_ERROR_H
#define REFUNDD_BASE_ERROR_H

#include <stdbool.h>

/* The manual lists them from here: id, name, what it means, what to do. */
/* clang-format off */
#define ERROR_KINDS(X) \
	X(INPUT, "input", "bytes from outside are not what they must be", \
	  "mend what the sentence names") \
	X(CONFIG, "config", "the configuration cannot be right", \
	  "see refundd --check, which says all that is wrong") \
	X(USE, "use", "the command or request makes no sense", \
	  "ask otherwise: refundctl help says how") \
	X(ABSENT, "absent", "what was asked for is not there", \
	  "look for another, or for why it went") \
	X(BUSY, "busy", "somebody else holds it", \
	  "later may do") \
	X(FULL, "full", "no room is left on the disk", \
	  "make room; refundd goes on by itself") \
	X(IO, "io", "the machine or a peer failed us", \
	  "see to the disk, the network or the ticket system that the sentence names; it is tried again") \
	X(STATE, "state", "our own records contradict themselves", \
	  "see refundctl audit verify, and tell the developers")
/* clang-format on */

enum error_kind {
#define KIND(id, name, meaning, remedy) ERROR_##id,
	ERROR_KINDS(KIND)
#undef KIND
};

struct error {
	enum error_kind kind;
	char text[480]; /* one sentence, no newline, no secrets */
};

/* "input", "config": the error's class, as logs tell it. */
const char *error_kind_name(enum error_kind kind);

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
