/* A growing run of bytes, always followed by a NUL: what texts are put together in. */
#ifndef REFUNDD_BASE_BUFFER_H
#define REFUNDD_BASE_BUFFER_H

#include <stddef.h>
#include <string.h>

struct buffer {
	char *bytes; /* never NULL; bytes[length] is NUL */
	size_t length;
	size_t capacity;
};

/* Owned by `ctx`; talloc_free() ends it. */
struct buffer *buffer_new(const void *ctx);

/* Moves to a place with room for `more` bytes and a NUL after length: for buffer_reserve(). */
void buffer_grow(struct buffer *buffer, size_t more);

/* Makes room for `more` bytes after length and returns the place; then buffer_extend(). Inline like
 * the next, for a decision is put together of hundreds of short pieces. */
static inline char *buffer_reserve(struct buffer *buffer, size_t more)
{
	if (buffer->capacity - buffer->length <= more)
		buffer_grow(buffer, more);
	return buffer->bytes + buffer->length;
}

/* Takes `more` bytes that were put where buffer_reserve() said. */
static inline void buffer_extend(struct buffer *buffer, size_t more)
{
	buffer->length += more;
	buffer->bytes[buffer->length] = '\0';
}

static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
	memcpy(buffer_reserve(buffer, length), bytes, length);
	buffer_extend(buffer, length);
}

static inline void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

static inline void buffer_add_char(struct buffer *buffer, char byte)
{
	buffer_add(buffer, &byte, 1);
}

void buffer_add_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Ends the buffer and gives its text to the owner that the buffer had: talloc_free() ends that
 * alone, where buffer->bytes would leave the buffer behind. */
char *buffer_take(struct buffer *buffer);

/* Forgets the bytes and keeps the room. */
void buffer_clear(struct buffer *buffer);

#endif
