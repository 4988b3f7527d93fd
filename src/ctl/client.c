#include "ctl/client.h"

#include "base/memory.h"
#include "sys/listen.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define ANSWER_MAX (64 * 1024)
#define PATIENCE_S 5 /* of the door */

static const struct json_limits limits = {
	.max_bytes = ANSWER_MAX,
	.max_string = ANSWER_MAX,
	.max_depth = 4,
	.max_members = 64,
};

static bool failed(struct error *error, const char *what, const char *path)
{
	bool is_absent = errno == ENOENT || errno == ECONNREFUSED;

	return error_set(error, is_absent ? ERROR_ABSENT : ERROR_IO,
			 "cannot %s the daemon at %s: %s", what, path,
			 errno == EAGAIN ? "it takes too long" : strerror(errno));
}

static bool connect_to(int fd, const char *path, int patience_s, struct error *error)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct timeval patience = {.tv_sec = patience_s};

	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(error, ERROR_CONFIG, "the control socket's path is too long: %s",
				 path);
	strcpy(address.sun_path, path);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0 ||
	       failed(error, "reach", path);
}

/* A request is far smaller than a socket's buffer: it goes at once. */
static bool send_request(int fd, const char *request, int passed_fd)
{
	struct iovec part = {(void *)request, strlen(request)};
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)),
				.cmsg_level = SOL_SOCKET,
				.cmsg_type = SCM_RIGHTS}};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

	if (passed_fd >= 0) {
		memcpy(CMSG_DATA(&control.header), &passed_fd, sizeof(int));
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
	}
	return sendmsg(fd, &message, MSG_NOSIGNAL) == (ssize_t)part.iov_len;
}

static bool receive_answer(int fd, struct buffer *answer)
{
	ssize_t n;

	do {
		n = recv(fd, buffer_reserve(answer, 4096), 4096, 0);
		if (n < 0)
			return false;
		buffer_extend(answer, (size_t)n);
	} while (n > 0 && answer->length <= ANSWER_MAX);
	return true;
}

/* What the daemon says it could not do is our error. */
static bool check_answer(const struct json_document *answer, struct error *error)
{
	bool is_object = answer->values->type == JSON_OBJECT;
	const struct json_value *ok = is_object ? json_member(answer, answer->values, "ok") : NULL;
	const struct json_value *text =
		is_object ? json_member(answer, answer->values, "error") : NULL;

	if (ok != NULL && ok->type == JSON_TRUE)
		return true;
	if (text != NULL && text->type == JSON_STRING)
		return error_set(error, ERROR_INPUT, "%s", text->text);
	return error_set(error, ERROR_IO, "the daemon's answer says neither yes nor no");
}

static bool converse(const void *ctx, int fd, const char *path, const char *request, int passed_fd,
		     struct json_document *answer, struct error *error)
{
	struct buffer *bytes = buffer_new(ctx);

	if (!send_request(fd, request, passed_fd))
		return failed(error, "ask", path);
	if (!receive_answer(fd, bytes))
		return failed(error, "hear", path);
	if (bytes->length == 0)
		return error_set(error, ERROR_IO, "the daemon at %s hung up", path);
	if (!json_read(ctx, bytes->bytes, bytes->length, &limits, answer, error))
		return error_wrap(error, "the daemon's answer");
	return check_answer(answer, error);
}

static bool ask_at(const void *ctx, const char *path, const char *request, int fd, int patience_s,
		   struct json_document *answer, struct error *error)
{
	int own = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool is_done;

	if (own < 0)
		return failed(error, "reach", path);
	is_done = connect_to(own, path, patience_s, error) &&
		  converse(ctx, own, path, request, fd, answer, error);
	close(own);
	return is_done;
}

/* Nobody has to be there. */
static const char *door_of(const void *ctx, const char *path)
{
	struct sockaddr_un address;
	const char *door = text_format(ctx, "%s" LISTEN_DOOR, path);

	return strlen(door) < sizeof(address.sun_path) ? door : path;
}

bool client_ask(const void *ctx, const char *path, const char *request, int fd, int patience_s,
		struct json_document *answer, struct error *error)
{
	if (ask_at(ctx, door_of(ctx, path), request, fd, patience_s, answer, error))
		return true;
	return error->kind == ERROR_ABSENT &&
	       ask_at(ctx, path, request, fd, patience_s, answer, error);
}

bool client_introduce(const void *ctx, const char *path, int fd, struct error *error)
{
	struct ucred who;
	socklen_t size = sizeof(who);
	struct json_document answer;
	const char *request;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0)
		return error_set(error, ERROR_USE, "who is to be introduced must be at a socket");
	request = text_format(ctx, "{\"request\": \"introduce\", \"uid\": \"%u\"}\n",
			      (unsigned)who.uid);
	return ask_at(ctx, path, request, fd, PATIENCE_S, &answer, error);
}
