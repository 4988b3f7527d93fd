#include "trace.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_MAX 2048

static struct digest *digest;
static bool is_shown;

static void add_line(const char *line)
{
	char time[INSTANT_TEXT_SIZE];
	char whole[INSTANT_TEXT_SIZE + LINE_MAX + 4];
	int length;

	instant_format(clock_now(), (struct zone){0}, time);
	length = snprintf(whole, sizeof(whole), "%-27s %s\n", time, line);
	digest_add(digest, whole, (size_t)length);
	if (is_shown)
		fputs(whole, stdout);
}

/* In the place of sys/log.c, which the linker then has no use for. */
void log_init(enum log_level level, enum log_format format, const char *journal)
{
	(void)level;
	(void)format;
	(void)journal;
}

static void write_event(enum log_level level, enum log_event event, va_list fields)
{
	struct buffer *line = buffer_new(NULL);
	const char *key;

	buffer_add_format(line, "    %s: %s", log_level_words.list[level],
			  log_events[event].sentence);
	while ((key = va_arg(fields, const char *)) != NULL) {
		const char *value = va_arg(fields, const char *);

		if (value != NULL)
			buffer_add_format(line, " %s=%.400s", key, value);
	}
	trace_write("%s", line->bytes);
	talloc_free(line);
}

void log_event(enum log_event event, ...)
{
	va_list fields;

	va_start(fields, event);
	write_event(log_events[event].level, event, fields);
	va_end(fields);
}

void log_event_at(enum log_level level, enum log_event event, ...)
{
	va_list fields;

	va_start(fields, event);
	write_event(level, event, fields);
	va_end(fields);
}

void trace_begin(bool shown)
{
	digest = digest_new(NULL);
	is_shown = shown;
}

void trace_write(const char *format, ...)
{
	char line[LINE_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	add_line(line);
}

void trace_end(char text[DIGEST_TEXT_SIZE])
{
	digest_finish(digest, text);
	talloc_free(digest);
	digest = NULL;
}
