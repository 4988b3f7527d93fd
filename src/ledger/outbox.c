#include "base/memory.h"
#include "ledger/connection.h"
#include "ledger/rows.h"

static const char *const effect_states[] = {
	[EFFECT_PENDING] = "pending",	    [EFFECT_LEAVING] = "leaving",
	[EFFECT_UNSETTLED] = "unsettled",   [EFFECT_DONE] = "done",
	[EFFECT_STOOD_BACK] = "stood-back", [EFFECT_OVERTAKEN] = "overtaken",
	[EFFECT_DOUBTFUL] = "doubtful",
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
	row->left_at = query_instant(query);
	return true;
}

/* ---- what the record says of them ---- */

struct changed {
	int64_t id;
	const char *key, *kind;
	int revision;
	const char *state, *subject;
};

/* EFFECT_CHANGED */
static bool read_changed(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct changed *changed = to;

	(void)error;
	changed->id = query_integer(query);
	changed->key = query_text(query, ctx);
	changed->kind = query_text(query, ctx);
	changed->revision = (int)query_integer(query);
	changed->state = query_text(query, ctx);
	changed->subject = query_text(query, ctx);
	return true;
}

/* Nothing in the detail wants an escape. */
static bool record(struct ledger *ledger, const void *ctx, const struct changed *changed,
		   const char *payload, struct instant now, struct error *error)
{
	struct audit_entry entry = {
		.kind = AUDIT_EFFECT,
		.actor = AUDIT_ACTOR,
		.subject = changed->subject,
		.detail = text_format(ctx,
				      "{\"id\":%lld,\"key\":\"%s\",\"kind\":\"%s\","
				      "\"revision\":%d,\"state\":\"%s\"}",
				      (long long)changed->id, changed->key, changed->kind,
				      changed->revision, changed->state),
		.content = payload,
	};

	return audit_add(ledger, &entry, now, error);
}

/* Runs a statement that changes effects, and records each that it changed. */
static bool change(struct ledger *ledger, struct query *query, const void *ctx, const char *payload,
		   struct instant now, struct changed **list, size_t *count, struct error *error)
{
	if (!ledger_begin(ledger, error) ||
	    !rows_list(query, ctx, read_changed, sizeof(**list), list, count, error))
		return false;
	for (size_t i = 0; i < *count; i++)
		if (!record(ledger, ctx, &(*list)[i], payload, now, error))
			return false;
	return true;
}

static bool change_one(struct ledger *ledger, struct query *query, const char *payload,
		       struct instant now, int64_t *id, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct changed *list;
	size_t count;
	bool is_done = change(ledger, query, scratch, payload, now, &list, &count, error);

	if (is_done && count == 0)
		is_done = error_set(error, ERROR_STATE, "the ledger has no such effect");
	if (is_done)
		*id = list[0].id;
	talloc_free(scratch);
	return is_done;
}

/* Back to `state`, one attempt later. */
static struct query *put_off(struct ledger *ledger, const char *key, enum effect_state state,
			     struct instant due_at, const char *reason)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_PUT_OFF);

	query_bind_word(query, effect_state_words, (int)state);
	query_bind_instant(query, due_at);
	query_bind_text(query, reason);
	query_bind_text(query, key);
	return query;
}

/* ---- effects ---- */

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
	return change_one(ledger, query, row->payload, row->due_at, &row->id, error);
}

bool effect_list_due(struct ledger *ledger, const void *ctx, const char *system, struct instant now,
		     int limit, struct effect_row **rows, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_LIST_DUE);

	query_bind_instant(query, now);
	query_bind_text(query, system);
	query_bind_integer(query, limit);
	return rows_list(query, ctx, read_effect, sizeof(**rows), rows, count, error);
}

bool effect_list_in_flight(struct ledger *ledger, const void *ctx, struct effect_row **rows,
			   size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_LIST_IN_FLIGHT);

	return rows_list(query, ctx, read_effect, sizeof(**rows), rows, count, error);
}

