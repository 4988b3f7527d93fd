/* A decision as it is kept: with the facts, where each came from, and the policy's words. */
#ifndef REFUNDD_DAEMON_RECORD_H
#define REFUNDD_DAEMON_RECORD_H

#include "daemon/work.h"
#include "ledger/signals.h"
#include "sys/digest.h"

/* The words of a version of a policy as they are kept beside decisions. */
struct policy_words {
	const struct policy *policy;   /* NULL: none fits, or it could not be told */
	const struct version *version; /* NULL: none could be told */
	const char *text;
	char hash[DIGEST_TEXT_SIZE];
};

/* Those of all versions, and of cases decided before one was told; owned by `ctx`. */
const struct policy_words *record_policies(const void *ctx, const struct policy_set *set);

/* Under which configuration the decisions that follow are made; commits. */
bool record_config(struct ledger *ledger, const struct config *config, struct instant now,
		   struct error *error);

bool record_decision(const struct work *work, const struct facts *facts,
		     const struct signal_findings *findings, const char *sources,
		     const struct decision *decision, struct braking braking, struct error *error);

#endif
