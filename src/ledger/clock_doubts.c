#include "ledger/clock_doubts.h"

#include "base/memory.h"
#include "ledger/audit.h"
#include "ledger/connection.h"
#include "ledger/rows.h"
#include "wire/json.h"

static bool read_row(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct clock_doubt_row *row = to;
	int why;

	(void)ctx;
	row->id = query_integer(query);
	row->began_at = query_instant(query);
	if (!query_word(query, clock_doubt_words, &why, error))
		return false;
	row->why = (enum clock_doubt)why;
	row->off.us = query_integer(query);
	row->is_over = query_integer(query) != 0;
	row->desk_off.us = query_integer(query);
	return true;
}

static bool read_instant(struct query *query, const void *ctx, void *to, struct error *error)
{
	(void)ctx;
	(void)error;
	*(struct instant *)to = query_instant(query);
	return true;
}

static bool record(struct ledger *ledger, const struct clock_watch *watch, const char *user,
		   struct instant now, struct error *error)
{
	struct buffer *detail = buffer_new(NULL);
	struct json_writer *writer = json_writer_new(detail, detail);
	struct audit_entry entry = {.kind = AUDIT_CLOCK, .actor = user, .subject = ""};
	bool is_added;

	json_open_object(writer);
	json_put_member(writer, "doubt", clock_doubt_words.list[watch->doubt]);
	if (watch->doubt != DOUBT_NONE) {
		char off[SPAN_TEXT_SIZE];

		span_format(watch->off, off);
		json_put_member(writer, "off", off);
	}
	json_close_object(writer);
	entry.detail = detail->bytes;
	is_added = audit_add(ledger, &entry, now, error);
	talloc_free(detail);
	return is_added;
}

static bool begin(struct ledger *ledger, const struct clock_watch *watch, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CLOCK_DOUBT_ADD);

	query_bind_instant(query, watch->since);
	query_bind_word(query, clock_doubt_words, (int)watch->doubt);
	query_bind_integer(query, watch->off.us);
	query_bind_integer(query, watch->desk_off.us);
	return query_run(query, error);
}

static bool end(struct ledger *ledger, int64_t id, const struct clock_watch *watch,
		const char *user, struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CLOCK_DOUBT_END);

	query_bind_instant(query, now);
	query_bind_text(query, user);
	query_bind_integer(query, watch->desk_off.us);
	query_bind_integer(query, id);
	return query_run(query, error);
}

bool clock_doubt_find(struct ledger *ledger, struct clock_doubt_row *row, bool *found,
		      struct error *error)
{
	return rows_find(db_query(ledger->db, SQL_CLOCK_DOUBT_FIND), NULL, read_row, sizeof(*row),
			 row, found, error);
}

bool clock_doubt_keep(struct ledger *ledger, const struct clock_watch *watch, const char *user,
		      struct instant now, struct error *error)
{
	struct clock_doubt_row row;
	bool found, is_open;

	if (!ledger_begin(ledger, error) || !clock_doubt_find(ledger, &row, &found, error))
		return false;
	is_open = found && !row.is_over;
	if (is_open == (watch->doubt != DOUBT_NONE))
		return true;
	return (is_open ? end(ledger, row.id, watch, user, now, error)
			: begin(ledger, watch, error)) &&
	       record(ledger, watch, user, now, error);
}

bool clock_newest_on_record(struct ledger *ledger, struct instant *newest, bool *found,
			    struct error *error)
{
	return rows_find(db_query(ledger->db, SQL_AUDIT_NEWEST_TIME), NULL, read_instant,
			 sizeof(*newest), newest, found, error);
}
