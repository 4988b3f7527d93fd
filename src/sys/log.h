/* The only writer of logs: an event, which has a sentence, and key=value fields.
 *
 * In plain text a line on standard error, where values with blanks, quotes or control bytes are
 * quoted and escaped; on a terminal with the time and, for warnings and errors, in colour. To the
 * journal, where standard error is one (JOURNAL_STREAM names it), each field by itself; or as JSON.
 * However it is written, a stranger's words can neither end a line nor forge a field; long ones are
 * cut.
 *
 * What is not written because of its level is kept for a while (log_ring.h), and written between
 * two marks when an error happens, at most once a minute. */
#ifndef REFUNDD_SYS_LOG_H
#define REFUNDD_SYS_LOG_H

#include "base/words.h"
#include "sys/log_events.h"

#include <stdint.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };
extern const struct words log_level_words; /* error warning info debug */

enum log_event {
#define EVENT(id, name, level, sentence, meaning, remedy) EVENT_##id,
	LOG_EVENTS(EVENT)
#undef EVENT
		LOG_EVENT_COUNT
};

struct log_event_info {
	const char *name;
	enum log_level level;
	const char *sentence;
};

extern const struct log_event_info log_events[LOG_EVENT_COUNT];

enum log_format { LOG_FORMAT_AUTO, LOG_FORMAT_PLAIN, LOG_FORMAT_JSON, LOG_FORMAT_JOURNAL };
extern const struct words log_format_words; /* auto plain json journal */

#define LOG_JOURNAL_SOCKET "/run/systemd/journal/socket"

/* Lines above `level` are not written. `journal` is where a journal listens, if it does:
 * LOG_JOURNAL_SOCKET. May be called again, with other settings. */
void log_init(enum log_level level, enum log_format format, const char *journal);

/* Fields are pairs of const char *, key then value, ended by NULL; a NULL value leaves its field
 * out: log_event(EVENT_TICKET_TAKEN, "ticket", id, "case", log_number(row.id).text, NULL). */
void log_event(enum log_event event, ...) __attribute__((sentinel));
/* The same, where the level depends. */
void log_event_at(enum log_level level, enum log_event event, ...) __attribute__((sentinel));

/* How often it happened since the start, whether it was written or not. */
long log_event_count(enum log_event event);

/* A number as the text of a field. */
struct log_number {
	char text[24];
};
struct log_number log_number(int64_t number);

#endif
