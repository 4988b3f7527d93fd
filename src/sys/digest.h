/* SHA-256 and BLAKE2b, by libsodium. */
#ifndef REFUNDD_SYS_DIGEST_H
#define REFUNDD_SYS_DIGEST_H

#include <stddef.h>

#define DIGEST_TEXT_SIZE 65

/* SHA-256: writes the 64 lower-case hexadecimal digits and a NUL. */
void digest_text(const void *bytes, size_t length, char text[DIGEST_TEXT_SIZE]);

/* BLAKE2b of 256 bits, in the same form: no weaker, and a third of the work. For what is long and
 * taken often. */
void digest_quick(const void *bytes, size_t length, char text[DIGEST_TEXT_SIZE]);

/* SHA-256 of bytes that come in pieces. */
struct digest;

/* Owned by `ctx`. */
struct digest *digest_new(const void *ctx);
void digest_add(struct digest *digest, const void *bytes, size_t length);
/* Nothing may be added afterwards. */
void digest_finish(struct digest *digest, char text[DIGEST_TEXT_SIZE]);

#endif
