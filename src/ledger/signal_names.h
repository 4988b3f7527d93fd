/* What the query of a signal may name: views and their columns, parameters, functions. One table
 * each; refundd-signals(5) shows them, and a test holds the views against the schema. */
#ifndef REFUNDD_LEDGER_SIGNAL_NAMES_H
#define REFUNDD_LEDGER_SIGNAL_NAMES_H

#include "domain/facts.h"

/* clang-format off */
#define SIGNAL_VIEWS(X) \
	X("v_accounts", "what is known of an account: what it has in common with whoever has the same", \
	  "account, trait, value, since") \
	X("v_alike", "earlier requests whose first words are nearly those of the case at hand", \
	  "system, ticket, account, asked_at, likeness") \
	X("v_links", "two accounts with a trait in common; both ways round", \
	  "account, other, trait, value, since") \
	X("v_orders", "what was bought", \
	  "order_id, owner, payer, entity, app, family, edition, origin, purchased_at, months, currency, paid") \
	X("v_refunds", "refunds granted, of each order the first: approved by this ledger, or on record from an import", \
	  "order_id, owner, payer, entity, app, family, purchased_at, granted_at, ticket, currency, amount") \
	X("v_requests", "tickets that asked for a refund, whatever came of them", \
	  "system, ticket, account, asked_at")

#define SIGNAL_COLUMNS(X) \
	X("account",      "an account's UIN; of a request, who asked") \
	X("amount",       "what was given back, in the currency's minor unit") \
	X("app",          "the SDKAppID") \
	X("asked_at",     "when the ticket was created") \
	X("currency",     "an ISO 4217 code") \
	X("edition",      "the package's edition") \
	X("entity",       "the legal entity") \
	X("family",       "the family of packages") \
	X("granted_at",   "when it was granted: asked for, where refundd approved by itself") \
	X("likeness",     "how much the words are alike, from 0 to 100") \
	X("months",       "how many were bought") \
	X("order_id",     "the order") \
	X("origin",       "purchased, gift, trial or campaign") \
	X("other",        "the other account's UIN") \
	X("owner",        "the UIN of the account that owns the order") \
	X("paid",         "from the purses that count, in the currency's minor unit") \
	X("payer",        "the UIN of the account that paid") \
	X("purchased_at", "when the order was bought") \
	X("since",        "since when it is known; of a link, since when both have it") \
	X("system",       "the ticket system") \
	X("ticket",       "the ticket's id; of a refund that was imported, null") \
	X("trait",        "payer, entity, app, email or phone") \
	X("value",        "what it is; of an e-mail or phone a digest, the same however that is written")

#define SIGNAL_PARAMETERS(X) \
	X("account",      FACT_TICKET_REQUESTER_UIN, "who asks; always known") \
	X("app",          FACT_ORDER_SDK_APP_ID,     "the SDKAppID of the order") \
	X("asked_at",     FACT_TICKET_CREATED_AT,    "the moment of asking") \
	X("currency",     FACT_ORDER_CURRENCY,       "the currency that the order was paid in") \
	X("entity",       FACT_ORDER_ENTITY,         "the legal entity of the order") \
	X("family",       FACT_ORDER_FAMILY,         "the family of the package") \
	X("order",        FACT_ORDER_ID,             "the order asked about") \
	X("owner",        FACT_ORDER_OWNER_UIN,      "the account that owns the order") \
	X("payer",        FACT_ORDER_PAYER_UIN,      "the account that paid for the order") \
	X("purchased_at", FACT_ORDER_PURCHASED_AT,   "when the order was bought") \
	X("system",       FACT_TICKET_SYSTEM,        "the ticket system") \
	X("ticket",       FACT_TICKET_ID,            "the ticket at hand")

#define SIGNAL_FUNCTIONS(X) \
	X("abs") X("coalesce") X("count") X("days") X("glob") X("group_concat") X("hours") \
	X("ifnull") X("iif") X("instr") X("lag") X("lead") X("length") X("like") X("lower") \
	X("max") X("min") X("nullif") X("row_number") X("substr") X("sum") X("trim") X("upper")
/* clang-format on */

struct signal_view {
	const char *name, *help, *columns;
};
struct signal_parameter {
	const char *name;
	enum fact fact;
	const char *help;
};
struct signal_column {
	const char *name, *help;
};

/* Each ended by one without a name. */
extern const struct signal_view signal_views[];
extern const struct signal_column signal_columns[];
extern const struct signal_parameter signal_parameters[];
extern const char *const signal_functions[];

#endif
