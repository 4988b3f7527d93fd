/* A decision as JSON: one object on one line, the shape of formats.md. */
#ifndef REFUNDD_WIRE_DECISION_JSON_H
#define REFUNDD_WIRE_DECISION_JSON_H

#include "domain/decision.h"
#include "wire/json.h"

/* Fields in the order of formats.md: outcome, why (flags only), policy, version, rule, refund and
 * arithmetic (approvals only), score (null when unknown), missing, trace. */
void decision_to_json(const struct decision *decision, struct json_writer *writer);

#endif
