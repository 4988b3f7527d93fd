/* Which settings can be, and that nothing but the settings decides where a request goes. */
#include "desk/http_client.h"

#include <stdlib.h>

TestSuite(http_settings, .init = client_make, .fini = client_remove, .timeout = 30);

Test(http_settings, settings_that_cannot_be_are_refused)
{
	static const struct {
		const char *url, *proxy, *ca_file, *pin, *authorization, *told;
	} cases[] = {
		{"", NULL, NULL, NULL, NULL, "not a URL"},
		{"rt.example.com", NULL, NULL, NULL, NULL, "not a URL"},
		{"https://", NULL, NULL, NULL, NULL, "not a URL"},
		{"https://rt.example.com:99999", NULL, NULL, NULL, NULL, "not a URL"},
		{"https://rt.exa mple.com", NULL, NULL, NULL, NULL, "not a URL"},
		{"ftp://rt.example.com", NULL, NULL, NULL, NULL, "not https"},
		{"file:///etc/passwd", NULL, NULL, NULL, NULL, "not https"},
		{"http://rt.example.com", NULL, NULL, NULL, NULL, "not https"},
		{"http://127.0.0.1.example.com", NULL, NULL, NULL, NULL, "not https"},
		{"http://localhost.example.com", NULL, NULL, NULL, NULL, "not https"},
		{"http://128.0.0.1", NULL, NULL, NULL, NULL, "not https"},
		{"http://[::2]", NULL, NULL, NULL, NULL, "not https"},
		{"http://0.0.0.0", NULL, NULL, NULL, NULL, "not https"},
		{"http://127.0.0.1@rt.example.com", NULL, NULL, NULL, NULL, "a user"},
		{"https://me:0123456789abcdef@rt.example.com", NULL, NULL, NULL, NULL, "a user"},
		{"https://rt.example.com/?a=b", NULL, NULL, NULL, NULL, "\"?\""},
		{"https://rt.example.com/#a", NULL, NULL, NULL, NULL, "\"#\""},
		{"http://127.0.0.1", "http://proxy:3128", NULL, NULL, NULL, "proxy"},
		{"https://rt.example.com", NULL, "/no/such/file", NULL, NULL, "/no/such/file"},
		{"https://rt.example.com", NULL, NULL, "abc", NULL, "sha256//"},
		{"https://rt.example.com", NULL, NULL, NULL, "token 0123456789abcdef\r\nX: y",
		 "printable"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_settings settings = settings_for(cases[i].url);
		struct error error = {.text = ""};

		settings.proxy = cases[i].proxy;
		settings.ca_file = cases[i].ca_file;
		settings.pin = cases[i].pin;
		settings.authorization = cases[i].authorization;
		cr_expect_null(http_new(ctx, NULL, &settings, &error), "%s", cases[i].url);
		cr_expect_eq(error.kind, ERROR_CONFIG);
		cr_expect_not_null(strstr(error.text, cases[i].told), "%s: %s", cases[i].url,
				   error.text);
		cr_expect_null(strstr(error.text, "0123456789abcdef"), "%s", error.text);
	}
}

Test(http_settings, only_this_machine_may_be_asked_without_tls)
{
	static const char *const urls[] = {"http://localhost",	     "http://LOCALHOST:8080/x",
					   "http://127.0.0.1:1",     "http://127.1",
					   "http://127.9.9.9/rt",    "http://[::1]:8080",
					   "https://rt.example.com", "HTTPS://rt.example.com/rt/"};

	for (size_t i = 0; i < COUNT(urls); i++)
		talloc_free(client_for(urls[i]));
}

Test(http_settings, a_proxy_of_the_environment_is_ignored)
{
	static const char *const names[] = {"http_proxy",  "HTTP_PROXY", "https_proxy",
					    "HTTPS_PROXY", "all_proxy",	 "ALL_PROXY"};
	static const struct script_step step = {.bytes = FINE};
	struct script *script = script_start(&step, 1), *proxy = script_start(&step, 1);
	struct http *http = client_for(script_url(script));

	for (size_t i = 0; i < COUNT(names); i++)
		setenv(names[i], script_url(proxy), 1);
	cr_expect_eq(ask(http, "GET", NULL).end, HTTP_ANSWERED);
	cr_expect_eq(script_report(proxy).connections, 0);
	talloc_free(http);
	script_stop(proxy);
	script_stop(script);
}

Test(http_settings, a_configured_proxy_is_used_and_gets_no_secret)
{
	static const struct script_step step = {
		.bytes = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"};
	struct script *proxy = script_start(&step, 1);
	struct http_settings settings = settings_for("https://rt.example.com/rt");
	struct http_answer answer;

	setenv("no_proxy", "*", 1);
	setenv("NO_PROXY", "rt.example.com", 1);
	settings.proxy = script_url(proxy);
	answer = ask(client_of(&settings), "POST", "{}");
	cr_expect_eq(answer.end, HTTP_UNSENT);
	cr_expect_not_null(strstr(answer.error.text, "403"), "%s", answer.error.text);
	cr_assert_eq(script_report(proxy).requests, 1);
	expect_line(script_request(proxy, 0), "CONNECT rt.example.com:443 HTTP/1.1\r\n");
	cr_expect_null(strstr(script_request(proxy, 0), "0123456789abcdef"));
	talloc_free_children(ctx);
	script_stop(proxy);
}
