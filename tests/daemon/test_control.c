#include "daemon/control.h"

#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static struct ev_loop *loop;
static struct control *control;
static struct error error;
static char imported[64], heard[128];

static void put_status(void *arg, struct json_writer *writer)
{
	(void)arg;
	json_put_member(writer, "how", "well");
}

static bool import(void *arg, const char *kind, const char *name, FILE *file,
		   struct import_result *result, struct error *to)
{
	(void)arg;
	if (strcmp(kind, "orders") != 0)
		return error_set(to, ERROR_INPUT, "no %s of %s", kind, name);
	imported[fread(imported, 1, sizeof(imported) - 1, file)] = '\0';
	*result = (struct import_result){.rows = 6, .new_rows = 1, .changed = 2, .same = 3};
	return true;
}

static bool hear_pause(void *arg, const char *user, const char *reason, bool *has_changed,
		       struct error *to)
{
	(void)arg;
	if (reason == NULL)
		return error_set(to, ERROR_BUSY, "not now, %s", user);
	*has_changed = true;
	snprintf(heard, sizeof(heard), "%s: %s", user, reason);
	return true;
}

static bool hear_resume(void *arg, const char *user, bool *has_changed, struct error *to)
{
	(void)arg;
	(void)to;
	*has_changed = false;
	snprintf(heard, sizeof(heard), "%s resumes", user);
	return true;
}

static bool hear_forget(void *arg, const char *user, const char *account,
			struct forgetting *forgetting, struct error *to)
{
	(void)arg;
	if (strcmp(account, "1") == 0)
		return error_set(to, ERROR_ABSENT, "nothing is on record of account 1");
	*forgetting = (struct forgetting){.contacts = 2, .open = 1};
	snprintf(heard, sizeof(heard), "%s forgets %s", user, account);
	return true;
}

static const struct control_hooks hooks = {
	.status = put_status,
	.import = import,
	.pause = hear_pause,
	.resume = hear_resume,
	.forget = hear_forget,
};

static struct control *listen_here(void)
{
	return control_new(ctx, loop, config->control_socket, hooks, &error);
}

static void begin(void)
{
	lab_make();
	loop = ev_loop_new(EVFLAG_AUTO);
	control = listen_here();
	cr_assert_not_null(control, "%s", error.text);
}

static void end(void)
{
	talloc_free(control);
	ev_loop_destroy(loop);
	lab_remove();
}

TestSuite(control, .init = begin, .fini = end);

static int connect_here(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, config->control_socket);
	cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void send_with(int fd, const char *text, int passed, int copies)
{
	struct iovec part = {(void *)text, strlen(text)};
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(4 * sizeof(int))];
	} place = {.header = {.cmsg_len = CMSG_LEN((size_t)copies * sizeof(int)),
			      .cmsg_level = SOL_SOCKET,
			      .cmsg_type = SCM_RIGHTS}};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

	for (int i = 0; i < copies; i++)
		memcpy(CMSG_DATA(&place.header) + i * (int)sizeof(int), &passed, sizeof(int));
	if (copies > 0) {
		message.msg_control = &place;
		message.msg_controllen = CMSG_SPACE((size_t)copies * sizeof(int));
	}
	cr_assert_eq(sendmsg(fd, &message, MSG_NOSIGNAL), (ssize_t)part.iov_len);
}

/* Lets the loop run until the answer ends, and returns it. */
static char *hear(int fd)
{
	char *answer = NEW_ARRAY(ctx, char, 8192);
	size_t length = 0;
	ssize_t n;

	do {
		ev_run(loop, EVRUN_NOWAIT);
		n = recv(fd, answer + length, 8191 - length, MSG_DONTWAIT);
		length += n > 0 ? (size_t)n : 0;
	} while (n != 0 && (n > 0 || errno == EAGAIN));
	close(fd);
	return answer;
}

static char *ask(const char *request)
{
	int fd = connect_here();

	send_with(fd, request, -1, 0);
	return hear(fd);
}

static int open_file(const char *text)
{
	put_file("orders.csv", text);
	return open(path_of("orders.csv"), O_RDONLY | O_CLOEXEC);
}

static int count_open_files(void)
{
	int count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) != -1;
	return count;
}

Test(control, tells_the_status)
{
	cr_expect_str_eq(ask("{\"request\":\"status\"}\n"), "{\"ok\":true,\"how\":\"well\"}\n");
}

