#include "desk/http.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "desk/http_exchange.h"
#include "desk/http_multi.h"
#include "desk/http_options.h"
#include "domain/retry.h"
#include "sys/clock.h"

#include <string.h>
#include <sys/random.h>

/* How long the server is left alone after failures, and at most at its own wish. */
static const struct span first_delay = {2 * SECOND_US};
static const struct span longest_delay = {5 * MINUTE_US};
static const struct span longest_wish = {15 * MINUTE_US};

struct queue {
	struct http_exchange *first, **last; /* those that wait, in their order */
};

struct http_change {
	struct http_options *options;
	int in_flight, per_minute;
};

struct http {
	struct ev_loop *loop;
	bool owns_loop;
	struct http_options *options;
	struct http_multi *multi;
	int in_flight;
	struct pace pace;
	struct breaker breaker;
	struct error last_failure; /* of a breaker that is not closed */

	void *exchanges; /* the owner of all that are not answered yet */
	/* They take turns: a hundred writes must not hold up a look for new tickets. */
	struct queue reads, writes;
	bool was_read; /* the last that was taken */
	int waiting, running;
	ev_timer turn; /* armed while one waits and could begin, or is to be refused */

	http_observer *observer; /* NULL: nobody watches */
	void *observer_arg;
	struct http_counts counts;
	ev_tstamp busy_since; /* of running > 0 */
};

/* ---- the queue ---- */

static void arm(struct http *http, struct span delay)
{
	ev_timer_stop(http->loop, &http->turn);
	ev_timer_set(&http->turn, (double)delay.us / (double)SECOND_US, 0);
	ev_timer_start(http->loop, &http->turn);
}

static void enqueue(struct http *http, struct http_exchange *exchange)
{
	struct queue *queue = http_exchange_is_read(exchange) ? &http->reads : &http->writes;

	*queue->last = exchange;
	queue->last = &exchange->next;
	http->waiting++;
}

static struct http_exchange *dequeue(struct http *http)
{
	bool is_read = http->writes.first == NULL || (http->reads.first != NULL && !http->was_read);
	struct queue *queue = is_read ? &http->reads : &http->writes;
	struct http_exchange *exchange = queue->first;

	queue->first = exchange->next;
	if (queue->first == NULL)
		queue->last = &queue->first;
	http->was_read = is_read;
	http->waiting--;
	return exchange;
}

static void answer_exchange(struct http_exchange *exchange, const struct http_answer *answer)
{
	const struct http *http = exchange->http;
	struct http_request request = {exchange->method, exchange->path, exchange->json,
				       exchange->purpose};

	if (http->observer != NULL)
		http->observer(http->observer_arg, &request, answer, http_exchange_took(exchange));
	exchange->callback(exchange->arg, answer);
	talloc_free(exchange);
}

static void begin(struct http *http, struct http_exchange *exchange, struct instant now)
{
	breaker_begin(&http->breaker);
	pace_take(&http->pace, now);
	if (http->running++ == 0)
		http->busy_since = ev_now(http->loop);
	http_exchange_begin(exchange, http->options, http->multi);
}

static void format_until(struct instant instant, char text[INSTANT_TEXT_SIZE])
{
	struct instant rounded = {(instant.us + SECOND_US - 1) / SECOND_US * SECOND_US};

	instant_format(rounded, (struct zone){0}, text);
}

static void refuse(struct http *http, struct http_exchange *exchange)
{
	char until[INSTANT_TEXT_SIZE];
	struct http_answer answer;
	struct error why;

	if (http->breaker.state == BREAKER_OPEN) {
		format_until(http->breaker.open_until, until);
		error_put(&why, ERROR_IO, "not sent: the server is left alone until %s, for %s",
			  until, http->last_failure.text);
	} else {
		error_put(&why, ERROR_IO,
			  "not sent: one request tries whether the server is back, after %s",
			  http->last_failure.text);
	}
	http_exchange_refuse(exchange, why.text, &answer);
	answer_exchange(exchange, &answer);
}

/* What is submitted by a callback of this turn waits for the next one, so that a turn ends. */
static void on_turn(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct http *http = timer->data;
	struct instant now = clock_now();

	(void)loop;
	(void)events;
	for (int left = http->waiting; left > 0; left--) {
		struct span wait = pace_wait(&http->pace, now);

		if (!breaker_lets(&http->breaker, now)) {
			refuse(http, dequeue(http));
		} else if (http->running >= http->in_flight) {
			return;
		} else if (wait.us > 0) {
			arm(http, wait);
			return;
		} else {
			begin(http, dequeue(http), now);
		}
	}
}

/* ---- what comes back ---- */

static struct span span_of(ev_tstamp from, ev_tstamp to)
{
	return (struct span){to > from ? (int64_t)((to - from) * (double)SECOND_US) : 0};
}

static void count(struct http *http, const struct http_exchange *exchange)
{
	if (http_exchange_is_read(exchange))
		http->counts.reads += exchange->sent;
	else
		http->counts.writes += exchange->sent;
	if (--http->running == 0)
		http->counts.under_way.us += span_of(http->busy_since, ev_now(http->loop)).us;
}

