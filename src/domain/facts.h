/* Facts: all that a decision may depend on, as one table.
 *
 * FACTS is the single list: the JSON reader and writer, the names in `when` expressions, the
 * manual and the tests' generators all walk it. A fact that was not told is unknown, which is
 * neither zero nor false. */
#ifndef REFUNDD_DOMAIN_FACTS_H
#define REFUNDD_DOMAIN_FACTS_H

#include "base/words.h"
#include "domain/value.h"

/* How a fact is written in JSON, which also settles its type. */
enum fact_shape {
	SHAPE_TEXT,	/* string, 1 to 256 bytes            -> text */
	SHAPE_WORD,	/* string, one of the fact's words   -> text */
	SHAPE_UIN,	/* string of 1 to 20 digits          -> text */
	SHAPE_CURRENCY, /* string, ISO 4217                  -> text */
	SHAPE_TIME,	/* string, RFC 3339 with offset      -> instant */
	SHAPE_COUNT,	/* JSON integer, 0 to 1,000,000      -> number */
	SHAPE_DECIMAL,	/* string, "12.5"                    -> number */
	SHAPE_AMOUNT,	/* string, in the order's currency   -> money; unknown without a currency */
	SHAPE_TRUTH,	/* true or false                     -> truth */
};

/* clang-format off */
/*      identifier                 section    key                         shape          words        who can tell  what it is */
#define FACTS(X) \
	X(TICKET_SYSTEM,            "ticket",  "system",                   SHAPE_TEXT,     NONE,       US,       "the ticket system that the request came by") \
	X(TICKET_ID,                "ticket",  "id",                       SHAPE_TEXT,     NONE,       US,       "the ticket's id in that system") \
	X(TICKET_CREATED_AT,        "ticket",  "created_at",               SHAPE_TIME,     NONE,       US,       "when the customer asked; the clock of every policy stops here") \
	X(TICKET_PRODUCT,           "ticket",  "product",                  SHAPE_TEXT,     NONE,       US,       "the product the ticket is about") \
	X(TICKET_ISSUE_TYPE,        "ticket",  "issue_type",               SHAPE_TEXT,     NONE,       US,       "the ticket's issue type") \
	X(TICKET_REQUESTER_UIN,     "ticket",  "requester_uin",            SHAPE_UIN,      NONE,       US,       "the account that asks") \
	X(TICKET_LANGUAGE,          "ticket",  "language",                 SHAPE_TEXT,     NONE,       US,       "the language to answer in") \
	X(TICKET_ORDERS_NAMED,      "ticket",  "orders_named",             SHAPE_COUNT,    NONE,       CUSTOMER, "how many orders the ticket names") \
	X(TICKET_CURRENCY,          "ticket",  "currency",                 SHAPE_CURRENCY, NONE,       US,       "the currency the customer asks in, where the ticket says one") \
	X(ORDER_ID,                 "order",   "id",                       SHAPE_TEXT,     NONE,       CUSTOMER, "the order that is to be refunded") \
	X(ORDER_FAMILY,             "order",   "family",                   SHAPE_TEXT,     NONE,       US,       "rtc-engine, call, conference, live or another; chooses the policy") \
	X(ORDER_EDITION,            "order",   "edition",                  SHAPE_TEXT,     NONE,       US,       "the edition within the family") \
	X(ORDER_ACTION,             "order",   "action",                   SHAPE_WORD,     ACTION,     US,       "what the order did") \
	X(ORDER_STATUS,             "order",   "status",                   SHAPE_WORD,     STATUS,     US,       "where the order stands") \
	X(ORDER_SDK_APP_ID,         "order",   "sdk_app_id",               SHAPE_UIN,      NONE,       US,       "the application the package is bound to") \
	X(ORDER_OWNER_UIN,          "order",   "owner_uin",                SHAPE_UIN,      NONE,       US,       "the account that owns the package") \
	X(ORDER_PAYER_UIN,          "order",   "payer_uin",                SHAPE_UIN,      NONE,       US,       "the account that paid and gets the money back") \
	X(ORDER_ENTITY,             "order",   "entity",                   SHAPE_TEXT,     NONE,       US,       "the verified person or company behind the account") \
	X(ORDER_ORIGIN,             "order",   "origin",                   SHAPE_WORD,     ORIGIN,     US,       "how the package was come by") \
	X(ORDER_PURCHASED_AT,       "order",   "purchased_at",             SHAPE_TIME,     NONE,       US,       "when it was bought; the clock of every policy starts here") \
	X(ORDER_MONTHS,             "order",   "months",                   SHAPE_COUNT,    NONE,       US,       "how many months were bought") \
	X(ORDER_CURRENCY,           "order",   "currency",                 SHAPE_CURRENCY, NONE,       US,       "the currency it was paid in") \
	X(ORDER_PAID_CASH,          "order.paid", "cash",                  SHAPE_AMOUNT,   NONE,       US,       "paid from the cash balance") \
	X(ORDER_PAID_TRANSFER,      "order.paid", "transfer",              SHAPE_AMOUNT,   NONE,       US,       "paid from the revenue transfer (commission, earnings) balance") \
	X(ORDER_PAID_GIFT,          "order.paid", "gift",                  SHAPE_AMOUNT,   NONE,       US,       "paid from the gift (free credit) balance") \
	X(ORDER_PAID_VOUCHER,       "order.paid", "voucher",               SHAPE_AMOUNT,   NONE,       US,       "paid with vouchers; never refunded") \
	X(USAGE_GIFTED_MINUTES_USED,"usage",   "gifted_minutes_used",      SHAPE_DECIMAL,  NONE,       US,       "minutes of the package used at the moment of asking") \
	X(USAGE_USED_AFTER_REQUEST, "usage",   "used_after_request",       SHAPE_TRUTH,    NONE,       US,       "whether the package was used after asking") \
	X(USAGE_AS_OF,              "usage",   "as_of",                    SHAPE_TIME,     NONE,       US,       "the moment the usage figures were taken") \
	X(ACCOUNT_SUSPENDED,        "account", "suspended",                SHAPE_WORD,     SUSPENDED,  US,       "why the owner's account is suspended, or none") \
	X(ACCOUNT_FROZEN,           "account", "frozen",                   SHAPE_AMOUNT,   NONE,       US,       "fees frozen on the account; not part of the refund") \
	X(HISTORY_ORDER_REFUNDED,   "history", "order_refunded",           SHAPE_TRUTH,    NONE,       US,       "whether the order was refunded already") \
	X(HISTORY_ORDER_REFUNDED_AT,"history", "order_refunded_at",        SHAPE_TIME,     NONE,       US,       "when it was refunded") \
	X(HISTORY_ORDER_REFUND_PENDING,"history","order_refund_pending",   SHAPE_TRUTH,    NONE,       US,       "whether a refund of the order is under way") \
	X(HISTORY_ENTITY_REFUNDS_OF_FAMILY,"history","entity_refunds_of_family",SHAPE_COUNT,NONE,      US,       "refunds of this family granted before to the entity and SDKAppID")
