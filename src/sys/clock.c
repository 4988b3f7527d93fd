#include "sys/clock.h"

#include <time.h>

struct instant clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (struct instant){now.tv_sec * SECOND_US + now.tv_nsec / 1000};
}
