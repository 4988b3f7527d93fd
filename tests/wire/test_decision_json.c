#include "wire/decision_json.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

static TALLOC_CTX *ctx;

static void set_up(void)
{
	ctx = talloc_new(NULL);
}

static void tear_down(void)
{
	talloc_free(ctx);
}

TestSuite(decision_json, .init = set_up, .fini = tear_down);

static const char *written(const struct decision *decision)
{
	struct buffer *buffer = buffer_new(ctx);

	decision_to_json(decision, json_writer_new(ctx, buffer));
	return buffer->bytes;
}

static struct money usd(int64_t minor)
{
	return (struct money){minor, currency_find("USD", 3)};
}

Test(decision_json, an_approval_has_the_refund_and_its_arithmetic)
{
	struct trace_line trace[] = {
		{"too-late", ANSWER_NO, "elapsed 4d23h59m59s, window 5d"},
		{"unused-within-window", ANSWER_YES, "used 0"},
	};
	const struct decision decision = {
		.outcome = OUTCOME_APPROVE,
		.policy = "rtc-engine",
		.version = "2023-01-01",
		.rule = "unused-within-window",
		.refund = {.total = usd(41851),
			   .purse = {usd(41000), usd(800), usd(51)},
			   .payer_uin = "100000000001"},
		.arithmetic = "499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51",
		.score = value_number(number_of(0)),
		.trace = trace,
		.trace_count = 2,
	};

	cr_expect_str_eq(
		written(&decision),
		"{\"outcome\":\"approve\",\"policy\":\"rtc-engine\",\"version\":\"2023-01-01\","
		"\"rule\":\"unused-within-window\",\"refund\":{\"currency\":\"USD\","
		"\"total\":\"418.51\",\"cash\":\"410.00\",\"transfer\":\"8.00\",\"gift\":\"0.51\","
		"\"payer_uin\":\"100000000001\"},\"arithmetic\":\"499.00 x (31 - 5) / 31 = "
		"418.516..., truncated to 418.51\",\"score\":0,\"missing\":[],\"trace\":["
		"{\"rule\":\"too-late\",\"answer\":\"no\",\"because\":\"elapsed 4d23h59m59s, "
		"window 5d\"},{\"rule\":\"unused-within-window\",\"answer\":\"yes\",\"because\":"
		"\"used 0\"}]}");
}

Test(decision_json, a_flag_says_why_and_what_is_not_known_is_null)
{
	struct decision decision = {
		.outcome = OUTCOME_FLAG,
		.why = WHY_DOUBT,
		.score = value_unknown(VALUE_NUMBER),
		.missing = FACT_BIT(FACT_ORDER_PAID_CASH) | FACT_BIT(FACT_SIGNALS) |
			   FACT_BIT(FACT_TICKET_SYSTEM),
	};

	cr_expect_str_eq(written(&decision),
			 "{\"outcome\":\"flag\",\"why\":\"doubt\",\"policy\":null,"
			 "\"version\":null,\"rule\":null,\"score\":null,\"missing\":["
			 "\"ticket.system\",\"order.paid.cash\",\"signals\"],\"trace\":[]}");
	decision.why = WHY_ABUSE;
	cr_expect_not_null(strstr(written(&decision), "\"why\":\"abuse\""));
}

Test(decision_json, only_an_approval_has_a_refund_and_only_a_flag_a_why)
{
	struct trace_line line = {"named-order", ANSWER_UNKNOWN, "order.id unknown"};
	struct decision decision = {
		.outcome = OUTCOME_ASK,
		.policy = "call",
		.score = value_number((struct number){12500000}),
		.missing = FACT_BIT(FACT_ORDER_ID),
		.trace = &line,
		.trace_count = 1,
	};

	cr_expect_str_eq(written(&decision),
			 "{\"outcome\":\"ask\",\"policy\":\"call\",\"version\":null,\"rule\":null,"
			 "\"score\":12.5,\"missing\":[\"order.id\"],\"trace\":[{\"rule\":"
			 "\"named-order\",\"answer\":\"unknown\",\"because\":\"order.id "
			 "unknown\"}]}");
	decision.outcome = OUTCOME_REJECT;
	cr_expect_eq(strncmp(written(&decision), "{\"outcome\":\"reject\",\"policy\"", 28), 0);
}
