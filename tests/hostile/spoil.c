#include "hostile/spoil.h"

#include "base/memory.h"
#include "wire/json.h"

#include <stdio.h>
#include <time.h>

#define STALE_US    400000
#define FILLER_SIZE 65536

static uint64_t state = 1;
static int elsewhere;

void spoil_seed(uint64_t seed)
{
	state = seed;
}

size_t spoil_choose(size_t limit)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return limit == 0 ? 0 : (size_t)(state >> 33) % limit;
}

void spoil_set_elsewhere(int port)
{
	elsewhere = port;
}

static void say(struct reply *reply, int status, const char *text)
{
	reply->status = status;
	buffer_clear(reply->body);
	buffer_add_text(reply->body, text);
}

/* ---- the bytes on the wire ---- */

void spoil_slowly(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->is_slow = true;
}

/* The head alone. */
void spoil_stall(const void *ctx, struct reply *reply)
{
	reply->claimed_length = (long)reply->body->length + 1;
	buffer_clear(reply->body);
	reply->ending = END_STALL;
	(void)ctx;
}

void spoil_silence(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->cut = 0;
	reply->ending = END_STALL;
}

void spoil_reset(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->cut = 0;
	reply->ending = END_RESET;
}

void spoil_close(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->cut = 0;
	reply->ending = END_CLOSE;
}

void spoil_close_in_body(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->claimed_length = (long)reply->body->length;
	reply->body->length = spoil_choose(reply->body->length);
	reply->ending = END_CLOSE;
}

/* A good answer on a connection that, unlike said, is not kept. */
void spoil_close_afterwards(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->ending = END_CLOSE;
}

void spoil_length_too_long(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->claimed_length = (long)(reply->body->length + 1 + spoil_choose(1000));
	reply->ending = END_CLOSE;
}

/* What is left over stands where the next answer should. */
void spoil_length_too_short(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->claimed_length = (long)spoil_choose(reply->body->length);
}

static void fill(const void *ctx, struct reply *reply, const char *unit)
{
	struct buffer *filler = buffer_new(ctx);

	while (filler->length < FILLER_SIZE)
		buffer_add_text(filler, unit);
	reply->filler = filler->bytes;
	reply->filler_length = filler->length;
}

void spoil_endless_chunks(const void *ctx, struct reply *reply)
{
	reply->claimed_length = -2;
	fill(ctx, reply, "10\r\n                \r\n");
}

void spoil_endless_length(const void *ctx, struct reply *reply)
{
	reply->claimed_length = 1L << 40;
	fill(ctx, reply, "                ");
}

void spoil_endless_headers(const void *ctx, struct reply *reply)
{
	reply->cut = strlen("HTTP/1.1 200 OK\r\n");
	fill(ctx, reply, "X-More: and more\r\n");
}

/* Deflate's fixed code: a blank, then "258 bytes back from one byte before" for ever, which is 13
 * bits each, so eight of them are 13 bytes. */
void spoil_gzip_bomb(const void *ctx, struct reply *reply)
{
	static const unsigned char head[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
	struct buffer *bits = buffer_new(ctx), *filler = buffer_new(ctx);
	unsigned pending = 0, count = 0;
	/* Code 285, most significant bit first, and the distance's five zeros. */
	const unsigned back = 0xa3, blank = 0x0a;
	unsigned block = 0x3; /* last block, fixed code */

	buffer_clear(reply->body);
	buffer_add(reply->body, head, sizeof(head));
	pending = block | (blank << 3);
	count = 3 + 8;
	for (int i = 0; i < 8 * 5000; i++) {
		pending |= back << count;
		count += 13;
		for (; count >= 8; count -= 8, pending >>= 8)
			buffer_add_char(bits, (char)pending);
	}
	bits->length -= bits->length % 13;
	buffer_add(reply->body, bits->bytes, bits->length);
	buffer_add(filler, bits->bytes + 13, bits->length - 13);
	reply->filler = filler->bytes;
	reply->filler_length = filler->length;
	reply->headers = "Content-Encoding: gzip\r\n";
	reply->claimed_length = 1L << 40;
}

/* ---- the answer ---- */

void spoil_500(const void *ctx, struct reply *reply)
{
	(void)ctx;
	say(reply, 500, "{\"message\":\"Internal Server Error\"}");
}

void spoil_429_seconds(const void *ctx, struct reply *reply)
{
	(void)ctx;
	say(reply, 429, "{\"message\":\"Too Many Requests\"}");
	reply->headers = "Retry-After: 1\r\n";
}

void spoil_429_date(const void *ctx, struct reply *reply)
{
	time_t then = time(NULL) + 2;
	char date[64];
	struct tm fields;

	say(reply, 429, "{\"message\":\"Too Many Requests\"}");
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&then, &fields));
	reply->headers = text_format(ctx, "Retry-After: %s\r\n", date);
}

