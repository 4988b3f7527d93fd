#include "policy/grant.h"

#include "base/memory.h"
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

static char *ctx;
static struct policy_set *set;
static struct error error;

static void begin(void)
{
	ctx = text_copy(NULL, "test");
	set = fixture_plain_set(ctx);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(grant, .init = begin, .fini = end);

static bool make(const char *changes, const char *amount, struct grant *grant)
{
	struct facts facts;

	fixture_facts(ctx, changes, &facts);
	return grant_make(ctx, set, &facts, amount, grant, &error);
}

/* "418.51 = 418.51 + 0.00 + 0.00" */
static const char *shares(const struct grant *grant)
{
	struct buffer *out = buffer_new(ctx);
	char text[MONEY_TEXT_SIZE];

	money_format(grant->refund.total, text);
	buffer_add_format(out, "%s =", text);
	for (int purse = 0; purse < PURSE_COUNT; purse++) {
		money_format(grant->refund.purse[purse], text);
		buffer_add_format(out, "%s %s", purse > 0 ? " +" : "", text);
	}
	return out->bytes;
}

Test(grant, without_an_amount_it_is_the_policys)
{
	struct grant grant;

	cr_assert(make("", NULL, &grant), "%s", error.text);
	cr_expect_str_eq(shares(&grant), "418.51 = 418.51 + 0.00 + 0.00");
	cr_expect_str_eq(grant.arithmetic,
			 "499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51");
	cr_expect_str_eq(grant.refund.payer_uin, "100000000001");
}

Test(grant, another_amount_is_shared_by_what_each_purse_paid)
{
	struct grant grant;

	cr_assert(make("order.paid.cash = 300.00; order.paid.gift = 100.00", "100", &grant), "%s",
		  error.text);
	cr_expect_str_eq(shares(&grant), "100.00 = 75.00 + 0.00 + 25.00");
	cr_expect_null(grant.arithmetic, "a reviewer chose it");
}

Test(grant, all_that_was_paid_can_go_back_and_the_policys_own_amount_stays_its_own)
{
	struct grant grant;

	cr_assert(make("", "499.00 USD", &grant), "%s", error.text);
	cr_expect_null(grant.arithmetic);
	cr_assert(make("", "418.51", &grant), "%s", error.text);
	cr_expect_not_null(grant.arithmetic);
}

Test(grant, what_cannot_be_is_refused_and_nothing_is_granted)
{
	static const struct {
		const char *changes, *amount, *why;
	} cases[] = {
		{"", "499.01", "more than the 499.00 USD that were paid and can go back"},
		{"", "0", "nothing to give back"},
		{"", "0.00 USD", "nothing to give back"},
		{"", "", "the amount: "},
		{"", "-5", "the amount: "},
		{"", "5,00", "the amount: "},
		{"", "5.001", "the amount: "},
		{"", "5 EUR", "in USD"},
		{"", "5 ", "in USD"},
		{"", "5 USD ", "in USD"},
		{"history.order_refunded = true", NULL, "refunded already"},
		{"history.order_refunded = true", "1", "refunded already"},
		{"history.order_refund_pending = true", "1", "in another ticket"},
		{"order.id = ?", "1", "which order"},
		{"order.paid.gift = ?", "1", "not on record"},
		{"order.payer_uin = ?", "1", "not on record"},
		{"order.months = ?", NULL, "name one"},
		{"order.family = ?", NULL, "name one"},
		{"order.paid.cash = 0.00", NULL, "nothing to give back"},
		{"order.paid.cash = 0.00; order.paid.voucher = 499.00", "1", "more than the 0.00"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct grant grant = {.arithmetic = "as before"};

		cr_expect_not(make(cases[i].changes, cases[i].amount, &grant), "%s %s",
			      cases[i].changes, cases[i].amount);
		cr_expect_eq(error.kind, ERROR_USE);
		cr_expect_not_null(strstr(error.text, cases[i].why), "%s", error.text);
		cr_expect_str_eq(grant.arithmetic, "as before");
	}
}

Test(grant, an_amount_needs_no_policy)
{
	struct grant grant;

	cr_assert(make("order.family = unheard-of", "10", &grant), "%s", error.text);
	cr_expect_str_eq(shares(&grant), "10.00 = 10.00 + 0.00 + 0.00");
	cr_expect_null(grant.arithmetic);
}
