/* The clocks of the unit tests of the daemon, in the place of sys/clock.c: they go on as real ones
 * do, but for what a test does to them. */
#ifndef REFUNDD_TESTS_DAEMON_CLOCKS_H
#define REFUNDD_TESTS_DAEMON_CLOCKS_H

#include "sys/clock.h"

/* So much time goes by. */
void clocks_pass(struct span span);
/* Somebody sets the wall's clock by so much. */
void clocks_set(struct span by);

#endif
