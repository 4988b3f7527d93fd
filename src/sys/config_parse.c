#include "sys/config_parse.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "sys/config_hint.h"
#include "sys/config_statement.h"

#include <stdarg.h>
#include <string.h>

#define MISTAKES_MAX 100 /* of grammar; with more the values are not looked at */

/* libconfuse gives its callbacks no argument of ours; its scanner is global just the same. */
static struct {
	const struct config_tokens *tokens;
	struct problems *problems;
	const struct config_token *replaced; /* the value that libconfuse has just thrown away */
	size_t mistake;			     /* the token that libconfuse stopped at */
	enum config_section meant;	     /* by it; SECTION_TOP: that cannot be told */
	bool is_duplicate;		     /* it is a title that is there already */
} parsing;

/* libconfuse reads our tokens one a line: its line number is the number of the token. */
static const struct config_token *token_at(const cfg_t *cfg)
{
	return &parsing.tokens->list[cfg->line - 1];
}

static int keep_token(cfg_t *cfg, cfg_opt_t *option, const char *value, void *result)
{
	const struct config_token *token = token_at(cfg);

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

static void say_unknown(cfg_t *cfg)
{
	const struct config_token *token = token_at(cfg);
	struct buffer *hint = buffer_new(NULL);

	parsing.meant = config_hint(cfg, token->text, hint);
	problems_add(parsing.problems, token->place, "no such option '%s' %s", token->text,
		     hint->bytes);
	talloc_free(hint);
}

/* libconfuse's sentences in our words; each has one %s at most, the option's name. */
static const struct {
	const char *theirs, *ours;
	bool is_duplicate; /* the title before it is there already */
} sentences[] = {
	{"missing equal sign after option '%s'", "'=' is expected after '%s'", false},
	{"missing opening brace for section '%s'", "'{' is expected to open this '%s'", false},
	{"missing title for section '%s'", "a name is expected after '%s'", false},
	{"found duplicate title '%s'", "there is a '%s' here already", true},
	{"premature end of file", "the file ends in the middle of a setting", false},
};

static void say(cfg_t *cfg, const char *format, va_list args)
{
	const struct config_token *token = token_at(cfg);
	char *text;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		if (strcmp(sentences[i].theirs, format) == 0) {
			format = sentences[i].ours;
			parsing.is_duplicate = sentences[i].is_duplicate;
			token -= sentences[i].is_duplicate ? 1 : 0;
			parsing.mistake--; /* what lacks something is what comes before */
			break;
		}
	}
	text = must(talloc_vasprintf(NULL, format, args));
	problems_add(parsing.problems, token->place, "%s", text);
	talloc_free(text);
}

static void say_unexpected(const struct config_token *token)
{
	bool is_list = config_token_is(token, CONFIG_SIGN, "{") &&
		       config_token_is(token - 1, CONFIG_SIGN, "=");

	if (is_list)
		problems_add(parsing.problems, token->place, "one value is expected, not a list");
	else
		problems_add(parsing.problems, token->place, "'%s' is not expected here",
			     token->text);
}

static void collect_error(cfg_t *cfg, const char *format, va_list args)
{
	const struct config_token *token = token_at(cfg);

	parsing.mistake = (size_t)cfg->line - 1;
	if (token->kind == CONFIG_JUNK)
		return;
	if (strcmp(format, "no such option '%s'") == 0)
		say_unknown(cfg);
	else if (strcmp(format, "unexpected token '%s'") == 0)
		say_unexpected(token);
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

static bool lacks_value(const struct config_tokens *tokens, size_t equals)
{
	const struct config_token *next = &tokens->list[equals + 1];

	return next->kind == CONFIG_END || config_token_is(next, CONFIG_SIGN, "}") ||
	       config_statement_begins(tokens, equals + 1);
}

static bool is_empty_list(const struct config_tokens *tokens, size_t equals)
{
	return config_token_is(&tokens->list[equals + 1], CONFIG_SIGN, "{") &&
	       tokens->list[equals + 1].match == equals + 2;
}

/* To libconfuse an empty list is as good as none, and any name as good a value as another. */
static void check_values(struct config_tokens *tokens, struct problems *problems)
{
	struct config_statement statement;

	for (size_t i = 0; i + 1 < tokens->count; i++) {
		if (!config_token_is(&tokens->list[i], CONFIG_SIGN, "="))
			continue;
		if (is_empty_list(tokens, i))
			problems_add(problems, tokens->list[i + 1].place, "this list is empty");
		if (!lacks_value(tokens, i) || !config_statement_find(tokens, i, &statement))
			continue;
		problems_add(problems, tokens->list[i].place, "a value is expected after this '='");
		config_statement_cut(tokens, &statement);
		i = statement.first > 0 ? statement.first - 1 : 0;
	}
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

/* NULL where libconfuse stopped: then `parsing` says where, and perhaps how it was meant. */
static cfg_t *try(const void *ctx, const struct config_tokens *tokens, struct problems *problems)
{
	void *scratch = talloc_new(ctx);
	struct buffer *lines = buffer_new(scratch);
	cfg_t **tree = NEW(ctx, cfg_t *);
	size_t nowhere = tokens->count;
	bool is_done;

	memset(&parsing, 0, sizeof(parsing));
	parsing.tokens = tokens;
	parsing.problems = problems;
	parsing.mistake = nowhere;
	*tree = must(cfg_init(options_of(scratch, SECTION_TOP), CFGF_NONE));
	talloc_set_destructor(tree, free_tree);
	cfg_set_error_function(*tree, collect_error);
	add_lines(tokens, lines);
	is_done = cfg_parse_buf(*tree, lines->bytes) == CFG_SUCCESS;
	talloc_free(scratch);
	/* It has said why it failed, but for want of memory. */
	if (!is_done && parsing.mistake == nowhere)
		must(NULL);
	if (!is_done)
		TALLOC_FREE(tree);
	return is_done ? *tree : NULL;
}

/* Makes of the mistake what was meant, or takes it out with the statement that it is in: what comes
 * after it is looked at as if it were not there. */
static bool pass_over(const void *ctx, struct config_tokens *tokens)
{
	struct config_token *token = &tokens->list[parsing.mistake];
	struct config_statement statement;

	if (!config_statement_find(tokens, parsing.mistake, &statement))
		return false;
	if (parsing.is_duplicate) {
		token->text = text_format(ctx, "%s another %zu", token->text, parsing.mistake);
		token->length = strlen(token->text);
		token->kind = CONFIG_JUNK;
	} else if (parsing.meant != SECTION_TOP && statement.is_section) {
		token->text = config_section_info(parsing.meant)->name;
		token->length = strlen(token->text);
	} else {
		config_statement_cut(tokens, &statement);
	}
	return true;
}

cfg_t *config_parse(const void *ctx, struct config_tokens *tokens, struct problems *problems)
{
	cfg_t *tree = NULL;

	check_values(tokens, problems);
	for (int mistakes = 0; tree == NULL && mistakes <= MISTAKES_MAX; mistakes++) {
		tree = try(ctx, tokens, problems);
		if (tree == NULL && !pass_over(ctx, tokens))
			break;
	}
	return tree;
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
