#include "ledger/gathering.h"
#include "ledger/rows.h"

#include "base/memory.h"

static void bind_fact(struct query *query, const struct gathering *gathering, enum fact fact)
{
	query_bind_text(query, gathering->facts.value[fact].text);
}

static void bind_own_case(struct query *query, const struct gathering *gathering)
{
	query_bind_text(query, gathering->question->system);
	query_bind_text(query, gathering->question->ticket);
}

static bool gather_refund(struct gathering *gathering, bool *is_refunded, struct error *error)
{
	struct query *query = db_query(gathering->ledger->db, SQL_REFUND_FIND);
	struct value *values = gathering->facts.value;
	struct origin origin;

	query_bind_text(query, gathering->question->order_id);
	if (!query_next(query, is_refunded, error))
		return false;
	values[FACT_HISTORY_ORDER_REFUNDED] = value_truth(*is_refunded);
	if (!*is_refunded) {
		buffer_add_text(gathering->sources, "history: approvals of this ledger; no refund "
						    "of the order on record\n");
		return true;
	}
	origin = origin_read(query);
	values[FACT_HISTORY_ORDER_REFUNDED_AT] = value_instant(query_instant(query));
	query_end(query);
	source_add_instant(gathering, "history: approvals of this ledger; refund of ",
			   values[FACT_HISTORY_ORDER_REFUNDED_AT].instant);
	return origin_add(gathering, origin, error);
}

static bool gather_pending(struct gathering *gathering, bool is_refunded, struct error *error)
{
	struct query *query = db_query(gathering->ledger->db, SQL_IS_REFUND_PENDING);
	int64_t is_approved;

	query_bind_text(query, gathering->question->order_id);
	bind_own_case(query, gathering);
	if (!rows_number(query, &is_approved, error))
		return false;
	gathering->facts.value[FACT_HISTORY_ORDER_REFUND_PENDING] =
		value_truth(is_approved && !is_refunded);
	return true;
}

static bool gather_entity(struct gathering *gathering, struct error *error)
{
	struct query *query = db_query(gathering->ledger->db, SQL_COUNT_ENTITY_REFUNDS);
	struct value *values = gathering->facts.value;
	int64_t refunds;

	if (!values[FACT_ORDER_ENTITY].is_known || !values[FACT_ORDER_SDK_APP_ID].is_known)
		return true;
	bind_fact(query, gathering, FACT_ORDER_ENTITY);
	bind_fact(query, gathering, FACT_ORDER_SDK_APP_ID);
	bind_fact(query, gathering, FACT_ORDER_FAMILY);
	bind_fact(query, gathering, FACT_ORDER_ID);
	query_bind_instant(query, gathering->question->asked_at);
	bind_own_case(query, gathering);
	if (!rows_number(query, &refunds, error))
		return false;
	values[FACT_HISTORY_ENTITY_REFUNDS_OF_FAMILY] = value_number(number_of(refunds));
	return true;
}

bool gather_history(struct gathering *gathering, struct error *error)
{
	bool is_refunded;

	return gather_refund(gathering, &is_refunded, error) &&
	       gather_pending(gathering, is_refunded, error) && gather_entity(gathering, error);
}
