/* The only writer of logs: a sentence, then key=value fields, one line on standard error.
 *
 * Values with blanks, quotes or control bytes are quoted and escaped, so that a stranger's words
 * can neither end a line nor forge a field; long ones are cut. Where standard error is the journal
 * (JOURNAL_STREAM names it) lines begin with "<6>" and the like; on a terminal with the time and,
 * for warnings and errors, in colour. */
#ifndef REFUNDD_SYS_LOG_H
#define REFUNDD_SYS_LOG_H

#include "base/words.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };
extern const struct words log_level_words; /* error warning info debug */

/* Lines above `level` are not written. */
void log_init(enum log_level level);

/* `sentence` is ours: whatever comes from outside belongs in a field. Fields are pairs of const
 * char *, key then value, ended by NULL; a NULL value leaves its field out: log_write(LOG_INFO,
 * "ticket answered", "ticket", id, "case", number, NULL). */
void log_write(enum log_level level, const char *sentence, ...) __attribute__((sentinel));

#endif
