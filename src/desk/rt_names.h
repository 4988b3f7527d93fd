/* What things are called in a Request Tracker: its words for statuses and fields, by the config,
 * and ours. */
#ifndef REFUNDD_DESK_RT_NAMES_H
#define REFUNDD_DESK_RT_NAMES_H

#include "desk/desk.h"
#include "sys/config.h"

/* A status that we have no word for is somebody's own: on hold. */
enum ticket_status rt_status_from(const struct rt_settings *settings, const char *status);
const char *rt_status_to(const struct rt_settings *settings, enum ticket_status status);

/* The field's name in a struct ticket: that of the custom field where we have none for it. */
const char *rt_field_from(const struct rt_settings *settings, const char *custom_field);
/* NULL: it is none of the ticket's. */
const char *rt_field_to(const struct rt_settings *settings, const char *field);

#endif
