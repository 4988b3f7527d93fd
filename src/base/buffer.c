#include "base/buffer.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>

#define FIRST_CAPACITY 1024 /* a decision's trace fits */

struct buffer *buffer_new(const void *ctx)
{
	struct buffer *buffer = NEW(ctx, struct buffer);

	buffer->capacity = FIRST_CAPACITY;
	buffer->bytes = must(talloc_size(buffer, buffer->capacity));
	buffer_clear(buffer);
	return buffer;
}

void buffer_grow(struct buffer *buffer, size_t more)
{
	while (buffer->capacity - buffer->length <= more)
		buffer->capacity *= 2;
	buffer->bytes = GROW_ARRAY(buffer, buffer->bytes, char, buffer->capacity);
}

void buffer_add_format(struct buffer *buffer, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(buffer->bytes + buffer->length, buffer->capacity - buffer->length,
			   format, args);
	va_end(args);
	if (buffer->capacity - buffer->length <= (size_t)length) {
		va_start(args, format);
		vsnprintf(buffer_reserve(buffer, (size_t)length), (size_t)length + 1, format, args);
		va_end(args);
	}
	buffer->length += (size_t)length;
}

char *buffer_take(struct buffer *buffer)
{
	char *text = must(talloc_memdup(talloc_parent(buffer), buffer->bytes, buffer->length + 1));

	talloc_free(buffer);
	return text;
}

void buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	buffer->bytes[0] = '\0';
}