/* clang-format on */

enum fact {
#define X(identifier, ...) FACT_##identifier,
	FACTS(X)
#undef X
		FACT_COUNT,
	/* The signals stand in `missing` like a fact, though they are many values. */
	FACT_SIGNALS = FACT_COUNT,
	FACT_NONE,
};

/* Who could tell us a missing fact: a question goes to the customer only for theirs. */
enum teller { TELLER_US, TELLER_CUSTOMER };

struct fact_info {
	const char *name;    /* "order.paid.cash", as in expressions, `missing` and the manual */
	const char *section; /* "order.paid" */
	const char *key;     /* "cash" */
	enum fact_shape shape;
	enum value_type type;
	struct words words; /* of SHAPE_WORD, else list is NULL */
	enum teller teller;
	const char *help;
};

/* For FACT_SIGNALS too ("signals"). */
const struct fact_info *fact_info(enum fact fact);

/* A set of facts, FACT_SIGNALS included: bit i is fact i. */
typedef uint64_t fact_set;
#define FACT_BIT(fact) (UINT64_C(1) << (fact))
_Static_assert(FACT_NONE < 64, "a fact_set has a bit for every fact");

struct signal_value {
	const char *name;
	struct number number;
};

struct facts {
	struct value value[FACT_COUNT]; /* each of its fact's type */
	bool has_signals;		/* false: the signals are unknown */
	struct signal_value *signals;	/* one that is not listed counts as zero */
	size_t signal_count;
};

/* All unknown. Texts and signals that are set later belong to whoever set them. */
void facts_init(struct facts *facts);

#endif
