/* Any bytes as facts: what could be read is the same facts again when it was written, in whatever
 * zone. */
#include "base/memory.h"
#include "wire/facts_json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool is_so)
{
	if (!is_so)
		abort();
}

static bool is_same(struct value a, struct value b)
{
	int order;

	if (!a.is_known || !b.is_known)
		return a.type == b.type && a.is_known == b.is_known;
	return value_compare(&a, &b, &order) && order == 0;
}

static void require_same(const struct facts *a, const struct facts *b)
{
	for (size_t i = 0; i < FACT_COUNT; i++)
		require(is_same(a->value[i], b->value[i]));
	require(a->has_signals == b->has_signals && a->signal_count == b->signal_count);
	for (size_t i = 0; i < a->signal_count; i++) {
		require(strcmp(a->signals[i].name, b->signals[i].name) == 0);
		require(a->signals[i].number.millionths == b->signals[i].number.millionths);
	}
}

static void check_round_trip(const void *ctx, const struct facts *facts, struct zone zone)
{
	struct buffer *text = buffer_new(ctx);
	struct json_document document;
	struct error error;
	struct facts again;

	facts_to_json(facts, zone, json_writer_new(ctx, text));
	require(json_read(ctx, text->bytes, text->length, &facts_json_limits, &document, &error));
	require(facts_from_json(ctx, &document, &again, &error));
	require_same(facts, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static TALLOC_CTX *pool;
	struct json_document document;
	struct facts facts;
	struct error error;
	TALLOC_CTX *ctx;

	if (pool == NULL)
		pool = must(talloc_pool(NULL, 256 * 1024));
	ctx = must(talloc_new(pool));
	if (json_read(ctx, (const char *)bytes, length, &facts_json_limits, &document, &error) &&
	    facts_from_json(ctx, &document, &facts, &error)) {
		check_round_trip(ctx, &facts, (struct zone){0});
		check_round_trip(ctx, &facts, (struct zone){8 * 3600});
		check_round_trip(ctx, &facts, (struct zone){-(9 * 3600 + 1800)});
	}
	talloc_free(ctx);
	return 0;
}
