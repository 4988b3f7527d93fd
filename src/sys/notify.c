#include "sys/notify.h"

#include "base/memory.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct notify {
	int fd; /* -1: nobody asked */
	struct span watchdog;
};

static int notify_done(struct notify *notify)
{
	if (notify->fd >= 0)
		close(notify->fd);
	return 0;
}

/* "/run/systemd/notify", or "@name" for a name that is in no folder: that one begins with a zero
 * byte. There are no others on a machine of one's own. */
static bool set_address(const char *name, struct sockaddr_un *address, socklen_t *size)
{
	size_t length = name != NULL ? strlen(name) : 0;

	if (length < 2 || length >= sizeof(address->sun_path) || strchr("/@", name[0]) == NULL)
		return false;
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	memcpy(address->sun_path, name, length);
	if (name[0] == '@')
		address->sun_path[0] = '\0';
	*size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	return true;
}

static int connect_to(const char *name)
{
	struct sockaddr_un address;
	socklen_t size;
	int fd;

	if (!set_address(name, &address, &size))
		return -1;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, size) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The number that an environment variable is; 0 where it is none. */
static int64_t number_of(const char *name)
{
	const char *text = getenv(name);
	bool is_number = text != NULL && text[0] != '\0' && strlen(text) <= 18 &&
			 text[strspn(text, "0123456789")] == '\0';

	return is_number ? strtoll(text, NULL, 10) : 0;
}

/* Who started us may be watched rather than we. */
static struct span find_watchdog(void)
{
	int64_t pid = number_of("WATCHDOG_PID");

	return (struct span){pid == 0 || pid == getpid() ? number_of("WATCHDOG_USEC") : 0};
}

static void say(struct notify *notify, const char *text)
{
	ssize_t sent;

	if (notify->fd < 0)
		return;
	sent = send(notify->fd, text, strlen(text), MSG_NOSIGNAL);
	(void)sent; /* see the header */
}

static void say_status(struct notify *notify, const char *before, const char *status)
{
	char *text = text_format(notify, "%sSTATUS=%s", before, status);

	for (char *c = text + strlen(text) - strlen(status); *c != '\0'; c++) {
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = ' ';
		else if ((unsigned char)*c > 127)
			*c = '?';
	}
	say(notify, text);
	talloc_free(text);
}

struct notify *notify_new(const void *ctx)
{
	struct notify *notify = NEW(ctx, struct notify);

	notify->fd = connect_to(getenv("NOTIFY_SOCKET"));
	notify->watchdog = find_watchdog();
	talloc_set_destructor(notify, notify_done);
	return notify;
}

bool notify_is_heard(const struct notify *notify)
{
	return notify->fd >= 0;
}

void notify_ready(struct notify *notify, const char *status)
{
	say_status(notify, "READY=1\n", status);
}

void notify_status(struct notify *notify, const char *status)
{
	say_status(notify, "", status);
}

void notify_reloading(struct notify *notify)
{
	char *text =
		text_format(notify, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, clock_monotonic_us());

	say(notify, text);
	talloc_free(text);
}

void notify_stopping(struct notify *notify)
{
	say_status(notify, "STOPPING=1\n", "stopping: waits for what is on its way");
}

struct span notify_watchdog(const struct notify *notify)
{
	return notify->fd >= 0 ? notify->watchdog : (struct span){0};
}

void notify_alive(struct notify *notify)
{
	say(notify, "WATCHDOG=1");
}
