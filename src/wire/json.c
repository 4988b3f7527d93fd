#include "wire/json.h"

#include "base/memory.h"
#include "wire/json_parser.h"
#include "wire/json_tape.h"

#include <string.h>
#include <yajl/yajl_parse.h>

#define ARENA_SIZE	 (8 * 1024) /* what yajl wants for an ordinary document, and some */
#define LEXICAL_ERROR	 "lexical error: "
#define TOKEN_FIRST_BYTE "\"-0123456789tfn"

struct json_parser {
	struct json_tape *tape;
	TALLOC_CTX *arena;   /* yajl's memory, empty between documents */
	yajl_handle handle;  /* NULL between documents */
	size_t seen;	     /* bytes of the document that yajl had before this call */
	size_t before;	     /* where the last token but one ended */
	size_t token_end;    /* where the last token ended that yajl took */
	struct error *error; /* of the call under way */
};

/* ---- yajl's memory: it does not look whether it got any ---- */

static void *arena_alloc(void *arena, size_t size)
{
	return must(talloc_size(arena, size));
}

static void *arena_realloc(void *arena, void *pointer, size_t size)
{
	return must(talloc_realloc_size(arena, pointer, size));
}

static void arena_free(void *arena, void *pointer)
{
	(void)arena;
	talloc_free(pointer);
}

/* ---- yajl's callbacks; a zero ends the parse ---- */

static struct json_parser *next_token(void *ctx)
{
	struct json_parser *parser = ctx;

	parser->before = parser->token_end;
	parser->token_end = parser->seen + yajl_get_bytes_consumed(parser->handle);
	return parser;
}

static int take(void *ctx, enum json_type type)
{
	struct json_parser *parser = next_token(ctx);

	return json_tape_add(parser->tape, type, parser->token_end - 1, parser->error);
}

static int take_null(void *ctx)
{
	return take(ctx, JSON_NULL);
}

static int take_truth(void *ctx, int truth)
{
	return take(ctx, truth ? JSON_TRUE : JSON_FALSE);
}

static int take_number(void *ctx, const char *bytes, size_t length)
{
	struct json_parser *parser = next_token(ctx);

	return json_tape_add_text(parser->tape, JSON_NUMBER, bytes, length, parser->token_end - 1,
				  parser->error);
}

static int take_string(void *ctx, const unsigned char *bytes, size_t length)
{
	struct json_parser *parser = next_token(ctx);

	return json_tape_add_text(parser->tape, JSON_STRING, bytes, length, parser->token_end - 1,
				  parser->error);
}

static int take_key(void *ctx, const unsigned char *bytes, size_t length)
{
	struct json_parser *parser = next_token(ctx);

	return json_tape_add_key(parser->tape, bytes, length, parser->error);
}

static int open_object(void *ctx)
{
	struct json_parser *parser = next_token(ctx);

	return json_tape_open(parser->tape, JSON_OBJECT, parser->token_end - 1, parser->error);
}

static int open_array(void *ctx)
{
	struct json_parser *parser = next_token(ctx);

	return json_tape_open(parser->tape, JSON_ARRAY, parser->token_end - 1, parser->error);
}

static int close_container(void *ctx)
{
	json_tape_close(next_token(ctx)->tape);
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = take_null,
	.yajl_boolean = take_truth,
	.yajl_number = take_number,
	.yajl_string = take_string,
	.yajl_start_map = open_object,
	.yajl_map_key = take_key,
	.yajl_end_map = close_container,
	.yajl_start_array = open_array,
	.yajl_end_array = close_container,
};

/* Of the errors that yajl found: its own words for what is wrong within a token, ours for a token
 * that must not stand where it stands. */
