#include "ledger/connection.h"
#include "ledger/rows.h"

static const char *const effect_states[] = {
	[EFFECT_PENDING] = "pending",
	[EFFECT_DONE] = "done",
	[EFFECT_STOOD_BACK] = "stood-back",
	[EFFECT_OVERTAKEN] = "overtaken",
};
const struct words effect_state_words = WORDS(effect_states);

static bool read_effect(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct effect_row *row = to;
	int kind, state;

	row->id = query_integer(query);
	row->case_id = query_integer(query);
	row->revision = (int)query_integer(query);
	if (!query_word(query, effect_kind_words, &kind, error))
		return false;
	row->kind = (enum effect_kind)kind;
	row->key = query_text(query, ctx);
	row->system = query_text(query, ctx);
	row->ticket = query_text(query, ctx);
	row->payload = query_text(query, ctx);
	if (!query_word(query, effect_state_words, &state, error))
		return false;
	row->state = (enum effect_state)state;
	row->attempts = (int)query_integer(query);
	row->due_at = query_instant(query);
	return true;
}

bool effect_add(struct ledger *ledger, struct effect_row *row, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_ADD);

	query_bind_integer(query, row->case_id);
	query_bind_integer(query, row->revision);
	query_bind_word(query, effect_kind_words, (int)row->kind);
	query_bind_text(query, row->key);
	query_bind_text(query, row->payload);
	query_bind_word(query, effect_state_words, (int)row->state);
	query_bind_integer(query, row->attempts);
	query_bind_instant(query, row->due_at);
	return ledger_begin(ledger, error) && rows_change(query, "case", &row->id, error);
}

bool effect_list_due(struct ledger *ledger, const void *ctx, struct instant now, int limit,
		     struct effect_row **rows, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_LIST_DUE);

	query_bind_instant(query, now);
	query_bind_integer(query, limit);
	return rows_list(query, ctx, read_effect, sizeof(**rows), rows, count, error);
}

bool effect_settle(struct ledger *ledger, const char *key, enum effect_state state,
		   struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_SETTLE);

	query_bind_word(query, effect_state_words, (int)state);
	query_bind_instant(query, now);
	query_bind_text(query, key);
	return ledger_begin(ledger, error) && rows_change(query, "effect", NULL, error);
}

bool effect_postpone(struct ledger *ledger, const char *key, struct instant due_at,
		     const char *reason, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_POSTPONE);

	query_bind_instant(query, due_at);
	query_bind_text(query, reason);
	query_bind_text(query, key);
	return ledger_begin(ledger, error) && rows_change(query, "effect", NULL, error);
}

bool effect_settle_case(struct ledger *ledger, int64_t case_id, enum effect_state state,
			struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_SETTLE_CASE);

	query_bind_word(query, effect_state_words, (int)state);
	query_bind_instant(query, now);
	query_bind_integer(query, case_id);
	return ledger_begin(ledger, error) && query_run(query, error);
}

bool effect_list_case(struct ledger *ledger, const void *ctx, int64_t case_id,
		      struct effect_row **rows, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_LIST_CASE);

	query_bind_integer(query, case_id);
	return rows_list(query, ctx, read_effect, sizeof(**rows), rows, count, error);
}

bool left_alone_save(struct ledger *ledger, const char *system, const char *ticket,
		     const char *reason, struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_LEFT_ALONE_ADD);

	query_bind_text(query, system);
	query_bind_text(query, ticket);
	query_bind_text(query, reason);
	query_bind_instant(query, now);
	return ledger_begin(ledger, error) && query_run(query, error);
}
