#include "hostile/control.h"

#include "base/memory.h"
#include "hostile/outage.h"
#include "hostile/parameter.h"
#include "wire/json.h"

#include <stdio.h>

#define LOOK_EVERY_S 0.02

struct waiter {
	struct waiter *next;
	struct server *server;
	uint64_t connection;
	long polls; /* more than so many */
	int64_t until_us;
	bool is_done; /* all tickets are answered */
};

/* ---- reports ---- */

static void put_count(struct json_writer *writer, const char *key, long count)
{
	json_put_key_bytes(writer, key, strlen(key), true);
	json_put_integer(writer, count);
}

static void put_verdicts(const struct hostile_desk *desk, struct json_writer *writer)
{
	long verdicts[VERDICT_COUNT] = {0}, answers = 0, notes = 0;

	for (size_t i = 0; i < desk->store->ticket_count; i++) {
		verdicts[ticket_verdict(&desk->store->tickets[i])]++;
		answers += desk->store->tickets[i].answers;
		notes += desk->store->tickets[i].notes;
	}
	for (int i = 0; i < VERDICT_COUNT; i++)
		put_count(writer, verdict_names[i], verdicts[i]);
	put_count(writer, "answers", answers);
	put_count(writer, "notes", notes);
}

static void report_summary(struct hostile_desk *desk, const void *ctx, struct reply *reply)
{
	struct json_writer *writer = json_writer_new(ctx, reply->body);

	json_open_object(writer);
	put_count(writer, "tickets", (long)desk->store->ticket_count);
	put_verdicts(desk, writer);
	put_count(writer, "reads", desk->counts.reads);
	put_count(writer, "writes", desk->counts.writes);
	put_count(writer, "polls", desk->counts.polls);
	put_count(writer, "troubles", troubles_count(desk->troubles));
	put_count(writer, "elsewhere", desk->elsewhere);
	put_count(writer, "connections", server_peak(desk->server));
	json_close_object(writer);
}

static void report_tickets(struct hostile_desk *desk, struct reply *reply)
{
	for (size_t i = 0; i < desk->store->ticket_count; i++) {
		const struct ticket *ticket = &desk->store->tickets[i];
		enum verdict verdict = ticket_verdict(ticket);
		char text[TEXT_SIZE];

		if (verdict != VERDICT_RIGHT)
			buffer_add_format(reply->body,
					  "%u %s %s: %d answers, %d notes, %s, decision \"%s\"\n",
					  ticket->id, ticket->kind->name, verdict_names[verdict],
					  ticket->answers, ticket->notes, ticket->status,
					  ticket_field_value(ticket, "RefundDecision", text));
	}
}

static void report_times(struct hostile_desk *desk, struct reply *reply)
{
	for (size_t i = 0; i < desk->store->ticket_count; i++) {
		const struct ticket *ticket = &desk->store->tickets[i];

		buffer_add_format(reply->body, "%u", ticket->id);
		for (int j = 0; j < ticket->shown_count; j++)
			buffer_add_format(reply->body, " %lld", (long long)ticket->shown_us[j]);
		buffer_add_char(reply->body, '\n');
	}
}

/* ---- what the ledger must know ---- */

static void add_order(struct buffer *csv, unsigned i, const struct kind *kind)
{
	(void)kind;
	buffer_add_format(csv,
			  "20230301080000%06u,rtc-engine,standard,purchase,shipped,14%08u,%llu,"
			  "%llu,E-%u,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,0.00,0.00,"
			  "0.00\n",
			  i, i, 100000000000ULL + i, 100000000000ULL + i, i);
}

static void add_usage(struct buffer *csv, unsigned i, const struct kind *kind)
{
	buffer_add_format(csv, "20230301080000%06u,%s,2023-03-0%dT12:00:00+08:00\n", i,
			  kind->is_used ? "12.5" : "0", kind->is_used ? 5 : 6);
}

static void add_account(struct buffer *csv, unsigned i, const struct kind *kind)
{
	(void)kind;
	buffer_add_format(csv, "%llu,E-%u,none,0.00,2023-03-06T12:00:00+08:00\n",
			  100000000000ULL + i, i);
}

static const struct csv {
	const char *name, *header;
	void (*add)(struct buffer *csv, unsigned i, const struct kind *kind);
} csvs[] = {
	{"orders.csv",
	 "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,entity,origin,"
	 "purchased_at,months,currency,cash,transfer,gift,voucher\n",
	 add_order},
	{"usage.csv", "order_id,gifted_minutes_used,as_of\n", add_usage},
	{"accounts.csv", "uin,entity,suspended,frozen,as_of\n", add_account},
};

