/* Policies written in C, for tests that need neither config nor files. */
#ifndef REFUNDD_TESTS_POLICY_FIXTURE_H
#define REFUNDD_TESTS_POLICY_FIXTURE_H

#include "policy/policy.h"
#include "support/facts_text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct rule_text {
	const char *id;
	const char *outcome; /* "approve", "reject", "ask", "doubt" or "abuse" */
	const char *when;
};

/* The signals that every fixture has: "repeats" (2 or more: 30 points, 4 or more: 65) and
 * "strangers" (from 0.5: 30 points). */
extern const struct words fixture_signals;

/* Compiles the rules; what cannot be compiled fails the test. */
struct rule *fixture_rules(const void *ctx, const struct rule_text *texts, size_t count);

/* Enabled, without start and end: prorated, 5d, started days, calendar months. */
struct version fixture_version(const char *name, const struct rule *rules, size_t count);

/* A set with one policy of family "rtc-engine" in +08:00 that has the given versions (copied);
 * settle 180m, clock tolerance 5m, limits of 5000 USD and 35000 CNY. */
struct policy_set *fixture_set(const void *ctx, const struct version *versions, size_t count);

/* A version of a few plain rules, in the manner of the shipped ones, and a set of it alone. */
struct version fixture_plain_version(const void *ctx);
struct policy_set *fixture_plain_set(const void *ctx);

/* The founding facts with `changes` applied. */
void fixture_facts(const void *ctx, const char *changes, struct facts *facts);

struct day fixture_day(const char *text);
struct span fixture_span(const char *text);
struct instant fixture_instant(const char *text);
struct money fixture_money(const char *text); /* "499.00 USD" */

#endif
