/* Writing CSV by RFC 4180 that can be opened in a spreadsheet without danger. */
#ifndef REFUNDD_WIRE_CSV_WRITER_H
#define REFUNDD_WIRE_CSV_WRITER_H

#include "base/buffer.h"

/* Adds a record of `count` fields (NULL: empty) and its end, CR LF.
 *
 * A field that a spreadsheet would take for a formula, for it begins with =, +, -, @ (full-width
 * ones, too), TAB, CR or LF, gets a ' before it; so does one that begins with ', so that the first
 * ' may always be taken off again. */
void csv_add_record(struct buffer *buffer, const char *const *fields, size_t count);

#endif