static size_t explain_error(struct json_parser *parser, const char *bytes, size_t length)
{
	unsigned char *words = yajl_get_error(parser->handle, 0, NULL, 0);
	const char *within = strstr((const char *)words, LEXICAL_ERROR);
	const char *expected;
	size_t at = json_tape_refused(parser->tape, bytes, length, parser->token_end, &expected);

	if (within != NULL && at < length &&
	    memchr(TOKEN_FIRST_BYTE, bytes[at], strlen(TOKEN_FIRST_BYTE)) != NULL) {
		within += strlen(LEXICAL_ERROR);
		error_set(parser->error, ERROR_INPUT, "%.*s", (int)strcspn(within, ".\n"), within);
		at = parser->seen + yajl_get_bytes_consumed(parser->handle);
	} else {
		error_set(parser->error, ERROR_INPUT, "expected %s", expected);
	}
	yajl_free_error(parser->handle, words);
	return at;
}

/* ---- running yajl; *offset only on failure ---- */

static void begin(struct json_parser *parser)
{
	yajl_alloc_funcs functions = {arena_alloc, arena_realloc, arena_free, parser->arena};

	parser->handle = yajl_alloc(&callbacks, &functions, parser);
	yajl_config(parser->handle, yajl_dont_validate_strings, 1);
	yajl_config(parser->handle, yajl_allow_trailing_garbage, 1);
	parser->seen = parser->before = parser->token_end = 0;
	json_tape_clear(parser->tape);
}

static bool is_good(struct json_parser *parser, yajl_status status, const char *bytes,
		    size_t length, size_t *offset)
{
	const char *expected;

	switch (status) {
	case yajl_status_ok: return true;
	case yajl_status_client_canceled:
		*offset = json_tape_refused(parser->tape, bytes, length, parser->before, &expected);
		return false;
	case yajl_status_error: *offset = explain_error(parser, bytes, length); return false;
	}
	__builtin_unreachable();
}

static bool parse(struct json_parser *parser, const char *bytes, size_t length, size_t *offset)
{
	const unsigned char *news = (const unsigned char *)bytes + parser->seen;

	if (length == parser->seen)
		return true;
	if (!is_good(parser, yajl_parse(parser->handle, news, length - parser->seen), bytes, length,
		     offset))
		return false;
	parser->seen = length;
	return true;
}

/* Only a number can be waiting for its end. */
static bool parse_end(struct json_parser *parser, const char *bytes, size_t length, size_t *offset)
{
	yajl_status status = yajl_complete_parse(parser->handle);

	if (status != yajl_status_error)
		return is_good(parser, status, bytes, length, offset);
	*offset = parser->seen;
	return error_set(parser->error, ERROR_INPUT, "the text ends in the middle of a document");
}

static enum json_progress progress_of(struct json_parser *parser, const char *bytes, size_t length,
				      bool is_all, size_t *offset)
{
	if (!parse(parser, bytes, length, offset))
		return JSON_PROGRESS_BAD;
	if (!json_tape_is_complete(parser->tape)) {
		if (!is_all)
			return JSON_PROGRESS_MORE;
		if (!parse_end(parser, bytes, length, offset))
			return JSON_PROGRESS_BAD;
	}
	return json_check_bytes(bytes, parser->token_end, offset, parser->error)
		       ? JSON_PROGRESS_DONE
		       : JSON_PROGRESS_BAD;
}

struct json_parser *json_parser_new(const void *ctx, const struct json_limits *limits)
{
	struct json_parser *parser = NEW(ctx, struct json_parser);

	parser->tape = json_tape_new(parser, limits);
	parser->arena = must(talloc_pool(parser, ARENA_SIZE));
	return parser;
}

enum json_progress json_parser_run(struct json_parser *parser, const char *bytes, size_t length,
				   bool is_all, struct json_document *document, size_t *offset,
				   struct error *error)
{
	enum json_progress progress;

	if (parser->handle == NULL)
		begin(parser);
	parser->error = error;
	progress = progress_of(parser, bytes, length, is_all, offset);
	if (progress != JSON_PROGRESS_MORE)
		json_parser_reset(parser);
	if (progress == JSON_PROGRESS_DONE)
		*document = (struct json_document){
			.values = parser->tape->values,
			.count = parser->tape->count,
			.bytes = bytes,
			.length = parser->token_end,
		};
	return progress;
}

void json_parser_reset(struct json_parser *parser)
{
	if (parser->handle != NULL)
		yajl_free(parser->handle);
	parser->handle = NULL;
}