Test(control, knows_who_asks_from_the_kernel)
{
	const char *user = getpwuid(getuid())->pw_name;

	cr_expect_str_eq(ask("{\"request\":\"pause\",\"reason\":\"fire\",\"user\":\"eve\"}\n"),
			 "{\"ok\":true,\"changed\":true}\n");
	cr_expect_str_eq(heard, text_format(ctx, "%s: fire", user));
	cr_expect_str_eq(ask("{\"request\":\"resume\"}\n"), "{\"ok\":true,\"changed\":false}\n");
	cr_expect_str_eq(heard, text_format(ctx, "%s resumes", user));
	cr_expect_str_eq(ask("{\"request\":\"pause\"}\n"),
			 text_format(ctx, "{\"ok\":false,\"error\":\"not now, %s\"}\n", user));
}

/* Our end of a connection whose other end was passed to the daemon with the request. */
static int be_introduced(const char *request, const char *answer)
{
	int ends[2], fd = connect_here();

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	send_with(fd, request, ends[1], 1);
	close(ends[1]);
	cr_expect_str_eq(hear(fd), answer);
	return ends[0];
}

Test(control, whom_its_own_user_introduces_is_served_under_that_name)
{
	int before = count_open_files();
	int fd = be_introduced("{\"request\":\"introduce\",\"uid\":\"4294967294\"}\n",
			       "{\"ok\":true}\n");

	send_with(fd, "{\"request\":\"pause\",\"reason\":\"fire\"}\n", -1, 0);
	cr_expect_str_eq(hear(fd), "{\"ok\":true,\"changed\":true}\n");
	cr_expect_str_eq(heard, "uid 4294967294: fire");
	cr_expect_not(control_has_name("uid 4294967294"), "so a review by them is refused");
	cr_expect(control_has_name("uid"), "a name has no blank");
	cr_expect_eq(count_open_files(), before);
	fd = be_introduced("{\"request\":\"introduce\",\"uid\":\"0\"}\n", "{\"ok\":true}\n");
	send_with(fd, "{\"request\":\"resume\"}\n", -1, 0);
	hear(fd);
	cr_expect_str_eq(heard, "root resumes");
}

Test(control, an_introduction_that_is_none_is_refused)
{
	static const char *const uids[] = {"4294967295", "99999999999", "-1", "", "alice", " 0"};

	cr_expect_str_eq(ask("{\"request\":\"introduce\",\"uid\":\"0\"}\n"),
			 "{\"ok\":false,\"error\":\"expected the socket of who is introduced\"}\n");
	for (size_t i = 0; i < sizeof(uids) / sizeof(uids[0]); i++)
		close(be_introduced(
			text_format(ctx, "{\"request\":\"introduce\",\"uid\":\"%s\"}\n", uids[i]),
			"{\"ok\":false,\"error\":\"expected a \\\"request\\\" that is known\"}\n"));
}

Test(control, who_is_introduced_and_hangs_up_is_forgotten)
{
	int before = count_open_files();

	close(be_introduced("{\"request\":\"introduce\",\"uid\":\"0\"}\n", "{\"ok\":true}\n"));
	ev_run(loop, EVRUN_NOWAIT);
	cr_expect_eq(count_open_files(), before);
}

Test(control, forgets_for_whom_the_kernel_names)
{
	cr_expect_str_eq(ask("{\"request\":\"forget\",\"account\":\"2\"}\n"),
			 "{\"ok\":true,\"contacts\":2,\"fingerprints\":0,\"reasons\":0,"
			 "\"evidence\":0,\"texts\":0,\"open\":1}\n");
	cr_expect_str_eq(heard, text_format(ctx, "%s forgets 2", getpwuid(getuid())->pw_name));
	cr_expect_str_eq(ask("{\"request\":\"forget\",\"account\":\"1\"}\n"),
			 "{\"ok\":false,\"error\":\"nothing is on record of account 1\"}\n");
	cr_expect_str_eq(ask("{\"request\":\"forget\"}\n"),
			 "{\"ok\":false,\"error\":\"expected an \\\"account\\\" to forget\"}\n");
}

Test(control, imports_the_file_that_comes_with_the_request)
{
	int file = open_file("order_id\n1\n");
	int fd = connect_here();
	int before;

	before = count_open_files();
	send_with(fd, "{\"request\":\"import\",\"kind\":\"orders\",\"name\":\"x\"}\n", file, 1);
	cr_expect_str_eq(hear(fd), "{\"ok\":true,\"rows\":6,\"new\":1,\"changed\":2,\"same\":3}\n");
	cr_expect_str_eq(imported, "order_id\n1\n");
	cr_expect_eq(count_open_files(), before - 1);
	close(file);
}

Test(control, says_why_an_import_failed)
{
	int file = open_file("");
	int fd = connect_here();

	send_with(fd, "{\"request\":\"import\",\"kind\":\"pigs\",\"name\":\"x\"}\n", file, 1);
	cr_expect_str_eq(hear(fd), "{\"ok\":false,\"error\":\"no pigs of x\"}\n");
	close(file);
}

