#include "sys/config_parse.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <stdarg.h>
#include <string.h>

/* libconfuse gives its callbacks no argument of ours; its scanner is global just the same. */
static struct {
	const struct config_tokens *tokens;
	struct problems *problems;
	const struct config_token *replaced; /* the value that libconfuse has just thrown away */
} parsing;

/* libconfuse reads our tokens one a line: its line number is the number of the token. */
static const struct config_token *token_at(const cfg_t *cfg, int back)
{
	return &parsing.tokens->list[cfg->line - 1 - back];
}

static int keep_token(cfg_t *cfg, cfg_opt_t *option, const char *value, void *result)
{
	const struct config_token *token = token_at(cfg, 0);

	(void)value;
	if (parsing.replaced != NULL)
		problems_add(parsing.problems, token->place,
			     "'%s' was set already, in line %d of %s", option->name,
			     parsing.replaced->place.line, parsing.replaced->place.file);
	parsing.replaced = NULL;
	*(const void **)result = token;
	return 0;
}

/* libconfuse frees a value when the option is set again, just before it keeps the new one. */
static void notice_replaced(void *value)
{
	parsing.replaced = value;
}

static const char *where(const cfg_t *cfg)
{
	for (int section = SECTION_TOP + 1; section < SECTION_COUNT; section++)
		if (strcmp(config_section_info(section)->name, cfg->name) == 0)
			return config_section_info(section)->where;
	return config_section_info(SECTION_TOP)->where;
}

static void say_unknown(cfg_t *cfg)
{
	const struct config_token *token = token_at(cfg, 0);
	unsigned count = cfg_num(cfg);
	const char **names = NEW_ARRAY(NULL, const char *, count);
	const char *nearest;

	for (unsigned i = 0; i < count; i++)
		names[i] = cfg->opts[i].name;
	nearest = words_nearest((struct words){names, count}, token->text);
	problems_add(parsing.problems, token->place, "no such option '%s' %s%s%s%s", token->text,
		     where(cfg), nearest != NULL ? "; did you mean '" : "",
		     nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
	talloc_free(names);
}

/* libconfuse's sentences in our words; each has one %s at most, the option's name. */
static const struct {
	const char *theirs, *ours;
	int back; /* the place is that of the token so much before */
} sentences[] = {
	{"missing equal sign after option '%s'", "'=' is expected after '%s'", 0},
	{"missing opening brace for section '%s'", "'{' is expected to open this '%s'", 0},
	{"missing title for section '%s'", "a name is expected after '%s'", 0},
	{"found duplicate title '%s'", "there is a '%s' here already", 1},
	{"premature end of file", "the file ends in the middle of a setting", 0},
};

static void say(cfg_t *cfg, const char *format, va_list args)
{
	const struct config_token *token = token_at(cfg, 0);
	char *text;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		if (strcmp(sentences[i].theirs, format) == 0) {
			format = sentences[i].ours;
			token -= sentences[i].back;
			break;
		}
	}
	text = must(talloc_vasprintf(NULL, format, args));
	problems_add(parsing.problems, token->place, "%s", text);
	talloc_free(text);
}

static void collect_error(cfg_t *cfg, const char *format, va_list args)
{
	if (strcmp(format, "no such option '%s'") == 0)
		say_unknown(cfg);
	else if (strcmp(format, "unexpected token '%s'") == 0)
		problems_add(parsing.problems, token_at(cfg, 0)->place, "'%s' is not expected here",
			     token_at(cfg, 0)->text);
	else
		say(cfg, format, args);
}

static cfg_opt_t option_of(const struct option_info *info)
{
	cfg_opt_t one = CFG_PTR_CB(info->name, NULL, CFGF_NODEFAULT, keep_token, notice_replaced);

	if (config_type_is_list(info->type))
		one.flags |= CFGF_LIST;
	return one;
}

static cfg_opt_t *options_of(const void *ctx, enum config_section section);

