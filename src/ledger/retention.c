#include "ledger/retention.h"

#include "base/memory.h"
#include "ledger/connection.h"
#include "ledger/forget.h"
#include "ledger/forget_steps.h"
#include "ledger/rows.h"

/* Few enough for a moment between two tickets. */
#define CASES_A_STEP 200

static const struct forget_step steps[] = {
	{SQL_RETIRE_FINGERPRINTS, offsetof(struct forgetting, fingerprints)},
	{SQL_RETIRE_VERDICTS, offsetof(struct forgetting, reasons)},
	{SQL_RETIRE_EVIDENCE, offsetof(struct forgetting, evidence)},
	{SQL_RETIRE_TEXTS, offsetof(struct forgetting, texts)},
};

struct old_case {
	int64_t id;
	struct instant changed_at;
	const char *subject, *account;
	bool is_ended; /* and its words are still there */
};

static bool read_case(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct old_case *row = to;

	(void)error;
	row->id = query_integer(query);
	row->changed_at = query_instant(query);
	row->subject = query_text(query, ctx);
	row->account = query_text(query, ctx);
	row->is_ended = query_integer(query) != 0;
	return true;
}

static struct query *query_of_case(struct ledger *ledger, enum statement statement, int64_t id)
{
	struct query *query = db_query(ledger->db, statement);

	query_bind_integer(query, id);
	return query;
}

static bool take_words(struct ledger *ledger, int64_t id, struct forgetting *forgetting,
		       struct error *error)
{
	if (!forget_bands(ledger, query_of_case(ledger, SQL_RETIRE_SKETCHES, id), error))
		return false;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (!forget_count(query_of_case(ledger, steps[i].statement, id), &steps[i],
				  forgetting, error))
			return false;
	return true;
}

static bool mark(struct ledger *ledger, int64_t id, struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_RETIRE_MARK);

	query_bind_instant(query, now);
	query_bind_integer(query, id);
	return query_run(query, error);
}

static bool take_contacts(struct ledger *ledger, const char *account, struct forgetting *forgetting,
			  struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_RETIRE_IS_LAST);
	int64_t is_last;

	query_bind_text(query, account);
	return rows_number(query, &is_last, error) &&
	       (!is_last || forget_contacts(ledger, account, forgetting, error));
}

static bool record(struct ledger *ledger, const struct old_case *row,
		   const struct forgetting *forgetting, struct instant now, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct audit_entry entry = {.kind = AUDIT_RETENTION,
				    .actor = AUDIT_ACTOR,
				    .subject = row->subject,
				    .detail = forgetting_text(scratch, forgetting)};
	bool is_done = audit_add(ledger, &entry, now, error);

	talloc_free(scratch);
	return is_done;
}

static bool retire(struct ledger *ledger, const struct old_case *row, struct instant now,
		   struct error *error)
{
	struct forgetting taken = {0};

	return take_words(ledger, row->id, &taken, error) && mark(ledger, row->id, now, error) &&
	       (row->account == NULL || take_contacts(ledger, row->account, &taken, error)) &&
	       record(ledger, row, &taken, now, error);
}

static bool list_cases(struct ledger *ledger, const void *ctx, const struct retention *retention,
		       struct instant until, struct old_case **rows, size_t *count,
		       struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_RETIRE_LIST);

	query_bind_instant(query, retention->changed_at);
	query_bind_integer(query, retention->case_id);
	query_bind_instant(query, until);
	query_bind_integer(query, CASES_A_STEP);
	return rows_list(query, ctx, read_case, sizeof(**rows), rows, count, error);
}

/* What is deleted is overwritten, but for what SQLite moved when it split a page. */
static bool retire_listed(struct ledger *ledger, const struct old_case *rows, size_t count,
			  struct instant now, long *retired, struct error *error)
{
	long done = 0;

	if (!db_execute(ledger->db, "PRAGMA secure_delete = ON", error))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].is_ended)
			continue;
		if (!ledger_begin(ledger, error) || !retire(ledger, &rows[i], now, error))
			return false;
		done++;
	}
	*retired = done;
	return ledger_commit(ledger, error);
}

static bool take_step(struct ledger *ledger, struct retention *retention, struct instant until,
		      struct instant now, long *count, bool *is_over, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct old_case *rows;
	size_t length;
	bool is_done = list_cases(ledger, scratch, retention, until, &rows, &length, error) &&
		       retire_listed(ledger, rows, length, now, count, error);

	if (is_done && length > 0)
		*retention = (struct retention){rows[length - 1].changed_at, rows[length - 1].id};
	if (is_done)
		*is_over = length < CASES_A_STEP;
	talloc_free(scratch);
	return is_done;
}

bool ledger_retire(struct ledger *ledger, struct retention *retention, struct instant until,
		   struct instant now, long *count, bool *is_over, struct error *error)
{
	if (ledger_is_dirty(ledger))
		return error_set(error, ERROR_BUSY, "the ledger is being written to");
	if (take_step(ledger, retention, until, now, count, is_over, error))
		return true;
	ledger_rollback(ledger);
	return false;
}
