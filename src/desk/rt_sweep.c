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

struct id_page {
	struct sweep *sweep;
	void *ctx; /* of the ids */
	const char *ids[RT_PAGE];
	size_t count;
};

static bool take_id(void *arg, struct members of, struct error *error)
{
	struct id_page *page = arg;
	struct sweep *sweep = page->sweep;
	int64_t number;
	const char *id;

	if (!rt_member_id(of, "id", &id, error) || !rt_member_number(of, "id", &number, error))
		return false;
	if (number <= sweep->after)
		return error_set(error, ERROR_INPUT,
				 "the server repeats itself: ticket %" PRId64
				 " comes after %" PRId64,
				 number, sweep->after);
	sweep->after = number;
	page->ids[page->count++] = text_copy(page->ctx, id);
	return true;
}

/* What was read for the ids is gone before the page is read for its tickets: a page may be large.
 */
static bool list_ids(struct id_page *page, const struct http_answer *answer, struct error *error)
{
	void *scratch = talloc_new(NULL);
	bool is_read = rt_page_walk(scratch, answer, "a ticket", take_id, page,
				    &page->sweep->is_full, error);

	talloc_free(scratch);
	return is_read;
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
	struct id_page page = {.sweep = sweep};
	struct error error;

	talloc_free(sweep->page);
	page.ctx = sweep->page = talloc_new(sweep);
	if (list_ids(&page, answer, &error)) {
		if (page.count > 0)
			read_tickets(sweep, answer, page.ids, page.count);
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

	sweep->asked_at = clock_boot();
	rt_get(sweep->rt, PURPOSE_POLL, path, on_page, sweep);
	talloc_free(path);
}

void rt_sweep_begin(struct rt *rt, enum rt_sweep kind, rt_sweep_done *done, void *arg)
{
	struct sweep *sweep = NEW(rt, struct sweep);

	*sweep = (struct sweep){.rt = rt, .kind = kind, .done = done, .arg = arg};
	ask(sweep);
}
