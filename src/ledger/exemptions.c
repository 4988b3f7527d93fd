#include "base/memory.h"
#include "ledger/audit.h"
#include "ledger/connection.h"
#include "ledger/reviews.h"
#include "ledger/rows.h"
#include "wire/json.h"

static bool read_exemption(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct exemption_row *row = to;

	(void)error;
	row->id = query_integer(query);
	row->account = query_text(query, ctx);
	row->signal = query_text(query, ctx);
	row->from_at = query_instant(query);
	row->until_at = query_instant(query);
	row->author = query_text(query, ctx);
	row->reason = query_text(query, ctx);
	return true;
}

static bool record(struct ledger *ledger, const struct exemption_row *row, const char *what,
		   const char *actor, struct instant now, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct buffer *detail = buffer_new(scratch);
	struct json_writer *writer = json_writer_new(scratch, detail);
	struct audit_entry entry = {.kind = AUDIT_EXEMPTION,
				    .actor = actor,
				    .subject = row->account,
				    .content = row->reason};
	bool is_added;

	json_open_object(writer);
	json_put_count(writer, "id", row->id);
	json_put_member(writer, "what", what);
	json_put_member(writer, "signal", row->signal);
	json_put_time(writer, "from", row->from_at);
	json_put_time(writer, "until", row->until_at);
	json_close_object(writer);
	entry.detail = detail->bytes;
	is_added = audit_add(ledger, &entry, now, error);
	talloc_free(scratch);
	return is_added;
}

static struct query *bind_new(struct ledger *ledger, const struct exemption_row *row)
{
	struct query *query = db_query(ledger->db, SQL_EXEMPTION_ADD);

	query_bind_text(query, row->account);
	query_bind_text(query, row->signal);
	query_bind_instant(query, row->from_at);
	query_bind_instant(query, row->until_at);
	query_bind_text(query, row->author);
	query_bind_text(query, row->reason);
	return query;
}

static bool find_in_force(struct ledger *ledger, const void *ctx, const char *account,
			  const char *signal, struct instant now, struct exemption_row **rows,
			  size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EXEMPTION_FIND);

	query_bind_text(query, account);
	query_bind_text(query, signal);
	query_bind_instant(query, now);
	return rows_list(query, ctx, read_exemption, sizeof(**rows), rows, count, error);
}

/* One that has not begun yet never will: it ends where it begins. */
static bool end_one(struct ledger *ledger, struct exemption_row *row, const char *author,
		    struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_EXEMPTION_END);

	row->until_at = row->from_at.us > now.us ? row->from_at : now;
	query_bind_instant(query, row->until_at);
	query_bind_integer(query, row->id);
	return ledger_begin(ledger, error) && rows_change(query, "exemption", NULL, error) &&
	       record(ledger, row, "ended", author, now, error);
}

static bool end_all(struct ledger *ledger, struct exemption_row *rows, size_t count,
		    const char *author, struct instant now, struct error *error)
{
	for (size_t i = 0; i < count; i++)
		if (!end_one(ledger, &rows[i], author, now, error))
			return false;
	return true;
}

bool exemption_add(struct ledger *ledger, struct exemption_row *row, struct error *error)
{
	return ledger_begin(ledger, error) &&
	       rows_change(bind_new(ledger, row), "exemption", &row->id, error) &&
	       record(ledger, row, "added", row->author, row->from_at, error);
}

bool exemption_end(struct ledger *ledger, const char *account, const char *signal,
		   const char *author, struct instant now, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct exemption_row *rows;
	size_t count;
	bool is_ended =
		find_in_force(ledger, scratch, account, signal, now, &rows, &count, error) &&
		(count > 0 ||
		 error_set(error, ERROR_ABSENT, "account %s is not exempt from signal %s", account,
			   signal)) &&
		end_all(ledger, rows, count, author, now, error);

	talloc_free(scratch);
	return is_ended;
}

bool exemption_list(struct ledger *ledger, const void *ctx, struct instant since,
		    struct exemption_row **list, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_OVERVIEW_EXEMPTIONS);

	query_bind_instant(query, since);
	return rows_list(query, ctx, read_exemption, sizeof(**list), list, count, error);
}
