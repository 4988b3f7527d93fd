#include "support/http_script.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 256
#define REQUESTS_MAX	1024
#define REQUEST_SIZE	65536
#define DRIP_MS		20
#define TOGETHER_S	5

struct connection {
	struct script *script;
	pthread_t thread;
	int fd;
};

struct script {
	const struct script_step *steps;
	size_t step_count;
	char url[64];
	int fd;
	pthread_t thread;
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t changed;
	struct connection connections[CONNECTIONS_MAX];
	char *requests[REQUESTS_MAX];
	int at_once;
	struct script_report report;
};

/* ---- one connection ---- */

static size_t body_length(const char *head)
{
	const char *line = strcasestr(head, "\r\nContent-Length:");

	return line != NULL ? strtoul(line + strlen("\r\nContent-Length:"), NULL, 10) : 0;
}

/* Reads a request, head and body; NULL when the client hung up. */
static char *read_request(int fd)
{
	char *bytes = calloc(1, REQUEST_SIZE), *end = NULL;
	size_t length = 0;

	while (end == NULL || length < (size_t)(end - bytes) + 4 + body_length(bytes)) {
		ssize_t got = recv(fd, bytes + length, REQUEST_SIZE - 1 - length, 0);

		if (got <= 0) {
			free(bytes);
			return NULL;
		}
		length += (size_t)got;
		end = strstr(bytes, "\r\n\r\n");
	}
	return bytes;
}

static bool send_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

static void wait_for_hangup(int fd)
{
	char byte;

	while (recv(fd, &byte, 1, 0) > 0)
		;
}

static void drip(int fd, const char *bytes, size_t length)
{
	struct pollfd client = {fd, POLLIN, 0};

	for (size_t i = 0; i < length && poll(&client, 1, DRIP_MS) == 0; i++)
		if (!send_all(fd, bytes + i, 1))
			return;
	wait_for_hangup(fd);
}

/* The next close() sends a reset. */
static void prepare_reset(int fd)
{
	struct linger at_once = {.l_onoff = 1, .l_linger = 0};

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

/* Whether the connection goes on. */
static bool perform(const struct script_step *step, int fd)
{
	size_t length = step->length > 0 ? step->length : strlen(step->bytes);

	switch (step->deed) {
	case SCRIPT_KEEP: return send_all(fd, step->bytes, length);
	case SCRIPT_CLOSE: send_all(fd, step->bytes, length); return false;
	case SCRIPT_RESET:
		send_all(fd, step->bytes, length);
		prepare_reset(fd);
		return false;
	case SCRIPT_STALL:
		send_all(fd, step->bytes, length);
		wait_for_hangup(fd);
		return false;
	case SCRIPT_DRIP: drip(fd, step->bytes, length); return false;
	case SCRIPT_FLOOD:
		while (send_all(fd, step->bytes, length))
			;
		return false;
	}
	return false;
}

static void wait_for_others(struct script *script, int together)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += TOGETHER_S;
	while (script->report.most_at_once < together &&
	       pthread_cond_timedwait(&script->changed, &script->lock, &until) == 0)
		;
}

static const struct script_step *note_request(struct script *script, char *request)
{
	const struct script_step *step;
	size_t n;

	pthread_mutex_lock(&script->lock);
	n = (size_t)script->report.requests++;
	cr_assert_lt(n, REQUESTS_MAX);
	script->requests[n] = request;
	if (++script->at_once > script->report.most_at_once)
		script->report.most_at_once = script->at_once;
	pthread_cond_broadcast(&script->changed);
	step = &script->steps[n < script->step_count ? n : script->step_count - 1];
	wait_for_others(script, step->together);
	script->at_once--;
	pthread_mutex_unlock(&script->lock);
	return step;
}

static void *serve(void *arg)
{
	struct connection *connection = arg;
	struct script *script = connection->script;
	char *request;

	while ((request = read_request(connection->fd)) != NULL)
		if (!perform(note_request(script, request), connection->fd))
			break;
	pthread_mutex_lock(&script->lock);
	close(connection->fd);
	connection->fd = -1;
	pthread_mutex_unlock(&script->lock);
	return NULL;
}

static void *accept_all(void *arg)
{
	struct script *script = arg;
	int fd;

	while ((fd = accept(script->fd, NULL, NULL)) >= 0) {
		struct connection *connection;

		pthread_mutex_lock(&script->lock);
		cr_assert_lt(script->report.connections, CONNECTIONS_MAX);
		connection = &script->connections[script->report.connections++];
		*connection = (struct connection){.script = script, .fd = fd};
		pthread_create(&connection->thread, NULL, serve, connection);
		pthread_mutex_unlock(&script->lock);
	}
	return NULL;
}

struct script *script_start(const struct script_step *steps, size_t count)
{
	struct script *script = calloc(1, sizeof(*script));
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);

	cr_assert_not_null(script);
	script->steps = steps;
	script->step_count = count;
	script->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(script->fd, (struct sockaddr *)&address, length), 0);
	cr_assert_eq(listen(script->fd, CONNECTIONS_MAX), 0);
	getsockname(script->fd, (struct sockaddr *)&address, &length);
	snprintf(script->url, sizeof(script->url), "http://127.0.0.1:%d", ntohs(address.sin_port));
	pthread_mutex_init(&script->lock, NULL);
	pthread_cond_init(&script->changed, NULL);
	cr_assert_eq(pthread_create(&script->thread, NULL, accept_all, script), 0);
	return script;
}

const char *script_url(const struct script *script)
{
	return script->url;
}

void script_stop(struct script *script)
{
	shutdown(script->fd, SHUT_RDWR);
	pthread_join(script->thread, NULL);
	close(script->fd);
	for (int i = 0; i < script->report.connections; i++) {
		struct connection *connection = &script->connections[i];

		pthread_mutex_lock(&script->lock);
		if (connection->fd >= 0)
			shutdown(connection->fd, SHUT_RDWR);
		pthread_mutex_unlock(&script->lock);
		pthread_join(connection->thread, NULL);
	}
	for (int i = 0; i < script->report.requests; i++)
		free(script->requests[i]);
	free(script);
}

struct script_report script_report(struct script *script)
{
	struct script_report report;

	pthread_mutex_lock(&script->lock);
	report = script->report;
	pthread_mutex_unlock(&script->lock);
	return report;
}

const char *script_request(struct script *script, int n)
{
	const char *request;

	pthread_mutex_lock(&script->lock);
	request = n < script->report.requests ? script->requests[n] : NULL;
	pthread_mutex_unlock(&script->lock);
	return request;
}
