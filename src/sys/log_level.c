/* The words of log.h, for a configuration that names a level and writes no log. */
#include "sys/log.h"

static const char *const levels[] = {"error", "warning", "info", "debug"};
const struct words log_level_words = WORDS(levels);
