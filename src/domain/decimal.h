/* Decimal texts of fixed-point integers: what amounts, numbers, times and spans are read and
 * written with. Private to domain/. */
#ifndef REFUNDD_DOMAIN_DECIMAL_H
#define REFUNDD_DOMAIN_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECIMAL_MAX_PLACES 6
#define DECIMAL_TEXT_SIZE  32

/* Reads one or more digits and nothing else; at most `max`, itself at most 10^17. */
bool digits_parse(const char *text, size_t length, int64_t max, int64_t *value);

/* Writes the last `width` digits of a number that is not negative, leading zeros included;
 * returns the width. No NUL follows. */
size_t digits_format(int64_t value, size_t width, char *text);

/* Reads "12" or "12.5" as an integer of 10^-places; at most `places` decimals, at most `max`. */
bool decimal_parse(const char *text, size_t length, int places, int64_t max, int64_t *scaled);

/* Writes "12.50", always with all places; returns the length. */
size_t decimal_format(int64_t scaled, int places, char text[DECIMAL_TEXT_SIZE]);

#endif
