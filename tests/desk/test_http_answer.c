/* One answer: what is told of it, also where a server misbehaves. */
#include "desk/http_client.h"

TestSuite(http_answer, .init = client_make, .fini = client_remove, .timeout = 30);

#define HEAD	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define CHUNKED HEAD "Transfer-Encoding: chunked\r\n\r\n"
#define GZIP	HEAD "Content-Encoding: gzip\r\n"
#define SMALL_GZIP                                                                               \
	"\x1f\x8b\x08\0\0\0\0\0\2\3\xab\x56\xca\xcf\x56\xb2\x52\x28\x29\x2a\x4d\xad\5\0\xc6\x19" \
	"\xab\x17\x0c\0\0\0"
#define BYTES(text) .bytes = (text), .length = sizeof(text) - 1

static struct http_answer answer_to(const struct script_step *step, struct span timeout)
{
	struct script *script = script_start(step, 1);
	struct http_settings settings = settings_for(script_url(script));
	struct http_answer answer;
	struct http *http;

	settings.timeout = timeout;
	http = client_of(&settings);
	answer = ask(http, "GET", NULL);
	talloc_free(http);
	script_stop(script);
	return answer;
}

Test(http_answer, an_answer_is_told_with_its_status_type_date_and_body)
{
	static const struct script_step step = {
		BYTES("HTTP/1.1 404 Not Found\r\nContent-Type: application/json; "
		      "charset=utf-8\r\n"
		      "Date: Mon, 06 Mar 2023 08:00:00 GMT\r\nContent-Length: 13\r\n\r\n"
		      "{\"a\": \"\303\274\0b\"}"),
	};
	struct http_answer answer = answer_to(&step, (struct span){5 * SECOND_US});

	cr_expect_eq(answer.end, HTTP_ANSWERED);
	cr_expect_eq(answer.status, 404);
	cr_expect_str_eq(answer.content_type, "application/json; charset=utf-8");
	cr_expect_null(answer.location);
	cr_expect_eq(answer.length, 13);
	cr_expect_eq(memcmp(answer.body, "{\"a\": \"\303\274\0b\"}", 13), 0);
	cr_expect(answer.has_date);
	cr_expect_eq(answer.date.us, 1678089600 * SECOND_US);
}

Test(http_answer, what_comes_from_a_cache_has_no_date)
{
	static const struct script_step step = {
		BYTES("HTTP/1.1 200 OK\r\nDate: Mon, 06 Mar 2023 08:00:00 GMT\r\nAge: 7\r\n"
		      "Content-Length: 2\r\n\r\n{}"),
	};
	struct http_answer answer = answer_to(&step, (struct span){5 * SECOND_US});

	cr_expect_eq(answer.end, HTTP_ANSWERED);
	cr_expect_not(answer.has_date);
}

Test(http_answer, any_status_is_an_answer_and_a_page_of_html_as_well)
{
	static const struct {
		const char *head;
		int status;
	} cases[] = {
		{"HTTP/1.1 200 OK\r\n", 200},
		{"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"RT\"\r\n", 401},
		{"HTTP/1.1 407 Proxy\r\nProxy-Authenticate: Basic realm=\"RT\"\r\n", 407},
		{"HTTP/1.1 417 Expectation Failed\r\n", 417},
		{"HTTP/1.1 421 Misdirected\r\n", 421},
		{"HTTP/1.1 500 Internal Server Error\r\n", 500},
		{"HTTP/1.0 503 Service Unavailable\r\n", 503},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char *bytes = text_format(ctx,
					  "%sContent-Type: text/html\r\nContent-Length: "
					  "6\r\n\r\n<html>",
					  cases[i].head);
		struct script_step step = {.bytes = bytes};
		struct http_answer answer = answer_to(&step, (struct span){5 * SECOND_US});

		cr_expect_eq(answer.end, HTTP_ANSWERED, "%s", answer.error.text);
		cr_expect_eq(answer.status, cases[i].status);
		cr_expect_str_eq(answer.content_type, "text/html");
		cr_expect_str_eq(answer.body, "<html>");
		cr_expect_not(answer.has_date);
	}
}

