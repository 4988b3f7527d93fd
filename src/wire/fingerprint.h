/* What makes near-identical texts findable without keeping them: minima of hashes over the text's
 * letters. Case, digits, blanks and punctuation do not matter, so that the same words about another
 * order stay the same words; of a text that is too short to be anybody's own there is none. */
#ifndef REFUNDD_WIRE_FINGERPRINT_H
#define REFUNDD_WIRE_FINGERPRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FINGERPRINT_MARKS 32
#define FINGERPRINT_BANDS 4
#define FINGERPRINT_BYTES (FINGERPRINT_MARKS * 2)

struct fingerprint {
	uint16_t marks[FINGERPRINT_MARKS]; /* of the minima: enough to tell them apart */
};

/* Of UTF-8 text; of a long one its beginning. False: too short. */
bool fingerprint_of(const char *text, size_t length, struct fingerprint *print);

/* How much two texts are alike, from 0 to 100. */
int fingerprint_likeness(const struct fingerprint *a, const struct fingerprint *b);

/* Texts that are alike are most likely to have a band in common. */
int64_t fingerprint_band(const struct fingerprint *print, int band);

/* Big-endian, the same on every machine. */
void fingerprint_write(const struct fingerprint *print, unsigned char bytes[FINGERPRINT_BYTES]);
void fingerprint_read(const unsigned char bytes[FINGERPRINT_BYTES], struct fingerprint *print);

#endif
