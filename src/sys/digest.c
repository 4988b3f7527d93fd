#include "sys/digest.h"

#include "base/memory.h"

#include <sodium.h>

_Static_assert(DIGEST_TEXT_SIZE == 2 * crypto_hash_sha256_BYTES + 1, "two digits a byte, a NUL");

struct digest {
	crypto_hash_sha256_state state;
};

void digest_text(const void *bytes, size_t length, char text[DIGEST_TEXT_SIZE])
{
	struct digest *digest = digest_new(NULL);

	digest_add(digest, bytes, length);
	digest_finish(digest, text);
	talloc_free(digest);
}

void digest_quick(const void *bytes, size_t length, char text[DIGEST_TEXT_SIZE])
{
	unsigned char hash[crypto_generichash_BYTES];

	crypto_generichash(hash, sizeof(hash), bytes, length, NULL, 0);
	sodium_bin2hex(text, DIGEST_TEXT_SIZE, hash, sizeof(hash));
}

struct digest *digest_new(const void *ctx)
{
	struct digest *digest = NEW(ctx, struct digest);

	crypto_hash_sha256_init(&digest->state);
	return digest;
}

void digest_add(struct digest *digest, const void *bytes, size_t length)
{
	crypto_hash_sha256_update(&digest->state, bytes, length);
}

void digest_finish(struct digest *digest, char text[DIGEST_TEXT_SIZE])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(&digest->state, hash);
	sodium_bin2hex(text, DIGEST_TEXT_SIZE, hash, sizeof(hash));
}
