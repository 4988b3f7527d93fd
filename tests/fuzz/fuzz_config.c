/* Any text is read or refused with a problem; what was read is dumped as a configuration that is
 * read again, and says the same. */
#include "base/memory.h"
#include "sys/config.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static const char *dump(const void *ctx, const struct config *config)
{
	struct buffer *out = buffer_new(ctx);

	config_dump(config, out);
	return out->bytes;
}

/* A dump without the comments that say where each value came from. */
static const char *without_places(const void *ctx, const char *text)
{
	struct buffer *out = buffer_new(ctx);
	const char *comment;

	for (; (comment = strstr(text, "  # ")) != NULL; text = strchr(comment, '\n'))
		buffer_add(out, text, (size_t)(comment - text));
	buffer_add_text(out, text);
	return out->bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);
	const char *text = text_copy_n(ctx, (const char *)data, size);
	const struct config *config = config_load_text(ctx, "fuzz", text, problems);
	const struct config *again;
	const char *first;

	require((config == NULL) == (problems->count > 0));
	if (config != NULL) {
		first = dump(ctx, config);
		again = config_load_text(ctx, "dump", first, problems);
		require(again != NULL);
		require(strcmp(without_places(ctx, dump(ctx, again)), without_places(ctx, first)) ==
			0);
	}
	talloc_free(ctx);
	return 0;
}
