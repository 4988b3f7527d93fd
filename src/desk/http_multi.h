/* libcurl's multi interface on libev: a watcher per socket, and one timer. Of http.c only.
 *
 * It knows neither requests nor answers, only that a transfer is over. While none is under way it
 * watches nothing: kept connections wake nobody. */
#ifndef REFUNDD_DESK_HTTP_MULTI_H
#define REFUNDD_DESK_HTTP_MULTI_H

#include <curl/curl.h>
#include <ev.h>

struct http_multi;

/* A transfer is over, and no longer with libcurl. Called from the loop alone. */
typedef void http_multi_ended(CURL *easy, CURLcode code);

/* Owned by `ctx`, before which all transfers must be removed. Keeps at most `connections` when
 * they are idle. */
struct http_multi *http_multi_new(const void *ctx, struct ev_loop *loop, int connections,
				  http_multi_ended *ended);
void http_multi_keep(struct http_multi *multi, int connections);

void http_multi_add(struct http_multi *multi, CURL *easy);
/* Nothing more is heard of it. Harmless when it is over already. */
void http_multi_remove(struct http_multi *multi, CURL *easy);

#endif
