#include "sys/digest.h"

#include "base/memory.h"

#include <criterion/criterion.h>

/* FIPS 180-4's own examples. */
static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

Test(digest, it_is_sha_256_in_hexadecimal)
{
	char text[DIGEST_TEXT_SIZE];

	digest_text("", 0, text);
	cr_expect_str_eq(text, empty);
	digest_text("abc", 3, text);
	cr_expect_str_eq(text, abc);
}

Test(digest, pieces_give_the_same_as_the_whole)
{
	struct digest *digest = digest_new(NULL);
	char text[DIGEST_TEXT_SIZE];

	digest_add(digest, "a", 1);
	digest_add(digest, "", 0);
	digest_add(digest, "bc", 2);
	digest_finish(digest, text);
	cr_expect_str_eq(text, abc);
	talloc_free(digest);
}

/* As b2sum -l 256 prints it. */
Test(digest, the_quick_one_is_blake2b)
{
	char text[DIGEST_TEXT_SIZE];

	digest_quick("abc", 3, text);
	cr_expect_str_eq(text, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}
