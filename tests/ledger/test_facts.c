#include "ledger/fixture.h"
#include "ledger/signals.h"

#define ORDER(id, owner, payer, entity, app, family)                                   \
	id "," family ",standard,purchase,shipped," app "," owner "," payer "," entity \
	   ",purchased,2023-03-01T08:00:00+08:00,1,USD,300.00,100.00,99.00,1.00\n"

static struct facts facts;
static struct buffer *sources;
static const struct signal sign = {.name = "sign", .title = "a sign", .sql = "SELECT 1"};
static const struct policy_set set = {.signals = &sign, .signal_count = 1};
static struct facts_question question;

static void begin(void)
{
	ledger_make();
	import_all_of("orders",
		      ORDERS_HEADER ORDER("A1", "11", "12", "E-1", "14",
					  "call") ORDER("A2", "11", "12", "E-1", "14", "call")
			      ORDER("A3", "21", "11", "E-1", "14",
				    "call") ORDER("A4", "21", "12", "E-1", "15", "call")
				      ORDER("A5", "21", "12", "E-1", "14", "live")
					      ORDER("A6", "21", "12", "E-2", "14", "call")
						      ORDER("A7", "11", "12", "", "14", "call"));
	sources = buffer_new(ctx);
	question = (struct facts_question){
		.order_id = "A1",
		.asked_at = at("2023-03-06T07:59:59+08:00"),
		.requester_uin = "11",
		.settle = {180 * MINUTE_US},
		.system = "spool",
		.ticket = "1001",
		.signals = signals_new(ctx, ledger, &set, 100, problems_new(ctx)),
	};
}

TestSuite(facts, .init = begin, .fini = folder_remove);

static void gather(void)
{
	facts_init(&facts);
	buffer_clear(sources);
	ASSERT(ledger_gather(ledger, ctx, &question, &facts, sources, NULL, &error));
}

/* A fact as people write it. */
static const char *fact(enum fact which)
{
	struct buffer *text = buffer_new(ctx);

	value_add(facts.value[which], (struct zone){0}, text);
	return text->bytes;
}

static void expect_fact(enum fact which, const char *text)
{
	cr_expect_str_eq(fact(which), text, "%s is %s instead of %s", fact_info(which)->name,
			 fact(which), text);
}

Test(facts, the_order_comes_from_its_import)
{
	gather();
	expect_fact(FACT_ORDER_ID, "A1");
	expect_fact(FACT_ORDER_FAMILY, "call");
	expect_fact(FACT_ORDER_EDITION, "standard");
	expect_fact(FACT_ORDER_ACTION, "purchase");
	expect_fact(FACT_ORDER_STATUS, "shipped");
	expect_fact(FACT_ORDER_SDK_APP_ID, "14");
	expect_fact(FACT_ORDER_OWNER_UIN, "11");
	expect_fact(FACT_ORDER_PAYER_UIN, "12");
	expect_fact(FACT_ORDER_ENTITY, "E-1");
	expect_fact(FACT_ORDER_ORIGIN, "purchased");
	expect_fact(FACT_ORDER_PURCHASED_AT, "2023-03-01T00:00:00Z");
	expect_fact(FACT_ORDER_MONTHS, "1");
	expect_fact(FACT_ORDER_CURRENCY, "USD");
	expect_fact(FACT_ORDER_PAID_CASH, "300.00 USD");
	expect_fact(FACT_ORDER_PAID_TRANSFER, "100.00 USD");
	expect_fact(FACT_ORDER_PAID_GIFT, "99.00 USD");
	expect_fact(FACT_ORDER_PAID_VOUCHER, "1.00 USD");
	expect_fact(FACT_HISTORY_ORDER_REFUNDED, "no");
	expect_fact(FACT_HISTORY_ORDER_REFUND_PENDING, "no");
	expect_fact(FACT_HISTORY_ENTITY_REFUNDS_OF_FAMILY, "0");
	cr_expect_not(facts.value[FACT_TICKET_ID].is_known);
}

Test(facts, what_the_import_did_not_say_is_unknown)
{
	import_all_of("orders", ORDERS_HEADER "A1,call,,,,,,,,,2023-03-01T08:00:00Z,,JPY,7,,,\n");
	gather();
	expect_fact(FACT_ORDER_EDITION, "unknown");
	expect_fact(FACT_ORDER_MONTHS, "unknown");
	expect_fact(FACT_ORDER_PAID_CASH, "7 JPY");
	expect_fact(FACT_ORDER_PAID_GIFT, "unknown");
	expect_fact(FACT_ACCOUNT_SUSPENDED, "unknown");
	expect_fact(FACT_HISTORY_ENTITY_REFUNDS_OF_FAMILY, "unknown");
}

