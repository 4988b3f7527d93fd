#include "daemon/outbox.h"

#include "base/memory.h"
#include "daemon/quarantine.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <string.h>

#define ON_WAY_MAX	  100 /* what a desk can ask about by one request */
#define REFILL_AT	  (ON_WAY_MAX / 2)
#define FIRST_DELAY_S	  5
#define LONGEST_DELAY_S	  (15 * 60)
#define LONG_UNSETTLED_US HOUR_US

struct passage {
	struct effect_row *effect;
	void *cargo; /* what `write` is made of, until it is handed over */
	struct desk_write write;
};

struct outbox {
	struct ledger *ledger;
	struct desk *desk;
	struct quarantine *quarantine;
	struct passage on_way[ON_WAY_MAX];
	int count;
	int sent; /* of these, handed to the desk; the others are packed */
};

static int find(const struct outbox *outbox, const char *key)
{
	for (int i = 0; i < outbox->count; i++)
		if (strcmp(outbox->on_way[i].effect->key, key) == 0)
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
	copy->payload = NULL; /* the desk has it then */
	return copy;
}

static struct instant after_delay(struct instant now, int attempts)
{
	return instant_plus(now, (struct span){outbox_delay_s(attempts) * SECOND_US});
}

/* What the ledger says of it is by a clock that can be set. */
static void isolate(struct outbox *outbox, const char *key, struct span span)
{
	quarantine_add(outbox->quarantine, key, instant_plus(clock_boot(), span));
}

/* What an earlier run has let go: whatever happens to the clock from now on, no sooner. */
static void isolate_old(struct outbox *outbox, const struct effect_row *effect, struct instant now)
{
	struct span left = instant_since(effect->due_at, now);

	if (left.us > 0 && !quarantine_has(outbox->quarantine, effect->key))
		isolate(outbox, effect->key,
			left.us < outbox->desk->quarantine.us ? left : outbox->desk->quarantine);
}

/* One that cannot be read must not hold up the others. */
static bool refuse(struct outbox *outbox, const struct effect_row *effect, const char *reason,
		   struct instant now, struct error *error)
{
	return effect->state == EFFECT_PENDING
		       ? outbox_postpone(outbox, effect, reason, now, error)
		       : outbox_unsettle(outbox, effect, reason, now, error);
}

static bool pack(struct outbox *outbox, const struct effect_row *effect, struct instant now,
		 struct error *error)
{
	struct passage passage = {.effect = copy_effect(outbox, effect)};
	void *scratch = talloc_new(NULL);
	struct desk_write write;
	struct error unreadable;

	if (!desk_write_from_json(scratch, effect->payload, &write, &unreadable)) {
		talloc_free(scratch);
		talloc_free(passage.effect);
		return refuse(outbox, effect, unreadable.text, now, error);
	}
	/* A copy is far smaller than the document that was read, and many are packed at once. */
	passage.cargo = talloc_new(passage.effect);
	passage.write = desk_write_copy(passage.cargo, &write);
	talloc_free(scratch);
	if (effect->state == EFFECT_PENDING) {
		passage.effect->state = EFFECT_LEAVING;
		passage.effect->left_at = now;
	}
	outbox->on_way[outbox->count++] = passage;
	return effect->state != EFFECT_PENDING ||
	       effect_leave(outbox->ledger, effect->key, now, error);
}

static void hand_over(struct outbox *outbox, struct passage *passage)
{
	const struct effect_row *effect = passage->effect;
	bool leaves = effect->state == EFFECT_LEAVING;

	log_event(leaves ? EVENT_EFFECT_LEAVES : EVENT_EFFECT_SOUGHT, "ticket", effect->ticket,
		  "kind", effect_kind_words.list[effect->kind], "key", effect->key, "case",
		  log_number(effect->case_id).text, NULL);
	if (leaves)
		desk_write(outbox->desk, &passage->write);
	else
		desk_look(outbox->desk, &passage->write, effect->left_at);
	TALLOC_FREE(passage->cargo);
}

struct outbox *outbox_new(const void *ctx, struct ledger *ledger, struct desk *desk)
{
	struct outbox *outbox = NEW(ctx, struct outbox);

	outbox->ledger = ledger;
	outbox->desk = desk;
	outbox->quarantine = quarantine_new(outbox);
	return outbox;
}

/* A clock that ran ahead, and was set right since, must not hold back an answer until then. */
static bool hasten(const struct outbox *outbox, struct instant now, struct error *error)
{
	struct span longest = {outbox->desk->quarantine.us + LONGEST_DELAY_S * SECOND_US};

	return effect_hasten(outbox->ledger, instant_plus(now, longest), error);
}

