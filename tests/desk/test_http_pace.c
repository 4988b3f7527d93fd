/* Many requests: how many at once and a minute, in what order, and when a server is left alone. */
#include "desk/http_client.h"
#include "sys/clock.h"

#include <ev.h>
#include <stdlib.h>

TestSuite(http_pace, .init = client_make, .fini = client_remove, .timeout = 30);

#define DONE "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"
#define SICK "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
#define BUSY "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n"

/* ---- at once, and in what order ---- */

Test(http_pace, of_a_hundred_requests_never_more_than_four_are_in_flight)
{
	static const struct script_step step = {.bytes = FINE, .together = 4};
	struct script *script = script_start(&step, 1);
	struct http *http = client_for(script_url(script));
	static struct heard heard[100];
	struct script_report report;

	for (size_t i = 0; i < COUNT(heard); i++)
		submit(http, "GET", NULL, &heard[i]);
	cr_expect_eq(http_pending(http), 100);
	http_wait(http);
	for (size_t i = 0; i < COUNT(heard); i++) {
		cr_expect_eq(heard[i].calls, 1);
		cr_expect_eq(heard[i].answer.end, HTTP_ANSWERED);
	}
	report = script_report(script);
	cr_expect_eq(report.requests, 100);
	cr_expect_eq(report.most_at_once, 4);
	cr_expect_eq(report.connections, 4);
	talloc_free(http);
	script_stop(script);
}

Test(http_pace, requests_begin_in_their_order_and_share_a_connection)
{
	static const struct script_step step = {.bytes = FINE};
	struct script *script = script_start(&step, 1);
	struct http_settings settings = settings_for(script_url(script));
	struct heard heard = {0};
	struct http *http;

	settings.in_flight = 1;
	http = client_of(&settings);
	for (int i = 0; i < 20; i++) {
		struct http_request request = {.method = "GET", .path = text_format(ctx, "/%d", i)};

		http_submit(http, &request, keep_answer, &heard);
	}
	http_wait(http);
	cr_assert_eq(heard.calls, 20);
	for (int i = 0; i < 20; i++) {
		const char *first = text_format(ctx, "GET /%d ", i);

		cr_expect(strncmp(script_request(script, i), first, strlen(first)) == 0);
	}
	cr_expect_eq(script_report(script).connections, 1);
	talloc_free(http);
	script_stop(script);
}

/* ---- the loop ---- */

/* While nothing is asked nothing is watched: a loop with no other business would end. */
Test(http_pace, an_idle_client_with_kept_connections_watches_nothing)
{
	static const struct script_step step = {.bytes = FINE, .together = 4};
	struct script *script = script_start(&step, 1);
	struct http_settings settings = settings_for(script_url(script));
	struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
	static struct heard heard[8];
	struct error error;
	struct http *http = http_new(ctx, loop, &settings, &error);

	cr_expect_eq(ev_run(loop, 0), 0);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT(heard); i++)
			submit(http, "GET", NULL, &heard[i]);
		cr_expect_eq(ev_run(loop, 0), 0);
		cr_expect_eq(http_pending(http), 0);
	}
	cr_expect_eq(script_report(script).connections, 4);
	talloc_free(http);
	ev_loop_destroy(loop);
	script_stop(script);
}

Test(http_pace, a_client_that_waits_for_an_answer_sleeps)
{
	static const struct script_step step = {.bytes = "HTTP/1.1 200 OK\r\n",
						.deed = SCRIPT_STALL};
	struct script *script = script_start(&step, 1);
	struct http_settings settings = settings_for(script_url(script));
	struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
	struct heard heard;
	struct error error;
	struct http *http;

	settings.timeout.us = SECOND_US / 2;
	http = http_new(ctx, loop, &settings, &error);
	submit(http, "GET", NULL, &heard);
	ev_run(loop, 0);
	cr_expect_eq(heard.answer.end, HTTP_UNKNOWN);
	cr_expect_lt(ev_iteration(loop), 20);
	talloc_free(http);
	ev_loop_destroy(loop);
	script_stop(script);
}

