/* What those who watch a server are told of it. */
#include "desk/http_client.h"

TestSuite(http_observer, .init = client_make, .fini = client_remove, .timeout = 30);

#define UNWELL "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"

struct seen {
	int count, purpose;
	enum http_end end;
	int status;
	struct span took;
};

static void see(void *arg, const struct http_request *request, const struct http_answer *answer,
		struct span took)
{
	*(struct seen *)arg = (struct seen){.count = ((struct seen *)arg)->count + 1,
					    .purpose = request->purpose,
					    .end = answer->end,
					    .status = answer->status,
					    .took = took};
}

static void ask_for(struct http *http, int purpose)
{
	struct http_request request = {.method = "GET", .path = "/x", .purpose = purpose};
	struct heard heard = {0};

	http_submit(http, &request, keep_answer, &heard);
	http_wait(http);
	cr_assert_eq(heard.calls, 1);
}

Test(http_observer, each_request_is_told_with_its_purpose_and_how_long_it_took)
{
	static const struct script_step step = {.bytes = FINE};
	struct script *script = script_start(&step, 1);
	struct http *http = client_for(script_url(script));
	struct seen seen = {0};

	ask_for(http, 1); /* nobody watches yet */
	http_observe(http, see, &seen);
	ask_for(http, 7);
	cr_expect_eq(seen.count, 1);
	cr_expect_eq(seen.purpose, 7);
	cr_expect_eq(seen.end, HTTP_ANSWERED);
	cr_expect_eq(seen.status, 200);
	cr_expect_gt(seen.took.us, 0);
	cr_expect_lt(seen.took.us, 10 * SECOND_US);
	talloc_free(http);
	script_stop(script);
}

Test(http_observer, a_server_that_is_left_alone_is_told_of_with_the_reason)
{
	static const struct script_step step = {.bytes = UNWELL};
	struct script *script = script_start(&step, 1);
	struct http *http = client_for(script_url(script));
	struct seen seen = {0};
	struct instant until;
	const char *why;

	http_observe(http, see, &seen);
	for (int i = 0; i < 3; i++) {
		cr_expect_not(http_is_left_alone(http, &until, &why));
		ask_for(http, 0);
	}
	cr_expect(http_is_left_alone(http, &until, &why));
	cr_expect_str_eq(why, "an answer with status 500");
	ask_for(http, 4);
	cr_expect_eq(seen.count, 4);
	cr_expect_eq(seen.purpose, 4);
	cr_expect_eq(seen.end, HTTP_UNSENT);
	cr_expect_eq(seen.took.us, 0);
	talloc_free(http);
	script_stop(script);
}
