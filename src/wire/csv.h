/* CSV by RFC 4180, strict: commas, quotes doubled inside quotes, LF or CRLF, UTF-8. */
#ifndef REFUNDD_WIRE_CSV_H
#define REFUNDD_WIRE_CSV_H

#include "base/error.h"

#include <stddef.h>

#define CSV_MAX_FIELDS 64
#define CSV_MAX_RECORD 65536 /* bytes, with the line's end */

struct csv_field {
	const char *text; /* NUL-terminated */
	size_t length;
	int column; /* from 1, in bytes: where the field begins on its line */
};

struct csv_record {
	struct csv_field field[CSV_MAX_FIELDS];
	size_t count;
	long line; /* where it begins, from 1 */
};

/* Hands out the records of a whole text one by one; blank lines are skipped. */
struct csv_reader {
	char *at, *end; /* the text is unescaped in place */
	long line;	/* of `at`, which is the first byte of a line */
};

/* `bytes` is written to, must outlive the records, and bytes[length] must be writable. A byte
 * order mark at the start is skipped. */
void csv_reader_init(struct csv_reader *reader, char *bytes, size_t length);

/* True with the next record. False at the end (*is_end true) or on ERROR_INPUT (line and column
 * in the sentence), after which the reader is done. */
bool csv_reader_next(struct csv_reader *reader, struct csv_record *record, bool *is_end,
		     struct error *error);

#endif
