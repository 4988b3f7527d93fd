#include "sys/config_hint.h"

#include "base/memory.h"

#include <string.h>

/* Whether the section has an option, or may hold a section, of this name. */
static bool has_name(enum config_section section, const char *name)
{
	size_t count;
	const struct option_info *options = config_options(&count);

	for (size_t i = 0; i < count; i++)
		if (options[i].section == section && strcmp(options[i].name, name) == 0)
			return true;
	for (int child = SECTION_TOP + 1; child < SECTION_COUNT; child++)
		if ((config_section_info(section)->children & SECTION_BIT(child)) != 0 &&
		    strcmp(config_section_info((enum config_section)child)->name, name) == 0)
			return true;
	return false;
}

/* SECTION_TOP where there is none. */
static enum config_section section_named(const char *name)
{
	for (int section = SECTION_TOP + 1; section < SECTION_COUNT; section++)
		if (strcmp(config_section_info((enum config_section)section)->name, name) == 0)
			return (enum config_section)section;
	return SECTION_TOP;
}

/* Adds "; it belongs in a version", where it stands somewhere. */
static bool add_home(struct buffer *text, const char *name)
{
	int homes = 0;

	for (int section = 0; section < SECTION_COUNT; section++)
		if (has_name((enum config_section)section, name))
			buffer_add_format(text, "%s%s", homes++ == 0 ? "; it belongs " : " or ",
					  config_section_info((enum config_section)section)->where);
	return homes > 0;
}

/* What is likely meant by a name that does not stand here, in its words; owned by libconfuse. */
static const char *nearest_name(cfg_t *cfg, const char *name)
{
	unsigned count = cfg_num(cfg);
	const char **names = NEW_ARRAY(NULL, const char *, count);
	const char *nearest;

	for (unsigned i = 0; i < count; i++)
		names[i] = cfg->opts[i].name;
	nearest = words_nearest((struct words){names, count}, name);
	talloc_free(names);
	return nearest;
}

enum config_section config_hint(cfg_t *cfg, const char *name, struct buffer *text)
{
	const char *nearest = nearest_name(cfg, name);

	buffer_add_text(text, config_section_info(section_named(cfg->name))->where);
	if (add_home(text, name) || nearest == NULL)
		return SECTION_TOP;
	buffer_add_format(text, "; did you mean '%s'?", nearest);
	return section_named(nearest);
}
