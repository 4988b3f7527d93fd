#include "sys/config_types.h"

#include "base/memory.h"
#include "wire/explain.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#define MAX_REPEATS 1000 /* of the whole pattern: regcomp(3) writes each one out */

/* How often at most the repetition at `at` has regcomp(3) write out what it repeats: "+" twice. */
static unsigned long repeats_at(const char *at)
{
	char *end;
	unsigned long most;

	if (*at == '+')
		return 2;
	most = strtoul(at + 1, &end, 10);
	if (*end == ',' && end[1] != '}')
		most = strtoul(end + 1, NULL, 10);
	return most > 0 ? most : 1;
}

/* What all repetitions multiply to, nested or not; at most MAX_REPEATS + 1. */
static unsigned long repeats_of(const char *pattern)
{
	unsigned long product = 1;

	for (const char *at = strpbrk(pattern, "{+"); at != NULL; at = strpbrk(at + 1, "{+")) {
		if (repeats_at(at) > MAX_REPEATS / product)
			return MAX_REPEATS + 1;
		product *= repeats_at(at);
	}
	return product;
}

/* A copy whose line ends are blanks, byte for byte. */
static char *folded_copy(const void *ctx, const char *text)
{
	char *copy = text_copy(ctx, text);

	for (char *at = strchr(copy, '\n'); at != NULL; at = strchr(at, '\n'))
		*at = ' ';
	return copy;
}

/* The index of a byte that a template names by line and column, both from 1. */
static size_t index_of(const char *text, int line, int column)
{
	const char *start = text;

	for (; line > 1; line--)
		start = strchr(start, '\n') + 1;
	return (size_t)(start - text) + (size_t)column - 1;
}

bool config_read_pattern(const struct config_reading *reading, const struct option_info *option,
			 const struct config_token *const *values, size_t count, void *object)
{
	const struct config_token *value = values[0];
	regex_t regex;
	char why[128];
	int status;

	(void)count;
	if (!config_check_line(reading, option, value))
		return false;
	for (const char *at = strchr(value->text, '\\'); at != NULL; at = strchr(at + 2, '\\')) {
		if (at[1] >= '0' && at[1] <= '9')
			return config_refuse(reading, option, value->place,
					     "a pattern that refers back can take for ever");
		if (at[1] == '\0')
			break;
	}
	if (repeats_of(value->text) > MAX_REPEATS)
		return config_refuse(reading, option, value->place,
				     "its repetitions multiply to more than %d", MAX_REPEATS);
	status = regcomp(&regex, value->text, REG_EXTENDED | REG_NOSUB);
	if (status != 0) {
		regerror(status, &regex, why, sizeof(why));
		return config_refuse(reading, option, value->place, "%s", why);
	}
	regfree(&regex);
	*(const char **)config_field(option, object) = text_copy(reading->ctx, value->text);
	return true;
}

bool config_read_when(const struct config_reading *reading, const struct option_info *option,
		      const struct config_token *const *values, size_t count, void *object)
{
	const struct config_token *value = values[0];
	struct rule *rule = object;
	struct error error;
	int column;

	(void)count;
	if (!config_check_length(reading, option, value, value->length))
		return false;
	rule->when_text = folded_copy(reading->ctx, value->text);
	rule->when_place = config_token_place(value, 0);
	rule->when = expr_new(reading->ctx, rule->when_text, reading->signals, &column, &error);
	if (rule->when == NULL)
		config_refuse(reading, option, config_token_place(value, (size_t)column - 1), "%s",
			      error.text);
	return rule->when != NULL;
}

bool config_read_clause(const struct config_reading *reading, const struct option_info *option,
			const struct config_token *const *values, size_t count, void *object)
{
	(void)count;
	if (!config_check_length(reading, option, values[0], values[0]->length))
		return false;
	*(const char **)config_field(option, object) = folded_copy(reading->ctx, values[0]->text);
	return true;
}

bool config_read_template(const struct config_reading *reading, const struct option_info *option,
			  const struct config_token *const *values, size_t count, void *object)
{
	const struct config_token *value = values[0];
	struct template *template;
	struct error error;
	int line, column;

	(void)count;
	if (!config_check_length(reading, option, value, value->length))
		return false;
	if (option->type == OPTION_FIGURES)
		template = explain_figures_new(reading->ctx, value->text, &line, &column, &error);
	else
		template = explain_reply_new(
			reading->ctx,
			words_find(reply_kind_words, option->name, strlen(option->name)),
			value->text, &line, &column, &error);
	if (template == NULL)
		return config_refuse(reading, option,
				     config_token_place(value, index_of(value->text, line, column)),
				     "%s", error.text);
	*(struct template **)config_field(option, object) = template;
	return true;
}
