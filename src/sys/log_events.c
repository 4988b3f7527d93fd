/* The words of log.h, for whoever names levels and events and writes no log. */
#include "sys/log.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const levels[] = {"error", "warning", "info", "debug"};
const struct words log_level_words = WORDS(levels);

static const char *const formats[] = {"auto", "plain", "json", "journal"};
const struct words log_format_words = WORDS(formats);

const struct log_event_info log_events[LOG_EVENT_COUNT] = {
#define EVENT(id, name, level, sentence, meaning, remedy) {name, LOG_##level, sentence},
	LOG_EVENTS(EVENT)
#undef EVENT
};

struct log_number log_number(int64_t number)
{
	struct log_number result;

	snprintf(result.text, sizeof(result.text), "%" PRId64, number);
	return result;
}