static cfg_opt_t section_of(const void *ctx, enum config_section section)
{
	const struct section_info *info = config_section_info(section);
	cfg_flag_t flags =
		info->has_title ? CFGF_TITLE | CFGF_MULTI | CFGF_NO_TITLE_DUPES : CFGF_NONE;
	cfg_opt_t one = CFG_SEC(info->name, options_of(ctx, section), flags);

	return one;
}

/* The section's options and sections as libconfuse wants them, ended by CFG_END(). */
static cfg_opt_t *options_of(const void *ctx, enum config_section section)
{
	size_t count;
	const struct option_info *all = config_options(&count);
	cfg_opt_t *list = NEW_ARRAY(ctx, cfg_opt_t, count + SECTION_COUNT + 1);
	size_t used = 0;

	for (size_t i = 0; i < count; i++)
		if (all[i].section == section)
			list[used++] = option_of(&all[i]);
	for (int child = 0; child < SECTION_COUNT; child++)
		if (config_section_info(section)->children & SECTION_BIT(child))
			list[used++] = section_of(ctx, child);
	return list;
}

/* To libconfuse an empty list is as good as none; here it is a mistake. */
static void check_lists(const struct config_tokens *tokens, struct problems *problems)
{
	for (size_t i = 2; i < tokens->count; i++)
		if (config_token_is(&tokens->list[i], CONFIG_SIGN, "}") &&
		    config_token_is(&tokens->list[i - 1], CONFIG_SIGN, "{") &&
		    config_token_is(&tokens->list[i - 2], CONFIG_SIGN, "="))
			problems_add(problems, tokens->list[i - 1].place, "this list is empty");
}

/* All tokens, one a line, in quotes. Bytes that mean something to libconfuse, even in a name, are
 * written as %XX, and what is empty as %: it tells tokens apart, but their texts are read from the
 * tokens. */
static void add_lines(const struct config_tokens *tokens, struct buffer *out)
{
	for (size_t i = 0; i + 1 < tokens->count; i++) {
		const struct config_token *token = &tokens->list[i];

		if (token->kind == CONFIG_SIGN) {
			buffer_add_format(out, "%s\n", token->text);
			continue;
		}
		buffer_add_text(out, token->length > 0 ? "\"" : "\"%");
		for (const char *at = token->text; *at != '\0'; at++) {
			if (strchr("\"\\$|=%\n", *at) != NULL)
				buffer_add_format(out, "%%%02x", (unsigned char)*at);
			else
				buffer_add_char(out, *at);
		}
		buffer_add_text(out, "\"\n");
	}
}

static int free_tree(cfg_t **tree)
{
	cfg_free(*tree);
	return 0;
}

cfg_t *config_parse(const void *ctx, const struct config_tokens *tokens, struct problems *problems)
{
	void *scratch = talloc_new(ctx);
	struct buffer *lines = buffer_new(scratch);
	cfg_t **tree = NEW(ctx, cfg_t *);
	size_t before = problems->count;
	int result;

	parsing.tokens = tokens;
	parsing.problems = problems;
	parsing.replaced = NULL;
	*tree = must(cfg_init(options_of(scratch, SECTION_TOP), CFGF_NONE));
	talloc_set_destructor(tree, free_tree);
	cfg_set_error_function(*tree, collect_error);
	check_lists(tokens, problems);
	add_lines(tokens, lines);
	result = cfg_parse_buf(*tree, lines->bytes);
	talloc_free(scratch);
	/* It has said why it failed, but for want of memory. */
	if (result != CFG_SUCCESS && problems->count == before)
		must(NULL);
	return problems->count == before ? *tree : NULL;
}

size_t config_section_token(const struct config_tokens *tokens, cfg_t *section)
{
	/* A section's line is where libconfuse left it: at the "}". */
	size_t open = tokens->list[section->line - 1].match;

	return open - (section->title != NULL ? 2 : 1);
}

cfg_opt_t *config_find(cfg_t *section, const char *name)
{
	return must(cfg_getopt(section, name));
}