Test(http_answer, another_place_is_told_and_never_gone_to)
{
	static const struct script_step elsewhere_step = {.bytes = FINE};
	static const int statuses[] = {301, 302, 303, 307, 308};
	struct script *elsewhere = script_start(&elsewhere_step, 1);

	for (size_t i = 0; i < COUNT(statuses); i++) {
		char *bytes = text_format(ctx,
					  "HTTP/1.1 %d Moved\r\nLocation: %s/\r\n"
					  "Content-Length: 0\r\n\r\n",
					  statuses[i], script_url(elsewhere));
		struct script_step step = {.bytes = bytes};
		struct http_answer answer = answer_to(&step, (struct span){5 * SECOND_US});

		cr_expect_eq(answer.status, statuses[i]);
		cr_expect_str_eq(answer.location, text_format(ctx, "%s/", script_url(elsewhere)));
	}
	cr_expect_eq(script_report(elsewhere).connections, 0);
	script_stop(elsewhere);
}

/* ---- servers that misbehave ---- */

static const struct misbehaviour {
	const char *name;
	struct script_step step;
	enum http_end end;
	const char *told; /* of the error, or the body */
} misbehaviours[] = {
	{"a byte now and then", {.bytes = FINE, .deed = SCRIPT_DRIP}, HTTP_UNKNOWN, "timed out"},
	{"silence", {.bytes = "", .deed = SCRIPT_STALL}, HTTP_UNKNOWN, "timed out"},
	{"silence after the headers",
	 {.bytes = HEAD "Content-Length: 9\r\n\r\n", .deed = SCRIPT_STALL},
	 HTTP_UNKNOWN,
	 "timed out"},
	{"silence in the body",
	 {.bytes = HEAD "Content-Length: 9\r\n\r\n{}", .deed = SCRIPT_STALL},
	 HTTP_UNKNOWN,
	 "timed out"},
	{"a reset", {.bytes = "", .deed = SCRIPT_RESET}, HTTP_UNKNOWN, "reset"},
	{"a close", {.bytes = "", .deed = SCRIPT_CLOSE}, HTTP_UNKNOWN, "Empty reply"},
	{"a close in the headers",
	 {.bytes = HEAD, .deed = SCRIPT_CLOSE},
	 HTTP_UNKNOWN,
	 "within its headers"},
	{"a close in the body",
	 {.bytes = HEAD "Content-Length: 9\r\n\r\n{}", .deed = SCRIPT_CLOSE},
	 HTTP_UNKNOWN,
	 "remaining to read"},
	{"a length that is too small",
	 {.bytes = HEAD "Content-Length: 2\r\n\r\n{}and more", .deed = SCRIPT_CLOSE},
	 HTTP_ANSWERED,
	 "{}"},
	{"a length that is none",
	 {.bytes = HEAD "Content-Length: two\r\n\r\n{}"},
	 HTTP_UNKNOWN,
	 NULL},
	{"a length below zero", {.bytes = HEAD "Content-Length: -2\r\n\r\n{}"}, HTTP_UNKNOWN, NULL},
	{"a length beyond all bounds",
	 {.bytes = HEAD "Content-Length: 99999999999999999999\r\n\r\n{}", .deed = SCRIPT_STALL},
	 HTTP_UNKNOWN,
	 NULL},
	{"a body of no length that ends",
	 {.bytes = HEAD "\r\n{}", .deed = SCRIPT_CLOSE},
	 HTTP_ANSWERED,
	 "{}"},
	{"a body without end",
	 {.bytes = HEAD "\r\n", .deed = SCRIPT_FLOOD},
	 HTTP_UNKNOWN,
	 "longer than it may be"},
	{"chunks", {.bytes = CHUNKED "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"}, HTTP_ANSWERED, "{}"},
	{"chunks without end",
	 {.bytes = CHUNKED "9\r\n{\r\n\r\n\r\n\r\n\r\n", .deed = SCRIPT_FLOOD},
	 HTTP_UNKNOWN,
	 NULL},
	{"chunks that are cut",
	 {.bytes = CHUNKED "9\r\n{}", .deed = SCRIPT_CLOSE},
	 HTTP_UNKNOWN,
	 NULL},
	{"chunks without the last",
	 {.bytes = CHUNKED "2\r\n{}\r\n", .deed = SCRIPT_CLOSE},
	 HTTP_UNKNOWN,
	 NULL},
	{"a chunk whose length is none", {.bytes = CHUNKED "two\r\n{}\r\n"}, HTTP_UNKNOWN, NULL},
	{"gzip",
	 {BYTES(GZIP "Content-Length: 32\r\n\r\n" SMALL_GZIP)},
	 HTTP_ANSWERED,
	 "{\"ok\": true}"},
	{"gzip that is none",
	 {.bytes = GZIP "Content-Length: 12\r\n\r\n{\"ok\": true}"},
	 HTTP_UNKNOWN,
	 NULL},
	{"an encoding that nobody knows",
	 {.bytes = HEAD "Content-Encoding: rot13\r\nContent-Length: 2\r\n\r\n{}"},
	 HTTP_UNKNOWN,
	 NULL},
	{"headers without end",
	 {.bytes = "HTTP/1.1 200 OK\r\nX-More: and more", .deed = SCRIPT_FLOOD},
	 HTTP_UNKNOWN,
	 NULL},
	{"interim answers without end",
	 {.bytes = "HTTP/1.1 100 Continue\r\n\r\n", .deed = SCRIPT_FLOOD},
	 HTTP_UNKNOWN,
	 "longer than 64 KiB"},
	{"no HTTP", {.bytes = "hello\r\n", .deed = SCRIPT_CLOSE}, HTTP_UNKNOWN, NULL},
	{"a status that is none",
	 {.bytes = "HTTP/1.1 abc OK\r\n\r\n", .deed = SCRIPT_CLOSE},
	 HTTP_UNKNOWN,
	 NULL},
	{"the secret said back",
	 {.bytes = "HTTP/1.1 200 " SECRET "\r\n" SECRET ": " SECRET "\r\nContent-Length: " SECRET
		   "\r\nContent-Encoding: " SECRET "\r\n\r\n" SECRET,
	  .deed = SCRIPT_CLOSE},
	 HTTP_UNKNOWN,
	 NULL},
};

