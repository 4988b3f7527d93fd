/* The file with the token: the key to the ticket system, so nobody else may read it. */
#ifndef REFUNDD_DESK_RT_TOKEN_H
#define REFUNDD_DESK_RT_TOKEN_H

#include "base/error.h"

/* The token and the id of its user, owned by `ctx`. A token of RT is "1-USER-HEX". ERROR_ABSENT,
 * ERROR_IO, or ERROR_CONFIG with what to do about it; no error has the token in it. */
bool rt_token_read(const void *ctx, const char *file, const char **token, const char **user,
		   struct error *error);

#endif
