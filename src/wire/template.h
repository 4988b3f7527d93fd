/* The texts of replies: plain text with {placeholders}, checked when the config is loaded.
 *
 * A placeholder's name is of small letters, digits, "_", "." and "-". "{{" and "}}" are braces. A
 * line in which a placeholder has no value for this case is left out whole, so that one text
 * serves with and without frozen fees. Nothing else is interpreted: a value is put in as it is
 * and never read again. */
#ifndef REFUNDD_WIRE_TEMPLATE_H
#define REFUNDD_WIRE_TEMPLATE_H

#include "base/buffer.h"
#include "base/error.h"

struct template;

/* Finds the number (0 or more) of a placeholder that may stand in this text, or returns -1 and
 * says in *error what may. */
typedef int template_find(const void *names, const char *placeholder, struct error *error);

/* Compiles `text`; owned by `ctx`. On ERROR_CONFIG returns NULL, and *line and *column (from 1,
 * within the text) say where. */
struct template *template_new(const void *ctx, const char *text, template_find *find,
			      const void *names, int *line, int *column, struct error *error);

/* Puts the value of a placeholder into `out` and returns true, or returns false: no value. */
typedef bool template_value(void *values, int placeholder, struct buffer *out);

/* Appends the text to `out`, each line ended by "\n"; runs of blank lines become one, and none
 * stand at the start or end, whatever lines were left out. */
void template_render(const struct template *template, template_value *value, void *values,
		     struct buffer *out);

#endif
