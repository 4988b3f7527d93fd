/* A decision in one line, as the tables of cases write it:
 *
 *   approve RULE TOTAL [(PURSE + PURSE)]    the purses where more than one is paid to
 *   reject RULE
 *   flag doubt|abuse RULE|- [FACT, FACT]    "-" where no rule decided; the facts that were missing
 *   ask RULE|- FACT, FACT */
#ifndef REFUNDD_TESTS_SUMMARY_H
#define REFUNDD_TESTS_SUMMARY_H

#include "base/buffer.h"
#include "domain/decision.h"

void summary_add(const struct decision *decision, struct buffer *out);

#endif