static bool report_csv(struct hostile_desk *desk, const struct request *request, const char *name,
		       struct reply *reply)
{
	unsigned count =
		(unsigned)request_number(request, "count", (long)desk->store->ticket_count);
	unsigned from = (unsigned)request_number(request, "from", 1);

	for (size_t i = 0; i < sizeof(csvs) / sizeof(csvs[0]); i++) {
		if (strcmp(name, csvs[i].name) != 0)
			continue;
		buffer_add_text(reply->body, csvs[i].header);
		for (unsigned id = from; id <= count; id++)
			if (store_kind_of(desk->store, id)->is_on_record)
				csvs[i].add(reply->body, id, store_kind_of(desk->store, id));
		return true;
	}
	return false;
}

/* ---- making tickets ---- */

static void on_create(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct hostile_desk *desk = timer->data;

	(void)events;
	desk->owed += desk->rate * (ev_now(loop) - desk->created_at);
	desk->created_at = ev_now(loop);
	for (; desk->owed >= 1 && desk->to_create > 0; desk->owed--, desk->to_create--)
		store_add_ticket(desk->store);
	if (desk->to_create == 0)
		ev_timer_stop(loop, timer);
}

static void create(struct hostile_desk *desk, const struct request *request)
{
	long count = request_number(request, "count", 0);

	desk->rate = (double)request_number(request, "rate", 0);
	if (desk->rate > 0) {
		desk->to_create += count;
		ev_timer_init(&desk->creating, on_create, 0, 0.001);
		desk->creating.data = desk;
		desk->created_at = ev_now(desk->loop);
		ev_timer_again(desk->loop, &desk->creating);
		return;
	}
	for (long i = 0; i < count; i++)
		store_add_ticket(desk->store);
}

/* ---- waiting ---- */

static bool is_unanswered(const struct hostile_desk *desk)
{
	if (desk->to_create > 0)
		return true;
	for (size_t i = desk->store->ticket_count; i > 0; i--) {
		enum verdict verdict = ticket_verdict(&desk->store->tickets[i - 1]);

		if (verdict == VERDICT_UNANSWERED || verdict == VERDICT_WRONG)
			return true;
	}
	return false;
}

static void on_look(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct hostile_desk *desk = timer->data;
	bool is_done = !is_unanswered(desk);
	struct waiter **link = &desk->waiters;

	(void)events;
	while (*link != NULL) {
		struct waiter *waiter = *link;
		struct reply reply;

		if (is_done && !waiter->is_done)
			waiter->polls += desk->counts.polls;
		waiter->is_done = waiter->is_done || is_done;
		if (now_us() < waiter->until_us &&
		    !(waiter->is_done && desk->counts.polls >= waiter->polls)) {
			link = &waiter->next;
			continue;
		}
		*link = waiter->next;
		reply = reply_new(waiter, 200);
		report_summary(desk, waiter, &reply);
		reply.ending = END_CLOSE;
		server_answer(waiter->server, waiter->connection, &reply);
		talloc_free(waiter);
	}
	if (desk->waiters == NULL)
		ev_timer_stop(loop, timer);
}

static void wait_for_it(struct hostile_desk *desk, const struct request *request,
			struct reply *reply)
{
	struct waiter *waiter = NEW(desk, struct waiter);

	*waiter = (struct waiter){
		.next = desk->waiters,
		.server = request->server,
		.connection = request->connection,
		.polls = request_number(request, "polls", 0),
		.until_us = now_us() + request_number(request, "seconds", 60) * 1000000,
	};
	desk->waiters = waiter;
	reply->ending = END_LATER;
	ev_timer_init(&desk->looking, on_look, 0, LOOK_EVERY_S);
	desk->looking.data = desk;
	ev_timer_again(desk->loop, &desk->looking);
}

void control_take(struct hostile_desk *desk, const struct request *request, struct reply *reply)
{
	const char *name = request->path + strlen("/control/");
	const char *spoil = request_parameter(request, "text");

	reply->ending = END_CLOSE;
	if (strcmp(name, "summary") == 0)
		report_summary(desk, request->ctx, reply);
	else if (strcmp(name, "tickets") == 0)
		report_tickets(desk, reply);
	else if (strcmp(name, "times") == 0)
		report_times(desk, reply);
	else if (strcmp(name, "create") == 0)
		create(desk, request);
	else if (strcmp(name, "await") == 0)
		wait_for_it(desk, request, reply);
	else if (strcmp(name, "spoil") == 0 && spoil != NULL && troubles_add(desk->troubles, spoil))
		return;
	else if (strcmp(name, "outage") == 0 && spoil != NULL &&
		 outage_begin(desk, spoil, request_number(request, "ms", 1000)))
		return;
	else if (!report_csv(desk, request, name, reply))
		reply->status = 404;
}
