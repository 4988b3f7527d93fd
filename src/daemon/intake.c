#include "daemon/intake.h"

#include <string.h>

#define FACT_TEXT_MAX 256
#define UIN_MAX	      20

static void set_text(struct facts *facts, enum fact fact, const char *text)
{
	if (text != NULL && text[0] != '\0' && strlen(text) <= FACT_TEXT_MAX)
		facts->value[fact] = value_text(text);
}

static void set_uin(struct facts *facts, enum fact fact, const char *text)
{
	if (text != NULL && strlen(text) <= UIN_MAX && strspn(text, "0123456789") == strlen(text))
		set_text(facts, fact, text);
}

static void set_currency(struct facts *facts, enum fact fact, const char *text)
{
	const struct currency *currency;

	if (text == NULL)
		return;
	currency = currency_find(text, strlen(text));
	if (currency != NULL)
		facts->value[fact] = value_text(currency->code);
}

void intake_facts(const struct order_finder *finder, const void *ctx, const struct ticket *ticket,
		  struct facts *facts)
{
	struct orders_named orders = order_finder_look(finder, ctx, ticket);

	facts_init(facts);
	set_text(facts, FACT_TICKET_SYSTEM, ticket->system);
	set_text(facts, FACT_TICKET_ID, ticket->id);
	facts->value[FACT_TICKET_CREATED_AT] = value_instant(ticket->created_at);
	set_text(facts, FACT_TICKET_PRODUCT, ticket->product);
	set_text(facts, FACT_TICKET_ISSUE_TYPE, ticket->issue_type);
	set_uin(facts, FACT_TICKET_REQUESTER_UIN, ticket->requester_uin);
	set_text(facts, FACT_TICKET_LANGUAGE, ticket->language);
	set_currency(facts, FACT_TICKET_CURRENCY, ticket_field(ticket, "currency"));
	facts->value[FACT_TICKET_ORDERS_NAMED] = value_number(number_of(orders.count));
	if (orders.count == 1)
		set_text(facts, FACT_ORDER_ID, orders.first);
}
