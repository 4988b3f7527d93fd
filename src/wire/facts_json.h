/* Facts as JSON: the shape of formats.md, strict on values, open to fields it does not know. */
#ifndef REFUNDD_WIRE_FACTS_JSON_H
#define REFUNDD_WIRE_FACTS_JSON_H

#include "domain/facts.h"
#include "wire/json.h"

#define FACTS_JSON_MAX_TEXT    256 /* bytes of a text */
#define FACTS_JSON_MAX_COUNT   1000000
#define FACTS_JSON_MAX_SIGNALS 64
#define FACTS_JSON_MAX_SIGNAL  64 /* bytes of a signal's name */

/* What a facts document may measure. */
extern const struct json_limits facts_json_limits;

/* Reads one document. Texts and signal names point into the document; the signals' array belongs
 * to `ctx`. Absent and null are unknown; a value that cannot be is ERROR_INPUT with line, column
 * and field. Fields that the table of facts does not have are passed over. An amount whose order
 * has no currency stays unknown, but must look like one. */
bool facts_from_json(const void *ctx, const struct json_document *document, struct facts *facts,
		     struct error *error);

/* Writes all known facts as one object; instants in `zone`. facts_from_json() gives them back. */
void facts_to_json(const struct facts *facts, struct zone zone, struct json_writer *writer);

#endif
