/* The desk on a scripted server, and what its listener hears. */
#ifndef REFUNDD_TESTS_DESK_RT_SCRIPT_H
#define REFUNDD_TESTS_DESK_RT_SCRIPT_H

#include "desk/rt_desk.h"

#include "rt_data.h"
#include "support/http_script.h"

#include <ev.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEPS_MAX 16
#define UPDATED	  "2023-03-06T07:59:59Z"

#define USER "{\"Name\":\"refundd\",\"Privileged\":1}"
#define QUEUE                                                         \
	"{\"Name\":\"Billing and Refund Issues\",\"Disabled\":\"0\"," \
	"\"TicketTransactionCustomFields\":[{\"id\":\"9\",\"name\":\"RefundKey\"}]}"
#define PAGE(items) "{\"items\":[" items "]}"
#define CHANGE(id, ticket, by)                      \
	"{\"id\":\"" id "\",\"ObjectId\":\"" ticket \
	"\",\"Type\":\"Correspond\",\"Creator\":{\"id\":\"" by "\"},\"Created\":\"" UPDATED "\"}"
#define SAID(id, ticket, by, key)                                                           \
	"{\"id\":\"" id "\",\"ObjectId\":\"" ticket                                         \
	"\",\"Type\":\"Correspond\",\"Creator\":{\"id\":\"" by "\"},\"Created\":\"" UPDATED \
	"\",\"CustomFields\":[{\"name\":\"RefundKey\",\"values\":[" key "]}]}"
#define NOTED(id, ticket, by)                       \
	"{\"id\":\"" id "\",\"ObjectId\":\"" ticket \
	"\",\"Type\":\"Comment\",\"Creator\":{\"id\":\"" by "\"},\"Created\":\"" UPDATED "\"}"
#define TICKET_IN(id, status, owner, queue)                                                    \
	"{\"id\":\"" id "\",\"EffectiveId\":\"" id "\",\"Subject\":\"s\",\"Status\":\"" status \
	"\",\"Created\":\"" UPDATED "\",\"LastUpdated\":\"" UPDATED                            \
	"\",\"Owner\":{\"id\":\"" owner                                                        \
	"\"},\"Creator\":{\"id\":\"cust\"},\"Queue\":{\"Name\":\"" queue                       \
	"\"},\"Requestor\":[{\"id\":\"cust\"}],\"CustomFields\":[{\"name\":"                   \
	"\"OrderId\",\"values\":[\"2023\"]}]}"
#define TICKET_OF(id, status, owner) TICKET_IN(id, status, owner, "Billing and Refund Issues")
#define CHECKED			     PAGE("{\"id\":\"1\",\"LastUpdated\":\"" UPDATED "\"}")
#define CHANGED			     PAGE("{\"id\":\"1\",\"LastUpdated\":\"2023-03-07T00:00:00Z\"}")
#define PLACED(status, queue, by)                                                   \
	PAGE("{\"id\":\"1\",\"Status\":\"" status "\",\"Queue\":{\"Name\":\"" queue \
	     "\"},\"LastUpdatedBy\":{\"id\":\"" by "\"}}")
#define RESOLVED PLACED("resolved", "Billing and Refund Issues", "refundd")

struct step {
	int status; /* 0: no more steps */
	const char *body;
	const char *type; /* NULL: JSON */
	enum script_deed deed;
};

#define SAYS(status, body)                      \
	{                                       \
		status, body, NULL, SCRIPT_KEEP \
	}
#define SAYS_AS(status, body, type)             \
	{                                       \
		status, body, type, SCRIPT_KEEP \
	}
#define DOES(status, body, type, deed)   \
	{                                \
		status, body, type, deed \
	}

static struct ev_loop *loop;
static struct script *script;
static struct rt_settings settings;
static struct desk *desk;
static struct buffer *events;
static const char *known = "";
static const char *review_queue;
static char token_file[] = "/tmp/refundd-token-XXXXXX";

/* ---- hearing ---- */

static inline void hear_ticket(void *arg, const struct ticket *ticket)
{
	buffer_add_format(arg, "ticket %s version %s\n", ticket->id,
			  ticket->version != NULL ? ticket->version : "none");
}

static inline void hear_bad(void *arg, const char *name, const struct error *why)
{
	buffer_add_format(arg, "bad %s: %s\n", name, why->text);
}

