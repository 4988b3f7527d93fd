#include "desk/rt_desk.h"

#include "base/memory.h"
#include "desk/rt_cursor.h"
#include "desk/rt_read.h"
#include "desk/rt_sweep.h"
#include "sys/clock.h"

#include <string.h>

/* How old the newest transaction is when none can come up before it any more. */
#define LOOK_BACK_US (5 * MINUTE_US)

struct rt_poll {
	struct rt *rt;
	bool is_wanted, is_under_way;
	bool has_polled; /* well, once: what is ours after that is known to be */

	struct rt_cursor cursor;
	struct instant newest_at; /* the server's time */
	struct instant date;	  /* of the server's last answer */
	struct instant swept_at;

	void *step;    /* the owner of what belongs to the page in hand */
	int64_t after; /* the page's last id */
	bool is_full;  /* there are more pages */
	struct rt_transaction *page;
	size_t page_count;
};

static void ask_changes(struct rt_poll *poll);

static void end(struct rt_poll *poll, const struct error *error)
{
	const struct desk_listener *listener = &poll->rt->desk.listener;
	char cursor[RT_CURSOR_TEXT_SIZE];

	talloc_free(poll->step);
	poll->step = NULL;
	poll->is_under_way = false;
	poll->has_polled = poll->has_polled || error == NULL;
	if (error == NULL)
		rt_verify_retry(poll->rt->verify);
	rt_cursor_format(&poll->cursor, cursor);
	/* A ticket that could not be read again must not be passed over by a start from here. */
	listener->polled(listener->arg,
			 error == NULL && rt_rereads_are_done(poll->rt->rereads) ? cursor : NULL,
			 error);
	rt_run(poll->rt);
}

static void begin_step(struct rt_poll *poll)
{
	talloc_free(poll->step);
	poll->step = talloc_new(poll);
	poll->page = NULL;
	poll->page_count = 0;
}

static void ask(struct rt_poll *poll, char *path, http_callback *callback)
{
	rt_get(poll->rt, PURPOSE_POLL, path, callback, poll);
	talloc_free(path);
}

static void on_swept(void *arg, const struct error *error)
{
	struct rt_poll *poll = arg;

	if (error == NULL)
		poll->swept_at = clock_now();
	end(poll, error);
}

/* ---- without a cursor ---- */

/* One that failed is begun anew: what it did not reach has no other way to us. */
static void on_first_swept(void *arg, const struct error *error)
{
	struct rt_poll *poll = arg;

	if (error != NULL)
		poll->cursor = (struct rt_cursor){.newest = -1};
	on_swept(poll, error);
}

static bool see_newest(void *arg, struct members of, struct error *error)
{
	struct rt_poll *poll = arg;
	int64_t id;

	if (!rt_member_number(of, "id", &id, error))
		return false;
	rt_cursor_see(&poll->cursor, id);
	return true;
}

/* What is seen now is covered by the sweep that follows, and what comes later is after it. */
static bool take_newest(struct rt_poll *poll, const struct http_answer *answer, struct error *error)
{
	bool is_full;

	poll->cursor.newest = 0;
	return rt_page_walk(poll->step, answer, "a transaction", see_newest, poll, &is_full, error);
}

static void on_newest(void *arg, const struct http_answer *answer)
{
	struct rt_poll *poll = arg;
	struct error error;

	begin_step(poll);
	if (take_newest(poll, answer, &error)) {
		rt_sweep_begin(poll->rt, RT_SWEEP_ALL, on_first_swept, poll);
	} else {
		poll->cursor = (struct rt_cursor){.newest = -1};
		end(poll, &error);
	}
}

/* ---- changes since the cursor ---- */

/* All of the page is taken. */
static void see_page(struct rt_poll *poll)
{
	for (size_t i = 0; i < poll->page_count; i++) {
		if (poll->page[i].id > poll->cursor.newest)
			poll->newest_at = poll->page[i].created;
		rt_cursor_see(&poll->cursor, poll->page[i].id);
	}
}

static void go_on_polling(struct rt_poll *poll)
{
	struct span since_sweep = instant_since(clock_now(), poll->swept_at);

	see_page(poll);
	if (poll->is_full)
		ask_changes(poll);
	else if (since_sweep.us >= poll->rt->settings->sweep_interval.us)
		rt_sweep_begin(poll->rt, RT_SWEEP_OPEN, on_swept, poll);
	else
		end(poll, NULL);
}

