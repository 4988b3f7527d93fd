#include "wire/facts_json.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The example of the manual. */
static const char example[] =
	"{\"ticket\":{\"system\":\"spool\",\"id\":\"1001\","
	"\"created_at\":\"2023-03-06T07:59:59+08:00\","
	"\"product\":\"Tencent Real-Time Communication TRTC\","
	"\"issue_type\":\"Billing and Refund Issues\",\"requester_uin\":\"100000000001\","
	"\"language\":\"en\",\"orders_named\":1},"
	"\"order\":{\"id\":\"20230301080000000001\",\"family\":\"rtc-engine\","
	"\"edition\":\"standard\",\"action\":\"purchase\",\"status\":\"shipped\","
	"\"sdk_app_id\":\"1400000001\",\"owner_uin\":\"100000000001\","
	"\"payer_uin\":\"100000000001\",\"entity\":\"E-1\",\"origin\":\"purchased\","
	"\"purchased_at\":\"2023-03-01T08:00:00+08:00\",\"months\":1,\"currency\":\"USD\","
	"\"paid\":{\"cash\":\"499.00\",\"transfer\":\"0.00\",\"gift\":\"0.00\","
	"\"voucher\":\"0.00\"}},"
	"\"usage\":{\"gifted_minutes_used\":\"0\",\"used_after_request\":false,"
	"\"as_of\":\"2023-03-06T11:00:00+08:00\"},"
	"\"account\":{\"suspended\":\"none\",\"frozen\":\"0.00\"},"
	"\"history\":{\"order_refunded\":false,\"order_refund_pending\":false,"
	"\"entity_refunds_of_family\":0},\"signals\":{\"repeat-refunds\":0}}";

static const struct zone zone = {28800};
static TALLOC_CTX *ctx;

static void set_up(void)
{
	ctx = talloc_new(NULL);
}

static void tear_down(void)
{
	talloc_free(ctx);
}

TestSuite(facts_json, .init = set_up, .fini = tear_down);

static bool try_read(const char *text, struct facts *facts, struct error *error)
{
	struct json_document document;

	cr_assert(json_read(ctx, text, strlen(text), &facts_json_limits, &document, error),
		  "%s: %s", text, error->text);
	return facts_from_json(ctx, &document, facts, error);
}

static struct facts read_facts(const char *text)
{
	struct facts facts = {0};
	struct error error = {.text = ""};

	cr_assert(try_read(text, &facts, &error), "%s: %s", text, error.text);
	return facts;
}

static const char *written(const struct facts *facts)
{
	struct buffer *buffer = buffer_new(ctx);

	facts_to_json(facts, zone, json_writer_new(ctx, buffer));
	return buffer->bytes;
}

static size_t count_known(const struct facts *facts)
{
	size_t known = 0;

	for (size_t i = 0; i < FACT_COUNT; i++)
		known += facts->value[i].is_known;
	return known;
}

/* ---- reading ---- */

Test(facts_json, the_example_gives_every_value_its_type)
{
	struct facts facts = read_facts(example);

	cr_expect_eq(count_known(&facts), FACT_COUNT - 2, "all but two stand in the example");
	cr_expect_str_eq(facts.value[FACT_TICKET_ID].text, "1001");
	cr_expect_eq(facts.value[FACT_TICKET_CREATED_AT].instant.us, 1678060799 * SECOND_US);
	cr_expect_eq(facts.value[FACT_TICKET_ORDERS_NAMED].number.millionths, NUMBER_SCALE);
	cr_expect_str_eq(facts.value[FACT_ORDER_STATUS].text, "shipped");
	cr_expect_str_eq(facts.value[FACT_ORDER_CURRENCY].text, "USD");
	cr_expect_eq(facts.value[FACT_ORDER_PAID_CASH].money.minor, 49900);
	cr_expect_str_eq(facts.value[FACT_ORDER_PAID_CASH].money.currency->code, "USD");
	cr_expect_eq(facts.value[FACT_ACCOUNT_FROZEN].money.minor, 0);
	cr_expect_eq(facts.value[FACT_HISTORY_ORDER_REFUNDED].truth, false);
	cr_expect(facts.has_signals);
	cr_assert_eq(facts.signal_count, 1);
	cr_expect_str_eq(facts.signals[0].name, "repeat-refunds");
	cr_expect_eq(facts.signals[0].number.millionths, 0);
}

