/* The inside of json: json.c turns the bytes of one document into a tape, json_document.c checks
 * and walks it, json_reader.c finds the documents in a stream. For these three alone. */
#ifndef REFUNDD_WIRE_JSON_PARSER_H
#define REFUNDD_WIRE_JSON_PARSER_H

#include "wire/json.h"

enum json_progress { JSON_PROGRESS_MORE, JSON_PROGRESS_DONE, JSON_PROGRESS_BAD };

struct json_parser;

/* Owned by `ctx`. Room for the texts of a document of limits->max_bytes is set aside at once, so
 * that they never move; the caller sees to it that no document is longer. */
struct json_parser *json_parser_new(const void *ctx, const struct json_limits *limits);

/* Goes on with a document of which `length` bytes from its first have come; what an earlier call
 * was given is not read again. With `is_all` no more will come.
 *
 * DONE: *document has the tape, bytes and length; its place is left to the caller.
 * BAD: *offset is where, error->text says what, without the place.
 * After both the next call begins a new document. */
enum json_progress json_parser_run(struct json_parser *parser, const char *bytes, size_t length,
				   bool is_all, struct json_document *document, size_t *offset,
				   struct error *error);

/* Gives up the document that was begun. */
void json_parser_reset(struct json_parser *parser);

/* What yajl lets pass in a document that it took: UTF-8 that is none, blanks that JSON does not
 * know, NUL and half surrogates by escapes. On ERROR_INPUT *offset is where. */
bool json_check_bytes(const char *bytes, size_t length, size_t *offset, struct error *error);

/* Where `offset` of `bytes` is, when the first of them is at `from`. */
struct json_place json_place_after(struct json_place from, const char *bytes, size_t offset);

#endif
