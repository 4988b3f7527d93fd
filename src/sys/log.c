#include "sys/log.h"

#include "base/memory.h"
#include "sys/clock.h"
#include "sys/log_journal.h"
#include "sys/log_ring.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum style {
	STYLE_PLAIN,
	STYLE_JSON,
	STYLE_JOURNAL,
	STYLE_JOURNAL_LINES, /* for a journal that takes no datagrams */
	STYLE_TERMINAL,
	STYLE_COLOUR
};

static const char *const journal_prefixes[] = {"<3>", "<4>", "<6>", "<7>"};
static const char *const colours[] = {"\033[31m", "\033[33m", NULL, NULL};

static enum log_level most_verbose = LOG_INFO;
static enum style style = STYLE_PLAIN;
static long counts[LOG_EVENT_COUNT];

/* ---- which style ---- */

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

static enum style find_journal_style(const char *journal)
{
	return log_journal_open(journal) ? STYLE_JOURNAL : STYLE_JOURNAL_LINES;
}

static enum style find_style(const char *journal)
{
	const char *no_colour = getenv("NO_COLOR");

	if (isatty(STDERR_FILENO))
		return no_colour != NULL && no_colour[0] != '\0' ? STYLE_TERMINAL : STYLE_COLOUR;
	return is_journal() ? find_journal_style(journal) : STYLE_PLAIN;
}

static enum style style_of(enum log_format format, const char *journal)
{
	switch (format) {
	case LOG_FORMAT_AUTO: return find_style(journal);
	case LOG_FORMAT_PLAIN: return STYLE_PLAIN;
	case LOG_FORMAT_JSON: return STYLE_JSON;
	case LOG_FORMAT_JOURNAL: return find_journal_style(journal);
	}
	__builtin_unreachable();
}

/* ---- writing ---- */

static void add_time(struct buffer *buffer, struct instant at)
{
	time_t time = (time_t)(at.us / SECOND_US);
	struct tm parts;
	char text[32];

	localtime_r(&time, &parts);
	buffer_add(buffer, text, strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S ", &parts));
}

static void add_head(struct buffer *buffer, const struct log_line *line)
{
	const char *colour = style == STYLE_COLOUR ? colours[line->level] : NULL;

	if (style != STYLE_PLAIN)
		add_time(buffer, line->at);
	if (colour != NULL)
		buffer_add_text(buffer, colour);
	buffer_add_format(buffer, "%s:", log_level_words.list[line->level]);
	if (colour != NULL)
		buffer_add_text(buffer, "\033[0m");
	buffer_add_char(buffer, ' ');
}

static void add_line(struct buffer *buffer, const struct log_line *line)
{
	switch (style) {
	case STYLE_JSON: log_line_json(line, buffer); return;
	case STYLE_JOURNAL:
	case STYLE_JOURNAL_LINES: /* the journal shows the level itself */
		buffer_add_text(buffer, journal_prefixes[line->level]);
		break;
	case STYLE_PLAIN:
	case STYLE_TERMINAL:
	case STYLE_COLOUR: add_head(buffer, line); break;
	}
	log_line_text(line, buffer);
	buffer_add_char(buffer, '\n');
}

static void write_line(const struct log_line *line)
{
	struct buffer *buffer;
	ssize_t ignored;

	if (style == STYLE_JOURNAL && log_journal_send(line))
		return;
	buffer = buffer_new(NULL);
	add_line(buffer, line);
	/* In one piece, so that the lines of two processes do not mix. */
	ignored = write(STDERR_FILENO, buffer->bytes, buffer->length);
	(void)ignored; /* there is nobody left to tell */
	talloc_free(buffer);
}

/* ---- the lines before an error ---- */

static void write_kept(const struct log_line *line)
{
	struct log_line dated = *line;
	char at[INSTANT_TEXT_SIZE];

	instant_format(line->at, (struct zone){.offset_s = 0}, at);
	log_line_add(&dated, "at", at);
	dated.level = LOG_DEBUG;
	dated.at = clock_now();
	write_line(&dated);
}

static void write_mark(enum log_event event)
{
	struct log_line mark = {.level = LOG_DEBUG, .event = event, .at = clock_now()};

	counts[event]++;
	write_line(&mark);
}

static void dump(struct instant now)
{
	write_mark(EVENT_BEFORE_ERROR);
	log_ring_tell(now, write_kept);
	write_mark(EVENT_BEFORE_ERROR_END);
}

static void take(enum log_level level, enum log_event event, va_list fields)
{
	struct log_line line = {.level = level, .event = event, .at = clock_now()};
	const char *key;

	while ((key = va_arg(fields, const char *)) != NULL)
		log_line_add(&line, key, va_arg(fields, const char *));
	counts[event]++;
	if (level <= most_verbose)
		write_line(&line);
	else
		log_ring_keep(&line);
	if (level == LOG_ERROR && log_ring_is_due(line.at))
		dump(line.at);
}

void log_init(enum log_level level, enum log_format format, const char *journal)
{
	most_verbose = level;
	style = style_of(format, journal);
}

void log_event(enum log_event event, ...)
{
	va_list fields;

	va_start(fields, event);
	take(log_events[event].level, event, fields);
	va_end(fields);
}

void log_event_at(enum log_level level, enum log_event event, ...)
{
	va_list fields;

	va_start(fields, event);
	take(level, event, fields);
	va_end(fields);
}

long log_event_count(enum log_event event)
{
	return counts[event];
}