Test(facts_json, absent_and_null_are_unknown)
{
	static const char *const texts[] = {
		"{}",
		"{\"ticket\":null,\"order\":null,\"usage\":null,\"signals\":null}",
		"{\"ticket\":{},\"order\":{\"id\":null,\"paid\":null,\"currency\":null}}",
		"{\"order\":{\"paid\":{\"cash\":null}},\"account\":{\"frozen\":null}}",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct facts facts = read_facts(texts[i]);

		cr_expect_eq(count_known(&facts), 0, "%s", texts[i]);
		cr_expect_not(facts.has_signals);
		cr_expect_eq(facts.value[FACT_ORDER_PAID_CASH].type, VALUE_MONEY);
	}
}

Test(facts_json, no_signals_is_not_the_same_as_unknown_signals)
{
	struct facts facts = read_facts("{\"signals\":{}}");

	cr_expect(facts.has_signals);
	cr_expect_eq(facts.signal_count, 0);
	cr_expect_str_eq(written(&facts), "{\"signals\":{}}");
}

Test(facts_json, fields_may_stand_in_any_order)
{
	struct facts facts =
		read_facts("{\"account\":{\"frozen\":\"1\"},\"order\":{\"paid\":{\"gift\":\"2\","
			   "\"cash\":\"1000\"},\"currency\":\"JPY\",\"months\":2,\"id\":\"x\"}}");

	cr_expect_eq(count_known(&facts), 6);
	cr_expect_eq(facts.value[FACT_ORDER_PAID_CASH].money.minor, 1000);
	cr_expect_str_eq(facts.value[FACT_ACCOUNT_FROZEN].money.currency->code, "JPY");
}

Test(facts_json, fields_that_the_table_does_not_have_are_passed_over)
{
	struct facts facts = read_facts(
		"{\"paid\":1,\"x\":{\"id\":3},\"order\":{\"i\":1,\"idx\":[],\"id\":\"7\",\"paid."
		"cash\":"
		"false,\"paid\":{\"cas\":1,\"\":{}},\"order\":{\"id\":5}},\"order.paid\":9}");

	cr_expect_eq(count_known(&facts), 1);
	cr_expect_str_eq(facts.value[FACT_ORDER_ID].text, "7");
}

Test(facts_json, an_amount_without_a_currency_is_unknown_but_must_look_like_one)
{
	struct facts facts = read_facts("{\"order\":{\"paid\":{\"cash\":\"499.00\"}}}");
	struct error error;

	cr_expect_eq(count_known(&facts), 0);
	cr_expect_not(try_read("{\"order\":{\"paid\":{\"cash\":\"-1\"}}}", &facts, &error));
	cr_expect_not_null(strstr(error.text, "line 1, column 26: order.paid.cash: "), "%s",
			   error.text);
}

