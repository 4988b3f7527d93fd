/* What the signals found for a decision, as it is on record. */
#ifndef REFUNDD_CTL_EVIDENCE_H
#define REFUNDD_CTL_EVIDENCE_H

#include "ctl/ctl.h"

/* Prints each signal that found something, could not be told or does not count, with the rows
 * that made its value; nothing where `evidence`, a decision's, is NULL. */
bool evidence_print(const struct ctl *ctl, const char *evidence, struct error *error);

/* A member `evidence`, null where there is none. */
bool evidence_put(const struct ctl *ctl, const char *evidence, struct json_writer *writer,
		  struct error *error);

#endif
