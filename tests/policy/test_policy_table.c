#include "policy/policy_table.h"

#include "base/memory.h"
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

static void *ctx;

static void begin(void)
{
	ctx = talloc_new(NULL);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(policy_table, .init = begin, .fini = end);

static const char *text_of(const struct policy_set *set)
{
	const struct policy_table *table =
		policy_table_new(ctx, set, &set->policies[0].versions[0]);
	struct buffer *out = buffer_new(ctx);

	for (size_t i = 0; i < table->count; i++) {
		const struct policy_table_row *row = &table->rows[i];

		buffer_add_format(out, "%s: %s%s%s -> %zu %s\n", row->name, row->value,
				  row->besides != NULL ? ", and " : "",
				  row->besides != NULL ? row->besides : "", row->place,
				  row->rule != NULL ? row->rule->id : "-");
	}
	return out->bytes;
}

static const char *table_of(const struct rule_text *texts, size_t count)
{
	struct version version = fixture_version("1", fixture_rules(ctx, texts, count), count);

	return text_of(fixture_set(ctx, &version, 1));
}

Test(policy_table, every_boundary_is_seen_from_both_sides)
{
	static const struct rule_text texts[] = {
		{"gone", "reject", "order.status == 'refunded' or history.order_refunded"},
		{"undelivered", "doubt", "order.status not in ('paid', 'shipping', 'shipped')"},
		{"late", "reject", "elapsed > window"},
		{"used", "reject", "usage.gifted_minutes_used > 0"},
		{"suspicious", "abuse", "score >= 65"},
		{"much", "doubt", "refund > limit"},
		{"fresh", "approve", "elapsed <= window"},
	};

	cr_expect_str_eq(table_of(texts, COUNT(texts)),
			 "order.status: closed, expired, failed, invalid, refunding or unpaid "
			 "-> 2 undelivered\n"
			 "order.status: paid, shipped or shipping -> 7 fresh\n"
			 "order.status: refunded -> 1 gone\n"
			 "history.order_refunded: no -> 7 fresh\n"
			 "history.order_refunded: yes -> 1 gone\n"
			 "elapsed: up to 5d -> 7 fresh\n"
			 "elapsed: more than 5d -> 3 late\n"
			 "usage.gifted_minutes_used: 0 -> 7 fresh\n"
			 "usage.gifted_minutes_used: more than 0 -> 4 used\n"
			 "score: less than 65 -> 7 fresh\n"
			 "score: from 65 -> 5 suspicious\n"
			 "refund: less than or equal to limit -> 7 fresh\n"
			 "refund: more than limit -> 6 much\n");
}

Test(policy_table, what_hangs_on_another_name_says_so)
{
	static const struct rule_text texts[] = {
		{"stranger", "abuse",
		 "ticket.requester_uin not in (order.owner_uin, order.payer_uin)"},
		{"small", "approve", "score < 30 and refund > 100 USD"},
		{"all", "reject", "true"},
	};

	cr_expect_str_eq(table_of(texts, COUNT(texts)),
			 "ticket.requester_uin: is order.payer_uin -> 2 small\n"
			 "ticket.requester_uin: is not order.payer_uin, and ticket.requester_uin "
			 "is order.owner_uin -> 2 small\n"
			 "ticket.requester_uin: is not order.payer_uin, and ticket.requester_uin "
			 "is not order.owner_uin -> 1 stranger\n"
			 "score: less than 30 -> 2 small\n"
			 "score: from 30 -> 3 all\n"
			 "refund: up to 100.00 USD -> 3 all\n"
			 "refund: more than 100.00 USD -> 2 small\n");
}

Test(policy_table, where_no_rule_decides_there_is_none)
{
	static const struct rule_text texts[] = {{"fresh", "approve", "elapsed <= window"}};

	cr_expect_str_eq(table_of(texts, COUNT(texts)), "elapsed: up to 5d -> 1 fresh\n"
							"elapsed: more than 5d -> 0 -\n");
}

Test(policy_table, amounts_of_each_currency_have_boundaries_of_their_own)
{
	static const struct rule_text texts[] = {
		{"much", "doubt", "refund > 100 USD or refund > 700 CNY"},
		{"all", "approve", "score >= 0"},
	};

	cr_expect_str_eq(table_of(texts, COUNT(texts)), "refund: up to 100.00 USD -> 2 all\n"
							"refund: more than 100.00 USD -> 1 much\n"
							"refund: up to 700.00 CNY -> 2 all\n"
							"refund: more than 700.00 CNY -> 1 much\n");
}
