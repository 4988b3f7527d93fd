/* One request: what leaves, how often, and how it ends. */
#include "base/buffer.h"
#include "desk/http_client.h"

TestSuite(http, .init = client_make, .fini = client_remove, .timeout = 30);

#define NOTHING "HTTP/1.1 204 No Content\r\n\r\n"

/* ---- what leaves ---- */

Test(http, a_request_says_who_asks_and_what_is_wanted)
{
	static const struct script_step step = {.bytes = FINE};
	struct script *script = script_start(&step, 1);
	struct http *http = client_for(text_format(ctx, "%s/REST/2.0/", script_url(script)));
	const char *request;

	ask(http, "GET", NULL);
	request = script_request(script, 0);
	cr_expect(strncmp(request, "GET /REST/2.0/ticket/1?fields=Status HTTP/1.1\r\n", 47) == 0,
		  "%s", request);
	expect_line(request, "\r\nHost: 127.0.0.1:");
	expect_line(request, "\r\nUser-Agent: refundd/" PACKAGE_VERSION "\r\n");
	expect_line(request, "\r\nAccept: application/json\r\n");
	expect_line(request, "\r\nAuthorization: " SECRET "\r\n");
	expect_line(request, "\r\nAccept-Encoding: ");
	cr_expect_null(strstr(request, "Expect:"));
	cr_expect_null(strstr(request, "Content-"));
	talloc_free(http);
	script_stop(script);
}

Test(http, a_write_carries_its_json_or_nothing)
{
	static const struct {
		const char *method, *json, *first, *length, *type;
	} cases[] = {
		{"POST", "{\"Content\": \"\303\274\"}", "POST /ticket/1?fields=Status HTTP/1.1\r\n",
		 "\r\nContent-Length: 17\r\n", "\r\nContent-Type: application/json\r\n"},
		{"PUT", "{}", "PUT /ticket/1?fields=Status HTTP/1.1\r\n",
		 "\r\nContent-Length: 2\r\n", "\r\nContent-Type: application/json\r\n"},
		{"POST", NULL, "POST /ticket/1?fields=Status HTTP/1.1\r\n",
		 "\r\nContent-Length: 0\r\n", ""},
		{"DELETE", NULL, "DELETE /ticket/1?fields=Status HTTP/1.1\r\n",
		 "\r\nContent-Length: 0\r\n", ""},
	};
	static const struct script_step step = {.bytes = NOTHING};
	struct script *script = script_start(&step, 1);
	struct http *http = client_for(script_url(script));

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_answer answer = ask(http, cases[i].method, cases[i].json);
		const char *request = script_request(script, (int)i);
		const char *json = cases[i].json != NULL ? cases[i].json : "";

		cr_assert_eq(answer.status, 204);
		cr_expect(strncmp(request, cases[i].first, strlen(cases[i].first)) == 0, "%s",
			  request);
		expect_line(request, cases[i].length);
		expect_line(request, cases[i].type);
		cr_expect_null(strstr(request, "Expect:"));
		cr_expect_str_eq(strstr(request, "\r\n\r\n") + 4, json);
	}
	talloc_free(http);
	script_stop(script);
}

Test(http, a_large_write_arrives_whole_and_waits_for_no_leave)
{
	static const struct script_step step = {.bytes = FINE};
	struct script *script = script_start(&step, 1);
	struct http *http = client_for(script_url(script));
	char *json = talloc_zero_size(ctx, 50001);

	memset(json, 'x', 50000);
	cr_assert_eq(ask(http, "POST", json).end, HTTP_ANSWERED);
	cr_expect_str_eq(strstr(script_request(script, 0), "\r\n\r\n") + 4, json);
	talloc_free(http);
	script_stop(script);
}

/* ---- sent once ---- */

Test(http, a_write_leaves_once_though_its_kept_connection_dies)
{
	static const enum script_deed deeds[] = {SCRIPT_CLOSE, SCRIPT_RESET};
	static const struct {
		const char *method, *json;
	} writes[] = {{"POST", "{\"Content\": \"Dear customer\"}"},
		      {"POST", ""},
		      {"POST", NULL},
		      {"PUT", "{}"},
		      {"PUT", NULL}};

	for (size_t i = 0; i < COUNT(deeds) * COUNT(writes); i++) {
		const struct script_step steps[] = {
			{.bytes = FINE}, {.bytes = "", .deed = deeds[i % 2]}, {.bytes = FINE}};
		struct script *script = script_start(steps, COUNT(steps));
		struct http *http = client_for(script_url(script));
		struct http_answer answer;

		cr_assert_eq(ask(http, "GET", NULL).end, HTTP_ANSWERED);
		answer = ask(http, writes[i / 2].method, writes[i / 2].json);
		cr_expect_eq(answer.end, HTTP_UNKNOWN);
		cr_expect_not_null(strstr(answer.error.text, "closed before an answer came"), "%s",
				   answer.error.text);
		cr_expect_eq(script_report(script).requests, 2, "write %zu", i);
		cr_expect_eq(http_counts(http).writes, 1);
		cr_expect_eq(ask(http, "POST", "{}").end, HTTP_ANSWERED);
		talloc_free(http);
		script_stop(script);
	}
}