static void stop_loop(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)timer;
	(void)events;
	ev_break(loop, EVBREAK_ALL);
}

Test(http_pace, what_is_over_the_limit_a_minute_waits_asleep)
{
	static const struct script_step step = {.bytes = FINE};
	struct script *script = script_start(&step, 1);
	struct http_settings settings = settings_for(script_url(script));
	struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
	static struct heard heard[5];
	struct error error;
	struct http *http;
	ev_timer timer;

	settings.per_minute = 4;
	http = http_new(ctx, loop, &settings, &error);
	for (size_t i = 0; i < COUNT(heard); i++)
		submit(http, "GET", NULL, &heard[i]);
	ev_timer_init(&timer, stop_loop, 0.3, 0);
	ev_timer_start(loop, &timer);
	ev_run(loop, 0);
	cr_expect_eq(script_report(script).requests, 2);
	cr_expect_eq(http_pending(http), 3);
	cr_expect_lt(ev_iteration(loop), 20);
	talloc_free(http);
	ev_loop_destroy(loop);
	script_stop(script);
}

/* ---- left alone ---- */

static struct instant until_of(const struct http_answer *answer)
{
	static const char before[] = "POST /ticket/1: not sent: the server is left alone until ";
	struct instant until;
	struct error error;

	cr_assert_eq(answer->end, HTTP_UNSENT);
	cr_assert(strncmp(answer->error.text, before, strlen(before)) == 0, "%s",
		  answer->error.text);
	cr_assert(instant_parse(answer->error.text + strlen(before),
				strcspn(answer->error.text + strlen(before), ","), &until, &error),
		  "%s", error.text);
	return until;
}

Test(http_pace, a_server_that_names_a_time_is_left_alone_until_then)
{
	static const struct {
		const char *head;
		int wait_s;
	} cases[] = {
		{BUSY "Retry-After: 100\r\n\r\n", 100},
		{"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: "
		 "100\r\n\r\n",
		 100},
		{BUSY "Date: Mon, 06 Mar 2023 08:00:00 GMT\r\n"
		      "Retry-After: Mon, 06 Mar 2023 08:01:40 GMT\r\n\r\n",
		 100},
		{BUSY "Retry-After: 99999999999999\r\n\r\n", 900},
		{BUSY "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n\r\n", 900},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct script_step step = {.bytes = cases[i].head};
		struct script *script = script_start(&step, 1);
		struct http *http = client_for(script_url(script));
		struct instant before = clock_now();
		struct http_answer answer = ask(http, "GET", NULL);
		struct span meant = {cases[i].wait_s * SECOND_US};
		struct instant until;

		cr_expect_eq(answer.end, HTTP_ANSWERED);
		answer = ask(http, "POST", "{}");
		until = until_of(&answer);
		cr_expect_geq(until.us, instant_plus(before, meant).us, "case %zu", i);
		cr_expect_lt(until.us, instant_plus(clock_now(), meant).us + SECOND_US, "case %zu",
			     i);
		cr_expect_not_null(strstr(answer.error.text, ", for an answer with status "), "%s",
				   answer.error.text);
		cr_expect_eq(script_report(script).requests, 1);
		cr_expect_eq(http_counts(http).failures, 1);
		talloc_free(http);
		script_stop(script);
	}
}

Test(http_pace, one_request_tries_whether_a_server_is_back)
{
	static const struct script_step steps[] = {{.bytes = BUSY "Retry-After: 0\r\n\r\n"},
						   {.bytes = FINE}};
	struct script *script = script_start(steps, COUNT(steps));
	struct http *http = client_for(script_url(script));
	struct heard heard[3];

	ask(http, "GET", NULL);
	for (size_t i = 0; i < COUNT(heard); i++)
		submit(http, "GET", NULL, &heard[i]);
	http_wait(http);
	cr_expect_eq(heard[0].answer.end, HTTP_ANSWERED);
	for (size_t i = 1; i < COUNT(heard); i++) {
		cr_expect_eq(heard[i].answer.end, HTTP_UNSENT);
		cr_expect_not_null(strstr(heard[i].answer.error.text, "one request tries"), "%s",
				   heard[i].answer.error.text);
	}
	for (size_t i = 0; i < COUNT(heard); i++)
		submit(http, "GET", NULL, &heard[i]);
	http_wait(http);
	for (size_t i = 0; i < COUNT(heard); i++)
		cr_expect_eq(heard[i].answer.end, HTTP_ANSWERED);
	talloc_free(http);
	script_stop(script);
}

