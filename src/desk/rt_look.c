#include "desk/rt_desk.h"

#include "base/memory.h"
#include "desk/rt_query.h"
#include "desk/rt_read.h"
#include "desk/rt_request.h"

#include <string.h>

/* How far the server's clock may be from ours: clock_tolerance at its largest. */
#define CLOCKS_DIFFER_US DAY_US

struct look {
	struct look *next;
	struct rt_looks *looks;
	struct desk_write write;
	struct instant since;
};

struct rt_looks {
	struct rt *rt;
	struct look *asked;   /* waiting to be */
	struct look *looking; /* by a reading that is under way */
	size_t mending;
};

/* Answers it, and frees it. */
static void end(struct look *look, enum desk_sight sight, const struct error *error)
{
	const struct desk_listener *listener = &look->looks->rt->desk.listener;

	listener->looked(listener->arg, look->write.key, sight, error);
	talloc_free(look);
}

static void end_all(struct look **list, const struct error *error)
{
	while (*list != NULL) {
		struct look *look = *list;

		*list = look->next;
		end(look, SIGHT_LATER, error);
	}
}

/* ---- mending: RT may have stopped between the words and the rest ---- */

static void on_mended(void *arg, const struct http_answer *answer)
{
	struct look *look = arg;
	struct rt *rt = look->looks->rt;
	struct error error;

	look->looks->mending--;
	/* What is refused now will be again; the words are there, and count. */
	if (answer->end == HTTP_ANSWERED && answer->status < 500 && answer->status != 429) {
		rt_verify_add(rt->verify, &look->write);
		end(look, SIGHT_THERE, NULL);
	} else {
		rt_answer_error(answer, &error);
		end(look, SIGHT_LATER, &error);
	}
	rt_run(rt);
}

static void mend(struct look *look)
{
	struct rt *rt = look->looks->rt;
	struct buffer *json = buffer_new(NULL);
	struct http_request request = {.method = "PUT", .purpose = PURPOSE_WRITE};

	rt_request_rest(json, rt->settings, &look->write);
	request.path = text_format(json, "/ticket/%s", look->write.ticket);
	request.json = json->bytes;
	look->looks->mending++;
	http_submit(rt->http, &request, on_mended, look);
	talloc_free(json);
}

static bool has_field(const struct ticket *ticket, const struct ticket_field *field)
{
	const char *value = ticket_field(ticket, field->name);

	return strcmp(value != NULL ? value : "", field->value) == 0;
}

static bool lacks_rest(const struct rt_settings *settings, const struct rt_ticket *ticket,
		       const struct desk_write *write)
{
	if (write->sets_status &&
	    strcmp(ticket->status, rt_status_to(settings, write->status)) != 0)
		return true;
	for (size_t i = 0; i < write->field_count; i++)
		if (rt_field_to(settings, write->fields[i].name) != NULL &&
		    !has_field(&ticket->ticket, &write->fields[i]))
			return true;
	return false;
}

/* Whoever came after us had reasons for what the ticket is like now. */
static bool is_touched_since(const struct rt_read *read, const struct rt_ticket *ticket,
			     int64_t transaction)
{
	for (size_t i = 0; i < read->transaction_count; i++) {
		const struct rt_transaction *other = &read->transactions[i];

		if (other->id > transaction && strcmp(other->ticket, ticket->ticket.id) == 0 &&
		    strcmp(other->creator, read->rt->self) != 0 && !rt_is_nobody(other->creator))
			return true;
	}
	return ticket->ticket.assignee != NULL;
}

/* ---- looking ---- */

/* A message of ours and of the write's kind, in its ticket. */
static bool is_like(const struct look *look, const struct rt_transaction *transaction)
{
	const char *type = look->write.is_public ? "Correspond" : "Comment";

	return strcmp(transaction->ticket, look->write.ticket) == 0 &&
	       strcmp(transaction->creator, look->looks->rt->self) == 0 &&
	       strcmp(transaction->type, type) == 0;
}

static enum desk_sight sight_of(const struct look *look, const struct rt_read *read,
				int64_t *transaction)
{
	enum desk_sight sight = SIGHT_ABSENT;

	for (size_t i = 0; i < read->transaction_count; i++) {
		const struct rt_transaction *at = &read->transactions[i];

		if (!is_like(look, at))
			continue;
		if (at->key != NULL && strcmp(at->key, look->write.key) == 0) {
			*transaction = at->id;
			return SIGHT_THERE;
		}
		/* RT writes the key just after the words: it may have been stopped in between. */
		if (at->key == NULL && at->created.us >= look->since.us - CLOCKS_DIFFER_US)
			sight = SIGHT_DOUBTFUL;
	}
	return sight;
}

static void see(struct look *look, const struct rt_read *read)
{
	const struct rt_settings *settings = look->looks->rt->settings;
	const struct rt_ticket *ticket = rt_read_find(read, look->write.ticket);
	int64_t transaction = 0;
	enum desk_sight sight = sight_of(look, read, &transaction);

	if (sight == SIGHT_THERE && ticket != NULL && rt_ticket_is_ours(ticket, settings) &&
	    lacks_rest(settings, ticket, &look->write) &&
	    !is_touched_since(read, ticket, transaction)) {
		mend(look);
		return;
	}
	if (sight == SIGHT_THERE && look->write.is_for_review)
		rt_verify_add(look->looks->rt->verify, &look->write);
	end(look, sight, NULL);
}

static void on_read(struct rt_read *read, const struct error *error)
{
	struct rt_looks *looks = read->arg;

	if (error != NULL)
		end_all(&looks->looking, error);
	while (looks->looking != NULL) {
		struct look *look = looks->looking;

		looks->looking = look->next;
		see(look, read);
	}
	talloc_free(read);
	rt_run(looks->rt);
}

/* ---- public ---- */

struct rt_looks *rt_looks_new(struct rt *rt)
{
	struct rt_looks *looks = NEW(rt, struct rt_looks);

	looks->rt = rt;
	return looks;
}

void rt_looks_add(struct rt_looks *looks, const struct desk_write *write, struct instant since)
{
	struct look *look = NEW(looks, struct look);

	look->looks = looks;
	look->write = desk_write_copy(look, write);
	look->since = since;
	look->next = looks->asked;
	looks->asked = look;
}

void rt_looks_run(struct rt_looks *looks)
{
	const char *ids[RT_PAGE];
	size_t count = 0;

	if (looks->looking != NULL || looks->asked == NULL)
		return;
	while (looks->asked != NULL && count < RT_PAGE) {
		struct look *look = looks->asked;

		looks->asked = look->next;
		look->next = looks->looking;
		looks->looking = look;
		if (!rt_id_is_listed(ids, count, look->write.ticket))
			ids[count++] = look->write.ticket;
	}
	rt_read_begin(looks, looks->rt, ids, count, false, on_read, looks);
}

void rt_looks_fail(struct rt_looks *looks, const struct error *error)
{
	end_all(&looks->asked, error);
}

bool rt_looks_is_busy(const struct rt_looks *looks)
{
	return looks->asked != NULL || looks->looking != NULL || looks->mending > 0;
}