static inline void hear_polled(void *arg, const char *cursor, const struct error *why)
{
	buffer_add_format(arg, "polled %s\n",
			  why != NULL	   ? why->text
			  : cursor != NULL ? cursor
					   : "(null)");
}

static inline void hear_written(void *arg, const char *key, enum desk_result result,
				const struct error *why)
{
	static const char *const words[] = {"done", "person", "overtaken",
					    "gone", "later",  "unknown"};

	buffer_add_format(arg, "written %s %s%s\n", key, words[result], why != NULL ? " ..." : "");
}

static inline void hear_looked(void *arg, const char *key, enum desk_sight sight,
			       const struct error *why)
{
	static const char *const words[] = {"there", "absent", "doubtful", "later"};

	buffer_add_format(arg, "looked %s %s%s\n", key, words[sight], why != NULL ? " ..." : "");
}

static inline bool is_known(void *arg, const char *key)
{
	(void)arg;
	return strcmp(key, known) == 0;
}

/* ---- the desk and its server ---- */

static inline void make_token(void)
{
	int fd = mkstemp(token_file);
	FILE *file = fdopen(fd, "w");

	fputs("1-27-0123456789abcdef\n", file);
	fclose(file);
}

static inline void rt_script_begin(void)
{
	rt_data_begin();
	make_token();
	loop = ev_loop_new(EVFLAG_AUTO);
	events = buffer_new(ctx);
}

static inline void close_desk(void)
{
	talloc_free(desk);
	desk = NULL;
	script_stop(script);
	script = NULL;
	buffer_clear(events);
}

static inline void rt_script_end(void)
{
	if (script != NULL)
		close_desk();
	ev_loop_destroy(loop);
	unlink(token_file);
	rt_data_end();
}

static inline size_t add_steps(struct script_step *into, size_t count, const struct step *steps)
{
	for (size_t i = 0; steps[i].status != 0; i++)
		into[count++] = (struct script_step){
			.bytes = text_format(
				ctx,
				"HTTP/1.1 %d X\r\nContent-Type: %s\r\nDate: Mon, 06 "
				"Mar 2023 08:00:09 GMT\r\nContent-Length: %zu\r\n\r\n%s",
				steps[i].status, steps[i].type != NULL ? steps[i].type : RT_JSON,
				strlen(steps[i].body), steps[i].body),
			.deed = steps[i].deed};
	return count;
}

static int times_told;
static struct instant last_time;

static inline void hear_time(void *arg, struct instant date)
{
	(void)arg;
	times_told++;
	last_time = date;
}

/* A desk on a server that answers who we are, what the queue is like, and then by `steps`. */
static inline void open_desk_at(const char *queue, const struct step *steps)
{
	const struct step first[] = {SAYS(200, USER), SAYS(200, queue), {0}};
	const struct desk_listener listener = {.arg = events,
					       .ticket = hear_ticket,
					       .bad_ticket = hear_bad,
					       .polled = hear_polled,
					       .written = hear_written,
					       .looked = hear_looked,
					       .knows = is_known,
					       .told_time = hear_time};
	struct script_step *all = NEW_ARRAY(ctx, struct script_step, STEPS_MAX);
	size_t count = add_steps(all, add_steps(all, 0, first), steps);

	script = script_start(all, count);
	settings = rt_names;
	settings.url = script_url(script);
	settings.token_file = token_file;
	settings.request_timeout = (struct span){10 * SECOND_US};
	settings.sweep_interval = (struct span){DAY_US};
	settings.in_flight = 1;
	settings.review_queue = review_queue;
	desk = rt_new(ctx, loop, &settings, DESK_LIVE, &listener, &error);
	cr_assert_not_null(desk, "%s", error.text);
}

static inline void open_desk(const struct step *steps)
{
	open_desk_at(QUEUE, steps);
}

static inline void run(void)
{
	for (desk_run(desk); desk_is_busy(desk); desk_run(desk))
		ev_run(loop, EVRUN_ONCE);
}

/* `customers` is what the ticket said when it was decided on. */
static inline struct desk_write write_to(const char *ticket, const char *version, int customers)
{
	return (struct desk_write){.ticket = ticket,
				   .key = "k1",
				   .is_public = true,
				   .body = "Words.",
				   .sets_status = true,
				   .status = TICKET_SOLVED,
				   .customer_messages = customers,
				   .version = version};
}

static inline void is_heard(const char *what)
{
	run();
	cr_expect_str_eq(events->bytes, what);
}

#endif
