#include "desk/rt_read.h"

#include "base/memory.h"
#include "desk/rt_query.h"
#include "sys/clock.h"

#include <string.h>

#define TRANSACTIONS_MAX 50000 /* of one page of tickets */

/* A ticket may change twice within a second, and LastUpdated not tell. */
#define RESOLUTION_US SECOND_US

static void end(struct rt_read *read, const struct error *error)
{
	read->done(read, error);
}

static bool is_asked_for(const struct rt_read *read, const char *id)
{
	for (size_t i = 0; i < read->id_count; i++)
		if (strcmp(read->ids[i], id) == 0)
			return true;
	return false;
}

static void add_bad(struct rt_read *read, const char *id, const struct error *error)
{
	read->bad = GROW_ARRAY(read, read->bad, struct rt_bad_ticket, read->bad_count + 1);
	read->bad[read->bad_count++] = (struct rt_bad_ticket){id, *error};
}

/* ---- transactions ---- */

static void ask_transactions(struct rt_read *read);

static void tell_tickets(struct rt_read *read)
{
	for (size_t i = 0; i < read->ticket_count; i++)
		rt_ticket_tell(read, read->rt->self, &read->tickets[i], read->transactions,
			       read->transaction_count);
}

static int64_t last_transaction(const struct rt_read *read)
{
	return read->transaction_count > 0 ? read->transactions[read->transaction_count - 1].id : 0;
}

static bool take_transactions(struct rt_read *read, const struct http_answer *answer, bool *is_full,
			      struct error *error)
{
	struct json_document document;
	size_t before = read->transaction_count;

	if (!rt_document_read(read, answer, &document, error) ||
	    !rt_transactions_read(read, &document, read->rt->settings->key_field,
				  last_transaction(read), &read->transactions,
				  &read->transaction_count, is_full, error))
		return false;
	json_keep_texts(&document);
	for (size_t i = before; i < read->transaction_count; i++)
		if (!is_asked_for(read, read->transactions[i].ticket))
			return error_set(error, ERROR_INPUT,
					 "the server gives transactions of ticket %s, which was "
					 "not asked for",
					 read->transactions[i].ticket);
	if (read->transaction_count > TRANSACTIONS_MAX)
		return error_set(error, ERROR_INPUT,
				 "tickets with more than %d transactions are too much",
				 TRANSACTIONS_MAX);
	return true;
}

static void on_transactions(void *arg, const struct http_answer *answer)
{
	struct rt_read *read = arg;
	struct error error;
	bool is_full;

	if (!take_transactions(read, answer, &is_full, &error)) {
		end(read, &error);
		return;
	}
	if (is_full) {
		ask_transactions(read);
		return;
	}
	tell_tickets(read);
	if (read->wants_bodies)
		rt_body_fetch(read);
	else
		end(read, NULL);
}

static enum desk_purpose purpose_of(const struct rt_read *read)
{
	return read->wants_bodies ? PURPOSE_READ : PURPOSE_LOOK;
}

static void ask_transactions(struct rt_read *read)
{
	char *path = rt_path_transactions(read, read->ids, read->id_count, last_transaction(read),
					  &read->rt->verdicts);

	rt_get(read->rt, purpose_of(read), path, on_transactions, read);
	talloc_free(path);
}

/* ---- tickets ---- */

static void ask_tickets(struct rt_read *read);

/* Whether nothing that comes after this reading can leave LastUpdated as it is. The answer was
 * begun no earlier than it was asked for, and its date is of its end, without decimals. */
static bool is_proof(const struct rt_read *read, const struct http_answer *answer,
		     const struct rt_ticket *ticket)
{
	struct span took = instant_since(clock_boot(), read->asked_at);

	return answer->has_date &&
	       ticket->ticket.updated_at.us + RESOLUTION_US <= answer->date.us - took.us;
}

struct page {
	struct rt_read *read;
	const struct http_answer *answer;
};

/* False only where the page makes no sense as a whole. */
static bool take_ticket(void *arg, struct members of, struct error *error)
{
	struct rt_read *read = ((const struct page *)arg)->read;
	struct rt_ticket *ticket = &read->tickets[read->ticket_count];
	struct error wrong;
	const char *id;

	if (!rt_member_id(of, "id", &id, error))
		return false;
	if (!is_asked_for(read, id) || rt_read_find(read, id) != NULL)
		return error_set(error, ERROR_INPUT,
				 "the server gives ticket %s twice, or without being asked", id);
	if (!rt_ticket_read(read, read->rt->settings, read->rt->self, of, ticket, &wrong)) {
		add_bad(read, id, &wrong);
		return true;
	}
	if (is_proof(read, ((const struct page *)arg)->answer, ticket))
		ticket->ticket.version = ticket->last_updated;
	read->ticket_count++;
	return true;
}

