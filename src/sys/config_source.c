#include "sys/config_source.h"

#include "base/memory.h"
#include "sys/config_braces.h"

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

static void splice_file(struct source *source, const struct config_file *file,
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

/* Says why not, or adds what is in the file. */
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
	if (!read_file(source->ctx, name, token->place, &file, source->problems))
		return false;
	splice_file(source, file, &opened);
	return true;
}

static bool is_include(const struct config_tokens *tokens, size_t i)
{
	return i + 1 < tokens->count && config_token_is(&tokens->list[i], CONFIG_WORD, "include") &&
	       config_token_is(&tokens->list[i + 1], CONFIG_SIGN, "(");
}

/* The number of the token after it. */
static size_t take_include(struct source *source, const struct config_tokens *own, size_t i,
			   const struct opened *opened)
{
	int line = own->list[i].place.line;
	bool is_whole = i + 3 < own->count && own->list[i + 2].kind == CONFIG_TEXT &&
			config_token_is(&own->list[i + 3], CONFIG_SIGN, ")");

	if (!is_whole)
		problems_add(source->problems, own->list[i].place,
			     "an include is written include(\"FILE\")");
	if (!is_whole || !include_file(source, &own->list[i + 2], opened))
		config_tokens_lack(source->tokens);
	if (is_whole)
		return i + 4;
	for (; i < own->count && own->list[i].place.line == line; i++)
		if (own->list[i].kind == CONFIG_SIGN && strchr("{}", own->list[i].text[0]) != NULL)
			config_tokens_add(source->ctx, source->tokens, own->list[i]);
	return i;
}

static void splice_file(struct source *source, const struct config_file *file,
			const struct opened *opened)
{
	struct config_tokens own = {0};

	config_scan(source->ctx, file, &own, source->problems);
	config_braces_mend(source->ctx, &own, source->problems);
	source->tokens->lacks = source->tokens->lacks || own.lacks;
	for (size_t i = 0; i < own.count;) {
		if (is_include(&own, i))
			i = take_include(source, &own, i, opened);
		else
			config_tokens_add(source->ctx, source->tokens, own.list[i++]);
	}
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
	splice_file(&source, file, &opened);
	end = (struct config_token){CONFIG_END, .text = "the end", .file = file,
				    .place = {name, 1, 1}};
	end.place = config_place_of_offset(&end, file->length);
	config_tokens_add(ctx, tokens, end);
	config_tokens_match(tokens);
	return true;
}

char *config_source_resolve(const void *ctx, const struct config_file *file, const char *path)
{
	const char *slash = strrchr(file->name, '/');

	if (path[0] == '/' || slash == NULL)
		return text_copy(ctx, path);
	return text_format(ctx, "%.*s%s", (int)(slash - file->name) + 1, file->name, path);
}
