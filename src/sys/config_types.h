/* How each type of option is read: config_values.c has the table and the simple types,
 * config_lists.c the lists, config_texts.c what is compiled. */
#ifndef REFUNDD_SYS_CONFIG_TYPES_H
#define REFUNDD_SYS_CONFIG_TYPES_H

#include "sys/config_values.h"

typedef bool config_type_read(const struct config_reading *reading,
			      const struct option_info *option,
			      const struct config_token *const *values, size_t count, void *object);

config_type_read config_read_amounts, config_read_steps, config_read_units, config_read_days;
config_type_read config_read_url, config_read_pattern, config_read_when, config_read_clause;
config_type_read config_read_template, config_read_sql;

/* Where the option's value lies in its section's struct, and what goes with it. */
void *config_field(const struct option_info *option, void *object);
void *config_extra(const struct option_info *option, void *object);

/* Adds "OPTION: SENTENCE" at `place`; returns false. */
bool config_refuse(const struct config_reading *reading, const struct option_info *option,
		   struct place place, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Whether `length` is within the option's least and most. */
bool config_check_length(const struct config_reading *reading, const struct option_info *option,
			 const struct config_token *value, size_t length);
/* The same for the whole value, which must be one line. */
bool config_check_line(const struct config_reading *reading, const struct option_info *option,
		       const struct config_token *value);

#endif
