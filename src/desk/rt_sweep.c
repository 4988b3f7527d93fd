#include "desk/rt_sweep.h"

#include "base/memory.h"
#include "desk/rt_read.h"
#include "sys/clock.h"

#include <inttypes.h>

struct sweep {
	struct rt *rt;
	enum rt_sweep kind;
	rt_sweep_done *done;
	void *arg;

	struct instant asked_at;
	bool is_careful; /* ids alone: a page with all that tickets say could not be understood */
	void *page;	 /* the owner of what belongs to the page in hand */
	int64_t after;	 /* its last id */
	bool is_full;	 /* there are more */
};

static void ask(struct sweep *sweep);

static void end(struct sweep *sweep, const struct error *error)
{
	sweep->done(sweep->arg, error);
	talloc_free(sweep);
}

static void go_on(struct sweep *sweep)
{
	if (sweep->is_full)
		ask(sweep);
	else
		end(sweep, NULL);
}

static void on_read(struct rt_read *read, const struct error *error)
{
	struct sweep *sweep = read->arg;

	if (error != NULL) {
		end(sweep, error);
		return;
	}
	rt_read_deliver(read);
	if (sweep->kind == RT_SWEEP_ALL)
		rt_rereads_keep(sweep->rt->rereads, read);
	go_on(sweep);
}

static bool take_id(struct sweep *sweep, struct members of, const char **id, struct error *error)
{
	int64_t number;

	if (!rt_member_id(of, "id", id, error) || !rt_member_number(of, "id", &number, error))
		return false;
	if (number <= sweep->after)
		return error_set(error, ERROR_INPUT,
				 "the server repeats itself: ticket %" PRId64
				 " comes after %" PRId64,
				 number, sweep->after);
	sweep->after = number;
	return true;
}

static bool take_ids(struct sweep *sweep, const struct http_answer *answer,
		     const char *ids[RT_PAGE], size_t *count, struct error *error)
{
	struct json_document document;
	const struct json_value *items;

	*count = 0;
	if (!rt_document_read(sweep->page, answer, &document, error) ||
	    !rt_page_read(&document, &items, error))
		return false;
	for (const struct json_value *at = json_first(&document, items); at != NULL;
	     at = json_next(&document, items, at)) {
		struct members of;

		if (!members_of(&document, at, "a ticket", &of, error) ||
		    !take_id(sweep, of, &ids[(*count)++], error))
			return false;
	}
	sweep->is_full = rt_page_is_full(&document, items);
	return true;
}

static void read_tickets(struct sweep *sweep, const struct http_answer *answer,
			 const char *const *ids, size_t count)
{
	if (sweep->is_careful)
		rt_read_begin(sweep->page, sweep->rt, ids, count, true, on_read, sweep);
	else
		rt_read_begin_with(sweep->page, sweep->rt, ids, count, sweep->asked_at, answer,
				   on_read, sweep);
}

static void on_page(void *arg, const struct http_answer *answer)
{
	struct sweep *sweep = arg;
	int64_t after = sweep->after;
	const char *ids[RT_PAGE];
	struct error error;
	size_t count;

	talloc_free(sweep->page);
	sweep->page = talloc_new(sweep);
	if (take_ids(sweep, answer, ids, &count, &error)) {
		if (count > 0)
			read_tickets(sweep, answer, ids, count);
		else
			go_on(sweep);
	} else if (error.kind == ERROR_INPUT && !sweep->is_careful) {
		sweep->is_careful = true;
		sweep->after = after;
		ask(sweep);
	} else {
		end(sweep, &error);
	}
}

static void ask(struct sweep *sweep)
{
	char *path = rt_path_sweep(sweep, sweep->rt->settings, sweep->kind, sweep->after,
				   sweep->is_careful);

	sweep->asked_at = clock_now();
	rt_get(sweep->rt, path, on_page, sweep);
	talloc_free(path);
}

void rt_sweep_begin(struct rt *rt, enum rt_sweep kind, rt_sweep_done *done, void *arg)
{
	struct sweep *sweep = NEW(rt, struct sweep);

	*sweep = (struct sweep){.rt = rt, .kind = kind, .done = done, .arg = arg};
	ask(sweep);
}
