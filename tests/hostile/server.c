#include "hostile/server.h"

#include "base/memory.h"
#include "hostile/request.h"
#include "hostile/store.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct server {
	struct ev_loop *loop;
	struct server_hooks hooks;
	int socket, port;
	ev_io accepting;
	struct connection *connections;
	uint64_t last_id;
	int count, peak;
};

struct connection {
	struct server *server;
	struct connection *next, **link;
	uint64_t id;
	int socket;
	ev_io readable, writable;
	ev_timer byte; /* of a slow reply */
	struct buffer *in, *out;
	size_t request_length, sent;
	void *ctx; /* of the request; NULL: none is being answered */
	struct reply reply;
};

static int connection_done(struct connection *connection)
{
	struct ev_loop *loop = connection->server->loop;

	ev_io_stop(loop, &connection->readable);
	ev_io_stop(loop, &connection->writable);
	ev_timer_stop(loop, &connection->byte);
	close(connection->socket);
	*connection->link = connection->next;
	if (connection->next != NULL)
		connection->next->link = connection->link;
	connection->server->count--;
	return 0;
}

static void reset(struct connection *connection)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};

	setsockopt(connection->socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	talloc_free(connection);
}

/* ---- replies ---- */

static void add_head(struct connection *connection)
{
	const struct reply *reply = &connection->reply;
	size_t length =
		reply->claimed_length < 0 ? reply->body->length : (size_t)reply->claimed_length;
	struct buffer *out = connection->out;
	time_t now = time(NULL);
	struct tm fields;
	char date[40];

	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &fields));
	buffer_add_format(out, "HTTP/1.1 %d %s\r\nDate: %s\r\nContent-Type: %s\r\n", reply->status,
			  reply->status < 300 ? "OK" : "Trouble", date, reply->content_type);
	if (reply->headers != NULL)
		buffer_add_text(out, reply->headers);
	if (reply->claimed_length == -2)
		buffer_add_text(out, "Transfer-Encoding: chunked\r\n\r\n");
	else
		buffer_add_format(out, "Content-Length: %zu\r\nConnection: keep-alive\r\n\r\n",
				  length);
	if (reply->claimed_length == -2 && reply->body->length > 0)
		buffer_add_format(out, "%zx\r\n%s\r\n", reply->body->length, reply->body->bytes);
	else
		buffer_add(out, reply->body->bytes, reply->body->length);
}

static void answer_next(struct connection *connection);

static void end_reply(struct connection *connection, int64_t now)
{
	struct server *server = connection->server;
	enum ending ending = connection->reply.ending;

	ev_io_stop(server->loop, &connection->writable);
	ev_timer_stop(server->loop, &connection->byte);
	server->hooks.sent(server->hooks.arg, &connection->reply, now);
	if (ending == END_STALL)
		return;
	talloc_free(connection->ctx);
	connection->ctx = NULL;
	if (ending == END_CLOSE)
		talloc_free(connection);
	else if (ending == END_RESET)
		reset(connection);
	else
		answer_next(connection);
}

/* At most `most` bytes; when nothing is left, the reply is over. */
static void send_some(struct connection *connection, size_t most)
{
	struct buffer *out = connection->out;
	int64_t now = now_us();
	size_t left = out->length - connection->sent;
	ssize_t sent = send(connection->socket, out->bytes + connection->sent,
			    left < most ? left : most, MSG_NOSIGNAL);

	if (sent < 0 && errno != EAGAIN) {
		talloc_free(connection);
		return;
	}
	connection->sent += sent < 0 ? 0 : (size_t)sent;
	if (connection->sent < out->length) {
		if (!connection->reply.is_slow)
			ev_io_start(connection->server->loop, &connection->writable);
	} else if (connection->reply.filler != NULL) {
		buffer_clear(out);
		connection->sent = 0;
		buffer_add(out, connection->reply.filler, connection->reply.filler_length);
		ev_io_start(connection->server->loop, &connection->writable);
	} else {
		end_reply(connection, now);
	}
}

static void on_writable(struct ev_loop *loop, ev_io *writable, int events)
{
	(void)loop;
	(void)events;
	send_some(writable->data, SIZE_MAX);
}

static void on_byte(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	send_some(timer->data, 1);
}

static void begin_reply(struct connection *connection, const struct reply *reply)
{
	connection->reply = *reply;
	connection->sent = 0;
	buffer_clear(connection->out);
	add_head(connection);
	if (reply->cut < connection->out->length)
		connection->out->length = reply->cut;
	if (reply->is_slow)
		ev_timer_again(connection->server->loop, &connection->byte);
	else
		send_some(connection, SIZE_MAX);
}

