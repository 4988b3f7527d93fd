#include "ledger/connection.h"
#include "ledger/rows.h"

bool decision_row_read(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct decision_row *row = to;
	int outcome;

	row->case_id = query_integer(query);
	row->revision = (int)query_integer(query);
	row->decided_at = query_instant(query);
	if (!query_word(query, outcome_words, &outcome, error))
		return false;
	row->outcome = (enum outcome)outcome;
	row->policy = query_text(query, ctx);
	row->version = query_text(query, ctx);
	row->rule = query_text(query, ctx);
	row->policy_hash = query_text(query, ctx);
	row->total = row_read_money(query);
	return true;
}

static bool read_complete(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct decision_row *row = to;

	if (!decision_row_read(query, ctx, row, error))
		return false;
	row->policy_text = query_text(query, ctx);
	row->facts_json = query_text(query, ctx);
	row->decision_json = query_text(query, ctx);
	row->sources = query_text(query, ctx);
	return true;
}

static bool save_policy(struct ledger *ledger, const struct decision_row *row, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_POLICY_ADD);

	query_bind_text(query, row->policy_hash);
	query_bind_text(query, row->policy_text);
	return query_run(query, error);
}

static bool save_decision(struct ledger *ledger, const struct decision_row *row,
			  struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_DECISION_ADD);

	query_bind_integer(query, row->case_id);
	query_bind_integer(query, row->revision);
	query_bind_instant(query, row->decided_at);
	query_bind_word(query, outcome_words, (int)row->outcome);
	query_bind_text(query, row->policy);
	query_bind_text(query, row->version);
	query_bind_text(query, row->rule);
	query_bind_text(query, row->policy_hash);
	row_bind_money(query, row->total);
	query_bind_text(query, row->facts_json);
	query_bind_text(query, row->decision_json);
	query_bind_text(query, row->sources);
	return query_run(query, error);
}

bool decision_save(struct ledger *ledger, const struct decision_row *row, struct error *error)
{
	return ledger_begin(ledger, error) &&
	       (row->policy_hash == NULL || save_policy(ledger, row, error)) &&
	       save_decision(ledger, row, error);
}

bool decision_find(struct ledger *ledger, const void *ctx, int64_t case_id,
		   struct decision_row *row, bool *found, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_DECISION_FIND);

	query_bind_integer(query, case_id);
	return rows_find(query, ctx, read_complete, sizeof(*row), row, found, error);
}
