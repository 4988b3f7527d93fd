/* Any bytes: a stream gives the same steps however it is cut, and what could be read is written
 * so that it reads as the same again. */
#include "base/memory.h"
#include "wire/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Small, so that short inputs reach them. */
static const struct json_limits limits = {
	.max_bytes = 128,
	.max_string = 32,
	.max_depth = 6,
	.max_members = 8,
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool is_so)
{
	if (!is_so)
		abort();
}

static void write_again(struct json_writer *writer, const struct json_document *document)
{
	json_writer_reset(writer);
	json_put_value(writer, document, &document->values[0]);
}

static void check_round_trip(const void *ctx, const struct json_document *document)
{
	struct json_limits roomy = limits;
	struct buffer *first = buffer_new(ctx), *second = buffer_new(ctx);
	struct json_document again;
	struct error error;

	roomy.max_bytes = 8 * limits.max_bytes; /* escapes may be longer than they were */
	write_again(json_writer_new(first, first), document);
	require(json_read(second, first->bytes, first->length, &roomy, &again, &error));
	require(again.count == document->count);
	write_again(json_writer_new(second, second), &again);
	require(strcmp(first->bytes, second->bytes) == 0);
	talloc_free(first);
	talloc_free(second);
}

static void add_places(const struct json_document *document, struct buffer *steps)
{
	buffer_add(steps, &document->line, sizeof(document->line));
	buffer_add(steps, &document->column, sizeof(document->column));
	for (uint32_t i = 0; i < document->count; i++) {
		struct json_place place = json_place_of(document, &document->values[i]);

		buffer_add(steps, &place, sizeof(place));
	}
}

/* The steps that the stream gives when it is cut at `cut`. */
static struct buffer *steps_of(const void *ctx, const char *bytes, size_t length, size_t cut)
{
	struct json_reader *reader = json_reader_new(ctx, &limits);
	struct buffer *steps = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, steps);
	struct json_document document;
	struct error error;
	size_t fed = 0;

	for (;;) {
		switch (json_reader_step(reader, &document, &error)) {
		case JSON_DOCUMENT:
			add_places(&document, steps);
			write_again(writer, &document);
			if (cut == length)
				check_round_trip(ctx, &document);
			break;
		case JSON_BAD: buffer_add_text(steps, error.text); break;
		case JSON_MORE: {
			size_t piece = fed < cut ? cut - fed : length - fed;

			if (piece == 0)
				json_reader_finish(reader);
			else
				json_reader_feed(reader, bytes + fed, piece);
			fed += piece;
			break;
		}
		case JSON_END: return steps;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static TALLOC_CTX *pool;
	size_t cut = length == 0 ? 0 : bytes[length - 1] % length;
	TALLOC_CTX *ctx;
	struct buffer *whole, *cut_somewhere;

	if (pool == NULL)
		pool = must(talloc_pool(NULL, 256 * 1024));
	ctx = must(talloc_new(pool));
	whole = steps_of(ctx, (const char *)bytes, length, length);
	cut_somewhere = steps_of(ctx, (const char *)bytes, length, cut);
	require(whole->length == cut_somewhere->length);
	require(memcmp(whole->bytes, cut_somewhere->bytes, whole->length) == 0);
	talloc_free(ctx);
	return 0;
}
