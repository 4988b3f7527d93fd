/* The tape while it is being written: values in the order of the text, within the limits, and no
 * key twice in one object. For json.c alone. */
#ifndef REFUNDD_WIRE_JSON_TAPE_H
#define REFUNDD_WIRE_JSON_TAPE_H

#include "wire/json.h"

struct json_open {	 /* an object or array whose end has not come */
	uint32_t value;	 /* its index on the tape */
	uint64_t hashes; /* a bit for each key's hash: most new keys are known to be new by it */
};

struct json_tape {
	struct json_limits limits;
	struct json_value *values;
	uint32_t count, capacity;
	char *text, *text_end; /* room for all texts of the longest document: they never move */
	struct json_open open[JSON_MAX_DEPTH];
	uint32_t depth;
	const char *key; /* of the value to come, or NULL */
	uint32_t key_length;
};

/* Owned by `ctx`. */
struct json_tape *json_tape_new(const void *ctx, const struct json_limits *limits);
void json_tape_clear(struct json_tape *tape);

/* One token each, whose last byte is at `offset`. On failure the document is done for. */
bool json_tape_add(struct json_tape *tape, enum json_type type, size_t offset, struct error *error);
bool json_tape_add_text(struct json_tape *tape, enum json_type type, const void *bytes,
			size_t length, size_t offset, struct error *error);
bool json_tape_add_key(struct json_tape *tape, const void *bytes, size_t length,
		       struct error *error);
bool json_tape_open(struct json_tape *tape, enum json_type type, size_t offset,
		    struct error *error);
void json_tape_close(struct json_tape *tape);

/* True when the document's root has ended. */
bool json_tape_is_complete(const struct json_tape *tape);

/* The object or array that is open, or NULL. */
struct json_value *json_tape_innermost(const struct json_tape *tape);

/* Where in `bytes` the token begins that was refused after the one that ended at `token_end`;
 * *expected is what could have stood there. */
size_t json_tape_refused(const struct json_tape *tape, const char *bytes, size_t length,
			 size_t token_end, const char **expected);

#endif