Test(facts, every_section_says_where_it_is_from)
{
	import_all_of("usage", "order_id,gifted_minutes_used,as_of\n"
			       "A1,0,2023-03-06T11:00:00+08:00\n");
	import_all_of("accounts", "uin,entity,suspended,frozen,as_of\n"
				  "11,E-1,none,12.5,2023-03-07T00:00:00Z\n");
	import_all_of("refunds", "order_id,refunded_at,currency,amount\n"
				 "A1,2023-03-08T00:00:00Z,USD,1\n");
	gather();
	cr_expect_str_eq(
		sources->bytes,
		"order: orders, imported 2023-11-14T22:13:20Z from orders.csv, line 2\n"
		"usage: usage figures of 2023-03-06T03:00:00Z, imported 2023-11-14T22:13:20Z from "
		"usage.csv, line 2\n"
		"account: account of 2023-03-07T00:00:00Z, imported 2023-11-14T22:13:20Z from "
		"accounts.csv, line 2\n"
		"history: approvals of this ledger; refund of 2023-03-08T00:00:00Z, imported "
		"2023-11-14T22:13:20Z from refunds.csv, line 2\n"
		"signals: what was on record at the moment of asking\n");
}

Test(facts, an_order_that_is_not_on_record_has_a_history_and_signals_only)
{
	import_all_of("usage", "order_id,gifted_minutes_used,as_of\n"
			       "ZZ,0,2023-03-06T11:00:00+08:00\n");
	question.order_id = "ZZ";
	gather();
	expect_fact(FACT_ORDER_ID, "ZZ");
	expect_fact(FACT_ORDER_FAMILY, "unknown");
	expect_fact(FACT_USAGE_AS_OF, "unknown");
	expect_fact(FACT_HISTORY_ORDER_REFUNDED, "no");
	expect_fact(FACT_HISTORY_ENTITY_REFUNDS_OF_FAMILY, "unknown");
	cr_expect(facts.has_signals);
	cr_expect(strncmp(sources->bytes, "order: not on record\nhistory: ", 30) == 0, "%s",
		  sources->bytes);
}

Test(facts, without_an_order_there_are_signals_only)
{
	question.order_id = NULL;
	gather();
	for (int i = 0; i < FACT_COUNT; i++)
		cr_expect_not(facts.value[i].is_known, "%s", fact_info((enum fact)i)->name);
	cr_expect(facts.has_signals);
}

Test(facts, the_account_is_that_of_the_owner)
{
	import_all_of("accounts", "uin,entity,suspended,frozen,as_of\n"
				  "12,E-1,none,,2023-03-07T00:00:00Z\n"
				  "11,E-1,overdue,12.5,2023-03-07T00:00:00Z\n");
	gather();
	expect_fact(FACT_ACCOUNT_SUSPENDED, "overdue");
	expect_fact(FACT_ACCOUNT_FROZEN, "12.50 USD");
}

Test(facts, frozen_fees_that_the_currency_cannot_express_are_unknown)
{
	import_all_of("accounts", "uin,entity,suspended,frozen,as_of\n"
				  "11,E-1,,12.505,2023-03-07T00:00:00Z\n"
				  "7,E-1,none,0.00,2023-03-07T00:00:00Z\n");
	import_all_of("orders", ORDERS_HEADER "Y,call,,,,,7,,,,2023-03-01T08:00:00Z,,JPY,7,,,\n");
	gather();
	expect_fact(FACT_ACCOUNT_SUSPENDED, "unknown");
	expect_fact(FACT_ACCOUNT_FROZEN, "unknown");
	question.order_id = "Y";
	gather();
	expect_fact(FACT_ACCOUNT_FROZEN, "0 JPY");
}

Test(facts, use_is_told_for_the_moment_of_asking)
{
	import_all_of("usage", "order_id,gifted_minutes_used,as_of\n"
			       "A1,3,2023-03-06T12:00:00+08:00\n"
			       "A2,7,2023-03-06T07:00:00+08:00\n"
			       "A1,,2023-03-06T10:59:59+08:00\n" /* says nothing */
			       "A1,0,2023-03-06T11:00:00+08:00\n");
	gather();
	expect_fact(FACT_USAGE_GIFTED_MINUTES_USED, "0");
	expect_fact(FACT_USAGE_USED_AFTER_REQUEST, "yes");
	expect_fact(FACT_USAGE_AS_OF, "2023-03-06T03:00:00Z");
	question.order_id = "A2";
	gather();
	expect_fact(FACT_USAGE_GIFTED_MINUTES_USED, "7");
	expect_fact(FACT_USAGE_USED_AFTER_REQUEST, "unknown");
	expect_fact(FACT_USAGE_AS_OF, "2023-03-05T23:00:00Z");
	question.order_id = "A3";
	gather();
	expect_fact(FACT_USAGE_GIFTED_MINUTES_USED, "unknown");
	expect_fact(FACT_USAGE_AS_OF, "unknown");
	cr_expect_not_null(strstr(sources->bytes, "\nusage: no figures on record\n"));
}

/* ---- history ---- */

