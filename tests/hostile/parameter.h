/* The parameters of a request's query. */
#ifndef REFUNDD_TESTS_HOSTILE_PARAMETER_H
#define REFUNDD_TESTS_HOSTILE_PARAMETER_H

#include "hostile/server.h"

/* Decoded, owned by the request's ctx; NULL: there is none. */
char *request_parameter(const struct request *request, const char *name);
long request_number(const struct request *request, const char *name, long otherwise);

#endif
