#include "sys/config_source.h"

#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FILES 100
#define MAX_BYTES (1024 * 1024) /* of one file */

struct source {
	const void *ctx;
	const void *names; /* who owns the files' names */
	bool may_include;
	int files;
	struct config_tokens *tokens;
	struct problems *problems;
};

/* The files that are open at one moment, the innermost first. */
struct opened {
	char *identity;
	const struct opened *by;
};

static bool splice_file(struct source *source, const struct config_file *file,
			const struct opened *opened);

static bool read_bytes(const void *ctx, const char *name, FILE *stream, struct place place,
		       struct config_file **file, struct problems *problems)
{
	char *bytes = must(talloc_size(ctx, MAX_BYTES + 1)); /* not zeroed: few files fill it */
	size_t length = fread(bytes, 1, MAX_BYTES + 1, stream);

	if (ferror(stream)) {
		problems_add(problems, place, "%s cannot be read: %s", name, strerror(errno));
	} else if (length > MAX_BYTES) {
		problems_add(problems, place, "%s is larger than 1 MiB", name);
	} else {
		bytes[length] = '\0';
		*file = NEW(ctx, struct config_file);
		**file = (struct config_file){name, GROW_ARRAY(ctx, bytes, char, length + 1),
					      length};
		return true;
	}
	talloc_free(bytes);
	return false;
}

/* `place` is where the file was asked for. */
static bool read_file(const void *ctx, const char *name, struct place place,
		      struct config_file **file, struct problems *problems)
{
	FILE *stream = fopen(name, "re");
	bool ok;

	if (stream == NULL) {
		problems_add(problems, place, "%s cannot be opened: %s", name, strerror(errno));
		return false;
	}
	ok = read_bytes(ctx, name, stream, place, file, problems);
	fclose(stream);
	return ok;
}

/* One name for a file, however it was reached; its own where there is no such file. */
static char *identity_of(const void *ctx, const char *name)
{
	char *real = realpath(name, NULL);
	char *identity = text_copy(ctx, real != NULL ? real : name);

	free(real);
	return identity;
}

static bool include_file(struct source *source, const struct config_token *token,
			 const struct opened *by)
{
	char *name = config_source_resolve(source->names, token->file, token->text);
	struct opened opened = {identity_of(source->ctx, name), by};
	struct config_file *file;

	if (!source->may_include) {
		problems_add(source->problems, token->place, "nothing can be included here");
		return false;
	}
	for (const struct opened *open = by; open != NULL; open = open->by) {
		if (strcmp(open->identity, opened.identity) == 0) {
			problems_add(source->problems, token->place, "%s includes itself", name);
			return false;
		}
	}
	if (++source->files > MAX_FILES) {
		problems_add(source->problems, token->place, "more than %d files are included",
			     MAX_FILES);
		return false;
	}
	return read_file(source->ctx, name, token->place, &file, source->problems) &&
	       splice_file(source, file, &opened);
}

static bool is_include(const struct config_tokens *tokens, size_t i)
{
	return i + 1 < tokens->count && config_token_is(&tokens->list[i], CONFIG_WORD, "include") &&
	       config_token_is(&tokens->list[i + 1], CONFIG_SIGN, "(");
}

static bool is_include_whole(const struct config_tokens *tokens, size_t i)
{
	return i + 3 < tokens->count && tokens->list[i + 2].kind == CONFIG_TEXT &&
	       config_token_is(&tokens->list[i + 3], CONFIG_SIGN, ")");
}

/* Appends a token and keeps account of the braces: *open is the number of the innermost open one
 * and one more, or 0; until it is closed, its match holds the same of the one around it. */
static bool append(struct source *source, struct config_token token, size_t *open)
{
	struct config_tokens *tokens = source->tokens;

	if (config_token_is(&token, CONFIG_SIGN, "{")) {
		token.match = *open;
		*open = tokens->count + 1;
	} else if (config_token_is(&token, CONFIG_SIGN, "}")) {
		if (*open == 0) {
			problems_add(source->problems, token.place, "this closes nothing");
			return false;
		}
		token.match = *open - 1;
		*open = tokens->list[token.match].match;
	}
	config_tokens_add(source->ctx, tokens, token);
	return true;
}

static bool splice_tokens(struct source *source, const struct config_tokens *own,
			  const struct opened *opened)
{
	size_t open = 0;

	for (size_t i = 0; i < own->count; i++) {
		if (!is_include(own, i)) {
			if (!append(source, own->list[i], &open))
				return false;
			continue;
		}
		if (!is_include_whole(own, i)) {
			problems_add(source->problems, own->list[i].place,
				     "an include is written include(\"FILE\")");
			return false;
		}
		if (!include_file(source, &own->list[i + 2], opened))
			return false;
		i += 3;
	}
	if (open != 0)
		problems_add(source->problems, source->tokens->list[open - 1].place,
			     "this is never closed");
	return open == 0;
}

static bool splice_file(struct source *source, const struct config_file *file,
			const struct opened *opened)
{
	struct config_tokens own = {0};

	return config_scan(source->ctx, file, &own, source->problems) &&
	       splice_tokens(source, &own, opened);
}

bool config_source_read(const void *ctx, const void *names, const char *name, const char *text,
			struct config_tokens *tokens, struct problems *problems)
{
	struct source source = {ctx, names, text == NULL, 1, tokens, problems};
	struct opened opened = {text == NULL ? identity_of(ctx, name) : text_copy(ctx, name), NULL};
	struct config_file *file;
	struct config_token end;

	if (text != NULL) {
		file = NEW(ctx, struct config_file);
		*file = (struct config_file){name, text, strlen(text)};
	} else if (!read_file(ctx, name, (struct place){0}, &file, problems)) {
		return false;
	}
	if (!splice_file(&source, file, &opened))
		return false;
	end = (struct config_token){CONFIG_END, .text = "the end", .file = file,
				    .place = {name, 1, 1}};
	end.place = config_place_of_offset(&end, file->length);
	config_tokens_add(ctx, tokens, end);
	return true;
}

char *config_source_resolve(const void *ctx, const struct config_file *file, const char *path)
{
	const char *slash = strrchr(file->name, '/');

	if (path[0] == '/' || slash == NULL)
		return text_copy(ctx, path);
	return text_format(ctx, "%.*s%s", (int)(slash - file->name) + 1, file->name, path);
}
