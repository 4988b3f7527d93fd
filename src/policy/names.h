/* The names that expressions and replies may use: every fact, and what follows from the facts.
 *
 * A view holds the values of all names for one case, worked out once. A derived name is unknown
 * when a fact that it needs is, and says which. */
#ifndef REFUNDD_POLICY_NAMES_H
#define REFUNDD_POLICY_NAMES_H

#include "domain/decision.h"

struct policy_set;
struct policy;
struct version;

#define SIGNAL_PREFIX "signals." /* of the configured signals' names */

/* clang-format off */
#define DERIVED_NAMES(X) \
	X(ELAPSED,        "elapsed",        VALUE_DURATION, "from purchase to asking") \
	X(WINDOW,         "window",         VALUE_DURATION, "the version's window") \
	X(DAYS,           "days",           VALUE_NUMBER,   "days charged, by the version's way of counting") \
	X(REFUNDABLE,     "refundable",     VALUE_MONEY,    "paid from the purses that count: cash, transfer and gift") \
	X(REFUND,         "refund",         VALUE_MONEY,    "what the version's arithmetic would give back") \
	X(LIMIT,          "limit",          VALUE_MONEY,    "the limit for the order's currency; zero where none is set") \
	X(SCORE,          "score",          VALUE_NUMBER,   "points of all signals together") \
	X(HARD_SIGN,      "hard_sign",      VALUE_TRUTH,    "some signal's value has reached its hard limit") \
	X(CURRENCY_CLASH, "currency_clash", VALUE_TRUTH,    "the ticket names another currency than was paid") \
	X(OTHER_SUBJECT,  "other_subject",  VALUE_TRUTH,    "the ticket is of another product or issue type than configured") \
	X(FROM_FUTURE,    "from_future",    VALUE_TRUTH,    "asking, purchase or usage figures lie after the moment of judging")
/* clang-format on */

enum name {
	/* 0 to FACT_COUNT - 1 are the facts. */
	NAME_FIRST_DERIVED = FACT_COUNT - 1,
#define X(identifier, ...) NAME_##identifier,
	DERIVED_NAMES(X)
#undef X
		NAME_COUNT,
	/* NAME_COUNT + i is "signals.NAME" of the i-th configured signal. */
};

struct name_info {
	const char *name;
	enum value_type type;
	struct words words; /* of an enumeration, else list is NULL */
	const char *help;
};

/* Of 0 to NAME_COUNT - 1. */
struct name_info name_info(int name);

/* The number of a name, or -1 with ERROR_CONFIG that suggests the nearest. */
int name_find(const char *text, struct words signals, struct error *error);

struct view {
	struct value value[NAME_COUNT];
	fact_set lacking[NAME_COUNT]; /* for an unknown value: the facts that it wants */
	const struct facts *facts;
	const struct policy_set *set;
	struct zone zone;
	int month_days; /* of the refund's arithmetic, 0 where it could not be told */
};

/* `version` may be NULL (no policy yet): then what hangs on it is unknown. `now` may be NULL: then
 * from_future is no. */
void view_init(struct view *view, const struct policy_set *set, const struct policy *policy,
	       const struct version *version, const struct facts *facts, const struct instant *now);

/* The value of signals.NAME; *lacking as in the view. */
struct value view_signal(const struct view *view, int signal, fact_set *lacking);

/* What was paid from each purse that counts; only where "refundable" is known. */
void view_purses(const struct view *view, struct money purses[PURSE_COUNT]);

#endif
