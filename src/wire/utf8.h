/* UTF-8, strict by RFC 3629: shortest forms only, no surrogates, nothing above U+10FFFF. */
#ifndef REFUNDD_WIRE_UTF8_H
#define REFUNDD_WIRE_UTF8_H

#include <stddef.h>

/* How many bytes from the first on are valid: `length` when all are. */
size_t utf8_valid_length(const char *bytes, size_t length);

#endif
