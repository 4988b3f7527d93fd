#include "sys/config_build.h"

#include "base/memory.h"
#include "sys/config_dump.h"
#include "sys/config_values.h"

#include <stdarg.h>
#include <string.h>

#define MAX_TITLE  64
#define PIN_HEAD   "sha256//"
#define PIN_DIGITS 44 /* of 32 bytes */

struct builder {
	struct config *config;
	const struct config_tokens *tokens;
	struct config_reading reading;
	struct words languages; /* that replies are written in, the fallback first */
	struct config_dump dump;
};

static struct place place_of(const struct builder *builder, cfg_t *section)
{
	if (section->line == 0 || strcmp(section->name, "root") == 0)
		return (struct place){builder->config->file, 0, 0};
	return builder->tokens->list[config_section_token(builder->tokens, section)].place;
}

__attribute__((format(printf, 3, 4))) static void complain(const struct builder *builder,
							   cfg_t *section, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = must(talloc_vasprintf(NULL, format, args));
	va_end(args);
	problems_add(builder->reading.problems, place_of(builder, section), "%s", text);
	talloc_free(text);
}

/* Where an option was set, or else the section that it would stand in. */
static struct place place_of_option(const struct builder *builder, cfg_t *section, const char *name)
{
	cfg_opt_t *given = config_find(section, name);
	const struct config_token *token;

	if (cfg_opt_size(given) == 0)
		return place_of(builder, section);
	token = cfg_opt_getnptr(given, 0);
	return token->place;
}

/* A default as if it had been written, a list's parts apart; the tokens belong to `ctx`. */
static const struct config_token **default_values(const void *ctx, const struct option_info *option,
						  size_t *count)
{
	const char *at = option->fallback;
	const struct config_token **values = NULL;

	for (*count = 0; at != NULL; (*count)++) {
		const char *comma = config_type_is_list(option->type) ? strstr(at, ", ") : NULL;
		size_t length = comma != NULL ? (size_t)(comma - at) : strlen(at);
		struct config_token *token = NEW(ctx, struct config_token);

		token->kind = CONFIG_TEXT;
		token->text = text_copy_n(ctx, at, length);
		token->length = length;
		values = GROW_ARRAY(ctx, values, const struct config_token *, *count + 1);
		values[*count] = token;
		at = comma != NULL ? comma + 2 : NULL;
	}
	return values;
}

static const struct config_token **given_values(const void *ctx, cfg_opt_t *given, size_t count)
{
	const struct config_token **values = NEW_ARRAY(ctx, const struct config_token *, count);

	for (size_t i = 0; i < count; i++)
		values[i] = cfg_opt_getnptr(given, (unsigned)i);
	return values;
}

static void read_option(struct builder *builder, const struct option_info *option, cfg_t *section,
			void *object)
{
	cfg_opt_t *given = config_find(section, option->name);
	size_t count = cfg_opt_size(given);
	void *scratch = talloc_new(NULL);
	const struct config_token **values = count > 0 ? given_values(scratch, given, count)
						       : default_values(scratch, option, &count);

	if (count > 0) {
		if (config_read_value(&builder->reading, option, values, count, object))
			config_dump_option(&builder->dump, option, values, count, object);
	} else if (option->presence == OPTION_REQUIRED) {
		complain(builder, section, "'%s' is required %s", option->name,
			 config_section_info(option->section)->where);
	}
	talloc_free(scratch);
}

static void read_options(struct builder *builder, enum config_section which, cfg_t *section,
			 void *object)
{
	size_t count;
	const struct option_info *options = config_options(&count);

	for (size_t i = 0; i < count; i++)
		if (options[i].section == which)
			read_option(builder, &options[i], section, object);
}

