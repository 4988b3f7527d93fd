#include "domain/facts.h"

#include <criterion/criterion.h>
#include <string.h>
#include <talloc.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static enum fact fact_of(const char *name)
{
	int fact = 0;

	while (fact < FACT_COUNT && strcmp(fact_info((enum fact)fact)->name, name) != 0)
		fact++;
	cr_assert_neq(fact, FACT_COUNT, "there is no fact %s", name);
	return (enum fact)fact;
}

Test(facts, every_field_of_the_published_shape_is_a_fact)
{
	static const char *const names[] = {
		"ticket.system",
		"ticket.id",
		"ticket.created_at",
		"ticket.product",
		"ticket.issue_type",
		"ticket.requester_uin",
		"ticket.language",
		"ticket.orders_named",
		"order.id",
		"order.family",
		"order.edition",
		"order.action",
		"order.status",
		"order.sdk_app_id",
		"order.owner_uin",
		"order.payer_uin",
		"order.entity",
		"order.origin",
		"order.purchased_at",
		"order.months",
		"order.currency",
		"order.paid.cash",
		"order.paid.transfer",
		"order.paid.gift",
		"order.paid.voucher",
		"usage.gifted_minutes_used",
		"usage.used_after_request",
		"usage.as_of",
		"account.suspended",
		"account.frozen",
		"history.order_refunded",
		"history.order_refund_pending",
		"history.entity_refunds_of_family",
	};

	for (size_t i = 0; i < COUNT(names); i++)
		fact_of(names[i]);
}

Test(facts, a_name_is_section_and_key_and_stands_once)
{
	for (int i = 0; i < FACT_COUNT; i++) {
		const struct fact_info *info = fact_info((enum fact)i);
		size_t length = strlen(info->section);

		cr_expect_arr_eq(info->name, info->section, length);
		cr_expect_eq(info->name[length], '.');
		cr_expect_str_eq(info->name + length + 1, info->key);
		cr_expect_eq(fact_of(info->name), (enum fact)i);
		cr_expect_gt(strlen(info->help), 0);
	}
}

Test(facts, the_shape_settles_the_type)
{
	static const enum value_type types[] = {
		[SHAPE_TEXT] = VALUE_TEXT,	[SHAPE_WORD] = VALUE_TEXT,
		[SHAPE_UIN] = VALUE_TEXT,	[SHAPE_CURRENCY] = VALUE_TEXT,
		[SHAPE_TIME] = VALUE_INSTANT,	[SHAPE_COUNT] = VALUE_NUMBER,
		[SHAPE_DECIMAL] = VALUE_NUMBER, [SHAPE_AMOUNT] = VALUE_MONEY,
		[SHAPE_TRUTH] = VALUE_TRUTH,
	};

	for (int i = 0; i < FACT_COUNT; i++) {
		const struct fact_info *info = fact_info((enum fact)i);

		cr_expect_eq(info->type, types[info->shape], "%s", info->name);
	}
}

Test(facts, enumerations_have_the_words_of_the_published_shape)
{
	static const struct {
		const char *name, *words;
	} cases[] = {
		{"order.action", "purchase, renew, upgrade or downgrade"},
		{"order.status", "unpaid, paid, shipping, shipped, failed, refunded, refunding, "
				 "closed, expired or invalid"},
		{"order.origin", "purchased, gift, trial or campaign"},
		{"account.suspended", "none, content-violation, illegal, overdue or other"},
	};
	struct buffer *buffer = buffer_new(NULL);
	size_t enumerations = 0;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct fact_info *info = fact_info(fact_of(cases[i].name));

		buffer_clear(buffer);
		words_add_list(info->words, buffer);
		cr_expect_str_eq(buffer->bytes, cases[i].words);
	}
	for (int i = 0; i < FACT_COUNT; i++) {
		const struct fact_info *info = fact_info((enum fact)i);

		cr_expect_eq(info->shape == SHAPE_WORD, info->words.list != NULL);
		enumerations += info->shape == SHAPE_WORD;
	}
	cr_expect_eq(enumerations, COUNT(cases));
	talloc_free(buffer);
}

Test(facts, the_customer_is_asked_only_which_order_is_meant)
{
	for (int i = 0; i <= FACT_SIGNALS; i++) {
		const struct fact_info *info = fact_info((enum fact)i);
		bool is_theirs = i == FACT_ORDER_ID || i == FACT_TICKET_ORDERS_NAMED;

		cr_expect_eq(info->teller, is_theirs ? TELLER_CUSTOMER : TELLER_US, "%s",
			     info->name);
	}
}

Test(facts, the_signals_have_a_name_like_a_fact)
{
	const struct fact_info *info = fact_info(FACT_SIGNALS);

	cr_expect_str_eq(info->name, "signals");
	cr_expect_str_eq(info->section, "signals");
	cr_expect_eq(info->type, VALUE_NUMBER);
	cr_expect_null(info->words.list);
	cr_expect_neq(FACT_BIT(FACT_SIGNALS), 0);
}

Test(facts, at_first_everything_is_unknown)
{
	struct facts facts;

	memset(&facts, 0xFF, sizeof(facts));
	facts_init(&facts);
	for (int i = 0; i < FACT_COUNT; i++) {
		cr_expect_not(facts.value[i].is_known);
		cr_expect_eq(facts.value[i].type, fact_info((enum fact)i)->type);
	}
	cr_expect_not(facts.has_signals);
	cr_expect_eq(facts.signal_count, 0);
}
