/* What the configuration names on this machine: secrets, certificates, folders. */
#ifndef REFUNDD_CTL_SURROUNDINGS_H
#define REFUNDD_CTL_SURROUNDINGS_H

#include "sys/config.h"

/* Adds a problem for each file that the desk in use needs and cannot have. */
void surroundings_check(const struct config *config, struct problems *problems);

/* Adds one for each folder that is not there or not ours to write in: refundd makes some of them,
 * systemd others, and whoever asks may not be who refundd runs as. */
void surroundings_warn(const struct config *config, struct problems *warnings);

#endif
