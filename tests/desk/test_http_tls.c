/* Whom desk/http trusts, against real TLS servers: openssl-s_server(1). */
#include "desk/http_client.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/refundd-tls-XXXXXX";

static char *path_of(const char *name)
{
	return text_format(ctx, "%s/%s", folder, name);
}

static void make_certificates(void)
{
	char *command;

	client_make();
	cr_assert_not_null(mkdtemp(folder));
	command = text_format(ctx, "sh '%s/desk/certificates.sh' '%s' >'%s/log' 2>&1", TESTS_DIR,
			      folder, folder);
	cr_assert_eq(system(command), 0, "the certificates cannot be made");
}

static int remove_one(const char *path, const struct stat *found, int kind, struct FTW *where)
{
	(void)found;
	(void)kind;
	(void)where;
	return remove(path);
}

static void remove_certificates(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	client_remove();
}

TestSuite(http_tls, .init = make_certificates, .fini = remove_certificates, .timeout = 60);

/* ---- a server ---- */

struct server {
	pid_t pid;
	FILE *told;
	int port;
};

/* Speaks with the certificate `name` on a port that the kernel chose. */
static struct server server_start(const char *name, const char *option, const char *value)
{
	char *certificate = path_of(text_format(ctx, "%s.pem", name));
	char *key = path_of(text_format(ctx, "%s.key", name));
	char *arguments[] = {"openssl", "s_server",	"-accept",     "127.0.0.1:0",
			     "-www",	"-cert",	certificate,   "-key",
			     key,	(char *)option, (char *)value, NULL};
	posix_spawn_file_actions_t actions;
	struct server server = {.port = 0};
	char line[256];
	int ends[2];

	cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	cr_assert_eq(posix_spawnp(&server.pid, "openssl", &actions, NULL, arguments, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	server.told = fdopen(ends[0], "r");
	while (server.port == 0 && fgets(line, sizeof(line), server.told) != NULL)
		if (strncmp(line, "ACCEPT 127.0.0.1:", 17) == 0)
			server.port = (int)strtol(line + 17, NULL, 10);
	cr_assert_gt(server.port, 0);
	return server;
}

static void server_stop(struct server server)
{
	kill(server.pid, SIGKILL);
	waitpid(server.pid, NULL, 0);
	fclose(server.told);
}

static char *good_pin(void)
{
	FILE *file = fopen(path_of("good.pin"), "r");
	char *pin = NEW_ARRAY(ctx, char, 128);

	cr_assert_not_null(file);
	cr_assert_not_null(fgets(pin, 128, file));
	fclose(file);
	return pin;
}

/* ---- trust ---- */

#define BAD_PIN "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static const struct {
	const char *name, *certificate;
	const char *ca_file; /* NULL: the system's */
	const char *pin;     /* "": the right one */
	const char *option, *value;
	const char *told; /* NULL: it is trusted */
} cases[] = {
	{"the right CA", "good", "ca.pem", NULL, NULL, NULL, NULL},
	{"the right CA and pin", "good", "ca.pem", "", NULL, NULL, NULL},
	{"the right CA, a wrong pin", "good", "ca.pem", BAD_PIN, NULL, NULL, "pinned"},
	{"a right pin of another key", "self", "self.pem", "", NULL, NULL, "pinned"},
	{"a right pin is not enough", "good", NULL, "", NULL, NULL, "certificate"},
	{"the system's CAs", "good", NULL, NULL, NULL, NULL, "certificate"},
	{"another CA", "good", "self.pem", NULL, NULL, NULL, "certificate"},
	{"signed by itself", "self", "ca.pem", NULL, NULL, NULL, "certificate"},
	{"signed by itself, and trusted", "self", "self.pem", NULL, NULL, NULL, NULL},
	{"expired", "expired", "ca.pem", NULL, NULL, NULL, "expired"},
	{"of another host", "other", "ca.pem", NULL, NULL, NULL, "match"},
	{"TLS 1.3 alone", "good", "ca.pem", NULL, "-tls1_3", NULL, NULL},
	{"TLS 1.2 alone", "good", "ca.pem", NULL, "-tls1_2", NULL, NULL},
	{"TLS 1.1 alone", "good", "ca.pem", NULL, "-tls1_1", "-cipher=ALL:@SECLEVEL=0", "protocol"},
	{"TLS 1.0 alone", "good", "ca.pem", NULL, "-tls1", "-cipher=ALL:@SECLEVEL=0", "protocol"},
};

static struct http_answer ask_server(size_t i, int port)
{
	struct http_settings settings =
		settings_for(text_format(ctx, "https://127.0.0.1:%d", port));

	settings.ca_file = cases[i].ca_file != NULL ? path_of(cases[i].ca_file) : NULL;
	settings.pin = cases[i].pin != NULL && cases[i].pin[0] == '\0' ? good_pin() : cases[i].pin;
	return ask(client_of(&settings), "GET", NULL);
}

Test(http_tls, only_whom_the_settings_trust_is_told_anything)
{
	setenv("SSL_CERT_FILE", path_of("ca.pem"), 1);
	setenv("SSL_CERT_DIR", folder, 1);
	setenv("CURL_CA_BUNDLE", path_of("ca.pem"), 1);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct server server =
			server_start(cases[i].certificate, cases[i].option, cases[i].value);
		struct http_answer answer = ask_server(i, server.port);

		server_stop(server);
		if (cases[i].told == NULL) {
			cr_expect_eq(answer.end, HTTP_ANSWERED, "%s: %s", cases[i].name,
				     answer.error.text);
			cr_expect_eq(answer.status, 200, "%s", cases[i].name);
		} else {
			cr_expect_eq(answer.end, HTTP_UNSENT, "%s", cases[i].name);
			cr_expect_not_null(strstr(answer.error.text, cases[i].told), "%s: %s",
					   cases[i].name, answer.error.text);
		}
	}
}

Test(http_tls, a_server_that_speaks_no_tls_hears_no_request)
{
	static const struct script_step step = {.bytes = "HTTP/1.1 200 OK\r\n\r\n"};
	struct script *script = script_start(&step, 1);
	char *url = text_format(ctx, "https%s", script_url(script) + strlen("http"));
	struct http_settings settings = settings_for(url);

	settings.timeout.us = SECOND_US / 4;
	cr_expect_eq(ask(client_of(&settings), "POST", "{}").end, HTTP_UNSENT);
	cr_expect_eq(script_report(script).requests, 0);
	talloc_free_children(ctx);
	script_stop(script);
}