static bool is_failure(const struct http_answer *answer)
{
	return answer->end != HTTP_ANSWERED || answer->status == 429 || answer->status >= 500;
}

static struct span breaker_delay(const struct http *http)
{
	uint32_t chance = UINT32_MAX;

	/* without chance the whole delay */
	(void)!getrandom(&chance, sizeof(chance), GRND_NONBLOCK);
	return retry_delay(first_delay, longest_delay,
			   http->breaker.failures - BREAKER_FAILURES + 1, chance);
}

static void take_failure(struct http *http, const struct http_exchange *exchange,
			 const struct http_answer *answer)
{
	struct instant now = clock_now();
	struct span wish;

	http->counts.failures++;
	http->last_failure = answer->error;
	if (answer->end == HTTP_ANSWERED)
		error_put(&http->last_failure, ERROR_IO, "an answer with status %d",
			  answer->status);
	if (answer->end == HTTP_ANSWERED && (answer->status == 429 || answer->status == 503) &&
	    http_exchange_wish(exchange, now, &wish))
		breaker_obey(&http->breaker, now, retry_clamp(wish, longest_wish));
	else
		breaker_fail(&http->breaker, now, breaker_delay(http));
}

static void on_ended(CURL *easy, CURLcode code)
{
	struct http_exchange *exchange = http_exchange_of(easy);
	struct http *http = exchange->http;
	struct http_answer answer;

	http_exchange_end(exchange, code, &answer);
	count(http, exchange);
	if (is_failure(&answer))
		take_failure(http, exchange, &answer);
	else
		breaker_succeed(&http->breaker);
	if (http->waiting > 0)
		arm(http, (struct span){0});
	answer_exchange(exchange, &answer);
}

/* The exchanges go before what they are a part of. */
static int http_done(struct http *http)
{
	talloc_free(http->exchanges);
	talloc_free(http->multi);
	talloc_free(http->options);
	ev_timer_stop(http->loop, &http->turn);
	if (http->owns_loop)
		ev_loop_destroy(http->loop);
	curl_global_cleanup();
	return 0;
}

struct http *http_new(const void *ctx, struct ev_loop *loop, const struct http_settings *settings,
		      struct error *error)
{
	struct http_options *options;
	struct http *http;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	options = http_options_new(ctx, settings, error);
	if (options == NULL) {
		curl_global_cleanup();
		return NULL;
	}
	http = NEW(ctx, struct http);
	http->options = talloc_steal(http, options);
	http->owns_loop = loop == NULL;
	http->loop = loop != NULL ? loop : (struct ev_loop *)must(ev_loop_new(EVFLAG_AUTO));
	http->multi = http_multi_new(http, http->loop, settings->in_flight, on_ended);
	http->in_flight = settings->in_flight;
	http->pace.per_minute = settings->per_minute;
	http->exchanges = talloc_new(http);
	http->reads.last = &http->reads.first;
	http->writes.last = &http->writes.first;
	ev_timer_init(&http->turn, on_turn, 0, 0);
	http->turn.data = http;
	talloc_set_destructor(http, http_done);
	return http;
}

struct http_change *http_prepare(const void *ctx, const struct http_settings *settings,
				 struct error *error)
{
	struct http_change *change = NEW(ctx, struct http_change);

	change->options = http_options_new(change, settings, error);
	change->in_flight = settings->in_flight;
	change->per_minute = settings->per_minute;
	if (change->options == NULL)
		TALLOC_FREE(change);
	return change;
}

void http_adopt(struct http *http, struct http_change *change)
{
	talloc_unlink(http, http->options); /* exchanges under way still refer to it */
	http->options = talloc_steal(http, change->options);
	http->in_flight = change->in_flight;
	http->pace.per_minute = change->per_minute;
	http_multi_keep(http->multi, change->in_flight);
	if (http->waiting > 0)
		arm(http, (struct span){0});
}

void http_observe(struct http *http, http_observer *observer, void *arg)
{
	http->observer = observer;
	http->observer_arg = arg;
}

void http_submit(struct http *http, const struct http_request *request, http_callback *callback,
		 void *arg)
{
	enqueue(http, http_exchange_new(http->exchanges, http, request, callback, arg));
	if (!ev_is_active(&http->turn))
		arm(http, (struct span){0});
}

int http_pending(const struct http *http)
{
	return http->waiting + http->running;
}

void http_wait(struct http *http)
{
	while (http_pending(http) > 0)
		ev_run(http->loop, EVRUN_ONCE);
}

struct http_counts http_counts(const struct http *http)
{
	struct http_counts counts = http->counts;

	if (http->running > 0)
		counts.under_way.us += span_of(http->busy_since, ev_now(http->loop)).us;
	return counts;
}

bool http_is_left_alone(const struct http *http, struct instant *until, const char **why)
{
	if (http->breaker.state == BREAKER_CLOSED)
		return false;
	*until = http->breaker.open_until;
	*why = http->last_failure.text;
	return true;
}

void http_encode(struct buffer *buffer, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~";

	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL)
			buffer_add_char(buffer, *text);
		else
			buffer_add_format(buffer, "%%%02X", (unsigned char)*text);
	}
}