static void on_changed(struct rt_read *read, const struct error *error)
{
	struct rt_poll *poll = read->arg;

	if (error != NULL) {
		end(poll, error);
		return;
	}
	rt_read_deliver(read);
	if (!poll->has_polled)
		rt_rereads_keep(poll->rt->rereads, read);
	go_on_polling(poll);
}

/* Our own words are news only if they are an answer that is not on record. */
static bool is_news(const struct rt_poll *poll, const struct rt_transaction *transaction)
{
	const struct desk_listener *listener = &poll->rt->desk.listener;

	if (rt_cursor_has_seen(&poll->cursor, transaction->id))
		return false;
	if (strcmp(transaction->creator, poll->rt->self) != 0)
		return true;
	return transaction->key != NULL && !listener->knows(listener->arg, transaction->key);
}

/* The tickets that changed, each once. */
static size_t list_changed(const struct rt_poll *poll, const char *ids[RT_PAGE])
{
	size_t count = 0;

	for (size_t i = 0; i < poll->page_count; i++)
		if (is_news(poll, &poll->page[i]) &&
		    !rt_id_is_listed(ids, count, poll->page[i].ticket))
			ids[count++] = poll->page[i].ticket;
	return count;
}

static bool take_changes(struct rt_poll *poll, const struct http_answer *answer,
			 struct error *error)
{
	struct json_document document;

	if (!rt_document_read(poll->step, answer, &document, error) ||
	    !rt_transactions_read(poll->step, &document, poll->rt->settings->key_field, poll->after,
				  &poll->page, &poll->page_count, &poll->is_full, error))
		return false;
	json_keep_texts(&document);
	if (poll->page_count > 0)
		poll->after = poll->page[poll->page_count - 1].id;
	if (answer->has_date)
		poll->date = answer->date;
	if (poll->newest_at.us == 0)
		poll->newest_at = poll->date;
	return true;
}

static void on_changes(void *arg, const struct http_answer *answer)
{
	struct rt_poll *poll = arg;
	const char *ids[RT_PAGE];
	struct error error;
	size_t count;

	begin_step(poll);
	if (!take_changes(poll, answer, &error)) {
		end(poll, &error);
		return;
	}
	count = list_changed(poll, ids);
	if (count == 0)
		go_on_polling(poll);
	else
		rt_read_begin(poll->step, poll->rt, ids, count, true, on_changed, poll);
}

static void ask_changes(struct rt_poll *poll)
{
	ask(poll,
	    rt_path_changes(poll, poll->rt->settings, poll->after, poll->rt->self,
			    !poll->has_polled),
	    on_changes);
}

static void begin(struct rt_poll *poll)
{
	bool is_young = instant_since(poll->date, poll->newest_at).us <= LOOK_BACK_US;

	poll->is_wanted = false;
	poll->is_under_way = true;
	rt_rereads_forget(poll->rt->rereads);
	rt_rereads_retry(poll->rt->rereads);
	if (poll->cursor.newest < 0) {
		ask(poll, rt_path_newest(poll, poll->rt->settings), on_newest);
		return;
	}
	poll->after = poll->cursor.newest - (is_young ? RT_LOOK_BACK : 0);
	if (poll->after < 0)
		poll->after = 0;
	ask_changes(poll);
}

/* ---- public ---- */

struct rt_poll *rt_poll_new(struct rt *rt)
{
	struct rt_poll *poll = NEW(rt, struct rt_poll);

	poll->rt = rt;
	poll->cursor.newest = -1;
	poll->swept_at = clock_now();
	return poll;
}

void rt_poll_want(struct rt_poll *poll, const char *text)
{
	struct rt_cursor cursor;

	if (poll->is_under_way)
		return;
	poll->is_wanted = true;
	/* What was taken since the cursor was recorded is not taken again. */
	if (text != NULL && rt_cursor_parse(text, &cursor) && cursor.newest > poll->cursor.newest)
		poll->cursor = cursor;
}

void rt_poll_run(struct rt_poll *poll)
{
	if (poll->is_wanted && !poll->is_under_way)
		begin(poll);
}

void rt_poll_fail(struct rt_poll *poll, const struct error *error)
{
	if (!poll->is_wanted)
		return;
	poll->is_wanted = false;
	end(poll, error);
}

bool rt_poll_is_busy(const struct rt_poll *poll)
{
	return poll->is_wanted || poll->is_under_way;
}
