/* The file with the token: the key to the ticket system, so nobody else may read it.
 *
 * A service manager can hand it over as a credential: where $CREDENTIALS_DIRECTORY holds
 * "refundd_NAME", NAME being the last part of the file's path, that is read in its stead. It is
 * what LoadCredential=refundd:FOLDER makes of the file NAME in FOLDER. */
#ifndef REFUNDD_DESK_RT_TOKEN_H
#define REFUNDD_DESK_RT_TOKEN_H

#include "base/error.h"

/* The token and the id of its user, owned by `ctx`. A token of RT is "1-USER-HEX". ERROR_ABSENT,
 * ERROR_IO, or ERROR_CONFIG with what to do about it; no error has the token in it. */
bool rt_token_read(const void *ctx, const char *file, const char **token, const char **user,
		   struct error *error);

#endif
