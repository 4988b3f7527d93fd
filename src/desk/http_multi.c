#include "desk/http_multi.h"

#include "base/memory.h"

struct http_multi {
	CURLM *curl;
	struct ev_loop *loop;
	ev_timer timer;
	http_multi_ended *ended;
};

struct watch { /* of one socket */
	struct http_multi *multi;
	ev_io io;
};

/* CURLMOPT_SOCKETFUNCTION(3) and curl_multi_info_read(3): many may be over at once, and a handle
 * must not be touched by others before it is removed. */
static void drain(struct http_multi *multi)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(multi->curl, &left)) != NULL) {
		CURL *easy = message->easy_handle;
		CURLcode code = message->data.result;

		curl_multi_remove_handle(multi->curl, easy);
		multi->ended(easy, code);
	}
}

static void act(struct http_multi *multi, curl_socket_t fd, int events)
{
	int running;

	curl_multi_socket_action(multi->curl, fd, events, &running);
	drain(multi);
}

static void on_socket(struct ev_loop *loop, ev_io *io, int events)
{
	struct watch *watch = io->data;
	int seen = 0;

	(void)loop;
	if (events & EV_READ)
		seen |= CURL_CSELECT_IN;
	if (events & EV_WRITE)
		seen |= CURL_CSELECT_OUT;
	if (events & EV_ERROR)
		seen |= CURL_CSELECT_ERR;
	act(watch->multi, io->fd, seen);
}

static void on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	act(timer->data, CURL_SOCKET_TIMEOUT, 0);
}

static int watch_done(struct watch *watch)
{
	ev_io_stop(watch->multi->loop, &watch->io);
	return 0;
}

static struct watch *watch_new(struct http_multi *multi, curl_socket_t fd)
{
	struct watch *watch = NEW(multi, struct watch);

	watch->multi = multi;
	ev_io_init(&watch->io, on_socket, fd, 0);
	watch->io.data = watch;
	talloc_set_destructor(watch, watch_done);
	curl_multi_assign(multi->curl, fd, watch);
	return watch;
}

/* What libcurl waits for on a socket: CURLMOPT_SOCKETFUNCTION(3). */
static int take_interest(CURL *easy, curl_socket_t fd, int interest, void *arg, void *assigned)
{
	struct http_multi *multi = arg;
	struct watch *watch = assigned;

	(void)easy;
	if (interest == CURL_POLL_REMOVE) {
		talloc_free(watch);
		return 0;
	}
	if (watch == NULL)
		watch = watch_new(multi, fd);
	ev_io_stop(multi->loop, &watch->io);
	ev_io_set(&watch->io, fd,
		  (interest & CURL_POLL_IN ? EV_READ : 0) |
			  (interest & CURL_POLL_OUT ? EV_WRITE : 0));
	ev_io_start(multi->loop, &watch->io);
	return 0;
}

/* CURLMOPT_TIMERFUNCTION(3): libcurl is in the midst of its work and must not be called. */
static int take_deadline(CURLM *curl, long delay_ms, void *arg)
{
	struct http_multi *multi = arg;

	(void)curl;
	ev_timer_stop(multi->loop, &multi->timer);
	if (delay_ms >= 0) {
		ev_timer_set(&multi->timer, (double)delay_ms / 1000.0, 0);
		ev_timer_start(multi->loop, &multi->timer);
	}
	return 0;
}

static int multi_done(struct http_multi *multi)
{
	curl_multi_cleanup(multi->curl);
	ev_timer_stop(multi->loop, &multi->timer);
	return 0;
}

struct http_multi *http_multi_new(const void *ctx, struct ev_loop *loop, int connections,
				  http_multi_ended *ended)
{
	struct http_multi *multi = NEW(ctx, struct http_multi);

	multi->curl = (CURLM *)must(curl_multi_init());
	multi->loop = loop;
	multi->ended = ended;
	ev_timer_init(&multi->timer, on_timer, 0, 0);
	multi->timer.data = multi;
	curl_multi_setopt(multi->curl, CURLMOPT_SOCKETFUNCTION, take_interest);
	curl_multi_setopt(multi->curl, CURLMOPT_SOCKETDATA, multi);
	curl_multi_setopt(multi->curl, CURLMOPT_TIMERFUNCTION, take_deadline);
	curl_multi_setopt(multi->curl, CURLMOPT_TIMERDATA, multi);
	http_multi_keep(multi, connections);
	talloc_set_destructor(multi, multi_done);
	return multi;
}

void http_multi_keep(struct http_multi *multi, int connections)
{
	curl_multi_setopt(multi->curl, CURLMOPT_MAXCONNECTS, (long)connections);
}

void http_multi_add(struct http_multi *multi, CURL *easy)
{
	curl_multi_add_handle(multi->curl, easy);
}

void http_multi_remove(struct http_multi *multi, CURL *easy)
{
	curl_multi_remove_handle(multi->curl, easy);
}
