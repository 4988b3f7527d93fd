/* The configuration written out again, in its own language: what --dump-config prints. */
#ifndef REFUNDD_SYS_CONFIG_DUMP_H
#define REFUNDD_SYS_CONFIG_DUMP_H

#include "base/buffer.h"
#include "sys/config_options.h"
#include "sys/config_scan.h"

struct config_dump {
	struct buffer *out;
	int depth;
};

/* Opens a section; `title` NULL where it has none. */
void config_dump_open(struct config_dump *dump, const char *name, const char *title);
void config_dump_close(struct config_dump *dump);
/* One option that has been read into `object`, with where it was set: values without a file are
 * defaults. Paths are written as they were resolved, so that the dump holds from any folder. */
void config_dump_option(struct config_dump *dump, const struct option_info *option,
			const struct config_token *const *values, size_t count, void *object);

#endif