static void import_refund(const char *order_id, const char *refunded_at)
{
	import_all_of("refunds", text_format(ctx,
					     "order_id,refunded_at,currency,amount\n"
					     "%s,%s,USD,1.00\n",
					     order_id, refunded_at));
}

Test(facts, a_refund_on_record_is_told_with_its_first_day)
{
	import_refund("A1", "2023-03-09T00:00:00Z");
	import_refund("A1", "2023-03-08T00:00:00Z");
	gather();
	expect_fact(FACT_HISTORY_ORDER_REFUNDED, "yes");
	expect_fact(FACT_HISTORY_ORDER_REFUNDED_AT, "2023-03-08T00:00:00Z");
	expect_fact(FACT_HISTORY_ORDER_REFUND_PENDING, "no");
}

static void expect_pending(const char *answer)
{
	gather();
	expect_fact(FACT_HISTORY_ORDER_REFUND_PENDING, answer);
}

Test(facts, an_approval_in_another_case_is_a_refund_under_way)
{
	approve("2002", "A1");
	expect_pending("yes");
	question.ticket = "2002";
	expect_pending("no");
	question.system = "rt";
	expect_pending("yes");
	question.order_id = "A2";
	expect_pending("no");
}

Test(facts, an_approval_that_never_left_is_none)
{
	int64_t id = approve("2002", "A1");

	ASSERT(effect_settle_case(ledger, id, EFFECT_STOOD_BACK, NOW, &error));
	expect_pending("no");
	id = approve("2003", "A1");
	ASSERT(effect_settle_case(ledger, id, EFFECT_OVERTAKEN, NOW, &error));
	expect_pending("no");
	id = approve("2004", "A1");
	ASSERT(effect_settle_case(ledger, id, EFFECT_DONE, NOW, &error));
	expect_pending("yes");
}

Test(facts, an_approval_that_was_told_stands_whatever_was_decided_later)
{
	int64_t id = approve("2002", "A1");
	struct decision_row later = decision_of(id);
	struct effect_row note = effect_of(id, 99);

	ASSERT(effect_settle_case(ledger, id, EFFECT_DONE, NOW, &error));
	later.revision = 2;
	later.outcome = OUTCOME_FLAG;
	ASSERT(decision_save(ledger, &later, &error));
	note.kind = EFFECT_NOTE;
	note.state = EFFECT_STOOD_BACK;
	ASSERT(effect_add(ledger, &note, &error));
	expect_pending("yes");
}

Test(facts, an_approval_that_was_carried_out_is_no_longer_under_way)
{
	approve("2002", "A1");
	ASSERT(ledger_commit(ledger, &error));
	import_refund("A1", "2023-03-08T00:00:00Z");
	expect_pending("no");
}

static void expect_entity_refunds(const char *count)
{
	gather();
	expect_fact(FACT_HISTORY_ENTITY_REFUNDS_OF_FAMILY, count);
}

Test(facts, refunds_of_the_family_count_by_entity_and_application)
{
	import_refund("A1", "2023-03-02T00:00:00Z"); /* the order itself */
	import_refund("A4", "2023-03-02T00:00:00Z"); /* another application */
	import_refund("A5", "2023-03-02T00:00:00Z"); /* another family */
	import_refund("A6", "2023-03-02T00:00:00Z"); /* another entity */
	import_refund("A2", "2023-03-06T00:00:00Z"); /* after asking */
	expect_entity_refunds("0");
	import_refund("A2", "2023-03-02T00:00:00Z");
	import_refund("A2", "2023-03-03T00:00:00Z");
	expect_entity_refunds("1");
	approve("2002", "A2");
	expect_entity_refunds("1");
	approve("2003", "A3");
	expect_entity_refunds("2");
	question.order_id = "A7";
	expect_entity_refunds("unknown");
}

Test(facts, the_cases_own_approval_is_no_history)
{
	approve("1001", "A2");
	expect_entity_refunds("0");
}

Test(facts, the_signals_are_asked_about_the_case)
{
	gather();
	cr_assert(facts.has_signals);
	cr_assert_eq(facts.signal_count, 1);
	cr_expect_str_eq(facts.signals[0].name, "sign");
	cr_expect_eq(facts.signals[0].number.millionths, NUMBER_SCALE);
}

Test(facts, where_no_signals_are_asked_they_stay_as_they_were)
{
	question.signals = NULL;
	gather();
	cr_expect_not(facts.has_signals);
	cr_expect_null(strstr(sources->bytes, "signals"));
}

Test(facts, without_a_requester_the_signals_are_unknown)
{
	question.requester_uin = NULL;
	gather();
	cr_expect_not(facts.has_signals);
	cr_expect_not_null(strstr(sources->bytes, "signals: unknown, for so is who asks\n"));
}

Test(facts, what_is_not_yet_committed_counts_already)
{
	approve("2002", "A2");
	cr_expect(ledger_is_dirty(ledger));
	expect_entity_refunds("1");
	ledger_rollback(ledger);
	expect_entity_refunds("0");
}
