#include "hostile/parameter.h"

#include "base/memory.h"

#include <stdlib.h>

static char *decode(const void *ctx, const char *from, size_t length)
{
	char *text = text_copy_n(ctx, from, length), *to = text;

	for (size_t i = 0; i < length; i++, to++) {
		*to = from[i] == '+' ? ' ' : from[i];
		if (from[i] == '%' && i + 2 < length) {
			char digits[3] = {from[i + 1], from[i + 2]};

			*to = (char)strtol(digits, NULL, 16);
			i += 2;
		}
	}
	*to = '\0';
	return text;
}

char *request_parameter(const struct request *request, const char *name)
{
	const char *at = request->query;

	while (at != NULL && *at != '\0') {
		size_t length = strcspn(at, "&"), key = strcspn(at, "=&");
		char *decoded = decode(request->ctx, at, key);

		if (strcmp(decoded, name) == 0 && key < length)
			return decode(request->ctx, at + key + 1, length - key - 1);
		at += length + (at[length] == '&');
	}
	return NULL;
}

long request_number(const struct request *request, const char *name, long otherwise)
{
	const char *text = request_parameter(request, name);

	return text == NULL ? otherwise : strtol(text, NULL, 10);
}
