/* What happened in a run, line by line: what people and machines did, and the daemon's own log.
 *
 * The same seed gives the same trace, byte for byte; so its digest stands for all of it. */
#ifndef REFUNDD_TESTS_SIM_TRACE_H
#define REFUNDD_TESTS_SIM_TRACE_H

#include "sys/digest.h"

#include <stdbool.h>

/* `is_shown`: also on standard output. */
void trace_begin(bool is_shown);
void trace_write(const char *format, ...) __attribute__((format(printf, 1, 2)));
void trace_end(char digest[DIGEST_TEXT_SIZE]);

#endif
