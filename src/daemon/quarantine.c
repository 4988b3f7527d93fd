#include "daemon/quarantine.h"

#include "base/memory.h"

#include <string.h>

struct stay {
	const char *key;
	struct instant until;
};

struct quarantine {
	struct stay *stays;
	size_t count;
};

static struct stay *find(const struct quarantine *quarantine, const char *key)
{
	for (size_t i = 0; i < quarantine->count; i++)
		if (strcmp(quarantine->stays[i].key, key) == 0)
			return &quarantine->stays[i];
	return NULL;
}

struct quarantine *quarantine_new(const void *ctx)
{
	return NEW(ctx, struct quarantine);
}

void quarantine_add(struct quarantine *quarantine, const char *key, struct instant until)
{
	struct stay *stay = find(quarantine, key);

	if (stay == NULL) {
		if (talloc_array_length(quarantine->stays) == quarantine->count)
			quarantine->stays = GROW_ARRAY(quarantine, quarantine->stays, struct stay,
						       2 * quarantine->count + 16);
		stay = &quarantine->stays[quarantine->count++];
		stay->key = text_copy(quarantine, key);
	}
	stay->until = until;
}

bool quarantine_has(const struct quarantine *quarantine, const char *key)
{
	return find(quarantine, key) != NULL;
}

bool quarantine_is_over(struct quarantine *quarantine, const char *key, struct instant now)
{
	struct stay *stay = find(quarantine, key);

	if (stay == NULL)
		return true;
	if (stay->until.us > now.us)
		return false;
	talloc_free((void *)stay->key);
	*stay = quarantine->stays[--quarantine->count];
	return true;
}
