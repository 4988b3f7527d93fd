#include "sys/config.h"

#include "base/memory.h"
#include "sys/config_build.h"
#include "sys/config_parse.h"
#include "sys/config_source.h"

#include <stdlib.h>
#include <string.h>

struct loaded {
	struct config config; /* first, so that one pointer serves both */
	struct buffer *dump, *text;
};

/* The number of the first token of a file: the files in the order in which they were read. */
static size_t rank_of(const struct config_tokens *tokens, const char *file)
{
	const struct config_file *seen = NULL;

	for (size_t i = 0; i < tokens->count && file != NULL; i++) {
		if (tokens->list[i].file == seen)
			continue;
		seen = tokens->list[i].file;
		if (strcmp(seen->name, file) == 0)
			return i;
	}
	return tokens->count;
}

struct ranked {
	struct problem problem;
	size_t rank, number;
};

static int compare(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->rank != b->rank)
		return compare(a->rank, b->rank);
	if (a->problem.place.line != b->problem.place.line)
		return a->problem.place.line - b->problem.place.line;
	if (a->problem.place.column != b->problem.place.column)
		return a->problem.place.column - b->problem.place.column;
	return compare(a->number, b->number);
}

static bool is_same(const struct problem *a, const struct problem *b)
{
	return a->place.file != NULL && b->place.file != NULL &&
	       strcmp(a->place.file, b->place.file) == 0 && a->place.line == b->place.line &&
	       a->place.column == b->place.column && strcmp(a->text, b->text) == 0;
}

/* Puts the problems from `first` on into the order of the files, each once though its file may be
 * included more than once, and makes their places outlive the config. */
static void settle_problems(struct problems *problems, size_t first,
			    const struct config_tokens *tokens)
{
	size_t count = problems->count - first;
	struct ranked *list = NEW_ARRAY(NULL, struct ranked, count);

	for (size_t i = 0; i < count; i++) {
		struct problem problem = problems->list[first + i];

		if (problem.place.file != NULL)
			problem.place.file = text_copy(problems, problem.place.file);
		list[i] = (struct ranked){problem, rank_of(tokens, problem.place.file), i};
	}
	qsort(list, count, sizeof(*list), compare_ranked);
	problems->count = first;
	for (size_t i = 0; i < count; i++)
		if (i == 0 || !is_same(&list[i].problem, &list[i - 1].problem))
			problems->list[problems->count++] = list[i].problem;
	talloc_free(list);
}

/* What the configuration of a daemon must have, and what must hold within it. */
static void check_whole(const struct config *config, bool lacks, size_t before,
			struct problems *problems)
{
	struct place whole = {config->file, 0, 0};

	if (config->policies.policy_count == 0 && !lacks)
		problems_add(problems, whole, "there is no policy");
	if (config->phrasebooks.count == 0 && !lacks)
		problems_add(problems, whole, "there is no reply");
	if (problems->count == before)
		policy_check(&config->policies, problems);
}

static bool is_seen_before(const struct config_tokens *tokens, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (tokens->list[j].file == tokens->list[i].file)
			return true;
	return false;
}

/* A file that holds no token says nothing. */
static void gather_text(const struct config_tokens *tokens, struct buffer *text)
{
	const struct config_file *last = NULL;

	for (size_t i = 0; i < tokens->count; i++) {
		const struct config_file *file = tokens->list[i].file;

		if (file == NULL || file == last)
			continue;
		last = file;
		if (is_seen_before(tokens, i))
			continue;
		buffer_add_format(text, "## %s\n", file->name);
		buffer_add(text, file->bytes, file->length);
	}
}

/* What there is to say of a configuration besides its own rules; NULL: nothing. */
struct source {
	const char *name;
	const char *text; /* NULL: it is the file's */
	bool is_record;	  /* of a policy alone, whose grammar is all that counts */
	config_checker *check;
};

/* Returns what could be read, right or not; all that is wrong is in `problems`, in order. */
static struct loaded *load(const void *ctx, struct source source, struct problems *problems)
{
	struct loaded *loaded = NEW(ctx, struct loaded);
	struct config *config = &loaded->config;
	void *scratch = talloc_new(loaded);
	struct config_tokens all = {0}, tokens;
	size_t before = problems->count;
	cfg_t *tree = NULL;

	config->file = text_copy(loaded, source.name);
	loaded->dump = buffer_new(loaded);
	loaded->text = buffer_new(loaded);
	if (config_source_read(scratch, loaded, config->file, source.text, &all, problems)) {
		tokens = config_tokens_copy(scratch, &all);
		tree = config_parse(scratch, &tokens, problems);
	}
	if (tree != NULL)
		config_build(config, &tokens, tree, loaded->dump, problems);
	if (tree != NULL && !source.is_record)
		check_whole(config, tokens.lacks, before, problems);
	if (tree != NULL && source.check != NULL)
		source.check(config, problems);
	settle_problems(problems, before, &all);
	gather_text(&all, loaded->text);
	talloc_free(scratch);
	return loaded;
}

static struct config *load_right(const void *ctx, struct source source, struct problems *problems)
{
	size_t before = problems->count;
	struct loaded *loaded = load(ctx, source, problems);

	if (problems->count == before)
		return &loaded->config;
	talloc_free(loaded);
	return NULL;
}

struct config *config_load(const void *ctx, const char *file, struct problems *problems)
{
	return load_right(ctx, (struct source){.name = file}, problems);
}

struct config *config_load_checked(const void *ctx, const char *file, config_checker *check,
				   struct problems *problems)
{
	return load_right(ctx, (struct source){.name = file, .check = check}, problems);
}

char *config_peek(const void *ctx, const char *file, const char *name)
{
	struct problems *problems = problems_new(NULL);
	struct loaded *loaded = load(problems, (struct source){.name = file}, problems);
	const struct config_setting *setting = config_setting(&loaded->config, NULL, name);
	char *value = setting != NULL ? text_copy(ctx, setting->value) : NULL;

	talloc_free(problems);
	return value;
}

struct config *config_load_text(const void *ctx, const char *name, const char *text,
				struct problems *problems)
{
	return load_right(ctx, (struct source){.name = name, .text = text}, problems);
}

const struct policy_set *config_load_record(const void *ctx, const char *text,
					    struct problems *problems)
{
	struct source source = {.name = "the policy on record", .text = text, .is_record = true};
	struct config *config = load_right(ctx, source, problems);

	return config != NULL ? &config->policies : NULL;
}

void config_text(const struct config *config, struct buffer *out)
{
	const struct loaded *loaded = (const struct loaded *)config;

	buffer_add(out, loaded->text->bytes, loaded->text->length);
}

void config_dump(const struct config *config, struct buffer *out)
{
	const struct loaded *loaded = (const struct loaded *)config;

	buffer_add(out, loaded->dump->bytes, loaded->dump->length);
}

void config_forget_texts(struct config *config)
{
	struct loaded *loaded = (struct loaded *)config;

	TALLOC_FREE(loaded->text);
	TALLOC_FREE(loaded->dump);
}
