/* How far a ticket system was read, and which of its tickets are none of ours. */
#include "ledger/connection.h"
#include "ledger/rows.h"

static bool read_cursor(struct query *query, const void *ctx, void *to, struct error *error)
{
	const char **cursor = to;

	(void)error;
	*cursor = query_text(query, ctx);
	return true;
}

bool cursor_find(struct ledger *ledger, const void *ctx, const char *system, const char **cursor,
		 struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CURSOR_FIND);
	const char *kept = NULL;
	bool found;

	query_bind_text(query, system);
	if (!rows_find(query, ctx, read_cursor, sizeof(kept), &kept, &found, error))
		return false;
	*cursor = kept;
	return true;
}

bool cursor_save(struct ledger *ledger, const char *system, const char *cursor, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CURSOR_SAVE);

	query_bind_text(query, system);
	query_bind_text(query, cursor);
	return ledger_begin(ledger, error) && query_run(query, error);
}

bool cursor_forget_all(struct ledger *ledger, struct error *error)
{
	return ledger_begin(ledger, error) &&
	       query_run(db_query(ledger->db, SQL_OVERVIEW_CURSORS_FORGET), error);
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