static bool is_name(const char *title)
{
	size_t length = strspn(title, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-");

	return length > 0 && length <= MAX_TITLE && title[length] == '\0';
}

static const char *read_title(struct builder *builder, cfg_t *section)
{
	size_t number = config_section_token(builder->tokens, section);
	const char *title = builder->tokens->list[number + 1].text;

	if (!is_name(title))
		complain(builder, section,
			 "'%s' is no name: that is 1 to 64 letters, digits, '.', '_' and '-'",
			 title);
	return text_copy(builder->config, title);
}

static struct words titles_of(const void *ctx, cfg_t *tree, const char *name)
{
	size_t count = cfg_opt_size(config_find(tree, name));
	const char **titles = NEW_ARRAY(ctx, const char *, count);

	for (size_t i = 0; i < count; i++)
		titles[i] = text_copy(
			ctx, cfg_title(cfg_opt_getnsec(config_find(tree, name), (unsigned)i)));
	return (struct words){titles, count};
}

static void read_says(struct builder *builder, cfg_t *section, void *object)
{
	struct says *says = object;

	says->language = read_title(builder, section);
	if (words_find(builder->languages, says->language, strlen(says->language)) < 0)
		complain(builder, section, "no reply section speaks '%s'", says->language);
	read_options(builder, SECTION_SAYS, section, says);
}

/* All sections `which` of `parent`, each read into its element of a new array. */
static void *read_sections(struct builder *builder, enum config_section which, cfg_t *parent,
			   size_t size, void (*read)(struct builder *, cfg_t *, void *),
			   size_t *count)
{
	const struct section_info *info = config_section_info(which);
	char *list;

	*count = cfg_opt_size(config_find(parent, info->name));
	list = NEW_ARRAY(builder->config, char, *count *size);
	for (size_t i = 0; i < *count; i++) {
		cfg_t *section = cfg_opt_getnsec(config_find(parent, info->name), (unsigned)i);

		config_dump_open(&builder->dump, info->name, cfg_title(section));
		read(builder, section, list + i * size);
		config_dump_close(&builder->dump);
	}
	return list;
}

#define READ_SECTIONS(builder, which, parent, type, read, count) \
	((type *)read_sections(builder, which, parent, sizeof(type), read, count))

static bool speaks(const struct rule *rule, const char *language)
{
	for (size_t i = 0; i < rule->says_count; i++)
		if (strcmp(rule->says[i].language, language) == 0)
			return true;
	return false;
}

/* What must hold between a rule's options, once each for itself is right. */
static void check_rule(struct builder *builder, cfg_t *section, const struct rule *rule)
{
	bool is_told = rule->outcome == OUTCOME_REJECT || rule->outcome == OUTCOME_ASK;

	if (rule->outcome == OUTCOME_FLAG && rule->why == WHY_NONE)
		complain(builder, section, "a rule that flags needs 'why': abuse or doubt");
	if (rule->outcome != OUTCOME_FLAG && rule->why != WHY_NONE)
		complain(builder, section, "'why' is for rules that flag, and this one does not");
	if (is_told && builder->languages.count > 0 && !speaks(rule, builder->languages.list[0]))
		complain(builder, section,
			 "a rule that rejects or asks needs a clause: says %s { clause = ... }",
			 builder->languages.list[0]);
}

static void read_rule(struct builder *builder, cfg_t *section, void *object)
{
	struct rule *rule = object;
	size_t before = builder->reading.problems->count;

	rule->id = read_title(builder, section);
	rule->place = place_of(builder, section);
	read_options(builder, SECTION_RULE, section, rule);
	rule->says = READ_SECTIONS(builder, SECTION_SAYS, section, struct says, read_says,
				   &rule->says_count);
	if (builder->reading.problems->count == before)
		check_rule(builder, section, rule);
}

static void read_version(struct builder *builder, cfg_t *section, void *object)
{
	struct version *version = object;

	version->name = read_title(builder, section);
	version->place = place_of(builder, section);
	read_options(builder, SECTION_VERSION, section, version);
	version->rules = READ_SECTIONS(builder, SECTION_RULE, section, struct rule, read_rule,
				       &version->rule_count);
}

static void read_policy(struct builder *builder, cfg_t *section, void *object)
{
	struct policy *policy = object;

	policy->name = read_title(builder, section);
	policy->place = place_of(builder, section);
	read_options(builder, SECTION_POLICY, section, policy);
	policy->versions = READ_SECTIONS(builder, SECTION_VERSION, section, struct version,
					 read_version, &policy->version_count);
}

/* What must hold between an rt's options, once each for itself is right. */
static void check_rt(struct builder *builder, cfg_t *section, const struct rt_settings *rt)
{
	struct problems *problems = builder->reading.problems;

	if (strcmp(rt->name, DESK_SPOOL) == 0)
		complain(builder, section, "'%s' is the embedded ticket system's name", DESK_SPOOL);
	if (rt->quarantine.us <= rt->request_timeout.us)
		problems_add(problems, place_of_option(builder, section, "quarantine"),
			     "quarantine: it must be longer than request_timeout, or an answer "
			     "could still arrive after it");
	if (rt->pin != NULL && (strncmp(rt->pin, PIN_HEAD, strlen(PIN_HEAD)) != 0 ||
				strlen(rt->pin) != strlen(PIN_HEAD) + PIN_DIGITS))
		problems_add(problems, place_of_option(builder, section, "pin"),
			     "pin: '%s' and %d digits of base64 are expected", PIN_HEAD,
			     PIN_DIGITS);
}

static void read_rt(struct builder *builder, cfg_t *section, void *object)
{
	struct rt_settings *rt = object;
	size_t before = builder->reading.problems->count;

	rt->name = read_title(builder, section);
	rt->place = place_of(builder, section);
	read_options(builder, SECTION_RT, section, rt);
	if (builder->reading.problems->count == before)
		check_rt(builder, section, rt);
}

static void choose_desk(struct builder *builder, cfg_t *tree)
{
	struct config *config = builder->config;
	struct buffer *known = buffer_new(builder->config);

	for (size_t i = 0; i < config->rt_count && config->desk != NULL; i++)
		if (strcmp(config->rts[i].name, config->desk) == 0)
			config->rt = &config->rts[i];
	if (config->desk == NULL || config->rt != NULL || strcmp(config->desk, DESK_SPOOL) == 0)
		return;
	for (size_t i = 0; i < config->rt_count; i++)
		buffer_add_format(known, "'%s', ", config->rts[i].name);
	problems_add(builder->reading.problems, place_of_option(builder, tree, "desk"),
		     "desk: there is no rt section '%s'; known are %s'%s'", config->desk,
		     known->bytes, DESK_SPOOL);
}

static void read_signal(struct builder *builder, cfg_t *section, void *object)
{
	struct signal *signal = object;

	signal->name = read_title(builder, section);
	signal->place = place_of(builder, section);
	read_options(builder, SECTION_SIGNAL, section, signal);
}

static void read_reply(struct builder *builder, cfg_t *section, void *object)
{
	struct phrasebook *book = object;

	book->language = read_title(builder, section);
	book->place = place_of(builder, section);
	read_options(builder, SECTION_REPLY, section, book);
	if (strcmp(book->language, builder->languages.list[0]) == 0 &&
	    cfg_opt_size(config_find(section, "note")) == 0)
		complain(builder, section, "'note' is required in the first reply");
}

static void read_intake(struct builder *builder, cfg_t *tree)
{
	struct policy_set *set = &builder->config->policies;
	cfg_t *section = cfg_opt_getnsec(config_find(tree, "intake"), 0);

	if (cfg_opt_size(config_find(section, "rule")) == 0)
		return;
	config_dump_open(&builder->dump, section->name, NULL);
	set->intake = READ_SECTIONS(builder, SECTION_RULE, section, struct rule, read_rule,
				    &set->intake_count);
	config_dump_close(&builder->dump);
}

bool config_build(struct config *config, const struct config_tokens *tokens, cfg_t *tree,
		  struct buffer *dump, struct problems *problems)
{
	struct policy_set *set = &config->policies;
	size_t before = problems->count;
	struct builder builder = {
		.config = config,
		.tokens = tokens,
		.reading = {config, problems, titles_of(config, tree, "signal")},
		.languages = titles_of(config, tree, "reply"),
		.dump = {dump, 0},
	};

	read_options(&builder, SECTION_TOP, tree, config);
	set->product = config->product;
	set->issue_type = config->issue_type;
	config->rts = READ_SECTIONS(&builder, SECTION_RT, tree, struct rt_settings, read_rt,
				    &config->rt_count);
	choose_desk(&builder, tree);
	set->signals = READ_SECTIONS(&builder, SECTION_SIGNAL, tree, struct signal, read_signal,
				     &set->signal_count);
	read_intake(&builder, tree);
	set->policies = READ_SECTIONS(&builder, SECTION_POLICY, tree, struct policy, read_policy,
				      &set->policy_count);
	config->phrasebooks.list = READ_SECTIONS(&builder, SECTION_REPLY, tree, struct phrasebook,
						 read_reply, &config->phrasebooks.count);
	if (set->policy_count == 0)
		complain(&builder, tree, "there is no policy");
	if (config->phrasebooks.count == 0)
		complain(&builder, tree, "there is no reply");
	return problems->count == before;
}
