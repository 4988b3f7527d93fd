#include "sys/config_values.h"

#include "base/memory.h"
#include "domain/number.h"
#include "domain/worktime.h"
#include "sys/config_types.h"
#include "sys/config_source.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static bool read_text(const struct config_reading *reading, const struct option_info *option,
		      const struct config_token *const *values, size_t count, void *object)
{
	(void)count;
	if (!config_check_line(reading, option, values[0]))
		return false;
	*(const char **)config_field(option, object) = text_copy(reading->ctx, values[0]->text);
	return true;
}

static bool read_path(const struct config_reading *reading, const struct option_info *option,
		      const struct config_token *const *values, size_t count, void *object)
{
	const struct config_token *value = values[0];
	char *path;

	(void)count;
	path = value->file == NULL ? text_copy(reading->ctx, value->text)
				   : config_source_resolve(reading->ctx, value->file, value->text);
	if (!config_check_line(reading, option, value) ||
	    !config_check_length(reading, option, value, strlen(path)))
		return false;
	*(const char **)config_field(option, object) = path;
	return true;
}

static bool read_word(const struct config_reading *reading, const struct option_info *option,
		      const struct config_token *const *values, size_t count, void *object)
{
	struct words words = *option->words;
	int found = words_find(words, values[0]->text, values[0]->length);
	struct buffer *list;

	(void)count;
	if (found < 0) {
		list = buffer_new(NULL);
		words_add_list(words, list);
		config_refuse(reading, option, values[0]->place, "%s is expected, not '%s'",
			      list->bytes, values[0]->text);
		talloc_free(list);
		return false;
	}
	/* An enum, whichever: all of ours are the size of an unsigned. */
	*(unsigned *)config_field(option, object) = (unsigned)found;
	if (option->extra != 0)
		*(bool *)config_extra(option, object) = true;
	return true;
}

static bool read_truth(const struct config_reading *reading, const struct option_info *option,
		       const struct config_token *const *values, size_t count, void *object)
{
	const char *text = values[0]->text;

	(void)count;
	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return config_refuse(reading, option, values[0]->place,
				     "true or false is expected, not '%s'", text);
	*(bool *)config_field(option, object) = text[0] == 't';
	return true;
}

#define COUNT_DIGITS 9

static bool read_count(const struct config_reading *reading, const struct option_info *option,
		       const struct config_token *const *values, size_t count, void *object)
{
	const char *text = values[0]->text;
	size_t digits = strspn(text, "0123456789");
	long number = strtol(text, NULL, 10);

	(void)count;
	if (digits == 0 || digits > COUNT_DIGITS || text[digits] != '\0' ||
	    number < strtol(option->least, NULL, 10) || number > strtol(option->most, NULL, 10))
		return config_refuse(reading, option, values[0]->place,
				     "a whole number from %s to %s is expected, not '%s'",
				     option->least, option->most, text);
	*(int *)config_field(option, object) = (int)number;
	return true;
}

static bool read_number(const struct config_reading *reading, const struct option_info *option,
			const struct config_token *const *values, size_t count, void *object)
{
	struct error error;

	(void)count;
	if (!number_parse(values[0]->text, values[0]->length, config_field(option, object), &error))
		return config_refuse(reading, option, values[0]->place, "%s", error.text);
	*(bool *)config_extra(option, object) = true;
	return true;
}

static struct span span_of(const char *text)
{
	struct span span = {0};
	struct error error;

	span_parse(text, strlen(text), &span, &error);
	return span;
}

static bool read_span(const struct config_reading *reading, const struct option_info *option,
		      const struct config_token *const *values, size_t count, void *object)
{
	struct span span;
	struct error error;

	(void)count;
	if (!span_parse(values[0]->text, values[0]->length, &span, &error))
		return config_refuse(reading, option, values[0]->place, "%s", error.text);
	if (span.us < span_of(option->least).us || span.us > span_of(option->most).us)
		return config_refuse(reading, option, values[0]->place,
				     "%s to %s is expected, not %s", option->least, option->most,
				     values[0]->text);
	*(struct span *)config_field(option, object) = span;
	return true;
}

