/* The bytes of one configuration file, taken apart into tokens that know where they stand.
 *
 * libconfuse has a scanner of its own, but it counts a comment as three lines, knows no columns and
 * reads the environment. Ours is strict (UTF-8, no control bytes, "${" refused), keeps the place of
 * every byte of a text, and takes the indentation of the file out of texts of several lines. */
#ifndef REFUNDD_SYS_CONFIG_SCAN_H
#define REFUNDD_SYS_CONFIG_SCAN_H

#include "base/problems.h"

#include <stdbool.h>
#include <stdint.h>

struct config_file {
	const char *name; /* as an admin would write it; what places point to */
	const char *bytes;
	size_t length;
};

enum config_token_kind {
	CONFIG_WORD, /* letters, digits and _ . : - */
	CONFIG_TEXT, /* in double quotes */
	CONFIG_SIGN, /* one of = { } ( ) , */
	CONFIG_JUNK, /* stands for what could not be read: a problem tells of it already */
	CONFIG_END,  /* after the last one */
};

struct config_token {
	enum config_token_kind kind;
	const char *text; /* decoded, NUL-terminated */
	size_t length;
	const uint32_t *origin; /* of CONFIG_TEXT: where in the file each byte and the end stand */
	const struct config_file *file; /* NULL: a default, not written anywhere */
	size_t offset;			/* of the first byte in the file */
	struct place place;		/* of the first byte */
	size_t match; /* of "{" and "}": the number of the other one; by config_tokens_match() */
	bool lacks;   /* of "{": something that stood in it was passed over, for it was wrong */
};

struct config_tokens {
	struct config_token *list;
	size_t count, capacity;
	bool lacks; /* something was passed over at the top level */
};

void config_tokens_add(const void *ctx, struct config_tokens *tokens, struct config_token token);
struct config_tokens config_tokens_copy(const void *ctx, const struct config_tokens *tokens);
/* Every brace has its other one. */
void config_tokens_match(struct config_tokens *tokens);
/* Anything may have been passed over: that something is missing is not worth telling. */
void config_tokens_lack(struct config_tokens *tokens);
bool config_token_is(const struct config_token *token, enum config_token_kind kind,
		     const char *text);

/* The place of byte `index` (0 to length) of the token's text. */
struct place config_token_place(const struct config_token *token, size_t index);
/* The place of a byte of the token's file, at or after the token. */
struct place config_place_of_offset(const struct config_token *token, size_t offset);

/* Appends the file's tokens, without CONFIG_END. Behind a mistake it goes on where the next setting
 * may begin. */
void config_scan(const void *ctx, const struct config_file *file, struct config_tokens *tokens,
		 struct problems *problems);

#endif