void spoil_redirect(const void *ctx, struct reply *reply)
{
	say(reply, 301, "");
	reply->headers =
		text_format(ctx, "Location: http://127.0.0.1:%d/REST/2.0/rt\r\n", elsewhere);
}

void spoil_html(const void *ctx, struct reply *reply)
{
	(void)ctx;
	say(reply, 200,
	    "<!DOCTYPE html><title>Login</title><form action=\"/NoAuth/Login\"></form>");
	reply->content_type = "text/html; charset=utf-8";
}

void spoil_cut_json(const void *ctx, struct reply *reply)
{
	(void)ctx;
	reply->body->length = spoil_choose(reply->body->length);
}

void spoil_deep_json(const void *ctx, struct reply *reply)
{
	(void)ctx;
	say(reply, reply->status, "");
	for (int i = 0; i < 5000; i++)
		buffer_add_text(reply->body, "{\"items\":[");
}

/* ---- values of another type ---- */

static const char *const shapes[] = {
	"null",	     "true",	    "17", "-1", "1e999", "99999999999999999999", "\"\"",
	"\"words\"", "\"\\u0000\"", "[]", "{}", "[[]]",	 "{\"id\":{}}",
};

struct copying {
	const struct json_document *document;
	struct json_writer *writer;
	size_t left, shape; /* values before the one that is replaced */
	bool is_done;
};

static void copy_value(struct copying *copying, const struct json_value *value)
{
	bool is_object = value->type == JSON_OBJECT;

	if (value->key != NULL)
		json_put_key_bytes(copying->writer, value->key, value->key_length, false);
	if (copying->left-- == 0) {
		json_put_number(copying->writer, shapes[copying->shape]);
		copying->is_done = true;
		return;
	}
	if (!is_object && value->type != JSON_ARRAY) {
		json_put_value(copying->writer, copying->document, value);
		return;
	}
	if (is_object)
		json_open_object(copying->writer);
	else
		json_open_array(copying->writer);
	for (const struct json_value *child = json_first(copying->document, value); child != NULL;
	     child = json_next(copying->document, value, child))
		copy_value(copying, child);
	if (is_object)
		json_close_object(copying->writer);
	else
		json_close_array(copying->writer);
}

static bool read_body(const void *ctx, const struct reply *reply, struct json_document *document)
{
	struct json_limits limits = {1 << 26, 1 << 20, JSON_MAX_DEPTH, 1 << 20};
	struct error ignored;

	return json_read(ctx, reply->body->bytes, reply->body->length, &limits, document, &ignored);
}

bool spoil_value(const void *ctx, struct reply *reply, size_t at, size_t shape)
{
	struct json_document document;
	struct buffer *body = buffer_new(ctx);
	struct copying copying = {&document, json_writer_new(ctx, body), at, shape, false};

	if (shape >= sizeof(shapes) / sizeof(shapes[0]) || !read_body(ctx, reply, &document) ||
	    at >= document.count)
		return false;
	copy_value(&copying, &document.values[0]);
	reply->body = body;
	return true;
}

void spoil_type(const void *ctx, struct reply *reply)
{
	struct json_document document;

	if (read_body(ctx, reply, &document))
		spoil_value(ctx, reply, spoil_choose(document.count),
			    spoil_choose(sizeof(shapes) / sizeof(shapes[0])));
}

/* The first one of the list gets letters. */
void spoil_ids(const void *ctx, struct reply *reply)
{
	char *id = strstr(reply->body->bytes, "\"id\"");

	(void)ctx;
	id = id == NULL ? NULL : strpbrk(id + 4, "0123456789");
	if (id != NULL)
		*id = 'x';
}

/* ---- lists ---- */

void spoil_loop(struct search *search)
{
	search->ignores_bounds = true;
}

void spoil_stale(struct search *search)
{
	search->until_us = now_us() - STALE_US;
}

void spoil_repeat(const void *ctx, const struct search *search, uint32_t **ids, size_t *count)
{
	(void)search;
	if (*count == 0)
		return;
	*ids = GROW_ARRAY(ctx, *ids, uint32_t, *count + 1);
	(*ids)[*count] = (*ids)[spoil_choose(*count)];
	++*count;
}

void spoil_order(const void *ctx, const struct search *search, uint32_t **ids, size_t *count)
{
	(void)ctx;
	(void)search;
	for (size_t i = *count; i > 1; i--) {
		size_t other = spoil_choose(i);
		uint32_t id = (*ids)[i - 1];

		(*ids)[i - 1] = (*ids)[other];
		(*ids)[other] = id;
	}
}

void spoil_lose(const void *ctx, const struct search *search, uint32_t **ids, size_t *count)
{
	(void)ctx;
	(void)search;
	if (*count > 0)
		(*ids)[spoil_choose(*count)] = (*ids)[*count - 1], --*count;
}

/* More than were asked for. */
void spoil_add(const void *ctx, const struct search *search, uint32_t **ids, size_t *count)
{
	while (*count > 0 && *count <= search->most)
		spoil_repeat(ctx, search, ids, count);
}
