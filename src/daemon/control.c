#include "daemon/control.h"

#include "base/memory.h"
#include "daemon/control_request.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define CLIENTS_MAX	16
#define CLIENT_PATIENCE 5.0 /* seconds for a request and its answer */

struct control {
	struct ev_loop *loop;
	struct control_hooks hooks;
	const char *path;
	ev_io accepting; /* stopped while there are enough clients */
	int clients;
};

struct client {
	struct control *control;
	ev_io io;
	ev_timer patience;
	char request[CONTROL_REQUEST_MAX];
	size_t length;
	int passed_fd; /* -1: none */
	struct buffer *answer;
	size_t sent;
};

/* ---- one client ---- */

static int client_done(struct client *client)
{
	struct control *control = client->control;

	ev_io_stop(control->loop, &client->io);
	ev_timer_stop(control->loop, &client->patience);
	close(client->io.fd);
	if (client->passed_fd >= 0)
		close(client->passed_fd);
	control->clients--;
	ev_io_start(control->loop, &control->accepting);
	return 0;
}

static void on_impatience(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	talloc_free(timer->data);
}

static bool is_later(ssize_t n)
{
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static void send_answer(struct client *client)
{
	struct buffer *answer = client->answer;
	ssize_t n = send(client->io.fd, answer->bytes + client->sent, answer->length - client->sent,
			 MSG_NOSIGNAL);

	if (is_later(n))
		return;
	if (n > 0)
		client->sent += (size_t)n;
	if (n < 0 || client->sent == answer->length)
		talloc_free(client);
}

static void on_writable(struct ev_loop *loop, ev_io *io, int events)
{
	(void)loop;
	(void)events;
	send_answer(io->data);
}

/* As the kernel knows the client, whatever it says itself; by number where it has no name. */
static char *user_of(struct client *client)
{
	struct ucred credentials;
	socklen_t size = sizeof(credentials);
	const struct passwd *user;

	if (getsockopt(client->io.fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
		return text_copy(client, "unknown");
	user = getpwuid(credentials.uid);
	return user != NULL ? text_copy(client, user->pw_name)
			    : text_format(client, "uid %u", (unsigned)credentials.uid);
}

static void answer(struct client *client, size_t length)
{
	struct control *control = client->control;

	client->answer = buffer_new(client);
	control_request_serve(&control->hooks, client->request, length, user_of(client),
			      client->passed_fd, client->answer);
	ev_io_stop(control->loop, &client->io);
	ev_set_cb(&client->io, on_writable);
	ev_io_set(&client->io, client->io.fd, EV_WRITE);
	ev_io_start(control->loop, &client->io);
	/* An import may have taken longer than a client's patience. */
	ev_now_update(control->loop);
	ev_timer_again(control->loop, &client->patience);
}

static void keep_passed(struct client *client, struct msghdr *message)
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);

	if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
		return;
	if (client->passed_fd >= 0)
		close(client->passed_fd);
	memcpy(&client->passed_fd, CMSG_DATA(header), sizeof(int));
}

static ssize_t receive(struct client *client)
{
	struct iovec part = {client->request + client->length,
			     sizeof(client->request) - client->length};
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	/* CMSG_LEN, not CMSG_SPACE, whose padding would hold a second descriptor. */
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = CMSG_LEN(sizeof(int))};
	ssize_t n = recvmsg(client->io.fd, &message, MSG_CMSG_CLOEXEC);

	if (n > 0)
		keep_passed(client, &message);
	return n;
}

static void on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	struct client *client = io->data;
	ssize_t n = receive(client);
	const char *newline;

	(void)loop;
	(void)events;
	if (is_later(n))
		return;
	if (n <= 0) {
		talloc_free(client);
		return;
	}
	client->length += (size_t)n;
	newline = memchr(client->request, '\n', client->length);
	if (newline != NULL)
		answer(client, (size_t)(newline - client->request));
	else if (client->length == sizeof(client->request))
		talloc_free(client);
}

static void on_client(struct ev_loop *loop, ev_io *io, int events)
{
	struct control *control = io->data;
	int fd = accept4(io->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct client *client;

	(void)events;
	if (fd < 0)
		return;
	client = NEW(control, struct client);
	client->control = control;
	client->passed_fd = -1;
	ev_io_init(&client->io, on_readable, fd, EV_READ);
	ev_timer_init(&client->patience, on_impatience, 0, CLIENT_PATIENCE);
	client->io.data = client->patience.data = client;
	talloc_set_destructor(client, client_done);
	ev_io_start(loop, &client->io);
	ev_timer_again(loop, &client->patience);
	if (++control->clients == CLIENTS_MAX)
		ev_io_stop(loop, &control->accepting);
}

/* ---- the socket ---- */

static bool set_address(const char *path, struct sockaddr_un *address, struct error *error)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address->sun_path))
		return error_set(error, ERROR_CONFIG,
				 "the control socket's path is too long: %s: at most %zu bytes",
				 path, sizeof(address->sun_path) - 1);
	strcpy(address->sun_path, path);
	return true;
}

static bool failed(struct error *error, const char *path)
{
	return error_set(error, ERROR_IO, "cannot listen at %s: %s", path, strerror(errno));
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
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return failed(error, path);
	code = connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 ? 0 : errno;
	close(fd);
	if (code != ECONNREFUSED)
		return error_set(error, ERROR_BUSY, "somebody listens at %s already", path);
	return unlink(path) == 0 || failed(error, path);
}

static bool listen_at(int fd, const struct sockaddr_un *address, struct error *error)
{
	mode_t before = umask(0117); /* the socket is born 0660 */
	bool is_bound = bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
	int code = errno;

	umask(before);
	errno = code;
	return (is_bound && listen(fd, CLIENTS_MAX) == 0) || failed(error, address->sun_path);
}

static bool open_socket(const char *path, int *fd, struct error *error)
{
	struct sockaddr_un address;
	int opened;

	if (!set_address(path, &address, error) || !remove_stale(&address, error))
		return false;
	opened = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (opened < 0)
		return failed(error, path);
	if (!listen_at(opened, &address, error)) {
		close(opened);
		return false;
	}
	*fd = opened;
	return true;
}

/* The clients are its children, and want it when they end. */
static int control_done(struct control *control)
{
	unlink(control->path);
	talloc_free_children(control);
	ev_io_stop(control->loop, &control->accepting);
	close(control->accepting.fd);
	return 0;
}

struct control *control_new(const void *ctx, struct ev_loop *loop, const char *path,
			    struct control_hooks hooks, struct error *error)
{
	struct control *control;
	int fd;

	if (!open_socket(path, &fd, error))
		return NULL;
	control = NEW(ctx, struct control);
	control->loop = loop;
	control->hooks = hooks;
	control->path = text_copy(control, path);
	ev_io_init(&control->accepting, on_client, fd, EV_READ);
	control->accepting.data = control;
	ev_io_start(loop, &control->accepting);
	talloc_set_destructor(control, control_done);
	return control;
}
