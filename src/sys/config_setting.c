/* The daemon's own settings as they were read: what is said of one of them later has its place, and
 * a reload can tell what has changed. */
#include "base/memory.h"
#include "sys/config_builder.h"
#include "sys/config_types.h"

#include <string.h>

static char *setting_text(const void *ctx, const struct option_info *option,
			  const struct config_token *const *values, size_t count, void *object)
{
	struct buffer *text;

	if (option->type == OPTION_PATH)
		return text_copy(ctx, *(const char *const *)config_field(option, object));
	text = buffer_new(ctx);
	for (size_t i = 0; i < count; i++)
		buffer_add_format(text, "%s%s", i > 0 ? ", " : "", values[i]->text);
	return buffer_take(text);
}

static bool is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool is_text(enum option_type type)
{
	return type == OPTION_TEXT || type == OPTION_PATH || type == OPTION_URL;
}

static const char *rt_name(const struct config *config)
{
	return config->rt != NULL ? config->rt->name : NULL;
}

static void compare(const struct option_info *option, const struct config_setting *was,
		    const struct config_setting *is, const struct config *new,
		    struct problems *problems)
{
	struct place whole = {new->file, 0, 0};

	if (is_same_text(was != NULL ? was->value : NULL, is != NULL ? is->value : NULL))
		return;
	if (was != NULL)
		problems_add(problems, is != NULL ? is->place : whole,
			     "%s: changing it needs a restart; it is \"%s\" now", option->name,
			     was->value);
	else
		problems_add(problems, is->place,
			     "%s: changing it needs a restart; it is not set now", option->name);
}

struct rt_settings *rt_settings_copy(const void *ctx, const struct rt_settings *settings)
{
	struct rt_settings *copy = NEW(ctx, struct rt_settings);
	size_t count;
	const struct option_info *options = config_options(&count);

	*copy = *settings;
	copy->name = text_copy(copy, settings->name);
	for (size_t i = 0; i < count; i++) {
		const char **text;

		if (options[i].section != SECTION_RT || !is_text(options[i].type))
			continue;
		text = config_field(&options[i], copy);
		*text = *text != NULL ? text_copy(copy, *text) : NULL;
	}
	copy->place = (struct place){0};
	return copy;
}

void config_note_setting(struct builder *builder, cfg_t *section, const struct option_info *option,
			 const struct config_token *const *values, size_t count, void *object)
{
	struct config *config = builder->config;
	struct place place = values[0]->place;

	if (option->section != SECTION_TOP && option->section != SECTION_RT)
		return;
	config->settings = GROW_ARRAY(config, config->settings, struct config_setting,
				      config->setting_count + 1);
	if (place.file == NULL)
		place = (struct place){config->file, 0, 0};
	config->settings[config->setting_count++] = (struct config_setting){
		.option = option,
		.rt = option->section == SECTION_RT ? text_copy(config, cfg_title(section)) : NULL,
		.value = setting_text(config, option, values, count, object),
		.place = place,
	};
}

const struct config_setting *config_setting(const struct config *config, const char *rt,
					    const char *name)
{
	for (size_t i = 0; i < config->setting_count; i++)
		if (is_same_text(config->settings[i].rt, rt) &&
		    strcmp(config->settings[i].option->name, name) == 0)
			return &config->settings[i];
	return NULL;
}

bool config_can_follow(const struct config *old, const struct config *new,
		       struct problems *problems)
{
	bool is_same_desk = is_same_text(rt_name(old), rt_name(new));
	size_t count, before = problems->count;
	const struct option_info *options = config_options(&count);

	for (size_t i = 0; i < count; i++) {
		bool is_of_rt = options[i].section == SECTION_RT;
		const char *rt = is_of_rt ? rt_name(new) : NULL;

		/* Of another desk than `desk` names nothing is in use. */
		if (!config_option_is_kept(&options[i]) ||
		    (is_of_rt && (rt == NULL || !is_same_desk)))
			continue;
		compare(&options[i], config_setting(old, rt, options[i].name),
			config_setting(new, rt, options[i].name), new, problems);
	}
	return problems->count == before;
}
