#include "ledger/pauses.h"

#include "base/memory.h"
#include "ledger/audit.h"
#include "ledger/connection.h"
#include "ledger/rows.h"
#include "wire/json.h"

static bool read_pause(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct pause *pause = to;

	(void)error;
	pause->id = query_integer(query);
	pause->paused_at = query_instant(query);
	pause->paused_by = query_text(query, ctx);
	pause->reason = query_text(query, ctx);
	return true;
}

static bool add_to_record(struct ledger *ledger, enum audit_kind kind, const char *user,
			  const char *reason, struct instant now, struct error *error)
{
	struct buffer *detail = buffer_new(NULL);
	struct json_writer *writer = json_writer_new(detail, detail);
	struct audit_entry entry = {.kind = kind, .actor = user, .subject = ""};
	bool is_added;

	json_open_object(writer);
	json_put_member(writer, "reason", reason);
	json_close_object(writer);
	entry.detail = detail->bytes;
	is_added = audit_add(ledger, &entry, now, error);
	talloc_free(detail);
	return is_added;
}

static bool add_pause(struct ledger *ledger, const char *user, const char *reason,
		      struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_PAUSE_ADD);

	query_bind_instant(query, now);
	query_bind_text(query, user);
	query_bind_text(query, reason);
	return query_run(query, error);
}

static bool end_pause(struct ledger *ledger, int64_t id, const char *user, struct instant now,
		      struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_PAUSE_END);

	query_bind_instant(query, now);
	query_bind_text(query, user);
	query_bind_integer(query, id);
	return query_run(query, error);
}

/* The id of the pause that lasts; 0: none does. */
static bool find_id(struct ledger *ledger, int64_t *id, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct pause pause;
	bool is_paused;
	bool is_found = pause_find(ledger, scratch, &pause, &is_paused, error);

	if (is_found)
		*id = is_paused ? pause.id : 0;
	talloc_free(scratch);
	return is_found;
}

bool pause_find(struct ledger *ledger, const void *ctx, struct pause *pause, bool *is_paused,
		struct error *error)
{
	return rows_find(db_query(ledger->db, SQL_PAUSE_FIND), ctx, read_pause, sizeof(*pause),
			 pause, is_paused, error);
}

bool pause_begin(struct ledger *ledger, const char *user, const char *reason, struct instant now,
		 bool *has_changed, struct error *error)
{
	int64_t id;

	if (!ledger_begin(ledger, error) || !find_id(ledger, &id, error))
		return false;
	if (id == 0 && (!add_pause(ledger, user, reason, now, error) ||
			!add_to_record(ledger, AUDIT_PAUSE, user, reason, now, error)))
		return false;
	*has_changed = id == 0;
	return true;
}

bool pause_end(struct ledger *ledger, const char *user, struct instant now, bool *has_changed,
	       struct error *error)
{
	int64_t id;

	if (!ledger_begin(ledger, error) || !find_id(ledger, &id, error))
		return false;
	if (id != 0 && (!end_pause(ledger, id, user, now, error) ||
			!add_to_record(ledger, AUDIT_RESUME, user, NULL, now, error)))
		return false;
	*has_changed = id != 0;
	return true;
}
