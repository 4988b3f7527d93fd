#include "desk/rt_desk.h"

#include "base/memory.h"
#include "desk/rt_query.h"
#include "desk/rt_read.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ID_DIGITS 18
#define KEPT_US	  (15 * SECOND_US)

/* How often a ticket may not be understood before it is left alone until it changes. */
#define BAD_TIMES 3

/* Numbers rather than texts: after a start all that is open may wait here. */
struct id_list {
	int64_t *ids;
	size_t first, count; /* those before `first` are gone */
};

struct bad { /* a ticket that could not be understood */
	int64_t id;
	int times;
};

struct rt_rereads {
	struct rt *rt;
	struct id_list asked;
	struct id_list failed; /* to be tried again */
	struct bad *bad;
	size_t bad_count;
	bool is_reading;
	struct rt_read *kept; /* NULL: none */
};

static size_t left(const struct id_list *list)
{
	return list->count - list->first;
}

static void add(struct rt_rereads *rereads, struct id_list *list, int64_t id)
{
	size_t room = talloc_array_length(list->ids);

	if (list->count == room)
		list->ids = GROW_ARRAY(rereads, list->ids, int64_t, room * 2 + RT_PAGE);
	list->ids[list->count++] = id;
}

static int64_t take(struct id_list *list)
{
	int64_t id = list->ids[list->first++];

	if (list->first == list->count) {
		talloc_free(list->ids);
		*list = (struct id_list){NULL, 0, 0};
	}
	return id;
}

static void move_all(struct rt_rereads *rereads, struct id_list *to, struct id_list *from)
{
	while (left(from) > 0)
		add(rereads, to, take(from));
}

static struct bad *find_bad(struct rt_rereads *rereads, int64_t id)
{
	for (size_t i = 0; i < rereads->bad_count; i++)
		if (rereads->bad[i].id == id)
			return &rereads->bad[i];
	return NULL;
}

static struct bad *add_bad(struct rt_rereads *rereads, int64_t id)
{
	rereads->bad = GROW_ARRAY(rereads, rereads->bad, struct bad, rereads->bad_count + 1);
	rereads->bad[rereads->bad_count] = (struct bad){id, 0};
	return &rereads->bad[rereads->bad_count++];
}

static void on_read(struct rt_read *read, const struct error *error)
{
	struct rt_rereads *rereads = read->arg;

	rereads->is_reading = false;
	if (error == NULL)
		rt_read_deliver(read);
	else
		for (size_t i = 0; i < read->id_count; i++)
			add(rereads, &rereads->failed, strtoll(read->ids[i], NULL, 10));
	talloc_free(read);
	rt_run(rereads->rt);
}

/* From what was kept, if it has them all and is not too old. */
static bool deliver_kept(struct rt_rereads *rereads, const char *const *ids, size_t count)
{
	const struct rt_read *kept = rereads->kept;

	if (kept == NULL || instant_since(clock_boot(), kept->asked_at).us > KEPT_US)
		return false;
	for (size_t i = 0; i < count; i++)
		if (rt_read_find(kept, ids[i]) == NULL)
			return false;
	for (size_t i = 0; i < count; i++)
		rt_read_deliver_one(kept, ids[i]);
	rt_rereads_forget(rereads);
	return true;
}

static void read_some(struct rt_rereads *rereads)
{
	char texts[RT_PAGE][ID_DIGITS + 2];
	const char *ids[RT_PAGE];
	size_t count = 0;

	while (left(&rereads->asked) > 0 && count < RT_PAGE) {
		snprintf(texts[count], sizeof(texts[count]), "%" PRId64, take(&rereads->asked));
		ids[count] = texts[count];
		count += !rt_id_is_listed(ids, count, texts[count]);
	}
	if (deliver_kept(rereads, ids, count))
		return;
	rereads->is_reading = true;
	rt_read_begin(rereads, rereads->rt, ids, count, true, on_read, rereads);
}

/* ---- public ---- */

struct rt_rereads *rt_rereads_new(struct rt *rt)
{
	struct rt_rereads *rereads = NEW(rt, struct rt_rereads);

	rereads->rt = rt;
	return rereads;
}

void rt_rereads_add(struct rt_rereads *rereads, const char *ticket)
{
	size_t length = strlen(ticket);

	/* What is no number is no ticket of RT's. */
	if (length <= ID_DIGITS && strspn(ticket, "0123456789") == length)
		add(rereads, &rereads->asked, strtoll(ticket, NULL, 10));
}

void rt_rereads_run(struct rt_rereads *rereads)
{
	while (!rereads->is_reading && left(&rereads->asked) > 0)
		read_some(rereads);
}

void rt_rereads_fail(struct rt_rereads *rereads)
{
	move_all(rereads, &rereads->failed, &rereads->asked);
}

void rt_rereads_retry(struct rt_rereads *rereads)
{
	move_all(rereads, &rereads->asked, &rereads->failed);
}

void rt_rereads_be_bad(struct rt_rereads *rereads, const char *ticket)
{
	int64_t id = strtoll(ticket, NULL, 10);
	struct bad *bad = find_bad(rereads, id);

	if (bad == NULL)
		bad = add_bad(rereads, id);
	if (++bad->times < BAD_TIMES)
		add(rereads, &rereads->failed, id);
	else
		*bad = rereads->bad[--rereads->bad_count];
}

void rt_rereads_be_good(struct rt_rereads *rereads, const char *ticket)
{
	struct bad *bad =
		rereads->bad_count > 0 ? find_bad(rereads, strtoll(ticket, NULL, 10)) : NULL;

	if (bad != NULL)
		*bad = rereads->bad[--rereads->bad_count];
}

void rt_rereads_keep(struct rt_rereads *rereads, struct rt_read *read)
{
	talloc_free(rereads->kept);
	rereads->kept = talloc_steal(rereads, read);
}

void rt_rereads_forget(struct rt_rereads *rereads)
{
	talloc_free(rereads->kept);
	rereads->kept = NULL;
}

bool rt_rereads_is_busy(const struct rt_rereads *rereads)
{
	return rereads->is_reading || left(&rereads->asked) > 0;
}

bool rt_rereads_are_done(const struct rt_rereads *rereads)
{
	return !rt_rereads_is_busy(rereads) && left(&rereads->failed) == 0;
}
