/* The typing of options: from a text in the file to a value in its struct. */
#ifndef REFUNDD_SYS_CONFIG_VALUES_H
#define REFUNDD_SYS_CONFIG_VALUES_H

#include "sys/config_options.h"
#include "sys/config_scan.h"

struct config_reading {
	const void *ctx; /* owns what is read */
	struct problems *problems;
	struct words signals; /* names that `when` may use */
	bool lacks_signals;   /* maybe: something was passed over */
};

/* Reads an option's values (one, but for lists) into its place in `object`, the struct of its
 * section. False where it added a problem. */
bool config_read_value(const struct config_reading *reading, const struct option_info *option,
		       const struct config_token *const *values, size_t count, void *object);

#endif
