#include "sys/notify.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The service manager: a socket in a folder of its own, or one that is in no folder. */
static void *ctx;
static int hearing = -1;
static char folder[] = "/tmp/refundd-notify-XXXXXX";
static struct notify *notify;

static char *socket_path(void)
{
	return text_format(ctx, "%s/socket", folder);
}

static void listen_at(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));

	memcpy(address.sun_path, name, strlen(name));
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	hearing = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	cr_assert_eq(bind(hearing, (struct sockaddr *)&address, size), 0);
	setenv("NOTIFY_SOCKET", name, true);
}

static void begin(void)
{
	ctx = talloc_new(NULL);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	must(mkdtemp(folder));
}

static void begin_with_manager(void)
{
	begin();
	listen_at(socket_path());
	notify = notify_new(ctx);
}

static void end(void)
{
	if (hearing >= 0)
		close(hearing);
	unlink(socket_path());
	rmdir(folder);
	talloc_free(ctx);
}

/* The next datagram, "" where there is none. */
static const char *heard(void)
{
	static char text[1024];
	ssize_t length = recv(hearing, text, sizeof(text) - 1, 0);

	text[length > 0 ? length : 0] = '\0';
	return text;
}

TestSuite(notify, .init = begin_with_manager, .fini = end);

Test(notify, each_message_is_a_datagram)
{
	cr_expect(notify_is_heard(notify));
	notify_ready(notify, "the first look is under way");
	notify_status(notify, "12 answers and notes written");
	notify_alive(notify);
	notify_stopping(notify);
	cr_expect_str_eq(heard(), "READY=1\nSTATUS=the first look is under way");
	cr_expect_str_eq(heard(), "STATUS=12 answers and notes written");
	cr_expect_str_eq(heard(), "WATCHDOG=1");
	cr_expect_str_eq(heard(), "STOPPING=1\nSTATUS=stopping: waits for what is on its way");
	cr_expect_str_eq(heard(), "");
}

Test(notify, a_reload_tells_when_it_began)
{
	const char *text;

	notify_reloading(notify);
	text = heard();
	cr_assert(strncmp(text, "RELOADING=1\nMONOTONIC_USEC=", 27) == 0, "%s", text);
	cr_expect_gt(atoll(text + 27), 0);
}

Test(notify, a_status_cannot_pass_for_another_message)
{
	notify_status(notify, "cannot read\nWATCHDOG=trigger\r\t\x7f"
			      "\xe9\x80\x80");
	cr_expect_str_eq(heard(), "STATUS=cannot read WATCHDOG=trigger   ???");
}

Test(notify, a_manager_that_went_away_is_no_trouble)
{
	close(hearing);
	hearing = -1;
	notify_status(notify, "nobody hears it");
}

TestSuite(notify_found, .init = begin, .fini = end);

Test(notify_found, the_name_may_be_in_no_folder)
{
	listen_at(text_format(ctx, "@%s", folder));
	notify_alive(notify_new(ctx));
	cr_expect_str_eq(heard(), "WATCHDOG=1");
}

Test(notify_found, where_nobody_asked_nothing_is_said)
{
	static const char *const names[] = {NULL, "", "/", "@", "socket", "/nonexistent/socket"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i] != NULL)
			setenv("NOTIFY_SOCKET", names[i], true);
		notify = notify_new(ctx);
		cr_expect_not(notify_is_heard(notify));
		notify_ready(notify, "");
	}
	setenv("NOTIFY_SOCKET", text_format(ctx, "/%0200d", 0), true);
	cr_expect_not(notify_is_heard(notify_new(ctx)), "a name that is too long");
}

Test(notify_found, the_watchdog_is_ours_only_if_it_names_us_or_nobody)
{
	static const struct {
		const char *span, *pid;
		int64_t us;
	} cases[] = {{"30000000", "", 30000000},
		     {"30000000", "me", 30000000},
		     {"30000000", "1", 0},
		     {"", "", 0},
		     {"-5", "", 0},
		     {"5s", "", 0},
		     {"9999999999999999999", "", 0}};

	listen_at(socket_path());
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *pid = cases[i].pid;

		setenv("WATCHDOG_USEC", cases[i].span, true);
		setenv("WATCHDOG_PID",
		       strcmp(pid, "me") == 0 ? text_format(ctx, "%d", getpid()) : pid, true);
		cr_expect_eq(notify_watchdog(notify_new(ctx)).us, cases[i].us, "case %zu", i);
	}
	unsetenv("NOTIFY_SOCKET");
	setenv("WATCHDOG_USEC", "30000000", true);
	setenv("WATCHDOG_PID", "", true);
	cr_expect_eq(notify_watchdog(notify_new(ctx)).us, 0, "nobody would hear that we live");
}