/* How long is left to chance, which may choose next to nothing: then a probe goes, and fails. */
static bool is_left_alone(const struct script_step *step)
{
	struct script *script = script_start(step, 1);
	struct http_settings settings = settings_for(script_url(script));
	bool is_alone = false;
	struct http *http;

	settings.timeout.us = SECOND_US / 10;
	http = client_of(&settings);
	for (int i = 0; i < 3; i++)
		cr_expect_neq(ask(http, "GET", NULL).end, HTTP_UNSENT);
	for (int i = 0; i < 30 && !is_alone; i++)
		is_alone = ask(http, "GET", NULL).end == HTTP_UNSENT;
	talloc_free(http);
	script_stop(script);
	return is_alone;
}

Test(http_pace, three_failures_in_a_row_and_a_server_is_left_alone)
{
	static const struct {
		const char *name;
		struct script_step step;
		bool is_alone;
	} cases[] = {
		{"500", {.bytes = SICK}, true},
		{"429 without a time", {.bytes = BUSY "\r\n"}, true},
		{"503 with no sensible time",
		 {.bytes = "HTTP/1.1 503 No\r\nContent-Length: 0\r\nRetry-After: soon\r\n\r\n"},
		 true},
		{"silence", {.bytes = "", .deed = SCRIPT_STALL}, true},
		{"a close", {.bytes = "", .deed = SCRIPT_CLOSE}, true},
		{"200", {.bytes = FINE}, false},
		{"301", {.bytes = "HTTP/1.1 301 Gone\r\nContent-Length: 0\r\n\r\n"}, false},
		{"404", {.bytes = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"}, false},
		{"403 with a time",
		 {.bytes = "HTTP/1.1 403 No\r\nContent-Length: 0\r\nRetry-After: 9\r\n\r\n"},
		 false},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(is_left_alone(&cases[i].step), cases[i].is_alone, "%s", cases[i].name);
}

Test(http_pace, a_success_between_them_forgives_failures)
{
	static const struct script_step steps[] = {{.bytes = SICK}, {.bytes = SICK},
						   {.bytes = FINE}, {.bytes = SICK},
						   {.bytes = SICK}, {.bytes = FINE}};
	struct script *script = script_start(steps, COUNT(steps));
	struct http *http = client_for(script_url(script));

	for (size_t i = 0; i < COUNT(steps); i++)
		cr_expect_eq(ask(http, "GET", NULL).end, HTTP_ANSWERED);
	talloc_free(http);
	script_stop(script);
}

/* ---- counts ---- */

Test(http_pace, what_was_done_is_counted)
{
	static const struct script_step steps[] = {{.bytes = FINE},
						   {.bytes = DONE},
						   {.bytes = SICK},
						   {.bytes = "", .deed = SCRIPT_STALL}};
	struct script *script = script_start(steps, COUNT(steps));
	struct http_settings settings = settings_for(script_url(script));
	struct instant before = clock_now();
	struct http_counts counts;
	struct http *http;

	settings.timeout.us = SECOND_US / 4;
	http = client_of(&settings);
	ask(http, "GET", NULL);
	ask(http, "POST", "{}");
	ask(http, "PUT", "{}");
	cr_expect_eq(http_counts(http).failures, 1);
	ask(http, "GET", NULL);
	counts = http_counts(http);
	cr_expect_eq(counts.reads, 2);
	cr_expect_eq(counts.writes, 2);
	cr_expect_eq(counts.failures, 2);
	cr_expect_geq(counts.under_way.us, SECOND_US / 4 - SECOND_US / 100);
	cr_expect_leq(counts.under_way.us, instant_since(clock_now(), before).us + SECOND_US / 100);
	talloc_free(http);
	script_stop(script);
}
