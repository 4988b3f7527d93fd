/* What was likely meant by a name that does not stand where it was written. */
#ifndef REFUNDD_SYS_CONFIG_HINT_H
#define REFUNDD_SYS_CONFIG_HINT_H

#include "base/buffer.h"
#include "sys/config_options.h"

#include <confuse.h>

/* Adds where `name` was written (in `cfg`), and where it belongs or how it may have been meant.
 * Returns the section that was meant, or SECTION_TOP where it was none. */
enum config_section config_hint(cfg_t *cfg, const char *name, struct buffer *text);

#endif
