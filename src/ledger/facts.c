#include "ledger/gathering.h"

#include "base/memory.h"
#include "ledger/columns.h"

#include <string.h>

static bool gather_order(struct gathering *gathering, bool *is_on_record, struct error *error)
{
	const struct import_kind *kind = import_kind_orders();
	struct query *query = db_query(gathering->ledger->db, SQL_ORDER_FIND);
	const struct currency *currency = NULL;
	struct origin origin;

	query_bind_text(query, gathering->question->order_id);
	if (!query_next(query, is_on_record, error))
		return false;
	if (!*is_on_record) {
		buffer_add_text(gathering->sources, "order: not on record\n");
		return true;
	}
	origin = origin_read(query);
	for (size_t i = 1; i < kind->count; i++) {
		const struct column *column = &kind->columns[i];
		struct value value = column_read(column, query, gathering->ctx, currency);

		gathering->facts.value[column->fact] = value;
		if (column->fact == FACT_ORDER_CURRENCY)
			currency = currency_find(value.text, strlen(value.text));
	}
	query_end(query);
	buffer_add_text(gathering->sources, "order: orders");
	return origin_add(gathering, origin, error);
}

/* Frozen fees come without their currency: taken for the order's, where they can be such. */
static void set_frozen(struct gathering *gathering, struct number frozen)
{
	struct value *values = gathering->facts.value;
	const char *code = values[FACT_ORDER_CURRENCY].text;
	char text[NUMBER_TEXT_SIZE];
	size_t length = number_format(frozen, text);
	struct money money;
	struct error ignored;

	if (money_parse(text, length, currency_find(code, strlen(code)), &money, &ignored))
		values[FACT_ACCOUNT_FROZEN] = value_money(money);
}

static bool read_account(struct gathering *gathering, struct query *query, struct error *error)
{
	struct value *values = gathering->facts.value;
	struct origin origin = origin_read(query);
	struct instant as_of = query_instant(query);
	const char *suspended = query_text(query, gathering->ctx);
	bool has_frozen = !query_is_null(query);
	struct number frozen = {query_integer(query)};

	query_end(query);
	if (suspended != NULL)
		values[FACT_ACCOUNT_SUSPENDED] = value_text(suspended);
	if (has_frozen)
		set_frozen(gathering, frozen);
	source_add_instant(gathering, "account: account of ", as_of);
	return origin_add(gathering, origin, error);
}

static bool gather_account(struct gathering *gathering, struct error *error)
{
	struct query *query = db_query(gathering->ledger->db, SQL_ACCOUNT_FIND);
	struct value owner = gathering->facts.value[FACT_ORDER_OWNER_UIN];
	bool has_row;

	query_bind_text(query, owner.is_known ? owner.text : NULL);
	if (!query_next(query, &has_row, error))
		return false;
	if (has_row)
		return read_account(gathering, query, error);
	buffer_add_text(gathering->sources, "account: not on record\n");
	return true;
}

static bool gather_about_order(struct gathering *gathering, struct error *error)
{
	bool is_on_record;

	return gather_order(gathering, &is_on_record, error) &&
	       (!is_on_record ||
		(gather_usage(gathering, error) && gather_account(gathering, error))) &&
	       gather_history(gathering, error);
}

static bool gather(struct gathering *gathering, struct error *error)
{
	const char *order_id = gathering->question->order_id;

	if (order_id != NULL) {
		gathering->facts.value[FACT_ORDER_ID] =
			value_text(text_copy(gathering->ctx, order_id));
		if (!gather_about_order(gathering, error))
			return false;
	}
	return gather_signals(gathering, error);
}

struct origin origin_read(struct query *query)
{
	struct origin origin;

	origin.import_id = query_integer(query);
	origin.line = (long)query_integer(query);
	return origin;
}

bool origin_add(struct gathering *gathering, struct origin origin, struct error *error)
{
	struct query *query = db_query(gathering->ledger->db, SQL_IMPORT_FIND);
	char *name;
	bool has_row;

	query_bind_integer(query, origin.import_id);
	if (!query_next(query, &has_row, error))
		return false;
	name = (char *)query_text(query, NULL);
	source_add_instant(gathering, ", imported ", query_instant(query));
	query_end(query);
	buffer_add_format(gathering->sources, " from %s, line %ld\n", name, origin.line);
	talloc_free(name);
	return true;
}

void source_add_instant(struct gathering *gathering, const char *text, struct instant instant)
{
	char written[INSTANT_TEXT_SIZE];

	instant_format(instant, (struct zone){0}, written);
	buffer_add_text(gathering->sources, text);
	buffer_add_text(gathering->sources, written);
}

bool ledger_gather(struct ledger *ledger, const void *ctx, const struct facts_question *question,
		   struct facts *facts, struct buffer *sources, struct signal_findings *findings,
		   struct error *error)
{
	struct gathering gathering = {
		.ledger = ledger,
		.ctx = ctx,
		.question = question,
		.facts = *facts,
		.sources = buffer_new(NULL),
	};
	bool is_gathered = gather(&gathering, error);

	if (is_gathered) {
		*facts = gathering.facts;
		if (findings != NULL)
			*findings = gathering.findings;
		buffer_add_text(sources, gathering.sources->bytes);
	}
	talloc_free(gathering.sources);
	return is_gathered;
}
