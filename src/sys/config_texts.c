#include "sys/config_types.h"

#include "base/memory.h"
#include "policy/names.h"
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

/* By these names nobody else can be reached. */
static bool is_loopback(const char *host, size_t length)
{
	static const char *const names[] = {"127.0.0.1", "[::1]", "localhost"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == length && memcmp(names[i], host, length) == 0)
			return true;
	return false;
}

static size_t host_length(const char *host)
{
	size_t length = strcspn(host, host[0] == '[' ? "]" : ":/");

	if (host[0] != '[')
		return length;
	return host[length] == ']' ? length + 1 : 0;
}

/* ":8080", or nothing; then the path. */
static bool is_port(const char *text)
{
	char *end;
	unsigned long port;

	if (text[0] != ':')
		return text[0] == '/' || text[0] == '\0';
	port = strtoul(text + 1, &end, 10);
	return text[1] >= '1' && text[1] <= '9' && port <= 65535 &&
	       (end[0] == '/' || end[0] == '\0');
}

/* What is wrong with it, or NULL. */
static const char *url_fault(const char *url)
{
	bool is_https = strncmp(url, "https://", 8) == 0;
	const char *host = url + (is_https ? 8 : 7);
	size_t length;

	if (!is_https && strncmp(url, "http://", 7) != 0)
		return "a URL is expected, like \"https://rt.example.com\"";
	if (memchr(host, '@', strcspn(host, "/")) != NULL)
		return "no name and no password belong into it";
	if (strspn(url, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
			"-._~%:/[]") != strlen(url))
		return "it has a character that the address of a server does not have";
	length = host_length(host);
	if (length == 0 || !is_port(host + length))
		return "a host is expected, and behind it at most a port";
	if (!is_https && !is_loopback(host, length))
		return "http is for 127.0.0.1, [::1] and localhost alone: elsewhere it must be "
		       "https";
	return strstr(host, "/REST") != NULL ? "it ends before /REST" : NULL;
}

static const char *next_line(const char *at)
{
	const char *end = strchr(at, '\n');

	return end != NULL ? end + 1 : NULL;
}

bool config_read_url(const struct config_reading *reading, const struct option_info *option,
		     const struct config_token *const *values, size_t count, void *object)
{
	const struct config_token *value = values[0];
	size_t length = value->length;
	const char *fault;

	(void)count;
	if (!config_check_line(reading, option, value))
		return false;
	fault = url_fault(value->text);
	if (fault != NULL)
		return config_refuse(reading, option, value->place, "%s", fault);
	/* Paths that begin with a slash are added to it. */
	while (value->text[length - 1] == '/')
		length--;
	*(const char **)config_field(option, object) =
		text_copy_n(reading->ctx, value->text, length);
	return true;
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

/* Decisions are recorded with the canonical text, which must be one that can be read again. */
static bool check_canonical(const struct config_reading *reading, const struct option_info *option,
			    const struct config_token *value, const struct expr *when)
{
	struct buffer *text = buffer_new(NULL);
	bool is_short;

	expr_add_text(when, text);
	is_short = config_check_length(reading, option, value, text->length);
	talloc_free(text);
	return is_short;
}

/* A signal that may be among what was passed over. */
static bool may_be_lacking(const struct config_reading *reading, const char *name)
{
	return reading->lacks_signals && strncmp(name, SIGNAL_PREFIX, strlen(SIGNAL_PREFIX)) == 0;
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
	if (rule->when == NULL && !may_be_lacking(reading, rule->when_text + column - 1))
		config_refuse(reading, option, config_token_place(value, (size_t)column - 1), "%s",
			      error.text);
	return rule->when != NULL && check_canonical(reading, option, value, rule->when);
}

bool config_read_sql(const struct config_reading *reading, const struct option_info *option,
		     const struct config_token *const *values, size_t count, void *object)
{
	const struct config_token *value = values[0];
	struct signal *signal = object;
	struct place *lines = NULL;
	size_t line_count = 0;

	(void)count;
	if (!config_check_length(reading, option, value, value->length))
		return false;
	for (const char *at = value->text; at != NULL; at = next_line(at)) {
		lines = GROW_ARRAY(reading->ctx, lines, struct place, line_count + 1);
		lines[line_count++] = config_token_place(value, (size_t)(at - value->text));
	}
	signal->sql = text_copy(reading->ctx, value->text);
	signal->sql_lines = lines;
	return true;
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
