/* Plain numbers of the trade (minutes used, counts, points): fixed point, six decimals. */
#ifndef REFUNDD_DOMAIN_NUMBER_H
#define REFUNDD_DOMAIN_NUMBER_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct number {
	int64_t millionths;
};

#define NUMBER_SCALE	 INT64_C(1000000)
#define NUMBER_MAX	 INT64_C(1000000000000) /* whole; what is read is at most this */
#define NUMBER_TEXT_SIZE 32

/* Reads "0", "12", "12.5": not negative, no sign, no exponent, at most six decimals. */
bool number_parse(const char *text, size_t length, struct number *number, struct error *error);
/* Writes "12.5": decimals only where they are not zero. */
size_t number_format(struct number number, char text[NUMBER_TEXT_SIZE]);
struct number number_of(int64_t whole);

#endif