/* Not recorded: what becomes of it is. */
bool effect_leave(struct ledger *ledger, const char *key, struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_LEAVE);

	query_bind_instant(query, now);
	query_bind_text(query, key);
	return ledger_begin(ledger, error) && rows_change(query, "effect", NULL, error);
}

bool effect_unsettle(struct ledger *ledger, const char *key, struct instant due_at,
		     const char *reason, struct instant now, struct error *error)
{
	struct query *query = put_off(ledger, key, EFFECT_UNSETTLED, due_at, reason);
	int64_t id;

	return change_one(ledger, query, NULL, now, &id, error);
}

bool effect_unsettle_all(struct ledger *ledger, const char *reason, struct instant now, long *count,
			 struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_OVERVIEW_EFFECTS_UNSETTLE);
	void *scratch = talloc_new(NULL);
	struct changed *list;
	size_t length;
	bool is_done;

	query_bind_instant(query, now);
	query_bind_text(query, reason);
	is_done = change(ledger, query, scratch, NULL, now, &list, &length, error);
	talloc_free(scratch);
	if (is_done)
		*count = (long)length;
	return is_done;
}

bool effect_settle(struct ledger *ledger, const char *key, enum effect_state state,
		   struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_SETTLE);
	int64_t id;

	query_bind_word(query, effect_state_words, (int)state);
	query_bind_instant(query, now);
	query_bind_text(query, key);
	return change_one(ledger, query, NULL, now, &id, error);
}

/* Not recorded: nothing came of it yet. */
bool effect_postpone(struct ledger *ledger, const char *key, struct instant due_at,
		     const char *reason, struct error *error)
{
	struct query *query = put_off(ledger, key, EFFECT_PENDING, due_at, reason);

	return ledger_begin(ledger, error) && rows_change(query, "effect", NULL, error);
}

static bool is_any_far(struct ledger *ledger, struct instant latest, bool *is_any,
		       struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_IS_FAR);
	int64_t answer;

	query_bind_instant(query, latest);
	if (!rows_number(query, &answer, error))
		return false;
	*is_any = answer != 0;
	return true;
}

/* Not recorded: nothing came of it yet. */
bool effect_hasten(struct ledger *ledger, struct instant latest, struct error *error)
{
	struct query *query;
	bool is_any;

	if (!is_any_far(ledger, latest, &is_any, error))
		return false;
	if (!is_any)
		return true;
	query = db_query(ledger->db, SQL_EFFECT_HASTEN);
	query_bind_instant(query, latest);
	return ledger_begin(ledger, error) && query_run(query, error);
}

bool effect_settle_case(struct ledger *ledger, int64_t case_id, enum effect_state state,
			struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_SETTLE_CASE);
	void *scratch = talloc_new(NULL);
	struct changed *list;
	size_t count;
	bool is_done;

	query_bind_word(query, effect_state_words, (int)state);
	query_bind_instant(query, now);
	query_bind_integer(query, case_id);
	is_done = change(ledger, query, scratch, NULL, now, &list, &count, error);
	talloc_free(scratch);
	return is_done;
}

bool effect_list_case(struct ledger *ledger, const void *ctx, int64_t case_id,
		      struct effect_row **rows, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_LIST_CASE);

	query_bind_integer(query, case_id);
	return rows_list(query, ctx, read_effect, sizeof(**rows), rows, count, error);
}

bool effect_is_known(struct ledger *ledger, const char *key, bool *is_known, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EFFECT_IS_KNOWN);
	int64_t answer;

	query_bind_text(query, key);
	if (!rows_number(query, &answer, error))
		return false;
	*is_known = answer != 0;
	return true;
}

bool effect_count_unsettled(struct ledger *ledger, long *count, struct error *error)
{
	int64_t answer;

	if (!rows_number(db_query(ledger->db, SQL_EFFECT_COUNT_UNSETTLED), &answer, error))
		return false;
	*count = (long)answer;
	return true;
}
