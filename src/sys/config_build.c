#include "sys/config_build.h"

#include "base/memory.h"
#include "sys/config_builder.h"

#include <string.h>

#define MAX_TITLE 64

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

static bool has_junk(const struct config_token *const *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (values[i]->kind == CONFIG_JUNK)
			return true;
	return false;
}

static void read_option(struct builder *builder, const struct option_info *option, cfg_t *section,
			void *object)
{
	cfg_opt_t *given = config_find(section, option->name);
	size_t count = cfg_opt_size(given);
	void *scratch = talloc_new(NULL);
	const struct config_token **values = count > 0 ? given_values(scratch, given, count)
						       : default_values(scratch, option, &count);

	if (has_junk(values, count)) {
		/* which was told of */
	} else if (count > 0) {
		if (config_read_value(&builder->reading, option, values, count, object)) {
			config_dump_option(&builder->dump, option, values, count, object);
			config_note_setting(builder, section, option, values, count, object);
		}
	} else if (option->presence == OPTION_REQUIRED && !config_lacks(builder, section)) {
		config_complain(builder, section, "'%s' is required %s", option->name,
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
	const struct config_token *token = &builder->tokens->list[number + 1];
	const char *title = token->text;

	if (token->kind != CONFIG_JUNK && !is_name(title))
		config_complain(
			builder, section,
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
	if (words_find(builder->languages, says->language, strlen(says->language)) < 0 &&
	    !builder->tokens->lacks)
		config_complain(builder, section, "no reply section speaks '%s'", says->language);
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

/* Whether what must hold between the options of a section can be told. */
static bool is_right_so_far(const struct builder *builder, cfg_t *section, size_t before)
{
	return builder->reading.problems->count == before && !config_lacks(builder, section);
}

static void read_rule(struct builder *builder, cfg_t *section, void *object)
{
	struct rule *rule = object;
	size_t before = builder->reading.problems->count;

	rule->id = read_title(builder, section);
	rule->place = config_place_of(builder, section);
	read_options(builder, SECTION_RULE, section, rule);
	rule->says = READ_SECTIONS(builder, SECTION_SAYS, section, struct says, read_says,
				   &rule->says_count);
	if (is_right_so_far(builder, section, before))
		config_check_rule(builder, section, rule);
}

static void read_version(struct builder *builder, cfg_t *section, void *object)
{
	struct version *version = object;

	version->name = read_title(builder, section);
	version->place = config_place_of(builder, section);
	read_options(builder, SECTION_VERSION, section, version);
	version->rules = READ_SECTIONS(builder, SECTION_RULE, section, struct rule, read_rule,
				       &version->rule_count);
}

static void read_policy(struct builder *builder, cfg_t *section, void *object)
{
	struct policy *policy = object;

	policy->name = read_title(builder, section);
	policy->place = config_place_of(builder, section);
	read_options(builder, SECTION_POLICY, section, policy);
	policy->versions = READ_SECTIONS(builder, SECTION_VERSION, section, struct version,
					 read_version, &policy->version_count);
}

static void read_rt(struct builder *builder, cfg_t *section, void *object)
{
	struct rt_settings *rt = object;
	size_t before = builder->reading.problems->count;

	rt->name = read_title(builder, section);
	rt->place = config_place_of(builder, section);
	read_options(builder, SECTION_RT, section, rt);
	if (is_right_so_far(builder, section, before))
		config_check_rt(builder, section, rt);
}

static void read_signal(struct builder *builder, cfg_t *section, void *object)
{
	struct signal *signal = object;

	signal->name = read_title(builder, section);
	signal->place = config_place_of(builder, section);
	read_options(builder, SECTION_SIGNAL, section, signal);
}

static void read_reason(struct builder *builder, cfg_t *section, void *object)
{
	struct review_reason *reason = object;
	size_t before = builder->reading.problems->count;

	reason->code = read_title(builder, section);
	reason->place = config_place_of(builder, section);
	read_options(builder, SECTION_REASON, section, reason);
	reason->says = READ_SECTIONS(builder, SECTION_SAYS, section, struct says, read_says,
				     &reason->says_count);
	if (is_right_so_far(builder, section, before))
		config_check_reason(builder, section, reason);
}

static void read_reply(struct builder *builder, cfg_t *section, void *object)
{
	struct phrasebook *book = object;

	book->language = read_title(builder, section);
	book->place = config_place_of(builder, section);
	read_options(builder, SECTION_REPLY, section, book);
	if (strcmp(book->language, builder->languages.list[0]) == 0 &&
	    !config_lacks(builder, section) && cfg_opt_size(config_find(section, "note")) == 0)
		config_complain(builder, section, "'note' is required in the first reply");
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
		.reading = {config, problems, titles_of(config, tree, "signal"), tokens->lacks},
		.languages = titles_of(config, tree, "reply"),
		.dump = {dump, 0},
	};

	read_options(&builder, SECTION_TOP, tree, config);
	config_check_review(&builder, tree);
	config_check_metrics(&builder, tree);
	set->product = config->product;
	set->issue_type = config->issue_type;
	config->rts = READ_SECTIONS(&builder, SECTION_RT, tree, struct rt_settings, read_rt,
				    &config->rt_count);
	config_choose_desk(&builder, tree);
	set->signals = READ_SECTIONS(&builder, SECTION_SIGNAL, tree, struct signal, read_signal,
				     &set->signal_count);
	read_intake(&builder, tree);
	set->policies = READ_SECTIONS(&builder, SECTION_POLICY, tree, struct policy, read_policy,
				      &set->policy_count);
	config->review.reasons = READ_SECTIONS(&builder, SECTION_REASON, tree, struct review_reason,
					       read_reason, &config->review.reason_count);
	config->phrasebooks.list = READ_SECTIONS(&builder, SECTION_REPLY, tree, struct phrasebook,
						 read_reply, &config->phrasebooks.count);
	return problems->count == before;
}
