#include "daemon/metrics_http.h"

#include "base/memory.h"
#include "sys/listen.h"

#include <errno.h>
#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

#define CLIENTS_MAX	   4
#define CLIENT_PATIENCE_S  5
#define REQUEST_BYTES_MAX  4096 /* of a request's head and our answer's */
#define REQUEST_BYTES_STEP 1024
#define PATH		   "/metrics"
#define TEXT_TYPE	   "text/plain; version=0.0.4; charset=utf-8"

struct metrics_http {
	struct ev_loop *loop;
	struct MHD_Daemon *daemon;
	metrics_writer *writer;
	void *arg;
	const char *path; /* of a Unix socket, to be removed; NULL: there is none */
	char place[LISTEN_PLACE_SIZE];
	ev_io io;	/* of the library's own epoll, which holds all its sockets */
	ev_timer timer; /* of clients that are slow */
};

/* ---- one request ---- */

static enum MHD_Result send_text(struct MHD_Connection *connection, struct metrics_http *server)
{
	struct buffer *text = buffer_new(NULL);
	struct MHD_Response *response;
	enum MHD_Result is_sent;

	server->writer(server->arg, text);
	response =
		MHD_create_response_from_buffer(text->length, text->bytes, MHD_RESPMEM_MUST_COPY);
	talloc_free(text);
	must(response);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, TEXT_TYPE);
	is_sent = MHD_queue_response(connection, MHD_HTTP_OK, response);
	MHD_destroy_response(response);
	return is_sent;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, const char *text)
{
	struct MHD_Response *response =
		MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result is_sent;

	must(response);
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET");
	is_sent = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return is_sent;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *path,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_size, void **request)
{
	(void)version;
	(void)upload;
	(void)upload_size;
	(void)request;
	if (strcmp(path, PATH) != 0)
		return refuse(connection, MHD_HTTP_NOT_FOUND, "there is only " PATH "\n");
	if (strcmp(method, MHD_HTTP_METHOD_GET) != 0)
		return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET is answered\n");
	return send_text(connection, arg);
}

/* ---- the loop ---- */

static unsigned count_clients(const struct metrics_http *server)
{
	const union MHD_DaemonInfo *info =
		must(MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS));

	return info->num_connections;
}

/* The library says after each run how long it can wait. */
static void run(struct metrics_http *server)
{
	MHD_UNSIGNED_LONG_LONG wait_ms;

	unsigned before;

	/* A place that became free is offered to the next client by a further run only, and nothing
	 * would call for that: while there is none, who knocks does not make the epoll readable. */
	do {
		before = count_clients(server);
		MHD_run(server->daemon);
	} while (count_clients(server) < before);
	ev_timer_stop(server->loop, &server->timer);
	if (MHD_get_timeout(server->daemon, &wait_ms) == MHD_YES) {
		ev_timer_set(&server->timer, (double)wait_ms / 1000.0, 0);
		ev_timer_start(server->loop, &server->timer);
	}
}

static void on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	(void)loop;
	(void)events;
	run(io->data);
}

static void on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	run(timer->data);
}

/* ---- start and stop ---- */

static bool start(struct metrics_http *server, int fd, struct error *error)
{
	const union MHD_DaemonInfo *info;

	server->daemon = MHD_start_daemon(
		MHD_USE_EPOLL, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CLIENTS_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)CLIENT_PATIENCE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)REQUEST_BYTES_MAX, MHD_OPTION_CONNECTION_MEMORY_INCREMENT,
		(size_t)REQUEST_BYTES_STEP, MHD_OPTION_END);
	if (server->daemon == NULL)
		return error_set(error, ERROR_IO, "the metrics cannot be served at %s: %s",
				 server->place, strerror(errno));
	info = must(MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD));
	ev_io_init(&server->io, on_readable, info->epoll_fd, EV_READ);
	ev_timer_init(&server->timer, on_timer, 0, 0);
	server->io.data = server->timer.data = server;
	ev_io_start(server->loop, &server->io);
	return true;
}

/* The socket is the library's once it has started, and closed by it. */
static int server_done(struct metrics_http *server)
{
	if (server->path != NULL)
		unlink(server->path);
	if (server->daemon == NULL)
		return 0;
	ev_io_stop(server->loop, &server->io);
	ev_timer_stop(server->loop, &server->timer);
	MHD_stop_daemon(server->daemon);
	return 0;
}

struct metrics_http *metrics_http_new(const void *ctx, struct ev_loop *loop,
				      const struct listen_address *address, metrics_writer *writer,
				      void *arg, struct error *error)
{
	struct metrics_http *server = NEW(ctx, struct metrics_http);
	int fd;

	server->loop = loop;
	server->writer = writer;
	server->arg = arg;
	if (!listen_at_address(address, CLIENTS_MAX, &fd, server->place, error)) {
		talloc_free(server);
		return NULL;
	}
	if (address->kind == LISTEN_UNIX)
		server->path = text_copy(server, address->path);
	talloc_set_destructor(server, server_done);
	if (!start(server, fd, error)) {
		close(fd);
		talloc_free(server);
		return NULL;
	}
	return server;
}

const char *metrics_http_place(const struct metrics_http *server)
{
	return server->place;
}
