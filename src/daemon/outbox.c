#include "daemon/outbox.h"

#include "base/memory.h"
#include "sys/log.h"

#include <string.h>

#define ON_THEIR_WAY_MAX 64
#define FIRST_DELAY_S	 5
#define LONGEST_DELAY_S	 (15 * 60)

struct outbox {
	struct ledger *ledger;
	struct desk *desk;
	struct effect_row *on_way[ON_THEIR_WAY_MAX];
	int count;
};

static int find(const struct outbox *outbox, const char *key)
{
	for (int i = 0; i < outbox->count; i++)
		if (strcmp(outbox->on_way[i]->key, key) == 0)
			return i;
	return -1;
}

static struct effect_row *copy_effect(const void *ctx, const struct effect_row *effect)
{
	struct effect_row *copy = NEW(ctx, struct effect_row);

	*copy = *effect;
	copy->key = text_copy(copy, effect->key);
	copy->system = text_copy(copy, effect->system);
	copy->ticket = text_copy(copy, effect->ticket);
	copy->payload = NULL; /* the desk has it now */
	return copy;
}

/* One that cannot be read must not hold up the others. */
static bool hand_out(struct outbox *outbox, const struct effect_row *effect, struct instant now,
		     struct error *error)
{
	struct effect_row *copy = copy_effect(outbox, effect);
	struct desk_write write;
	struct error unreadable;

	if (!desk_write_from_json(copy, effect->payload, &write, &unreadable)) {
		talloc_free(copy);
		return outbox_postpone(outbox, effect, unreadable.text, now, error);
	}
	outbox->on_way[outbox->count++] = copy;
	desk_write(outbox->desk, &write);
	return true;
}

struct outbox *outbox_new(const void *ctx, struct ledger *ledger, struct desk *desk)
{
	struct outbox *outbox = NEW(ctx, struct outbox);

	outbox->ledger = ledger;
	outbox->desk = desk;
	return outbox;
}

bool outbox_hand_out(struct outbox *outbox, struct instant now, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct effect_row *due;
	size_t count;
	bool is_done = effect_list_due(outbox->ledger, scratch, now, ON_THEIR_WAY_MAX, &due, &count,
				       error);

	for (size_t i = 0; is_done && i < count && outbox->count < ON_THEIR_WAY_MAX; i++)
		if (find(outbox, due[i].key) < 0)
			is_done = hand_out(outbox, &due[i], now, error);
	talloc_free(scratch);
	return is_done;
}

struct effect_row *outbox_take_back(struct outbox *outbox, const void *ctx, const char *key)
{
	int i = find(outbox, key);
	struct effect_row *effect;

	if (i < 0)
		return NULL;
	effect = outbox->on_way[i];
	outbox->on_way[i] = outbox->on_way[--outbox->count];
	return talloc_steal(ctx, effect);
}

bool outbox_postpone(struct outbox *outbox, const struct effect_row *effect, const char *reason,
		     struct instant now, struct error *error)
{
	struct span delay = {outbox_delay_s(effect->attempts) * SECOND_US};

	log_write(LOG_WARNING, "an answer could not be written and is put off", "ticket",
		  effect->ticket, "key", effect->key, "reason", reason, NULL);
	return effect_postpone(outbox->ledger, effect->key, instant_plus(now, delay), reason,
			       error);
}

int outbox_delay_s(int attempts)
{
	int delay_s = FIRST_DELAY_S;

	for (int i = 0; i < attempts && delay_s < LONGEST_DELAY_S; i++)
		delay_s *= 2;
	return delay_s < LONGEST_DELAY_S ? delay_s : LONGEST_DELAY_S;
}
