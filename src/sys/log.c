#include "sys/log.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "sys/clock.h"
#include "wire/utf8.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The journal breaks a line at 48 KiB, and what follows the break would stand there as a line of
 * its own: a value must never be able to reach that far. */
#define MAX_VALUE 512

enum style { STYLE_PLAIN, STYLE_JOURNAL, STYLE_TERMINAL, STYLE_COLOUR };

static const char *const journal_prefixes[] = {"<3>", "<4>", "<6>", "<7>"};
static const char *const colours[] = {"\033[31m", "\033[33m", NULL, NULL};

static enum log_level most_verbose = LOG_INFO;
static enum style style = STYLE_PLAIN;

/* sd_journal-stream(3): the variable outlives redirections, so it must name this very file. */
static bool is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char own[64];
	struct stat found;

	if (stream == NULL || fstat(STDERR_FILENO, &found) != 0)
		return false;
	snprintf(own, sizeof(own), "%ju:%ju", (uintmax_t)found.st_dev, (uintmax_t)found.st_ino);
	return strcmp(stream, own) == 0;
}

static enum style find_style(void)
{
	const char *no_colour = getenv("NO_COLOR");

	if (isatty(STDERR_FILENO))
		return no_colour != NULL && no_colour[0] != '\0' ? STYLE_TERMINAL : STYLE_COLOUR;
	return is_journal() ? STYLE_JOURNAL : STYLE_PLAIN;
}

/* The length of the UTF-8 character that `text` begins with, or 0 when it is none. */
static size_t character_length(const char *text)
{
	size_t length = 1;

	while (length <= 4 && utf8_valid_length(text, length) < length) {
		if (text[length] == '\0')
			return 0;
		length++;
	}
	return length <= 4 ? length : 0;
}

/* What a terminal or a pager could act upon: controls (to U+001F, U+007F to U+009F), line breaks
 * and turns of direction (U+2028 to U+202E, U+2066 to U+2069). */
static bool is_active(const unsigned char *text, size_t length)
{
	switch (length) {
	case 1: return text[0] < 0x20 || text[0] == 0x7f;
	case 2: return text[0] == 0xc2 && text[1] < 0xa0;
	case 3:
		return text[0] == 0xe2 &&
		       ((text[1] == 0x80 && text[2] >= 0xa8 && text[2] <= 0xae) ||
			(text[1] == 0x81 && text[2] >= 0xa6 && text[2] <= 0xa9));
	default: return false;
	}
}

static void add_hex(struct buffer *line, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		buffer_add_format(line, "\\x%02x", (unsigned char)bytes[i]);
}

/* `quoted`: the escapes can be undone, because the backslash and the quote are escaped too. */
static void add_escaped(struct buffer *line, const char *text, bool quoted)
{
	const char *at = text;

	while (*at != '\0' && at < text + MAX_VALUE) {
		size_t length = character_length(at);

		if (length == 0)
			add_hex(line, at, length = 1);
		else if (*at == '\n')
			buffer_add_text(line, "\\n");
		else if (is_active((const unsigned char *)at, length))
			add_hex(line, at, length);
		else if (quoted && (*at == '"' || *at == '\\'))
			buffer_add_format(line, "\\%c", *at);
		else
			buffer_add(line, at, length);
		at += length;
	}
	if (*at != '\0')
		buffer_add_text(line, "...");
}

static bool is_bare(const char *value)
{
	for (const unsigned char *at = (const unsigned char *)value; *at != '\0'; at++)
		if (*at <= ' ' || *at >= 0x7f || strchr("\"\\=", *at) != NULL)
			return false;
	return value[0] != '\0' && strlen(value) <= MAX_VALUE;
}

static void add_field(struct buffer *line, const char *key, const char *value)
{
	const char *quote = is_bare(value) ? "" : "\"";

	buffer_add_format(line, " %s=%s", key, quote);
	add_escaped(line, value, quote[0] != '\0');
	buffer_add_text(line, quote);
}

static void add_time(struct buffer *line)
{
	time_t now = (time_t)(clock_now().us / SECOND_US);
	struct tm parts;
	char text[32];

	localtime_r(&now, &parts);
	buffer_add(line, text, strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S ", &parts));
}

static void add_head(struct buffer *line, enum log_level level)
{
	const char *colour = style == STYLE_COLOUR ? colours[level] : NULL;

	if (style == STYLE_JOURNAL) { /* which shows the level itself */
		buffer_add_text(line, journal_prefixes[level]);
		return;
	}
	if (style != STYLE_PLAIN)
		add_time(line);
	if (colour != NULL)
		buffer_add_text(line, colour);
	buffer_add_format(line, "%s:", log_level_words.list[level]);
	if (colour != NULL)
		buffer_add_text(line, "\033[0m");
	buffer_add_char(line, ' ');
}

void log_init(enum log_level level)
{
	most_verbose = level;
	style = find_style();
}

void log_write(enum log_level level, const char *sentence, ...)
{
	struct buffer *line;
	const char *key;
	va_list fields;
	ssize_t ignored;

	if (level > most_verbose)
		return;
	line = buffer_new(NULL);
	add_head(line, level);
	add_escaped(line, sentence, false);
	va_start(fields, sentence);
	while ((key = va_arg(fields, const char *)) != NULL) {
		const char *value = va_arg(fields, const char *);

		if (value != NULL)
			add_field(line, key, value);
	}
	va_end(fields);
	buffer_add_char(line, '\n');
	/* In one piece, so that the lines of two processes do not mix. */
	ignored = write(STDERR_FILENO, line->bytes, line->length);
	(void)ignored; /* there is nobody left to tell */
	talloc_free(line);
}