Test(http_answer, whatever_a_server_does_is_told_in_time_and_within_bounds)
{
	for (size_t i = 0; i < COUNT(misbehaviours); i++) {
		const struct misbehaviour *bad = &misbehaviours[i];
		struct http_answer answer =
			answer_to(&bad->step, (struct span){400 * SECOND_US / 1000});

		cr_expect_eq(answer.end, bad->end, "%s: %s", bad->name, answer.error.text);
		if (answer.end == HTTP_ANSWERED) {
			cr_expect_eq(answer.status, 200, "%s", bad->name);
			cr_expect_str_eq(answer.body, bad->told, "%s", bad->name);
			continue;
		}
		cr_expect(strncmp(answer.error.text, "GET /ticket/1: ", 15) == 0, "%s: %s",
			  bad->name, answer.error.text);
		if (bad->told != NULL)
			cr_expect_not_null(strstr(answer.error.text, bad->told), "%s: %s",
					   bad->name, answer.error.text);
	}
}

/* A million zeros in a thousand bytes. */
Test(http_answer, a_gzip_bomb_is_stopped_at_the_bound_of_what_is_decoded)
{
	static const char head[] = GZIP "\r\n\x1f\x8b\x08\0\0\0\0\0\2\3\xed\xc1\1\1\0\0\0\x82\x20"
					"\xff\xaf\x6e\x48\x40\1";
	char bytes[sizeof(head) - 1 + 970] = {0};
	struct script_step step = {bytes, sizeof(bytes), SCRIPT_CLOSE, 0};
	struct http_answer answer;

	memcpy(bytes, head, sizeof(head) - 1);
	answer = answer_to(&step, (struct span){5 * SECOND_US});
	cr_expect_eq(answer.end, HTTP_UNKNOWN);
	cr_expect_not_null(strstr(answer.error.text, "longer than it may be"), "%s",
			   answer.error.text);
}

Test(http_answer, a_body_may_be_as_long_as_its_bound_and_no_longer)
{
	for (int more = 0; more <= 1; more++) {
		char *bytes = text_format(ctx, HEAD "Content-Length: %d\r\n\r\n%0*d", 100000 + more,
					  100000 + more, 0);
		struct script_step step = {.bytes = bytes};
		struct http_answer answer = answer_to(&step, (struct span){5 * SECOND_US});

		cr_expect_eq(answer.end, more == 0 ? HTTP_ANSWERED : HTTP_UNKNOWN);
		cr_expect_eq(answer.length, more == 0 ? 100000 : 0);
	}
}
