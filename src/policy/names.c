#include "policy/names.h"

#include <string.h>

static const struct name_info derived[] = {
#define X(identifier, text, value_type, sentence) \
	{.name = text, .type = value_type, .words = {NULL, 0}, .help = sentence},
	DERIVED_NAMES(X)
#undef X
};

static int find_signal(const char *text, struct words signals)
{
	size_t prefix = strlen(SIGNAL_PREFIX);

	if (strncmp(text, SIGNAL_PREFIX, prefix) != 0)
		return -1;
	return words_find(signals, text + prefix, strlen(text + prefix));
}

static bool refuse_signal(const char *text, struct words signals, struct error *error)
{
	const char *nearest = words_nearest(signals, text + strlen(SIGNAL_PREFIX));

	if (nearest != NULL)
		return error_set(error, ERROR_CONFIG,
				 "no signal is configured as '%s'; did you mean '%s%s'?", text,
				 SIGNAL_PREFIX, nearest);
	return error_set(error, ERROR_CONFIG, "no signal is configured as '%s'", text);
}

static bool refuse_name(const char *text, struct error *error)
{
	const char *all[NAME_COUNT];
	const char *nearest;

	for (int name = 0; name < NAME_COUNT; name++)
		all[name] = name_info(name).name;
	nearest = words_nearest((struct words){all, NAME_COUNT}, text);
	if (nearest != NULL)
		return error_set(error, ERROR_CONFIG, "no name '%s'; did you mean '%s'?", text,
				 nearest);
	return error_set(error, ERROR_CONFIG,
			 "no name '%s' (texts stand in single quotes; names are listed in "
			 "refundd-policy(5))",
			 text);
}

struct name_info name_info(int name)
{
	const struct fact_info *fact;

	if (name > NAME_FIRST_DERIVED)
		return derived[name - NAME_FIRST_DERIVED - 1];
	fact = fact_info((enum fact)name);
	return (struct name_info){fact->name, fact->type, fact->words, fact->help};
}

int name_find(const char *text, struct words signals, struct error *error)
{
	int signal = find_signal(text, signals);

	if (signal >= 0)
		return NAME_COUNT + signal;
	for (int name = 0; name < NAME_COUNT; name++)
		if (strcmp(name_info(name).name, text) == 0)
			return name;
	if (strncmp(text, SIGNAL_PREFIX, strlen(SIGNAL_PREFIX)) == 0)
		refuse_signal(text, signals, error);
	else
		refuse_name(text, error);
	return -1;
}
