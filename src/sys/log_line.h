/* One line of the log before it has a style, and the styles that it can have.
 *
 * What comes from outside stands in values alone. In every style they are cut at LOG_MAX_VALUE
 * bytes, and can neither end a line nor forge a field. */
#ifndef REFUNDD_SYS_LOG_LINE_H
#define REFUNDD_SYS_LOG_LINE_H

#include "base/buffer.h"
#include "domain/instant.h"
#include "sys/log.h"

#define LOG_MAX_FIELDS 16
/* The journal breaks a line of a stream at 48 KiB, and what follows the break would stand there as
 * a line of its own: a value must never be able to reach that far. */
#define LOG_MAX_VALUE 512

struct log_field {
	const char *key, *value;
};

struct log_line {
	enum log_level level;
	enum log_event event;
	struct instant at;
	size_t count;
	struct log_field fields[LOG_MAX_FIELDS];
};

/* Those beyond LOG_MAX_FIELDS and those without a value are left out. */
void log_line_add(struct log_line *line, const char *key, const char *value);

/* ---- characters ---- */

enum log_character {
	CHARACTER_PLAIN,
	CHARACTER_ACTIVE, /* a terminal or a pager could act upon it */
	CHARACTER_BROKEN, /* a byte that is no UTF-8 */
};

/* What `text`, which is not empty, begins with; *length is that of the character, at least 1. */
enum log_character log_character(const char *text, size_t *length);

/* How much of a value is written: whole characters. */
size_t log_value_length(const char *value);

/* ---- styles: each appends ---- */

/* sentence key=value key="two words" */
void log_line_text(const struct log_line *line, struct buffer *buffer);
/* {"time":"...","level":"...","event":"...","message":"...","key":"value"}, and a line's end */
void log_line_json(const struct log_line *line, struct buffer *buffer);
/* A datagram of the journal's native protocol. */
void log_line_journal(const struct log_line *line, struct buffer *buffer);

#endif
