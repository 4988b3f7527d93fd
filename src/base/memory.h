/* talloc without the question "and if it is NULL?".
 *
 * Running out of memory ends the process through quick_exit(3) with status EXIT_NO_MEMORY: what
 * matters is in the ledger already, so the next start goes on where this one stopped. A main may
 * say a last word with at_quick_exit(3). */
#ifndef REFUNDD_BASE_MEMORY_H
#define REFUNDD_BASE_MEMORY_H

#include "base/exits.h"

#include <stddef.h>
#include <talloc.h>

/* Returns `pointer`; does not return when it is NULL. */
void *must(const void *pointer);

#define NEW(ctx, type)		((type *)must(talloc_zero(ctx, type)))
#define NEW_ARRAY(ctx, type, n) ((type *)must(talloc_zero_array(ctx, type, array_count(n))))
#define GROW_ARRAY(ctx, array, type, n) \
	((type *)must(talloc_realloc(ctx, array, type, array_count(n))))

/* `n` as talloc counts elements; does not return when there cannot be so many. */
unsigned array_count(size_t n);

/* Copies, owned by `ctx`. */
char *text_copy(const void *ctx, const char *text);
char *text_copy_n(const void *ctx, const char *text, size_t length);
char *text_format(const void *ctx, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
