/* What holds for every request to one server, as a libcurl handle to make others from. Of http.c
 * only: here stands all that keeps a transfer encrypted, verified and away from the environment. */
#ifndef REFUNDD_DESK_HTTP_OPTIONS_H
#define REFUNDD_DESK_HTTP_OPTIONS_H

#include "desk/http.h"

#include <curl/curl.h>

struct http_options {
	const char *url; /* without a slash at its end */
	size_t max_bytes;
	CURL *easy;
	struct curl_slist *headers;	 /* of every request */
	struct curl_slist *json_headers; /* of one that has a body */
};

/* Owned by `ctx`, and must outlive the handles that are made from it. ERROR_CONFIG. */
struct http_options *http_options_new(const void *ctx, const struct http_settings *settings,
				      struct error *error);

#endif