Test(facts_json, a_value_that_cannot_be_is_named_with_its_place)
{
	static const struct {
		const char *text, *sentence; /* how it begins */
	} cases[] = {
		{"[]", "line 1, column 1: facts: expected an object"},
		{" 7", "line 1, column 2: facts: expected an object"},
		{"{\"ticket\":\"x\"}", "line 1, column 11: ticket: expected an object"},
		{"{\"order\":[]}", "line 1, column 10: order: expected an object"},
		{"{\"order\":\n{\"paid\":true}}",
		 "line 2, column 9: order.paid: expected an object"},
		{"{\"order\":{\"id\":7}}", "line 1, column 16: order.id: expected a string"},
		{"{\"order\":{\"id\":\"\"}}",
		 "line 1, column 16: order.id: expected a text of 1 to 256 bytes"},
		{"{\"order\":{\"months\":\"1\"}}",
		 "line 1, column 20: order.months: expected a number, without quotes"},
		{"{\"order\":{\"months\":-1}}",
		 "line 1, column 20: order.months: expected a whole number from 0 to 1000000"},
		{"{\"order\":{\"months\":1.0}}",
		 "line 1, column 20: order.months: expected a whole number from 0 to 1000000"},
		{"{\"order\":{\"months\":1000001}}",
		 "line 1, column 20: order.months: expected a whole number from 0 to 1000000"},
		{"{\"order\":{\"months\":99999999999999999999999999}}",
		 "line 1, column 20: order.months: expected a whole number from 0 to 1000000"},
		{"{\"order\":{\"origin\":\"gfit\"}}",
		 "line 1, column 20: order.origin: expected purchased, gift, trial or campaign; "
		 "did you mean gift?"},
		{"{\"order\":{\"origin\":\"stolen from somebody\"}}",
		 "line 1, column 20: order.origin: expected purchased, gift, trial or campaign"},
		{"{\"order\":{\"payer_uin\":\"\"}}",
		 "line 1, column 23: order.payer_uin: expected 1 to 20 digits"},
		{"{\"order\":{\"payer_uin\":\"12a\"}}",
		 "line 1, column 23: order.payer_uin: expected 1 to 20 digits"},
		{"{\"order\":{\"payer_uin\":\"123456789012345678901\"}}",
		 "line 1, column 23: order.payer_uin: expected 1 to 20 digits"},
		{"{\"order\":{\"currency\":\"usd\"}}",
		 "line 1, column 22: order.currency: expected a currency's ISO 4217 code such as "
		 "USD"},
		{"{\"ticket\":{\"currency\":\"\"}}",
		 "line 1, column 23: ticket.currency: expected a currency's ISO 4217 code such as "
		 "USD"},
		{"{\"order\":{\"purchased_at\":\"2023-03-01T08:00:00\"}}",
		 "line 1, column 26: order.purchased_at: "},
		{"{\"order\":{\"purchased_at\":\"2023-02-30T08:00:00Z\"}}",
		 "line 1, column 26: order.purchased_at: "},
		{"{\"order\":{\"currency\":\"USD\",\"paid\":{\"cash\":\"1.234\"}}}",
		 "line 1, column 43: order.paid.cash: "},
		{"{\"order\":{\"currency\":\"USD\",\"paid\":{\"cash\":\"-1\"}}}",
		 "line 1, column 43: order.paid.cash: "},
		{"{\"order\":{\"currency\":\"USD\",\"paid\":{\"cash\":499}}}",
		 "line 1, column 43: order.paid.cash: expected a string"},
		{"{\"usage\":{\"gifted_minutes_used\":\"1e3\"}}",
		 "line 1, column 33: usage.gifted_minutes_used: "},
		{"{\"usage\":{\"used_after_request\":\"false\"}}",
		 "line 1, column 32: usage.used_after_request: expected true or false"},
		{"{\"signals\":[]}", "line 1, column 12: signals: expected an object"},
		{"{\"signals\":{\"a\":1,\"b\":\"1\"}}",
		 "line 1, column 23: signals: expected a whole number from 0 to 1000000000000"},
		{"{\"signals\":{\"a\":null}}",
		 "line 1, column 17: signals: expected a whole number from 0 to 1000000000000"},
		{"{\"signals\":{\"a\":1.5}}",
		 "line 1, column 17: signals: expected a whole number from 0 to 1000000000000"},
		{"{\"signals\":{\"a\":1000000000001}}",
		 "line 1, column 17: signals: expected a whole number from 0 to 1000000000000"},
		{"{\"signals\":{\"\":1}}", "line 1, column 16: signals: expected names of 1 to 64 "
					   "small letters, digits and \"-\""},
		{"{\"signals\":{\"A\":1}}", "line 1, column 17: signals: expected names of 1 to 64 "
					    "small letters, digits and \"-\""},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct facts facts = {.signal_count = 77};
		struct error error = {.text = ""};

		cr_expect_not(try_read(cases[i].text, &facts, &error), "%s", cases[i].text);
		cr_expect_eq(strncmp(error.text, cases[i].sentence, strlen(cases[i].sentence)), 0,
			     "%s: %s", cases[i].text, error.text);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_eq(facts.signal_count, 77);
	}
}