bool outbox_recover(struct outbox *outbox, struct instant now, size_t *count, struct error *error)
{
	struct instant due_at = instant_plus(now, outbox->desk->quarantine);
	void *scratch = talloc_new(NULL);
	struct effect_row *rows;
	size_t length, lost = 0;
	bool is_done = hasten(outbox, now, error) &&
		       effect_list_in_flight(outbox->ledger, scratch, &rows, &length, error);

	for (size_t i = 0; is_done && i < length; i++) {
		if (find(outbox, rows[i].key) >= 0)
			continue;
		if (rows[i].state == EFFECT_UNSETTLED) {
			isolate_old(outbox, &rows[i], now);
			continue;
		}
		is_done = effect_unsettle(outbox->ledger, rows[i].key, due_at,
					  "it was on its way when the program ended or a turn "
					  "could not be kept",
					  now, error);
		isolate(outbox, rows[i].key, outbox->desk->quarantine);
		lost++;
	}
	talloc_free(scratch);
	if (is_done)
		*count = lost;
	return is_done;
}

bool outbox_pack(struct outbox *outbox, struct instant now, struct error *error)
{
	void *scratch;
	struct effect_row *due;
	size_t count;
	bool is_done;

	if (outbox->count > REFILL_AT)
		return true;
	scratch = talloc_new(NULL);
	is_done = effect_list_due(outbox->ledger, scratch, outbox->desk->system, now, ON_WAY_MAX,
				  &due, &count, error);
	for (size_t i = 0; is_done && i < count && outbox->count < ON_WAY_MAX; i++)
		if (find(outbox, due[i].key) < 0 &&
		    quarantine_is_over(outbox->quarantine, due[i].key, clock_boot()))
			is_done = pack(outbox, &due[i], now, error);
	talloc_free(scratch);
	return is_done;
}

bool outbox_send(struct outbox *outbox)
{
	bool has_any = outbox->sent < outbox->count;

	while (outbox->sent < outbox->count)
		hand_over(outbox, &outbox->on_way[outbox->sent++]);
	return has_any;
}

void outbox_unpack(struct outbox *outbox)
{
	while (outbox->count > outbox->sent)
		talloc_free(outbox->on_way[--outbox->count].effect);
}

int outbox_count(const struct outbox *outbox)
{
	return outbox->count;
}

struct effect_row *outbox_take_back(struct outbox *outbox, const void *ctx, const char *key)
{
	int i = find(outbox, key);
	struct effect_row *effect;

	if (i < 0)
		return NULL;
	effect = outbox->on_way[i].effect;
	outbox->on_way[i] = outbox->on_way[--outbox->count];
	outbox->sent = outbox->count;
	return talloc_steal(ctx, effect);
}

bool outbox_postpone(struct outbox *outbox, const struct effect_row *effect, const char *reason,
		     struct instant now, struct error *error)
{
	log_event(EVENT_EFFECT_PUT_OFF, "ticket", effect->ticket, "key", effect->key, "reason",
		  reason, "case", log_number(effect->case_id).text, NULL);
	return effect_postpone(outbox->ledger, effect->key, after_delay(now, effect->attempts),
			       reason, error);
}

bool outbox_unsettle(struct outbox *outbox, const struct effect_row *effect, const char *reason,
		     struct instant now, struct error *error)
{
	bool has_just_left = effect->state == EFFECT_LEAVING;
	bool is_old = instant_since(now, effect->left_at).us > LONG_UNSETTLED_US;
	struct instant due_at = has_just_left ? instant_plus(now, outbox->desk->quarantine)
					      : after_delay(now, effect->attempts);

	log_event_at(has_just_left || is_old ? LOG_WARNING : LOG_INFO,
		     has_just_left ? EVENT_EFFECT_UNSETTLED : EVENT_EFFECT_UNSEEN, "ticket",
		     effect->ticket, "key", effect->key, "reason", reason, "case",
		     log_number(effect->case_id).text, NULL);
	if (has_just_left)
		isolate(outbox, effect->key, outbox->desk->quarantine);
	return effect_unsettle(outbox->ledger, effect->key, due_at, reason, now, error);
}

int outbox_delay_s(int attempts)
{
	int delay_s = FIRST_DELAY_S;

	for (int i = 0; i < attempts && delay_s < LONGEST_DELAY_S; i++)
		delay_s *= 2;
	return delay_s < LONGEST_DELAY_S ? delay_s : LONGEST_DELAY_S;
}
