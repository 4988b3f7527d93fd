#include "daemon/control.h"

#include "base/memory.h"
#include "daemon/control_request.h"
#include "sys/listen.h"
#include "sys/users.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS_MAX	16
#define NAMELESS	"uid "
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
	uid_t uid;     /* as the kernel, or who introduced it, told */
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

/* By number where it has no name: with a blank, which no name has. */
static char *user_of(const struct client *client)
{
	const struct passwd *user = getpwuid(client->uid);

	return user != NULL ? text_copy(client, user->pw_name)
			    : text_format(client, NAMELESS "%u", (unsigned)client->uid);
}

static void add_client(struct control *control, int fd, uid_t uid);

/* Who runs as our own user could write the ledger as well: they are believed. */
static bool introduce(struct client *client, uid_t uid, struct error *error)
{
	int flags = fcntl(client->passed_fd, F_GETFL);

	if (client->uid != geteuid())
		return error_set(error, ERROR_USE, "only refundd itself introduces others");
	if (flags < 0 || fcntl(client->passed_fd, F_SETFL, flags | O_NONBLOCK) != 0)
		return error_set(error, ERROR_USE, "expected the socket of who is introduced");
	add_client(client->control, client->passed_fd, uid);
	client->passed_fd = -1;
	return true;
}

static bool refuse_nobody(const struct client *client, struct error *error)
{
	return error_set(error, ERROR_USE, "it cannot be told who you are: knock at %s" LISTEN_DOOR,
			 client->control->path);
}

static void serve(struct client *client, size_t length)
{
	struct error error;
	uid_t uid;

	if (client->uid == USERS_UNSEEN && !users_see(USERS_UNSEEN))
		control_request_answer(refuse_nobody(client, &error) ? NULL : &error,
				       client->answer);
	else if (control_request_introduces(client->request, length, &uid))
		control_request_answer(introduce(client, uid, &error) ? NULL : &error,
				       client->answer);
	else
		control_request_serve(&client->control->hooks, client->request, length,
				      user_of(client), client->passed_fd, client->answer);
}

static void answer(struct client *client, size_t length)
{
	struct control *control = client->control;

	client->answer = buffer_new(client);
	serve(client, length);
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

static void add_client(struct control *control, int fd, uid_t uid)
{
	struct client *client = NEW(control, struct client);

	client->control = control;
	client->passed_fd = -1;
	client->uid = uid;
	ev_io_init(&client->io, on_readable, fd, EV_READ);
	ev_timer_init(&client->patience, on_impatience, 0, CLIENT_PATIENCE);
	client->io.data = client->patience.data = client;
	talloc_set_destructor(client, client_done);
	ev_io_start(control->loop, &client->io);
	ev_timer_again(control->loop, &client->patience);
	if (++control->clients >= CLIENTS_MAX)
		ev_io_stop(control->loop, &control->accepting);
}

static void on_client(struct ev_loop *loop, ev_io *io, int events)
{
	int fd = accept4(io->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct ucred who;
	socklen_t size = sizeof(who);

	(void)loop;
	(void)events;
	if (fd < 0)
		return;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0)
		add_client(io->data, fd, who.uid);
	else
		close(fd);
}

/* ---- the socket ---- */

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

	if (!listen_at_path(path, CLIENTS_MAX, &fd, error))
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

bool control_has_name(const char *user)
{
	return strncmp(user, NAMELESS, strlen(NAMELESS)) != 0;
}