Test(control, takes_only_regular_files)
{
	int pipes[2];
	int fd = connect_here();

	cr_assert_eq(pipe(pipes), 0);
	send_with(fd, "{\"request\":\"import\",\"kind\":\"orders\",\"name\":\"x\"}\n", pipes[0], 1);
	cr_expect_str_eq(hear(fd), "{\"ok\":false,\"error\":\"expected the descriptor of a regular "
				   "file\"}\n");
	cr_expect_not_null(
		strstr(ask("{\"request\":\"import\",\"kind\":\"orders\",\"name\":\"x\"}\n"),
		       "regular file"));
	close(pipes[0]);
	close(pipes[1]);
}

Test(control, keeps_no_descriptor_that_it_did_not_ask_for)
{
	int file = open_file("");
	int fd = connect_here();
	int before;

	ev_run(loop, EVRUN_NOWAIT);
	before = count_open_files();
	send_with(fd, "{\"request\"", file, 1);
	ev_run(loop, EVRUN_NOWAIT);
	send_with(fd, ":\"status\"", file, 2);
	ev_run(loop, EVRUN_NOWAIT);
	send_with(fd, "}\n", file, 3);
	cr_expect_str_eq(hear(fd), "{\"ok\":true,\"how\":\"well\"}\n");
	cr_expect_eq(count_open_files(), before - 2, "both ends are closed, and no file is left");
	close(file);
}

Test(control, refuses_what_it_does_not_understand)
{
	static const char *const wrong[] = {
		"\n",
		"nonsense\n",
		"[]\n",
		"\"status\"\n",
		"{}\n",
		"{\"request\":1}\n",
		"{\"request\":\"dance\"}\n",
		"{\"request\":\"import\"}\n",
		"{\"request\":\"import\",\"kind\":\"orders\"}\n",
		"{\"request\":{\"request\":{\"request\":\"status\"}}}\n",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cr_expect_not_null(strstr(ask(wrong[i]), "{\"ok\":false,\"error\":"), "%s",
				   wrong[i]);
	cr_expect_not_null(strstr(ask("{\"request\":\"status\"}\n"), "well"));
}

Test(control, hangs_up_on_a_request_without_end)
{
	char *request = NEW_ARRAY(ctx, char, 5000);

	memset(request, 'x', 4999);
	cr_expect_str_eq(ask(request), "");
}

Test(control, forgets_a_client_that_left)
{
	int before = count_open_files();
	int fd = connect_here();

	send_with(fd, "{\"request\":", -1, 0);
	ev_run(loop, EVRUN_NOWAIT);
	close(fd);
	ev_run(loop, EVRUN_NOWAIT);
	ev_run(loop, EVRUN_NOWAIT);
	cr_expect_eq(count_open_files(), before);
}

Test(control, serves_sixteen_at_once_and_the_next_when_one_left)
{
	int fds[20];

	for (int i = 0; i < 20; i++) {
		fds[i] = connect_here();
		ev_run(loop, EVRUN_NOWAIT);
	}
	send_with(fds[19], "{\"request\":\"status\"}\n", -1, 0);
	ev_run(loop, EVRUN_NOWAIT);
	for (int i = 0; i < 4; i++)
		close(fds[i]);
	cr_expect_not_null(strstr(hear(fds[19]), "well"));
	for (int i = 4; i < 19; i++)
		close(fds[i]);
}

Test(control, is_for_owner_and_group_whatever_the_umask)
{
	struct stat found;

	cr_assert_eq(stat(config->control_socket, &found), 0);
	cr_expect_eq(found.st_mode & 07777, 0660);
}

Test(control, does_not_push_another_daemon_aside)
{
	cr_expect_null(listen_here());
	cr_expect_eq(error.kind, ERROR_BUSY);
}

Test(control, removes_its_socket_at_the_end)
{
	talloc_free(control);
	control = NULL;
	cr_expect_neq(access(config->control_socket, F_OK), 0);
}

Test(control, replaces_a_socket_that_nobody_answers_at)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	talloc_free(control);
	strcpy(address.sun_path, config->control_socket);
	cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
	control = listen_here();
	cr_assert_not_null(control, "%s", error.text);
	cr_expect_not_null(strstr(ask("{\"request\":\"status\"}\n"), "well"));
}

Test(control, leaves_a_file_that_is_no_socket_alone)
{
	talloc_free(control);
	put_file("control.socket", "precious");
	control = NULL;
	cr_expect_null(listen_here());
	cr_expect_eq(error.kind, ERROR_CONFIG);
	cr_expect_str_eq(get_file("control.socket"), "precious");
}

Test(control, refuses_a_path_that_no_socket_can_have)
{
	char *path = text_format(ctx, "/tmp/%0200d", 1);

	cr_expect_null(control_new(ctx, loop, path, hooks, &error));
	cr_expect_eq(error.kind, ERROR_CONFIG);
}