static bool read_zone(const struct config_reading *reading, const struct option_info *option,
		      const struct config_token *const *values, size_t count, void *object)
{
	struct error error;

	(void)count;
	return zone_parse(values[0]->text, values[0]->length, config_field(option, object),
			  &error) ||
	       config_refuse(reading, option, values[0]->place, "%s", error.text);
}

static bool read_day(const struct config_reading *reading, const struct option_info *option,
		     const struct config_token *const *values, size_t count, void *object)
{
	struct error error;

	(void)count;
	if (!day_parse(values[0]->text, values[0]->length, config_field(option, object), &error))
		return config_refuse(reading, option, values[0]->place, "%s", error.text);
	*(bool *)config_extra(option, object) = true;
	return true;
}

static bool read_workweek(const struct config_reading *reading, const struct option_info *option,
			  const struct config_token *const *values, size_t count, void *object)
{
	struct error error;

	(void)count;
	return workweek_parse(values[0]->text, config_field(option, object), &error) ||
	       config_refuse(reading, option, values[0]->place, "%s", error.text);
}

/* clang-format off */
static const struct {
	const char *name;
	bool is_list;
	config_type_read *read;
} types[] = {
	[OPTION_TEXT]    = {"text",       false, read_text},
	[OPTION_PATH]    = {"path",       false, read_path},
	[OPTION_WORD]    = {"word",       false, read_word},
	[OPTION_TRUTH]   = {"truth",      false, read_truth},
	[OPTION_COUNT]   = {"count",      false, read_count},
	[OPTION_NUMBER]  = {"number",     false, read_number},
	[OPTION_SPAN]    = {"duration",   false, read_span},
	[OPTION_ZONE]    = {"zone",       false, read_zone},
	[OPTION_DAY]     = {"day",        false, read_day},
	[OPTION_DAYS]    = {"days",       true,  config_read_days},
	[OPTION_WORKWEEK]= {"workweek",   false, read_workweek},
	[OPTION_AMOUNTS] = {"amounts",    true,  config_read_amounts},
	[OPTION_STEPS]   = {"steps",      true,  config_read_steps},
	[OPTION_UNITS]   = {"units",      true,  config_read_units},
	[OPTION_URL]     = {"url",        false, config_read_url},
	[OPTION_PATTERN] = {"pattern",    false, config_read_pattern},
	[OPTION_WHEN]    = {"expression", false, config_read_when},
	[OPTION_SQL]     = {"query",      false, config_read_sql},
	[OPTION_CLAUSE]  = {"clause",     false, config_read_clause},
	[OPTION_FIGURES] = {"figures",    false, config_read_template},
	[OPTION_REPLY]   = {"reply",      false, config_read_template},
};
/* clang-format on */

void *config_field(const struct option_info *option, void *object)
{
	return (char *)object + option->offset;
}

void *config_extra(const struct option_info *option, void *object)
{
	return (char *)object + option->extra;
}

bool config_refuse(const struct config_reading *reading, const struct option_info *option,
		   struct place place, const char *format, ...)
{
	va_list args;
	char *sentence;

	va_start(args, format);
	sentence = must(talloc_vasprintf(NULL, format, args));
	va_end(args);
	problems_add(reading->problems, place, "%s: %s", option->name, sentence);
	talloc_free(sentence);
	return false;
}

bool config_check_length(const struct config_reading *reading, const struct option_info *option,
			 const struct config_token *value, size_t length)
{
	if (length < strtoul(option->least, NULL, 10) || length > strtoul(option->most, NULL, 10))
		return config_refuse(reading, option, value->place,
				     "%s to %s bytes are expected, not %zu", option->least,
				     option->most, length);
	return true;
}

bool config_check_line(const struct config_reading *reading, const struct option_info *option,
		       const struct config_token *value)
{
	if (strchr(value->text, '\n') != NULL)
		return config_refuse(reading, option, value->place, "one line is expected");
	return config_check_length(reading, option, value, value->length);
}

bool config_read_value(const struct config_reading *reading, const struct option_info *option,
		       const struct config_token *const *values, size_t count, void *object)
{
	return types[option->type].read(reading, option, values, count, object);
}

const char *config_type_name(enum option_type type)
{
	return types[type].name;
}

bool config_type_is_list(enum option_type type)
{
	return types[type].is_list;
}
