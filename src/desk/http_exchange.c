#include "desk/http_exchange.h"

#include "base/memory.h"
#include "wire/http_date.h"

#include <string.h>

#define HEADERS_MAX 65536 /* bytes, those of interim answers and trailers among them */

/* ---- what libcurl calls ---- */

/* CURLOPT_PREREQFUNCTION(3): a connection stands, and the request is about to leave on it.
 *
 * Where a kept connection dies before the first byte of an answer, or a stream is refused, libcurl
 * begins anew on another without a word, POST included (Curl_retry_request() in its transfer.c).
 * The server may have obeyed all the same: what changes something goes out once. */
static int on_departure(void *arg, char *their_ip, char *our_ip, int their_port, int our_port)
{
	struct http_exchange *exchange = arg;

	(void)their_ip;
	(void)our_ip;
	(void)their_port;
	(void)our_port;
	if (exchange->sent > 0 && !http_exchange_is_read(exchange)) {
		exchange->refusal = "the connection was closed before an answer came";
		return CURL_PREREQFUNC_ABORT;
	}
	exchange->sent++;
	return CURL_PREREQFUNC_OK;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_exchange *exchange = arg;
	size_t length = size * count;

	exchange->header_bytes += length;
	if (exchange->header_bytes > HEADERS_MAX) {
		exchange->refusal = "the headers of the answer are longer than 64 KiB";
		return 0;
	}
	if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0)
		exchange->has_headers = false;
	else if (length > 0 && (bytes[0] == '\r' || bytes[0] == '\n'))
		exchange->has_headers = true;
	return length;
}

/* The bytes are decoded: the bound is one of memory, whatever was compressed on the way.
 * CURLOPT_MAXFILESIZE(3) looks at Content-Length alone. */
static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_exchange *exchange = arg;
	size_t length = size * count;

	if (length > exchange->max_bytes - exchange->body->length) {
		exchange->refusal = "the answer is longer than it may be";
		return CURL_WRITEFUNC_ERROR;
	}
	buffer_add(exchange->body, bytes, length);
	return length;
}

/* ---- begin ---- */

static int exchange_done(struct http_exchange *exchange)
{
	if (exchange->easy != NULL) {
		http_multi_remove(exchange->multi, exchange->easy);
		curl_easy_cleanup(exchange->easy);
	}
	return 0;
}

static void set_request(struct http_exchange *exchange, const struct http_options *options)
{
	CURL *easy = exchange->easy;
	char *url = text_format(NULL, "%s%s", options->url, exchange->path);
	const char *json = exchange->json != NULL ? exchange->json : "";

	curl_easy_setopt(easy, CURLOPT_URL, url);
	talloc_free(url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER,
			 exchange->json != NULL ? options->json_headers : options->headers);
	if (http_exchange_is_read(exchange))
		return;
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, exchange->method);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(json));
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, json);
}

static void set_callbacks(struct http_exchange *exchange)
{
	CURL *easy = exchange->easy;

	curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->trouble);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_departure);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, exchange);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange);
}

/* ---- end ---- */

static const char *header(const struct http_exchange *exchange, const char *name)
{
	struct curl_header *found;

	if (curl_easy_header(exchange->easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
		return NULL;
	return found->value;
}

static bool read_date(const struct http_exchange *exchange, struct instant *date)
{
	const char *text = header(exchange, "Date");
	struct error ignored;

	/* What stands in a cache has the date of when it was put there. */
	return text != NULL && header(exchange, "Age") == NULL &&
	       http_date_parse(text, strlen(text), date, &ignored);
}

/* Without the query, which may be long enough to leave no room for the reason. */
static void put_error(const struct http_exchange *exchange, const char *reason, struct error *error)
{
	error_put(error, ERROR_IO, "%s %.*s: %s", exchange->method,
		  (int)strcspn(exchange->path, "?"), exchange->path, reason);
}

/* libcurl takes an answer that ends within its headers for one without a body. */
static bool is_whole(const struct http_exchange *exchange, CURLcode code)
{
	return code == CURLE_OK && exchange->has_headers;
}

static const char *reason_of(const struct http_exchange *exchange, CURLcode code)
{
	if (code == CURLE_OK)
		return "the answer ended within its headers";
	if (exchange->refusal != NULL)
		return exchange->refusal;
	return exchange->trouble[0] != '\0' ? exchange->trouble : curl_easy_strerror(code);
}

struct http_exchange *http_exchange_new(const void *ctx, struct http *http,
					const struct http_request *request, http_callback *callback,
					void *arg)
{
	struct http_exchange *exchange = NEW(ctx, struct http_exchange);

	exchange->http = http;
	exchange->method = text_copy(exchange, request->method);
	exchange->path = text_copy(exchange, request->path);
	exchange->json = request->json != NULL ? text_copy(exchange, request->json) : NULL;
	exchange->purpose = request->purpose;
	exchange->callback = callback;
	exchange->arg = arg;
	return exchange;
}

bool http_exchange_is_read(const struct http_exchange *exchange)
{
	return strcmp(exchange->method, "GET") == 0;
}

void http_exchange_begin(struct http_exchange *exchange, const struct http_options *options,
			 struct http_multi *multi)
{
	exchange->multi = multi;
	must(talloc_reference(exchange, options)); /* the handle points into its headers */
	exchange->max_bytes = options->max_bytes;
	exchange->body = buffer_new(exchange);
	exchange->easy = (CURL *)must(curl_easy_duphandle(options->easy));
	talloc_set_destructor(exchange, exchange_done);
	set_request(exchange, options);
	set_callbacks(exchange);
	http_multi_add(multi, exchange->easy);
}

struct http_exchange *http_exchange_of(CURL *easy)
{
	char *exchange;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &exchange);
	return (struct http_exchange *)exchange;
}

void http_exchange_end(const struct http_exchange *exchange, CURLcode code,
		       struct http_answer *answer)
{
	long status = 0;

	if (!is_whole(exchange, code)) {
		http_exchange_refuse(exchange, reason_of(exchange, code), answer);
		if (exchange->sent > 0)
			answer->end = HTTP_UNKNOWN;
		return;
	}
	curl_easy_getinfo(exchange->easy, CURLINFO_RESPONSE_CODE, &status);
	*answer = (struct http_answer){.end = HTTP_ANSWERED, .status = (int)status};
	answer->content_type = header(exchange, "Content-Type");
	answer->location = header(exchange, "Location");
	answer->body = exchange->body->bytes;
	answer->length = exchange->body->length;
	answer->has_date = read_date(exchange, &answer->date);
}

void http_exchange_refuse(const struct http_exchange *exchange, const char *reason,
			  struct http_answer *answer)
{
	*answer = (struct http_answer){.end = HTTP_UNSENT, .body = ""};
	put_error(exchange, reason, &answer->error);
}

struct span http_exchange_took(const struct http_exchange *exchange)
{
	curl_off_t took_us = 0;

	if (exchange->easy != NULL)
		curl_easy_getinfo(exchange->easy, CURLINFO_TOTAL_TIME_T, &took_us);
	return (struct span){took_us};
}

bool http_exchange_wish(const struct http_exchange *exchange, struct instant now, struct span *wish)
{
	const char *text = header(exchange, "Retry-After");
	struct error ignored;

	read_date(exchange, &now);
	return text != NULL && http_date_parse_wait(text, strlen(text), now, wish, &ignored);
}
