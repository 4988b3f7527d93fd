#include "base/memory.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>

void *must(const void *pointer)
{
	if (pointer == NULL)
		quick_exit(EXIT_NO_MEMORY);
	return (void *)pointer;
}

unsigned array_count(size_t n)
{
	if (n > INT_MAX)
		quick_exit(EXIT_NO_MEMORY);
	return (unsigned)n;
}

char *text_copy(const void *ctx, const char *text)
{
	return must(talloc_strdup(ctx, text));
}

char *text_copy_n(const void *ctx, const char *text, size_t length)
{
	return must(talloc_strndup(ctx, text, length));
}

char *text_format(const void *ctx, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = must(talloc_vasprintf(ctx, format, args));
	va_end(args);
	return text;
}
