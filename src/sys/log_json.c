#include "sys/log_line.h"

/* U+FFFF at most: what is active is no longer than three bytes. */
static unsigned code_point(const unsigned char *text, size_t length)
{
	switch (length) {
	case 1: return text[0];
	case 2: return (text[0] & 0x1fu) << 6 | (text[1] & 0x3fu);
	default: return (text[0] & 0x0fu) << 12 | (text[1] & 0x3fu) << 6 | (text[2] & 0x3fu);
	}
}

static void add_character(struct buffer *buffer, const char *text)
{
	size_t length;

	switch (log_character(text, &length)) {
	case CHARACTER_BROKEN: buffer_add_text(buffer, "\\ufffd"); break;
	case CHARACTER_ACTIVE:
		buffer_add_format(buffer, "\\u%04x",
				  code_point((const unsigned char *)text, length));
		break;
	case CHARACTER_PLAIN:
		if (*text == '"' || *text == '\\')
			buffer_add_char(buffer, '\\');
		buffer_add(buffer, text, length);
		break;
	}
}

static void add_member(struct buffer *buffer, const char *key, const char *value)
{
	const char *end = value + log_value_length(value);
	size_t length = 0;

	buffer_add_format(buffer, ",\"%s\":\"", key);
	for (const char *at = value; at < end; at += length) {
		add_character(buffer, at);
		log_character(at, &length);
	}
	buffer_add_text(buffer, *end != '\0' ? "...\"" : "\"");
}

void log_line_json(const struct log_line *line, struct buffer *buffer)
{
	const struct log_event_info *event = &log_events[line->event];
	char time[INSTANT_TEXT_SIZE];

	instant_format(line->at, (struct zone){.offset_s = 0}, time);
	buffer_add_format(buffer, "{\"time\":\"%s\"", time);
	add_member(buffer, "level", log_level_words.list[line->level]);
	add_member(buffer, "event", event->name);
	add_member(buffer, "message", event->sentence);
	for (size_t i = 0; i < line->count; i++)
		add_member(buffer, line->fields[i].key, line->fields[i].value);
	buffer_add_text(buffer, "}\n");
}
