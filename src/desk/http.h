/* One HTTP server, asked by many requests at once: libcurl's multi interface on libev. Its own
 * files (http_*.c) are the only ones that know curl.
 *
 * It promises bounds: of bytes (decoded), of headers, of time, of requests in flight and a minute.
 * It follows no redirects, takes no proxy from the environment, speaks https alone (TLS 1.2 or
 * later, verified) unless the server is on loopback, and never puts a secret into a log or an
 * error. It sends no write twice: whether one may be sent again is for the caller, who is told
 * whether it can have arrived. Only a GET whose kept connection turned out to be dead is begun anew
 * on another. After failures it asks less often (domain/retry.h): while the breaker is open
 * requests end at the next turn of the loop, unsent. While nothing is asked it wakes nobody. */
#ifndef REFUNDD_DESK_HTTP_H
#define REFUNDD_DESK_HTTP_H

#include "base/error.h"
#include "domain/instant.h"

#include <stdbool.h>
#include <stddef.h>

struct ev_loop;
struct http;

struct http_settings {
	const char *url;	   /* "https://rt.example.com/REST/2.0": what paths are added to */
	const char *authorization; /* the header's value, a secret; NULL: none */
	const char *ca_file;	   /* NULL: the system's */
	const char *pin;	   /* "sha256//..." of the server's public key; NULL: none */
	const char *proxy;	   /* NULL: none */
	struct span connect_timeout, timeout; /* of a whole request */
	size_t max_bytes;		      /* of a decoded body */
	int in_flight;			      /* requests at once, at most; at least 1 */
	int per_minute;			      /* requests at most; 0: no limit */
};

struct http_request {
	const char *method; /* "GET", "POST", "PUT" */
	const char *path;   /* "/ticket/1", with its query, percent-encoded */
	const char *json;   /* body; NULL: none */
	int purpose;	    /* for the observer */
};

enum http_end {
	HTTP_ANSWERED, /* whole and within its bounds; `status` may be any */
	HTTP_UNSENT,   /* surely never reached the server */
	HTTP_UNKNOWN,  /* it may have left, wholly or in part, and be obeyed, now or soon */
};

/* Lives only during the call. */
struct http_answer {
	enum http_end end;
	int status;		  /* of HTTP_ANSWERED */
	const char *content_type; /* may be NULL */
	const char *location;	  /* may be NULL; never followed */
	const char *body;	  /* ends with NUL, which is not counted; else empty */
	size_t length;
	bool has_date;
	struct instant date; /* the server's clock */
	struct error error;  /* unless HTTP_ANSWERED: what went wrong, without secrets */
};

typedef void http_callback(void *arg, const struct http_answer *answer);

/* Owned by `ctx`; requests under way end unanswered with it. `loop` NULL: one of its own, that
 * only http_wait() runs. ERROR_CONFIG for settings that cannot be. */
struct http *http_new(const void *ctx, struct ev_loop *loop, const struct http_settings *settings,
		      struct error *error);

/* Other settings for the requests that begin from http_adopt() on; those under way end by the old
 * ones. Owned by `ctx` until then; the URL must be the same. NULL: ERROR_CONFIG for settings that
 * cannot be, and nothing has changed. */
struct http_change;
struct http_change *http_prepare(const void *ctx, const struct http_settings *settings,
				 struct error *error);
void http_adopt(struct http *http, struct http_change *change);

/* Is told of each request that is over, before its callback is: how long it took, waiting for its
 * turn left out. */
typedef void http_observer(void *arg, const struct http_request *request,
			   const struct http_answer *answer, struct span took);
void http_observe(struct http *http, http_observer *observer, void *arg);

/* Takes note; `callback` is called exactly once, from the loop, never from within this. It may
 * submit, but not free the http. Requests begin in the order in which they were submitted.
 * `request` is copied. */
void http_submit(struct http *http, const struct http_request *request, http_callback *callback,
		 void *arg);

/* Requests that are not answered yet. */
int http_pending(const struct http *http);

/* Runs the loop until nothing is pending. */
void http_wait(struct http *http);

/* What it did so far: of requests that are over. */
struct http_counts {
	long reads;    /* GET requests sent */
	long writes;   /* others sent */
	long failures; /* without an answer, or with 429 or 5xx; those it did not try left out */
	struct span under_way; /* time in which at least one was under way */
};
struct http_counts http_counts(const struct http *http);

/* Whether the breaker is not closed: until when (*until may be over: then one request tries), and
 * why; the text lives until the next request ends. */
bool http_is_left_alone(const struct http *http, struct instant *until, const char **why);

/* Appends `text` percent-encoded, all but letters, digits and "-._~". */
struct buffer;
void http_encode(struct buffer *buffer, const char *text);

#endif
