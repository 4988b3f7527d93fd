#include "wire/json_tape.h"

#include "base/memory.h"

#include <string.h>

_Static_assert(sizeof(struct json_value) == 32, "as json.h says");

#define FIRST_CAPACITY 64

static const char *keep_text(struct json_tape *tape, const void *bytes, size_t length)
{
	char *text = tape->text_end;

	memcpy(text, bytes, length);
	text[length] = '\0';
	tape->text_end += length + 1;
	return text;
}

/* One of 64 bits. Quick rather than good: an object has not many keys. */
static uint64_t hash_bit(const unsigned char *bytes, size_t length)
{
	uint64_t hash = length;

	if (length > 0)
		hash = hash << 16 | (uint64_t)bytes[0] << 8 | bytes[length - 1];
	return UINT64_C(1) << (hash * UINT64_C(0x9e3779b97f4a7c15) >> 58);
}

static bool has_member(const struct json_tape *tape, const void *key, size_t length)
{
	uint32_t i = tape->open[tape->depth - 1].value + 1;

	for (; i < tape->count; i = tape->values[i].next)
		if (tape->values[i].key_length == length &&
		    memcmp(tape->values[i].key, key, length) == 0)
			return true;
	return false;
}

/* What may follow the last token: a mark, which yajl does not tell of, and the next token. */
struct expectation {
	char mark; /* '\0': none */
	const char *before_mark, *after_mark;
};

static struct expectation expectation_of(const struct json_tape *tape)
{
	static const struct expectation start = {'\0', "a JSON value", NULL};
	static const struct expectation value = {':', "\":\"", "a value"};
	static const struct expectation first[] = {{'\0', "a value or \"]\"", NULL},
						   {'\0', "a key in quotes or \"}\"", NULL}};
	static const struct expectation further[] = {{',', "\",\" or \"]\"", "a value"},
						     {',', "\",\" or \"}\"", "a key in quotes"}};
	const struct json_value *parent = json_tape_innermost(tape);

	if (parent == NULL)
		return start;
	if (tape->key != NULL)
		return value;
	return parent->count == 0 ? first[parent->type == JSON_OBJECT]
				  : further[parent->type == JSON_OBJECT];
}

static size_t skip_blanks(const char *bytes, size_t length, size_t at)
{
	while (at < length && memchr(" \t\r\n", bytes[at], 4) != NULL)
		at++;
	return at;
}

struct json_tape *json_tape_new(const void *ctx, const struct json_limits *limits)
{
	struct json_tape *tape = NEW(ctx, struct json_tape);

	tape->limits = *limits;
	if (tape->limits.max_depth > JSON_MAX_DEPTH)
		tape->limits.max_depth = JSON_MAX_DEPTH;
	tape->capacity = FIRST_CAPACITY;
	tape->values = NEW_ARRAY(tape, struct json_value, tape->capacity);
	/* A text takes no more room than it took in quotes; not zeroed, so that what a document
	 * does not use costs nothing. */
	tape->text = must(talloc_size(tape, limits->max_bytes + 1));
	json_tape_clear(tape);
	return tape;
}

void json_tape_clear(struct json_tape *tape)
{
	tape->count = tape->depth = 0;
	tape->text_end = tape->text;
	tape->key = NULL;
	tape->key_length = 0;
}

bool json_tape_add(struct json_tape *tape, enum json_type type, size_t offset, struct error *error)
{
	struct json_value *parent = json_tape_innermost(tape);

	if (parent != NULL && parent->count++ == tape->limits.max_members)
		return error_set(error, ERROR_INPUT, "expected no more than %u members",
				 tape->limits.max_members);
	if (tape->count == tape->capacity) {
		tape->capacity *= 2;
		tape->values = GROW_ARRAY(tape, tape->values, struct json_value, tape->capacity);
	}
	tape->values[tape->count] = (struct json_value){
		.type = type,
		.key_length = tape->key_length & JSON_MAX_KEY,
		.key = tape->key,
		.next = tape->count + 1,
		.offset = (uint32_t)offset,
	};
	tape->count++;
	tape->key = NULL;
	tape->key_length = 0;
	return true;
}

bool json_tape_add_text(struct json_tape *tape, enum json_type type, const void *bytes,
			size_t length, size_t offset, struct error *error)
{
	struct json_value *value;

	if (length > tape->limits.max_string)
		return error_set(error, ERROR_INPUT, "expected no more than %zu bytes",
				 tape->limits.max_string);
	if (!json_tape_add(tape, type, offset, error))
		return false;
	value = &tape->values[tape->count - 1];
	value->text = keep_text(tape, bytes, length);
	value->length = (uint32_t)length;
	return true;
}

bool json_tape_add_key(struct json_tape *tape, const void *bytes, size_t length,
		       struct error *error)
{
	uint64_t *hashes = &tape->open[tape->depth - 1].hashes;
	uint64_t bit = hash_bit(bytes, length);
	size_t most =
		tape->limits.max_string < JSON_MAX_KEY ? tape->limits.max_string : JSON_MAX_KEY;

	if (length > most)
		return error_set(error, ERROR_INPUT, "expected a key of no more than %zu bytes",
				 most);
	if ((*hashes & bit) != 0 && has_member(tape, bytes, length))
		return error_set(error, ERROR_INPUT,
				 "expected each key once, and the object has this one already");
	*hashes |= bit;
	tape->key = keep_text(tape, bytes, length);
	tape->key_length = (uint32_t)length;
	return true;
}

bool json_tape_open(struct json_tape *tape, enum json_type type, size_t offset, struct error *error)
{
	if (tape->depth == tape->limits.max_depth)
		return error_set(error, ERROR_INPUT, "expected no more than %u levels of nesting",
				 tape->limits.max_depth);
	if (!json_tape_add(tape, type, offset, error))
		return false;
	tape->open[tape->depth++] = (struct json_open){.value = tape->count - 1};
	return true;
}

void json_tape_close(struct json_tape *tape)
{
	json_tape_innermost(tape)->next = tape->count;
	tape->depth--;
}

bool json_tape_is_complete(const struct json_tape *tape)
{
	return tape->count > 0 && tape->depth == 0;
}

struct json_value *json_tape_innermost(const struct json_tape *tape)
{
	return tape->depth > 0 ? &tape->values[tape->open[tape->depth - 1].value] : NULL;
}

size_t json_tape_refused(const struct json_tape *tape, const char *bytes, size_t length,
			 size_t token_end, const char **expected)
{
	struct expectation expectation = expectation_of(tape);
	size_t at = skip_blanks(bytes, length, token_end);

	*expected = expectation.before_mark;
	if (expectation.mark != '\0' && at < length && bytes[at] == expectation.mark) {
		*expected = expectation.after_mark;
		at = skip_blanks(bytes, length, at + 1);
	}
	return at;
}