static void answer_next(struct connection *connection)
{
	struct server *server = connection->server;
	struct buffer *in = connection->in;
	struct request request = {.server = server, .connection = connection->id};
	struct reply reply;

	connection->ctx = talloc_new(connection);
	if (!request_read(connection->ctx, in, &request, &connection->request_length)) {
		talloc_free(connection->ctx);
		connection->ctx = NULL;
		return;
	}
	in->length -= connection->request_length;
	memmove(in->bytes, in->bytes + connection->request_length, in->length + 1);
	request.ctx = connection->ctx;
	reply = reply_new(request.ctx, 200);
	server->hooks.handle(server->hooks.arg, &request, &reply);
	if (reply.ending != END_LATER)
		begin_reply(connection, &reply);
}

/* ---- connections ---- */

static void on_readable(struct ev_loop *loop, ev_io *readable, int events)
{
	struct connection *connection = readable->data;
	ssize_t length = recv(connection->socket, buffer_reserve(connection->in, 16384), 16384, 0);

	(void)loop;
	(void)events;
	if (length < 0 && errno == EAGAIN)
		return;
	if (length <= 0) {
		talloc_free(connection);
		return;
	}
	buffer_extend(connection->in, (size_t)length);
	if (connection->ctx == NULL)
		answer_next(connection);
}

static void connection_new(struct server *server, int socket)
{
	struct connection *connection = NEW(server, struct connection);
	int yes = 1;

	setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	connection->server = server;
	connection->socket = socket;
	connection->id = ++server->last_id;
	connection->in = buffer_new(connection);
	connection->out = buffer_new(connection);
	connection->next = server->connections;
	connection->link = &server->connections;
	if (connection->next != NULL)
		connection->next->link = &connection->next;
	server->connections = connection;
	ev_io_init(&connection->readable, on_readable, socket, EV_READ);
	ev_io_init(&connection->writable, on_writable, socket, EV_WRITE);
	ev_timer_init(&connection->byte, on_byte, 0, 1.0);
	connection->readable.data = connection->writable.data = connection->byte.data = connection;
	ev_io_start(server->loop, &connection->readable);
	talloc_set_destructor(connection, connection_done);
	if (++server->count > server->peak)
		server->peak = server->count;
}

static void on_accept(struct ev_loop *loop, ev_io *accepting, int events)
{
	int socket = accept4(accepting->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)loop;
	(void)events;
	if (socket >= 0)
		connection_new(accepting->data, socket);
}

/* On the port that it had before; on a free one the first time. */
static bool bind_socket(struct server *server)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr = {htonl(INADDR_LOOPBACK)},
				      .sin_port = htons((uint16_t)server->port)};
	socklen_t length = sizeof(address);
	int yes = 1;

	server->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (server->socket < 0 ||
	    setsockopt(server->socket, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof(yes)) != 0 ||
	    bind(server->socket, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    getsockname(server->socket, (struct sockaddr *)&address, &length) != 0)
		return false;
	server->port = ntohs(address.sin_port);
	return true;
}

struct server *server_new(const void *ctx, struct ev_loop *loop, struct server_hooks hooks)
{
	struct server *server = NEW(ctx, struct server);

	server->loop = loop;
	server->hooks = hooks;
	server->accepting.data = server;
	ev_init(&server->accepting, on_accept);
	return bind_socket(server) && server_open(server) ? server : NULL;
}

int server_port(const struct server *server)
{
	return server->port;
}

int server_peak(const struct server *server)
{
	return server->peak;
}

/* The port stays taken by a socket that does not listen. */
bool server_shut(struct server *server)
{
	int listening = server->socket;

	if (!bind_socket(server)) {
		server->socket = listening;
		return false;
	}
	ev_io_stop(server->loop, &server->accepting);
	close(listening);
	while (server->connections != NULL)
		reset(server->connections);
	return true;
}

bool server_open(struct server *server)
{
	if (listen(server->socket, 128) != 0)
		return false;
	ev_io_set(&server->accepting, server->socket, EV_READ);
	ev_io_start(server->loop, &server->accepting);
	return true;
}

void server_answer(struct server *server, uint64_t connection, const struct reply *reply)
{
	struct connection *at = server->connections;

	while (at != NULL && at->id != connection)
		at = at->next;
	if (at != NULL)
		begin_reply(at, reply);
}

struct reply reply_new(const void *ctx, int status)
{
	return (struct reply){.status = status,
			      .content_type = "application/json; charset=\"utf-8\"",
			      .body = buffer_new(ctx),
			      .claimed_length = -1,
			      .cut = SIZE_MAX,
			      .ending = END_KEEP};
}
