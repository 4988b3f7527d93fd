/* JSON, bounded and strict. Behind it json.c is the only file that knows yajl.
 *
 * Reading gives a tape: the values of one document in the order of the text. Beyond RFC 8259 it
 * refuses what has two readings or none: a key twice in one object, NUL in a string, a surrogate
 * without its other half, overlong UTF-8, and whatever is larger than the limits. Numbers stay
 * text. Every error names line and column. */
#ifndef REFUNDD_WIRE_JSON_H
#define REFUNDD_WIRE_JSON_H

#include "base/buffer.h"
#include "base/error.h"
#include "domain/instant.h"

#include <stdint.h>
#include <string.h>

enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/* 32 bytes: a page of tickets has tens of thousands of them. */
struct json_value {
	const char *key;  /* in an object, decoded, NUL-terminated; else NULL */
	const char *text; /* JSON_STRING decoded, JSON_NUMBER as written; NUL-terminated */
	enum json_type type : 8;
	uint32_t key_length : 24;
	union {
		uint32_t length; /* of text, in bytes */
		uint32_t count;	 /* of JSON_ARRAY and JSON_OBJECT: direct members */
	};
	uint32_t next;	 /* tape index of the next sibling, or of what follows the parent */
	uint32_t offset; /* of its last byte, of an array's or object's first; for its place */
};

#define JSON_MAX_DEPTH 100	/* no reader takes more */
#define JSON_MAX_KEY   0xffffff /* decoded bytes: what key_length can say */

struct json_limits {
	size_t max_bytes;     /* of one document, below 4 GiB */
	size_t max_string;    /* decoded bytes of one string, key or number; a key: JSON_MAX_KEY */
	uint32_t max_depth;   /* at most JSON_MAX_DEPTH */
	uint32_t max_members; /* of one object or array */
};

/* One document. Index 0 is its root; lives until the reader's next step, feed or end. */
struct json_document {
	const struct json_value *values;
	uint32_t count;
	const char *bytes; /* the document's text as it came, not NUL-terminated */
	size_t length;
	long line;   /* of the document's first byte, from 1 */
	long column; /* from 1, in bytes */
};

struct json_place {
	long line, column;
};

/* Where a value begins in the stream. */
struct json_place json_place_of(const struct json_document *document,
				const struct json_value *value);

/* The member `key` of the object `object` on the document's tape, or NULL. */
const struct json_value *json_member(const struct json_document *document,
				     const struct json_value *object, const char *key);
/* The first child of an object or array, or NULL; json_next() gives its siblings, then NULL. */
static inline const struct json_value *json_first(const struct json_document *document,
						  const struct json_value *parent)
{
	(void)document;
	return parent->type >= JSON_ARRAY && parent->count > 0 ? parent + 1 : NULL;
}

static inline const struct json_value *json_next(const struct json_document *document,
						 const struct json_value *parent,
						 const struct json_value *child)
{
	return child->next < parent->next ? &document->values[child->next] : NULL;
}

/* ---- a stream of documents ---- */

enum json_step {
	JSON_DOCUMENT, /* *document holds the next one */
	JSON_BAD,  /* one could not be read: *error has the place. Reading goes on at the next line,
		    * after the one the bad document began on, that starts with "{". */
	JSON_MORE, /* feed more bytes, or say that there are none */
	JSON_END,  /* all was read */
};

struct json_reader;

/* Owned by `ctx`. `limits` is copied. */
struct json_reader *json_reader_new(const void *ctx, const struct json_limits *limits);
/* Hands over the next bytes (copied). */
void json_reader_feed(struct json_reader *reader, const char *bytes, size_t length);
/* Says that no more bytes will come. */
void json_reader_finish(struct json_reader *reader);
enum json_step json_reader_step(struct json_reader *reader, struct json_document *document,
				struct error *error);

/* Reads exactly one document that fills `bytes`. The result is owned by `ctx`, and its places can
 * be asked for as long as `bytes` are there. */
bool json_read(const void *ctx, const char *bytes, size_t length, const struct json_limits *limits,
	       struct json_document *document, struct error *error);
/* Of a document that was read so, gives back its values, which take more room than anything else,
 * and keeps the texts that they pointed to. */
void json_keep_texts(struct json_document *document);

/* ---- writing: strings escaped ---- */

struct json_writer;

/* Appends to `buffer`, which must outlive it; owned by `ctx`. Texts must be valid UTF-8. Compact,
 * or for people: a member a line, two blanks a level. */
struct json_writer *json_writer_new(const void *ctx, struct buffer *buffer);
struct json_writer *json_writer_new_indented(const void *ctx, struct buffer *buffer);
/* Begins another document on the same buffer. */
void json_writer_reset(struct json_writer *writer);
void json_open_object(struct json_writer *writer);
void json_close_object(struct json_writer *writer);
void json_open_array(struct json_writer *writer);
void json_close_array(struct json_writer *writer);
/* `is_plain`: nothing in the key wants an escape. */
void json_put_key_bytes(struct json_writer *writer, const char *key, size_t length, bool is_plain);
void json_put_text(struct json_writer *writer, const char *text); /* NULL: null */
/* A key and its text in one. */
void json_put_member_bytes(struct json_writer *writer, const char *key, size_t key_length,
			   bool is_plain, const char *text);
void json_put_integer(struct json_writer *writer, int64_t number);
void json_put_number(struct json_writer *writer, const char *text); /* as written */
void json_put_truth(struct json_writer *writer, bool truth);
void json_put_null(struct json_writer *writer);
/* Copies a value of a document, children included, as it was meant. */
void json_put_value(struct json_writer *writer, const struct json_document *document,
		    const struct json_value *value);

/* Whether a key is a constant of the program, none of which wants an escape. */
#define JSON_IS_CONSTANT(key) __builtin_constant_p(strlen(key))

/* Inline, so that constant keys are known for what they are. */
static inline void json_put_key(struct json_writer *writer, const char *key)
{
	json_put_key_bytes(writer, key, strlen(key), JSON_IS_CONSTANT(key));
}

static inline void json_put_member(struct json_writer *writer, const char *key, const char *text)
{
	json_put_member_bytes(writer, key, strlen(key), JSON_IS_CONSTANT(key), text);
}

static inline void json_put_count(struct json_writer *writer, const char *key, int64_t count)
{
	json_put_key(writer, key);
	json_put_integer(writer, count);
}

static inline void json_put_flag(struct json_writer *writer, const char *key, bool is_set)
{
	json_put_key(writer, key);
	json_put_truth(writer, is_set);
}

/* In UTC. */
static inline void json_put_time(struct json_writer *writer, const char *key, struct instant time)
{
	char text[INSTANT_TEXT_SIZE];

	instant_format(time, (struct zone){.offset_s = 0}, text);
	json_put_member(writer, key, text);
}

#endif
