/* Whose names we can know: in a user namespace of our own the kernel shows us but few users of the
 * machine, and all others as one. */
#ifndef REFUNDD_SYS_USERS_H
#define REFUNDD_SYS_USERS_H

#include <stdbool.h>
#include <sys/types.h>

/* As whom the kernel shows those that we cannot see. Where we see all, it is a user like any. */
#define USERS_UNSEEN ((uid_t)65534)

bool users_see(uid_t uid);

#endif
