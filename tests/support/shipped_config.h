/* The shipped configuration, for tests. */
#ifndef REFUNDD_TESTS_SHIPPED_CONFIG_H
#define REFUNDD_TESTS_SHIPPED_CONFIG_H

#include "sys/config.h"

/* From the folder that REFUNDD_ETC names, else "etc"; fails the test when it cannot be loaded. */
const struct config *shipped_config(const void *ctx);

#endif
