#include "ledger/connection.h"
#include "ledger/rows.h"

bool case_row_read(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct case_row *row = to;
	int state;

	row->id = query_integer(query);
	row->system = query_text(query, ctx);
	row->ticket = query_text(query, ctx);
	row->revision = (int)query_integer(query);
	if (!query_word(query, case_state_words, &state, error))
		return false;
	row->state = (enum case_state)state;
	row->order_id = query_text(query, ctx);
	row->requester_uin = query_text(query, ctx);
	row->linked_to = query_text(query, ctx);
	row->questions = (int)query_integer(query);
	row->customer_messages = (int)query_integer(query);
	row->asked_at = query_instant(query);
	row->changed_at = query_instant(query);
	row->wait_until = query_instant(query);
	return true;
}

bool case_find(struct ledger *ledger, const void *ctx, const char *system, const char *ticket,
	       struct case_row *row, bool *found, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_FIND);

	query_bind_text(query, system);
	query_bind_text(query, ticket);
	return rows_find(query, ctx, case_row_read, sizeof(*row), row, found, error);
}

static bool add(struct ledger *ledger, struct case_row *row, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_ADD);

	query_bind_text(query, row->system);
	query_bind_text(query, row->ticket);
	query_bind_integer(query, row->revision);
	query_bind_word(query, case_state_words, (int)row->state);
	query_bind_text(query, row->order_id);
	query_bind_text(query, row->requester_uin);
	query_bind_text(query, row->linked_to);
	query_bind_integer(query, row->questions);
	query_bind_integer(query, row->customer_messages);
	query_bind_instant(query, row->asked_at);
	query_bind_instant(query, row->changed_at);
	query_bind_instant(query, row->wait_until);
	return rows_change(query, "case", &row->id, error);
}

static bool update(struct ledger *ledger, const struct case_row *row, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_UPDATE);

	query_bind_integer(query, row->revision);
	query_bind_word(query, case_state_words, (int)row->state);
	query_bind_text(query, row->linked_to);
	query_bind_integer(query, row->questions);
	query_bind_integer(query, row->customer_messages);
	query_bind_instant(query, row->changed_at);
	query_bind_instant(query, row->wait_until);
	query_bind_integer(query, row->id);
	return rows_change(query, "case", NULL, error);
}

/* Apart, and only where it is another: SQLite writes the indexes of what is set even where it is as
 * it was, and these two lie scattered over as many pages as there are accounts and orders. */
static bool update_asked(struct ledger *ledger, const struct case_row *row, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_UPDATE_ASKED);

	query_bind_text(query, row->order_id);
	query_bind_text(query, row->requester_uin);
	query_bind_instant(query, row->asked_at);
	query_bind_integer(query, row->id);
	return query_run(query, error);
}

bool case_save(struct ledger *ledger, struct case_row *row, struct error *error)
{
	if (!ledger_begin(ledger, error))
		return false;
	return row->id == 0 ? add(ledger, row, error)
			    : update(ledger, row, error) && update_asked(ledger, row, error);
}

bool case_find_first_of_order(struct ledger *ledger, const void *ctx, const struct case_row *other,
			      struct case_row *row, bool *found, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_FIND_FIRST_OF_ORDER);

	query_bind_text(query, other->order_id);
	query_bind_text(query, other->requester_uin);
	query_bind_text(query, other->system);
	query_bind_integer(query, other->id);
	query_bind_text(query, other->ticket);
	return rows_find(query, ctx, case_row_read, sizeof(*row), row, found, error);
}

bool case_list_refunded(struct ledger *ledger, const void *ctx, const char *system,
			struct case_row **rows, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_LIST_REFUNDED);

	query_bind_text(query, system);
	return rows_list(query, ctx, case_row_read, sizeof(**rows), rows, count, error);
}

bool case_is_in_flight(struct ledger *ledger, int64_t case_id, bool *is_in_flight,
		       struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_IS_IN_FLIGHT);
	int64_t answer;

	query_bind_integer(query, case_id);
	if (!rows_number(query, &answer, error))
		return false;
	*is_in_flight = answer != 0;
	return true;
}

bool refunds_heed(struct ledger *ledger, struct error *error)
{
	return ledger_begin(ledger, error) &&
	       query_run(db_query(ledger->db, SQL_REFUNDS_HEED), error);
}

bool case_list_in_state(struct ledger *ledger, const void *ctx, enum case_state state, int limit,
			struct case_row **rows, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_LIST_IN_STATE);

	query_bind_word(query, case_state_words, (int)state);
	query_bind_integer(query, limit);
	return rows_list(query, ctx, case_row_read, sizeof(**rows), rows, count, error);
}