static bool take_tickets(struct rt_read *read, const struct http_answer *answer,
			 struct error *error)
{
	struct page page = {read, answer};
	bool is_full;

	return rt_page_walk(read, answer, "a ticket", take_ticket, &page, &is_full, error);
}

/* One ticket that cannot be understood must not keep us from all the others of its page. */
static void take_page(struct rt_read *read, const struct http_answer *answer)
{
	struct error error;

	if (take_tickets(read, answer, &error)) {
		read->next_id++;
	} else if (error.kind != ERROR_INPUT) {
		end(read, &error);
		return;
	} else if (read->is_one_by_one) {
		add_bad(read, read->ids[read->next_id++], &error);
	} else {
		read->is_one_by_one = true;
		read->ticket_count = read->bad_count = 0;
	}
	if (read->is_one_by_one && read->next_id < read->id_count)
		ask_tickets(read);
	else
		ask_transactions(read);
}

static void on_tickets(void *arg, const struct http_answer *answer)
{
	take_page(arg, answer);
}

static void ask_tickets(struct rt_read *read)
{
	char *path = read->is_one_by_one ? rt_path_tickets(read, &read->ids[read->next_id], 1)
					 : rt_path_tickets(read, read->ids, read->id_count);

	read->asked_at = clock_boot();
	rt_get(read->rt, purpose_of(read), path, on_tickets, read);
	talloc_free(path);
}

static struct rt_read *make(const void *ctx, struct rt *rt, const char *const *ids, size_t count,
			    void (*done)(struct rt_read *read, const struct error *error),
			    void *arg)
{
	struct rt_read *read = NEW(ctx, struct rt_read);

	*read = (struct rt_read){.rt = rt, .done = done, .arg = arg, .id_count = count};
	read->ids = NEW_ARRAY(read, const char *, count);
	for (size_t i = 0; i < count; i++)
		read->ids[i] = text_copy(read->ids, ids[i]);
	read->tickets = NEW_ARRAY(read, struct rt_ticket, count);
	return read;
}

/* ---- public ---- */

struct rt_read *rt_read_begin(const void *ctx, struct rt *rt, const char *const *ids, size_t count,
			      bool wants_bodies,
			      void (*done)(struct rt_read *read, const struct error *error),
			      void *arg)
{
	struct rt_read *read = make(ctx, rt, ids, count, done, arg);

	read->wants_bodies = wants_bodies;
	ask_tickets(read);
	return read;
}

struct rt_read *rt_read_begin_with(const void *ctx, struct rt *rt, const char *const *ids,
				   size_t count, struct instant asked_at,
				   const struct http_answer *answer,
				   void (*done)(struct rt_read *read, const struct error *error),
				   void *arg)
{
	struct rt_read *read = make(ctx, rt, ids, count, done, arg);

	read->wants_bodies = true;
	read->asked_at = asked_at;
	take_page(read, answer);
	return read;
}

const struct rt_ticket *rt_read_find(const struct rt_read *read, const char *id)
{
	for (size_t i = 0; i < read->ticket_count; i++)
		if (strcmp(read->tickets[i].ticket.id, id) == 0)
			return &read->tickets[i];
	return NULL;
}

void rt_read_spoil(struct rt_read *read, size_t ticket, const struct error *error)
{
	add_bad(read, read->tickets[ticket].ticket.id, error);
	read->ticket_count--;
	memmove(&read->tickets[ticket], &read->tickets[ticket + 1],
		(read->ticket_count - ticket) * sizeof(read->tickets[0]));
}

void rt_read_deliver_one(const struct rt_read *read, const char *id)
{
	const struct desk_listener *listener = &read->rt->desk.listener;
	const struct rt_ticket *ticket = rt_read_find(read, id);

	if (ticket != NULL)
		rt_rereads_be_good(read->rt->rereads, id);
	if (ticket != NULL && rt_ticket_is_ours(ticket, read->rt->settings))
		listener->ticket(listener->arg, &ticket->ticket);
	for (size_t i = 0; i < read->bad_count; i++)
		if (strcmp(read->bad[i].id, id) == 0) {
			rt_rereads_be_bad(read->rt->rereads, id);
			listener->bad_ticket(listener->arg, id, &read->bad[i].error);
		}
}

void rt_read_deliver(const struct rt_read *read)
{
	for (size_t i = 0; i < read->id_count; i++)
		rt_read_deliver_one(read, read->ids[i]);
}
