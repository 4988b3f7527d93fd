#include "sys/log_line.h"

static void add_hex(struct buffer *buffer, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		buffer_add_format(buffer, "\\x%02x", (unsigned char)bytes[i]);
}

static void add_character(struct buffer *buffer, const char *text, enum log_character kind,
			  size_t length)
{
	if (*text == '\n')
		buffer_add_text(buffer, "\\n");
	else if (kind != CHARACTER_PLAIN)
		add_hex(buffer, text, length);
	else if (*text == '"' || *text == '\\')
		buffer_add_format(buffer, "\\%c", *text);
	else
		buffer_add(buffer, text, length);
}

/* The escapes can be undone: the backslash and the quote are escaped, too. */
static void add_quoted(struct buffer *buffer, const char *value)
{
	const char *end = value + log_value_length(value);
	size_t length = 0;

	buffer_add_char(buffer, '"');
	for (const char *at = value; at < end; at += length) {
		enum log_character kind = log_character(at, &length);

		add_character(buffer, at, kind, length);
	}
	buffer_add_text(buffer, *end != '\0' ? "...\"" : "\"");
}

static bool is_bare(const char *value)
{
	for (const unsigned char *at = (const unsigned char *)value; *at != '\0'; at++)
		if (*at <= ' ' || *at >= 0x7f || strchr("\"\\=", *at) != NULL)
			return false;
	return value[0] != '\0' && strlen(value) <= LOG_MAX_VALUE;
}

void log_line_text(const struct log_line *line, struct buffer *buffer)
{
	buffer_add_text(buffer, log_events[line->event].sentence);
	for (size_t i = 0; i < line->count; i++) {
		const struct log_field *field = &line->fields[i];

		buffer_add_format(buffer, " %s=", field->key);
		if (is_bare(field->value))
			buffer_add_text(buffer, field->value);
		else
			add_quoted(buffer, field->value);
	}
}
