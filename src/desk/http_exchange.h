/* One request and what comes back, byte by byte and within bounds. Of http.c only. */
#ifndef REFUNDD_DESK_HTTP_EXCHANGE_H
#define REFUNDD_DESK_HTTP_EXCHANGE_H

#include "base/buffer.h"
#include "desk/http.h"
#include "desk/http_multi.h"
#include "desk/http_options.h"

#include <curl/curl.h>

struct http_exchange {
	struct http *http;
	struct http_exchange *next; /* that waits */
	const char *method, *path, *json;
	int purpose;
	http_callback *callback;
	void *arg;

	struct http_multi *multi; /* from here on: of one that has begun */
	CURL *easy;
	int sent; /* how often it was let onto a wire */
	size_t max_bytes, header_bytes;
	bool has_headers; /* of the answer, all of them */
	struct buffer *body;
	const char *refusal; /* why we ended it; NULL: we did not */
	char trouble[CURL_ERROR_SIZE];
};

/* Owned by `ctx`; freeing it ends what is under way. Copies `request`. */
struct http_exchange *http_exchange_new(const void *ctx, struct http *http,
					const struct http_request *request, http_callback *callback,
					void *arg);

/* It is a GET, and changes nothing. */
bool http_exchange_is_read(const struct http_exchange *exchange);

void http_exchange_begin(struct http_exchange *exchange, const struct http_options *options,
			 struct http_multi *multi);
/* The exchange that a handle belongs to. */
struct http_exchange *http_exchange_of(CURL *easy);

/* What became of it; the texts live as long as the exchange. */
void http_exchange_end(const struct http_exchange *exchange, CURLcode code,
		       struct http_answer *answer);
/* The end of one that never began: `reason`, a sentence without its subject. */
void http_exchange_refuse(const struct http_exchange *exchange, const char *reason,
			  struct http_answer *answer);

/* How long it took; zero for one that never began. */
struct span http_exchange_took(const struct http_exchange *exchange);

/* How long the server wishes to be left alone (Retry-After), or false. */
bool http_exchange_wish(const struct http_exchange *exchange, struct instant now,
			struct span *wish);

#endif
