/* An unknown fact matters exactly where it could change the outcome: each fact alone is taken away
 * from a case, and what is decided then is held against all that the fact could have been. */
#include "base/memory.h"
#include "policy/judge.h"
#include "support/facts_text.h"
#include "support/shipped_config.h"

#include <criterion/criterion.h>
#include <string.h>

static void *ctx;
static const struct policy_set *set;

static void begin(void)
{
	ctx = talloc_new(NULL);
	set = &shipped_config(ctx)->policies;
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(exactness, .init = begin, .fini = end);

/* Values that between them reach every rule; enumerations have their own words. */
static const struct {
	enum fact fact;
	const char *values[8];
} representatives[] = {
	{FACT_TICKET_SYSTEM, {"spool", "rt"}},
	{FACT_TICKET_ID, {"1", "1001"}},
	{FACT_TICKET_CREATED_AT,
	 {"2023-03-01T07:59:59+08:00", "2023-03-01T08:00:00+08:00", "2023-03-06T07:59:59+08:00",
	  "2023-03-06T08:00:01+08:00", "2023-03-06T10:00:00+08:00", "2024-01-01T00:00:00Z"}},
	{FACT_TICKET_PRODUCT, {"Tencent Real-Time Communication TRTC", "Chat"}},
	{FACT_TICKET_ISSUE_TYPE, {"Billing and Refund Issues", "Other"}},
	{FACT_TICKET_REQUESTER_UIN, {"100000000001", "7"}},
	{FACT_TICKET_LANGUAGE, {"en", "zh", "fr"}},
	{FACT_TICKET_ORDERS_NAMED, {"0", "1", "2"}},
	{FACT_ORDER_ID, {"1", "20230301080000000001"}},
	{FACT_ORDER_FAMILY, {"rtc-engine", "call", "conference", "live", "starter"}},
	{FACT_ORDER_EDITION, {"standard", "pro"}},
	{FACT_ORDER_SDK_APP_ID, {"1", "1400000001"}},
	{FACT_ORDER_OWNER_UIN, {"100000000001", "7"}},
	{FACT_ORDER_PAYER_UIN, {"100000000001", "7"}},
	{FACT_ORDER_ENTITY, {"E-1", "E-2"}},
	{FACT_ORDER_PURCHASED_AT,
	 {"2022-01-01T00:00:00Z", "2023-03-01T08:00:00+08:00", "2023-03-06T07:59:59+08:00",
	  "2023-03-31T00:00:00Z"}},
	{FACT_ORDER_MONTHS, {"0", "1", "12", "120", "121"}},
	{FACT_ORDER_PAID_CASH, {"0", "0.01", "499.00", "5000.00", "9000.00"}},
	{FACT_ORDER_PAID_TRANSFER, {"0", "0.01", "499.00", "5000.00", "9000.00"}},
	{FACT_ORDER_PAID_GIFT, {"0", "0.01", "499.00", "5000.00", "9000.00"}},
	{FACT_ORDER_PAID_VOUCHER, {"0", "499.00", "9000.00"}},
	{FACT_USAGE_GIFTED_MINUTES_USED, {"0", "0.000001", "5"}},
	{FACT_USAGE_USED_AFTER_REQUEST, {"false", "true"}},
	{FACT_USAGE_AS_OF, {"2023-03-01T08:00:00+08:00", "2023-03-06T11:00:00+08:00"}},
	{FACT_ACCOUNT_FROZEN, {"0", "12.00"}},
	{FACT_HISTORY_ORDER_REFUNDED, {"false", "true"}},
	{FACT_HISTORY_ORDER_REFUNDED_AT, {"2023-03-05T00:00:00Z"}},
	{FACT_HISTORY_ORDER_REFUND_PENDING, {"false", "true"}},
	{FACT_HISTORY_ENTITY_REFUNDS_OF_FAMILY, {"0", "1", "9"}},
};

static struct decision decided(const struct facts_text *text)
{
	struct facts facts;
	struct decision decision;

	facts_text_read(text, &facts);
	judge(ctx, set, &facts, NULL, &decision);
	return decision;
}

/* The values that a fact is tried with, ended by NULL. */
static const char *const *values_of(enum fact fact)
{
	for (size_t i = 0; i < sizeof(representatives) / sizeof(representatives[0]); i++)
		if (representatives[i].fact == fact)
			return representatives[i].values;
	return fact_info(fact)->words.list;
}

static size_t count_values(enum fact fact)
{
	const char *const *values = values_of(fact);
	size_t count = 0;

	if (fact_info(fact)->words.list != NULL)
		return fact_info(fact)->words.count;
	while (count < 8 && values[count] != NULL)
		count++;
	return count;
}

/* Another sum, or money to another account, is another outcome. */
static bool is_same_end(const struct decision *a, const struct decision *b)
{
	if (a->outcome != b->outcome || a->outcome != OUTCOME_APPROVE)
		return a->outcome == b->outcome;
	return a->refund.total.minor == b->refund.total.minor &&
	       strcmp(a->refund.payer_uin, b->refund.payer_uin) == 0;
}

static void check_unknown(struct facts_text text, enum fact fact)
{
	const char *name = fact_info(fact)->name;
	struct decision first = {.outcome = OUTCOME_COUNT};
	struct decision decision;
	bool is_one_end = true;

	for (size_t i = 0; i < count_values(fact); i++) {
		text.value[fact] = values_of(fact)[i];
		decision = decided(&text);
		if (i == 0)
			first = decision;
		is_one_end = is_one_end && is_same_end(&first, &decision);
	}
	text.value[fact] = NULL;
	decision = decided(&text);
	if (is_one_end) {
		cr_expect(is_same_end(&first, &decision), "%s does not matter, but: %s", name,
			  outcome_words.list[decision.outcome]);
	} else {
		cr_expect_neq(decision.outcome, OUTCOME_APPROVE, "%s matters", name);
		cr_expect_neq(decision.outcome, OUTCOME_REJECT, "%s matters", name);
		cr_expect_neq(decision.missing, 0, "%s matters", name);
	}
}

Test(exactness, an_unknown_fact_matters_where_it_could_change_the_outcome_and_nowhere_else)
{
	static const char *const families[] = {"rtc-engine", "call", "conference", "live",
					       "starter"};
	static const char *const changes[] = {
		"",
		"ticket.created_at = 2023-03-06T08:00:01+08:00; usage.as_of = 2024-01-01T00:00:00Z",
		"usage.gifted_minutes_used = 5",
		"history.order_refunded = true",
		"order.status = refunded; history.order_refund_pending = true",
		"account.suspended = content-violation",
		"order.origin = gift",
		"order.action = renew",
		"order.paid.cash = 0; order.paid.voucher = 499",
		"order.paid.cash = 9000",
		"usage.used_after_request = true",
		"signals.repeat-refunds = 4",
		"ticket.requester_uin = 9",
		"ticket.orders_named = 2",
		"usage.gifted_minutes_used = 5; order.origin = gift",
		"history.entity_refunds_of_family = 1",
	};

	for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++)
		for (size_t c = 0; c < sizeof(changes) / sizeof(changes[0]); c++)
			for (enum fact fact = 0; fact < FACT_COUNT; fact++) {
				struct facts_text text = {.ctx = ctx};

				/* A ticket that names no currency names no other; without
				 * the order's no amount is known, which is several facts. */
				if (fact == FACT_TICKET_CURRENCY || fact == FACT_ORDER_CURRENCY)
					continue;
				facts_text_add(&text, founding_facts);
				text.value[FACT_ORDER_FAMILY] = families[f];
				facts_text_add(&text, changes[c]);
				check_unknown(text, fact);
			}
}
