#include "sys/listen_address.h"

#include <criterion/criterion.h>
#include <string.h>

Test(listen_address, it_is_of_this_machine_alone)
{
	static const struct {
		const char *text;
		enum listen_kind kind;
		const char *path;
		int port;
	} cases[] = {
		{"off", LISTEN_OFF, NULL, 0},
		{"unix:/run/refundd/metrics.socket", LISTEN_UNIX, "/run/refundd/metrics.socket", 0},
		{"127.0.0.1:9469", LISTEN_IPV4, NULL, 9469},
		{"127.0.0.1:0", LISTEN_IPV4, NULL, 0},
		{"[::1]:65535", LISTEN_IPV6, NULL, 65535},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct listen_address address;
		struct error error;

		cr_assert(listen_address_parse(cases[i].text, &address, &error), "%s: %s",
			  cases[i].text, error.text);
		cr_expect_eq(address.kind, cases[i].kind, "%s", cases[i].text);
		cr_expect_eq(address.port, cases[i].port, "%s", cases[i].text);
		cr_expect(
			(address.path == NULL) == (cases[i].path == NULL) &&
				(address.path == NULL || strcmp(address.path, cases[i].path) == 0),
			"%s", cases[i].text);
	}
}

Test(listen_address, anything_else_is_refused)
{
	static const char *const texts[] = {
		"",
		"on",
		"0.0.0.0:9469",
		"192.0.2.1:9469",
		"127.0.0.2:80",
		"localhost:9469",
		"[::]:9469",
		"::1:9469",
		"127.0.0.1",
		"127.0.0.1:",
		"127.0.0.1:-1",
		"127.0.0.1:65536",
		"127.0.0.1:9x",
		"127.0.0.1: 80",
		"127.0.0.1:000080",
		":9469",
		"unix:",
		"unix:metrics.socket",
		"unix: /run/x",
		"9469",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct listen_address address = {.kind = LISTEN_OFF, .port = 4711};
		struct error error;

		cr_expect_not(listen_address_parse(texts[i], &address, &error), "%s", texts[i]);
		cr_expect_eq(error.kind, ERROR_CONFIG, "%s", texts[i]);
		cr_expect_eq(address.port, 4711, "%s", texts[i]);
	}
}

Test(listen_address, a_path_fits_into_an_address)
{
	char text[128] = "unix:/";
	struct listen_address address;
	struct error error;

	memset(text + 6, 'a', 106);
	text[5 + 107] = '\0';
	cr_expect(listen_address_parse(text, &address, &error));
	text[5 + 107] = 'a';
	text[5 + 108] = '\0';
	cr_expect_not(listen_address_parse(text, &address, &error));
}