Test(http, a_read_is_begun_anew_where_its_kept_connection_died)
{
	static const struct script_step steps[] = {
		{.bytes = FINE}, {.bytes = "", .deed = SCRIPT_CLOSE}, {.bytes = FINE}};
	struct script *script = script_start(steps, COUNT(steps));
	struct http *http = client_for(script_url(script));

	ask(http, "GET", NULL);
	cr_expect_eq(ask(http, "GET", NULL).end, HTTP_ANSWERED);
	cr_expect_eq(script_report(script).requests, 3);
	cr_expect_eq(http_counts(http).reads, 3);
	talloc_free(http);
	script_stop(script);
}

Test(http, what_never_reached_a_server_is_unsent)
{
	static const struct script_step step = {.bytes = FINE};
	struct script *script = script_start(&step, 1);
	struct http *http = client_for(script_url(script));
	struct http_answer answer;

	script_stop(script);
	answer = ask(http, "POST", "{}");
	cr_expect_eq(answer.end, HTTP_UNSENT);
	cr_expect_not_null(strstr(answer.error.text, "POST /ticket/1: "), "%s", answer.error.text);
	cr_expect_not_null(strstr(answer.error.text, "onnect"), "%s", answer.error.text);
	cr_expect_eq(http_counts(http).writes, 0);
	cr_expect_eq(http_counts(http).failures, 1);
	talloc_free(http);
}

/* ---- its end ---- */

static void submit_again(void *arg, const struct http_answer *answer)
{
	static const struct http_request request = {.method = "GET", .path = "/again"};
	struct heard *heard = talloc_get_type_abort(arg, struct heard);
	struct http *http = talloc_parent(heard);

	cr_expect_eq(answer->end, HTTP_ANSWERED);
	http_submit(http, &request, keep_answer, heard);
	cr_expect_eq(heard->calls, 0);
}

Test(http, a_callback_may_ask_again)
{
	static const struct http_request request = {.method = "GET", .path = "/first"};
	static const struct script_step step = {.bytes = FINE};
	struct script *script = script_start(&step, 1);
	struct http *http = client_for(script_url(script));
	struct heard *heard = NEW(http, struct heard);

	http_submit(http, &request, submit_again, heard);
	http_wait(http);
	cr_expect_eq(heard->calls, 1);
	cr_expect_eq(script_report(script).requests, 2);
	talloc_free(http);
	script_stop(script);
}

static void fail(void *arg, const struct http_answer *answer)
{
	(void)arg;
	cr_assert_fail("answered: %s", answer->error.text);
}

Test(http, what_is_under_way_ends_unanswered_with_its_owner)
{
	static const struct http_request request = {
		.method = "POST", .path = "/ticket/1", .json = "{}"};
	static const struct script_step steps[] = {{.bytes = FINE},
						   {.bytes = "", .deed = SCRIPT_STALL}};
	struct script *script = script_start(steps, COUNT(steps));
	struct http *http = client_for(script_url(script));
	struct heard heard;

	for (int i = 0; i < 10; i++)
		http_submit(http, &request, fail, NULL);
	cr_expect_eq(http_pending(http), 10);
	talloc_free(http);

	http = client_for(script_url(script));
	submit(http, "GET", NULL, &heard);
	for (int i = 0; i < 10; i++)
		http_submit(http, &request, i == 0 ? keep_answer : fail, &heard);
	talloc_free(http);
	script_stop(script);
}

Test(http, texts_are_percent_encoded)
{
	struct buffer *buffer = buffer_new(ctx);

	http_encode(buffer, "AZaz09-._~");
	http_encode(buffer, " /?#&=+%'\"\n\303\274");
	cr_expect_str_eq(buffer->bytes, "AZaz09-._~%20%2F%3F%23%26%3D%2B%25%27%22%0A%C3%BC");
}
