/* What an admin writes, as the core sees it: policies, their versions and rules.
 *
 * Built by sys/config from the files; checked by policy_check(); read by judge(). Immutable once
 * built, owned by one talloc context. */
#ifndef REFUNDD_POLICY_POLICY_H
#define REFUNDD_POLICY_POLICY_H

#include "base/problems.h"
#include "domain/decision.h"
#include "policy/expr.h"

struct template;

enum refund_method {
	METHOD_FULL,	 /* each purse gets back what it paid */
	METHOD_PRORATED, /* paid x (days of the months - days charged) / days of the months */
};

enum day_count {
	DAYS_STARTED,  /* each started 24 hours since purchase count whole, at least one */
	DAYS_CALENDAR, /* each day of the calendar that was touched counts, in the policy's zone */
};

enum month_length {
	MONTH_CALENDAR, /* the days of the calendar months, from the month of purchase on */
	MONTH_VALIDITY, /* the days from the day of purchase to the same day n months later */
};

extern const struct words refund_method_words; /* full prorated */
extern const struct words day_count_words;     /* started calendar */
extern const struct words month_length_words;  /* calendar validity */

/* What a rule says to the customer, in one language. */
struct says {
	const char *language;	  /* "en" */
	const char *clause;	  /* the policy's words */
	struct template *figures; /* what made it apply; NULL: nothing to add */
};

struct rule {
	const char *id;
	enum outcome outcome;
	enum flag_why why; /* of OUTCOME_FLAG */
	const char *when_text;
	const struct expr *when;
	const struct says *says;
	size_t says_count;
	struct place place;	 /* of the rule */
	struct place when_place; /* of the first byte of its `when` text */
};

struct version {
	const char *name;
	bool is_enabled;
	bool has_from, has_until; /* else it has no start, no end */
	struct day from;	  /* first day of purchase that it covers, in the policy's zone */
	struct day until;	  /* first day that it no longer covers */
	const char *source;	  /* where its words were read */
	enum refund_method method;
	struct span window;
	enum day_count days;
	enum month_length month;
	const struct rule *rules;
	size_t rule_count;
	struct place place;
};

/* How much refundd does by itself; see policy/brake.h. */
enum mode {
	MODE_SHADOW, /* decides and notes internally, answers nobody */
	MODE_ASSIST, /* prepares everything; a person releases each answer */
	MODE_AUTO,
};
extern const struct words mode_words; /* shadow assist auto */

struct policy {
	const char *name;
	const char *family;
	bool has_mode; /* else it is that of the settings */
	enum mode mode;
	struct zone zone;
	const struct version *versions; /* in the order of the file */
	size_t version_count;
	struct place place;
};

/* From `at_least` on, a signal's value is worth `points` (the last step that applies counts). */
struct signal_step {
	struct number at_least;
	int points;
};

/* What the rows of a signal's query say. */
enum signal_reading {
	READING_ROWS,  /* the value is how many there are */
	READING_FIRST, /* the value is the first column of the first row; no row: zero */
};
extern const struct words signal_reading_words; /* rows first */

struct signal {
	const char *name;
	const char *title; /* for the reviewer */
	const char *sql; /* over the views of refundd-signals(5); NULL: told with the facts only */
	enum signal_reading reading;
	const struct signal_step *steps;
	size_t step_count;
	bool has_hard;
	struct number hard; /* from here on it is a hard sign, whatever the score */
	struct place place;
	const struct place *sql_lines; /* where each line of `sql` begins */
};

enum version_day { VERSION_BY_PURCHASE, VERSION_BY_TICKET };
extern const struct words version_day_words; /* purchase ticket */

struct policy_set {
	const struct rule *intake; /* looked at first, whatever the family; may only ask or flag */
	size_t intake_count;
	const struct policy *policies;
	size_t policy_count;
	const struct signal *signals;
	size_t signal_count;
	const struct money *limits; /* at most one a currency: a larger refund is above it */
	size_t limit_count;
	const char *product;	/* what tickets are about; NULL: other_subject is no */
	const char *issue_type; /* likewise */
	enum version_day version_day;
	struct span settle;	     /* zero use is proven only by figures this long after asking */
	struct span clock_tolerance; /* clocks may differ by this much */
};

/* The policy of that name, or NULL; `name` may be NULL. */
const struct policy *policy_named(const struct policy_set *set, const char *name);

/* The version of `policy` that covers `day`, or NULL. Disabled versions cover nothing. */
const struct version *policy_version_on(const struct policy *policy, struct day day);

/* What a signal's value is worth. */
int signal_points(const struct signal *signal, struct number value);

/* Finds everything that can be wrong before a fact is seen: rules that can never be reached,
 * versions that overlap or leave a gap, a policy that can end without an outcome, names given
 * twice, intake rules that decide. Returns false when it added a problem. */
bool policy_check(const struct policy_set *set, struct problems *problems);

/* All that judging by one version depends on, as a canonical text in the grammar of
 * refundd.conf(5): what decisions are recorded with, by its SHA-256. What is said to customers is
 * no part of it; the signals' queries are, for their values are facts. `version` NULL: no version
 * of the policy could be told; `policy` NULL: none could. config_load_record() reads it. */
void policy_version_text(const struct policy_set *set, const struct policy *policy,
			 const struct version *version, struct buffer *out);

#endif
