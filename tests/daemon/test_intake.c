#include "daemon/intake.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

#define ORDER "20230301080000000001"

static struct ticket_field fields[] = {{"order_id", ORDER}, {"currency", "USD"}};

static void *ctx;

static void begin(void)
{
	ctx = talloc_new(NULL);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(intake, .init = begin, .fini = end);

static struct ticket a_ticket(void)
{
	return (struct ticket){.system = "spool",
			       .id = "1001",
			       .subject = "Refund",
			       .product = "TRTC",
			       .issue_type = "Billing",
			       .language = "zh-CN",
			       .created_at = {1678060799 * SECOND_US},
			       .requester_uin = "100000000001",
			       .fields = fields,
			       .field_count = 2};
}

static struct facts facts_of(const struct ticket *ticket)
{
	struct error error;
	struct order_finder *finder = order_finder_new(ctx, "order_id", "[0-9]{20}", &error);
	struct facts facts;

	cr_assert_not_null(finder);
	intake_facts(finder, ctx, ticket, &facts);
	return facts;
}

static void expect_text(const struct facts *facts, enum fact fact, const char *text)
{
	const struct value *value = &facts->value[fact];

	cr_assert(value->is_known, "%s is unknown", fact_info(fact)->name);
	cr_expect_str_eq(value->text, text);
}

Test(intake, takes_every_fact_that_a_ticket_tells)
{
	struct ticket ticket = a_ticket();
	struct facts facts = facts_of(&ticket);

	expect_text(&facts, FACT_TICKET_SYSTEM, "spool");
	expect_text(&facts, FACT_TICKET_ID, "1001");
	expect_text(&facts, FACT_TICKET_PRODUCT, "TRTC");
	expect_text(&facts, FACT_TICKET_ISSUE_TYPE, "Billing");
	expect_text(&facts, FACT_TICKET_REQUESTER_UIN, "100000000001");
	expect_text(&facts, FACT_TICKET_LANGUAGE, "zh-CN");
	expect_text(&facts, FACT_TICKET_CURRENCY, "USD");
	expect_text(&facts, FACT_ORDER_ID, ORDER);
	cr_expect_eq(facts.value[FACT_TICKET_CREATED_AT].instant.us, ticket.created_at.us);
	cr_expect_eq(facts.value[FACT_TICKET_ORDERS_NAMED].number.millionths, NUMBER_SCALE);
}

Test(intake, knows_nothing_else)
{
	struct ticket ticket = a_ticket();
	struct facts facts = facts_of(&ticket);

	for (int i = FACT_ORDER_FAMILY; i < FACT_COUNT; i++)
		cr_expect_not(facts.value[i].is_known, "%s", fact_info((enum fact)i)->name);
	cr_expect_not(facts.has_signals);
}

Test(intake, what_is_not_told_or_cannot_be_stays_unknown)
{
	static struct ticket_field odd[] = {{"order_id", ""}, {"currency", "dollars"}};
	struct ticket ticket = a_ticket();
	struct facts facts;

	ticket.requester_uin = "10000x";
	ticket.language = NULL;
	ticket.fields = odd;
	facts = facts_of(&ticket);
	cr_expect_not(facts.value[FACT_TICKET_REQUESTER_UIN].is_known);
	cr_expect_not(facts.value[FACT_TICKET_LANGUAGE].is_known);
	cr_expect_not(facts.value[FACT_TICKET_CURRENCY].is_known);
	cr_expect_not(facts.value[FACT_ORDER_ID].is_known);

	ticket.requester_uin = "123456789012345678901";
	ticket.language = "";
	ticket.field_count = 0;
	facts = facts_of(&ticket);
	cr_expect_not(facts.value[FACT_TICKET_REQUESTER_UIN].is_known);
	cr_expect_not(facts.value[FACT_TICKET_LANGUAGE].is_known);

	ticket.requester_uin = NULL;
	cr_expect_not(facts_of(&ticket).value[FACT_TICKET_REQUESTER_UIN].is_known);
}

Test(intake, no_order_is_a_number_and_not_unknown)
{
	struct ticket ticket = a_ticket();
	struct facts facts;

	ticket.field_count = 0;
	facts = facts_of(&ticket);
	cr_expect(facts.value[FACT_TICKET_ORDERS_NAMED].is_known);
	cr_expect_eq(facts.value[FACT_TICKET_ORDERS_NAMED].number.millionths, 0);
}

Test(intake, of_two_orders_none_is_taken)
{
	static struct ticket_field two[] = {
		{"order_id", "20230301080000000001 20230301080000000002"}};
	struct ticket ticket = a_ticket();
	struct facts facts;

	ticket.fields = two;
	ticket.field_count = 1;
	facts = facts_of(&ticket);
	cr_expect_eq(facts.value[FACT_TICKET_ORDERS_NAMED].number.millionths, 2 * NUMBER_SCALE);
	cr_expect_not(facts.value[FACT_ORDER_ID].is_known);
}

Test(intake, a_text_that_no_fact_can_hold_stays_unknown)
{
	struct ticket ticket = a_ticket();
	char language[300];

	memset(language, 'x', sizeof(language) - 1);
	language[sizeof(language) - 1] = '\0';
	ticket.language = language;
	cr_expect_not(facts_of(&ticket).value[FACT_TICKET_LANGUAGE].is_known);
}
