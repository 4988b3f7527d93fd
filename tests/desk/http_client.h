/* Asking a scripted server by desk/http and keeping what it said, for tests. */
#ifndef REFUNDD_TESTS_DESK_HTTP_CLIENT_H
#define REFUNDD_TESTS_DESK_HTTP_CLIENT_H

#include "base/memory.h"
#include "desk/http.h"
#include "support/http_script.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FINE	     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
#define SECRET	     "token 1-refundd-0123456789abcdef"

static void *ctx;

struct heard {
	int calls;
	struct http_answer answer; /* its texts belong to ctx */
};

static inline void client_make(void)
{
	ctx = talloc_new(NULL);
}

static inline void client_remove(void)
{
	talloc_free(ctx);
}

static inline struct http_settings settings_for(const char *url)
{
	return (struct http_settings){
		.url = url,
		.authorization = SECRET,
		.connect_timeout = {5 * SECOND_US},
		.timeout = {10 * SECOND_US},
		.max_bytes = 100000,
		.in_flight = 4,
	};
}

static inline struct http *client_of(const struct http_settings *settings)
{
	struct error error = {.text = ""};
	struct http *http = http_new(ctx, NULL, settings, &error);

	cr_assert_not_null(http, "%s", error.text);
	return http;
}

static inline struct http *client_for(const char *url)
{
	struct http_settings settings = settings_for(url);

	return client_of(&settings);
}

static inline void keep_answer(void *arg, const struct http_answer *answer)
{
	struct heard *heard = arg;

	heard->calls++;
	heard->answer = *answer;
	heard->answer.body = must(talloc_memdup(ctx, answer->body, answer->length + 1));
	if (answer->content_type != NULL)
		heard->answer.content_type = text_copy(ctx, answer->content_type);
	if (answer->location != NULL)
		heard->answer.location = text_copy(ctx, answer->location);
	cr_expect_null(strstr(answer->error.text, "0123456789abcdef"), "%s", answer->error.text);
}

/* The callback comes with http_wait(). */
static inline void submit(struct http *http, const char *method, const char *json,
			  struct heard *heard)
{
	struct http_request request = {
		.method = method, .path = "/ticket/1?fields=Status", .json = json};

	*heard = (struct heard){0};
	http_submit(http, &request, keep_answer, heard);
	cr_assert_eq(heard->calls, 0);
}

static inline struct http_answer ask(struct http *http, const char *method, const char *json)
{
	struct heard heard;

	submit(http, method, json, &heard);
	http_wait(http);
	cr_assert_eq(heard.calls, 1);
	return heard.answer;
}

static inline void expect_line(const char *request, const char *line)
{
	cr_expect_not_null(strstr(request, line), "\"%s\" is not in\n%s", line, request);
}

#endif