Test(facts_json, a_text_has_at_most_256_bytes_and_a_signals_name_64)
{
	char text[400] = "{\"order\":{\"id\":\"";
	char *end = text + strlen(text);
	struct facts facts;
	struct error error;

	memset(end, 'x', FACTS_JSON_MAX_TEXT);
	strcpy(end + FACTS_JSON_MAX_TEXT, "\"}}");
	cr_expect(try_read(text, &facts, &error));
	strcpy(end + FACTS_JSON_MAX_TEXT, "x\"}}");
	cr_expect_not(try_read(text, &facts, &error));

	strcpy(text, "{\"signals\":{\"");
	end = text + strlen(text);
	memset(end, 'x', FACTS_JSON_MAX_SIGNAL);
	strcpy(end + FACTS_JSON_MAX_SIGNAL, "\":1}}");
	cr_expect(try_read(text, &facts, &error));
	strcpy(end + FACTS_JSON_MAX_SIGNAL, "x\":1}}");
	cr_expect_not(try_read(text, &facts, &error));
}

Test(facts_json, there_are_at_most_64_signals)
{
	struct buffer *text = buffer_new(ctx);
	struct facts facts;
	struct error error;

	buffer_add_text(text, "{\"signals\":{\"s\":0");
	for (int i = 1; i < FACTS_JSON_MAX_SIGNALS; i++)
		buffer_add_format(text, ",\"s%d\":%d", i, i);
	buffer_add_text(text, "}}");
	cr_assert(try_read(text->bytes, &facts, &error));
	cr_expect_eq(facts.signal_count, FACTS_JSON_MAX_SIGNALS);
	cr_expect_str_eq(written(&facts), text->bytes);
	text->length -= 2;
	buffer_add_text(text, ",\"more\":1}}");
	cr_expect_not(try_read(text->bytes, &facts, &error));
	cr_expect_str_eq(error.text,
			 "line 1, column 12: signals: expected no more than 64 signals");
}

/* ---- writing ---- */

Test(facts_json, the_example_is_written_as_it_was_read)
{
	struct facts facts = read_facts(example);

	cr_expect_str_eq(written(&facts), example);
}

Test(facts_json, only_known_facts_and_their_sections_are_written)
{
	struct facts facts;

	facts_init(&facts);
	cr_expect_str_eq(written(&facts), "{}");
	facts.value[FACT_ORDER_PAID_GIFT] =
		value_money((struct money){150, currency_find("KWD", 3)});
	cr_expect_str_eq(written(&facts), "{\"order\":{\"paid\":{\"gift\":\"0.150\"}}}");
	facts.value[FACT_TICKET_ID] = value_text("a \"b\"");
	facts.value[FACT_HISTORY_ORDER_REFUNDED] = value_truth(true);
	cr_expect_str_eq(written(&facts),
			 "{\"ticket\":{\"id\":\"a \\\"b\\\"\"},\"order\":{\"paid\":{\"gift\":"
			 "\"0.150\"}},\"history\":{\"order_refunded\":true}}");
}

Test(facts_json, each_fact_alone_is_read_back_as_it_was)
{
	static const char *const values[] = {
		[SHAPE_TEXT] = "\"text\"",
		[SHAPE_WORD] = NULL,
		[SHAPE_UIN] = "\"100000000001\"",
		[SHAPE_CURRENCY] = "\"JPY\"",
		[SHAPE_TIME] = "\"2024-02-29T23:59:59.25+08:00\"",
		[SHAPE_COUNT] = "1000000",
		[SHAPE_DECIMAL] = "\"12.5\"",
		[SHAPE_AMOUNT] = "\"418.51\"",
		[SHAPE_TRUTH] = "true",
	};

	for (enum fact fact = 0; fact < FACT_COUNT; fact++) {
		const struct fact_info *info = fact_info(fact);
		const char *value = values[info->shape];
		const char *dot = strchr(info->section, '.');
		struct facts facts;
		char *text;

		if (value == NULL)
			value = text_format(ctx, "\"%s\"", info->words.list[0]);
		if (dot != NULL)
			text = text_format(
				ctx, "{\"order\":{\"currency\":\"USD\",\"paid\":{\"%s\":%s}}}",
				info->key, value);
		else if (info->shape == SHAPE_AMOUNT)
			text = text_format(ctx,
					   "{\"order\":{\"currency\":\"USD\"},\"%s\":{\"%s\":%s}}",
					   info->section, info->key, value);
		else
			text = text_format(ctx, "{\"%s\":{\"%s\":%s}}", info->section, info->key,
					   value);
		facts = read_facts(text);
		cr_expect(facts.value[fact].is_known, "%s", info->name);
		cr_expect_eq(facts.value[fact].type, info->type, "%s", info->name);
		cr_expect_str_eq(written(&facts), text);
	}
}
