#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A sentence may quote what came from outside: it stays one line, and where it was cut it does not
 * end within a UTF-8 character. */
static void tidy(char *text, bool is_cut)
{
	size_t length = strlen(text);

	if (is_cut) {
		while (length > 0 && (text[length - 1] & 0xC0) == 0x80)
			length--;
		if (length > 0 && (text[length - 1] & 0xC0) == 0xC0)
			length--;
		text[length] = '\0';
	}
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7F)
			*text = '?';
}

const char *error_kind_name(enum error_kind kind)
{
	static const char *const names[] = {
#define KIND(id, name, meaning, remedy) name,
		ERROR_KINDS(KIND)
#undef KIND
	};

	return names[kind];
}

void error_put(struct error *error, enum error_kind kind, const char *format, ...)
{
	va_list args;
	int length;

	error->kind = kind;
	va_start(args, format);
	length = vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	tidy(error->text, length >= (int)sizeof(error->text));
}

void error_put_before(struct error *error, const char *format, ...)
{
	char before[sizeof(error->text)];
	char whole[2 * sizeof(error->text) + 2];
	va_list args;

	va_start(args, format);
	vsnprintf(before, sizeof(before), format, args);
	va_end(args);
	snprintf(whole, sizeof(whole), "%s: %s", before, error->text);
	error_put(error, error->kind, "%s", whole);
}
