#include "sys/listen.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define STREAM (SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK)

static bool failed(struct error *error, const char *place)
{
	return error_set(error, errno == EADDRINUSE ? ERROR_BUSY : ERROR_IO,
			 "cannot listen at %s: %s", place, strerror(errno));
}

/* ---- Unix sockets ---- */

static bool set_path(const char *path, struct sockaddr_un *address, struct error *error)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address->sun_path))
		return error_set(error, ERROR_CONFIG,
				 "the socket's path is too long: %s: at most %zu bytes", path,
				 sizeof(address->sun_path) - 1);
	strcpy(address->sun_path, path);
	return true;
}

/* What a daemon that did not end well left behind. */
static bool remove_stale(const struct sockaddr_un *address, struct error *error)
{
	const char *path = address->sun_path;
	struct stat found;
	int fd, code;

	if (lstat(path, &found) != 0)
		return errno == ENOENT || failed(error, path);
	if (!S_ISSOCK(found.st_mode))
		return error_set(error, ERROR_CONFIG, "%s is there already and is no socket", path);
	fd = socket(AF_UNIX, STREAM, 0);
	if (fd < 0)
		return failed(error, path);
	code = connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 ? 0 : errno;
	close(fd);
	if (code != ECONNREFUSED)
		return error_set(error, ERROR_BUSY, "somebody listens at %s already", path);
	return unlink(path) == 0 || failed(error, path);
}

static bool bind_path(int fd, const struct sockaddr_un *address)
{
	mode_t before = umask(0117); /* the socket is born 0660 */
	bool is_bound = bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
	int code = errno;

	umask(before);
	errno = code;
	return is_bound;
}

/* ---- loopback ---- */

static socklen_t loopback(const struct listen_address *address, struct sockaddr_storage *storage)
{
	struct sockaddr_in ipv4 = {.sin_family = AF_INET,
				   .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
				   .sin_port = htons(address->port)};
	struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6,
				    .sin6_addr = IN6ADDR_LOOPBACK_INIT,
				    .sin6_port = htons(address->port)};

	if (address->kind == LISTEN_IPV4) {
		memcpy(storage, &ipv4, sizeof(ipv4));
		return sizeof(ipv4);
	}
	memcpy(storage, &ipv6, sizeof(ipv6));
	return sizeof(ipv6);
}

static void say_port(int fd, const char *host, char place[LISTEN_PLACE_SIZE])
{
	struct sockaddr_in6 bound = {0}; /* the port stands at the same place in both */
	socklen_t length = sizeof(bound);

	getsockname(fd, (struct sockaddr *)&bound, &length);
	snprintf(place, LISTEN_PLACE_SIZE, "%s:%u", host, ntohs(bound.sin6_port));
}

static bool listen_at_loopback(const struct listen_address *address, int backlog, int *fd,
			       char place[LISTEN_PLACE_SIZE], struct error *error)
{
	const char *host = address->kind == LISTEN_IPV4 ? "127.0.0.1" : "[::1]";
	struct sockaddr_storage storage;
	socklen_t length = loopback(address, &storage);
	int opened = socket(storage.ss_family, STREAM, 0), yes = 1;
	char text[LISTEN_PLACE_SIZE];

	snprintf(text, sizeof(text), "%s:%u", host, address->port);
	if (opened < 0)
		return failed(error, text);
	/* The port may still be remembered from a daemon before. */
	setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(opened, (const struct sockaddr *)&storage, length) != 0 ||
	    listen(opened, backlog) != 0) {
		failed(error, text);
		close(opened);
		return false;
	}
	say_port(opened, host, place);
	*fd = opened;
	return true;
}

/* ---- public ---- */

bool listen_at_path(const char *path, int backlog, int *fd, struct error *error)
{
	struct sockaddr_un address;
	int opened;

	if (!set_path(path, &address, error) || !remove_stale(&address, error))
		return false;
	opened = socket(AF_UNIX, STREAM, 0);
	if (opened < 0)
		return failed(error, path);
	if (!bind_path(opened, &address) || listen(opened, backlog) != 0) {
		failed(error, path);
		close(opened);
		return false;
	}
	*fd = opened;
	return true;
}

bool listen_at_address(const struct listen_address *address, int backlog, int *fd,
		       char place[LISTEN_PLACE_SIZE], struct error *error)
{
	if (address->kind != LISTEN_UNIX)
		return listen_at_loopback(address, backlog, fd, place, error);
	if (!listen_at_path(address->path, backlog, fd, error))
		return false;
	snprintf(place, LISTEN_PLACE_SIZE, "unix:%s", address->path);
	return true;
}
