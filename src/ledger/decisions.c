#include "base/memory.h"
#include "ledger/connection.h"
#include "ledger/rows.h"
#include "wire/json.h"

/* Decisions before the brakes have none. */
static bool read_course(struct query *query, struct decision_row *row, struct error *error)
{
	int course, brake = BRAKE_NONE;

	if (!query_word(query, course_words, &course, error))
		return false;
	if (query_is_null(query))
		query_integer(query);
	else if (!query_word(query, brake_words, &brake, error))
		return false;
	row->course = (enum course)course;
	row->brake = (enum brake)brake;
	return true;
}

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
	return read_course(query, row, error);
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
	row->evidence = query_text(query, ctx);
	row->alone = query_text(query, ctx);
	return true;
}

static bool save_policy(struct ledger *ledger, const struct decision_row *row, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_POLICY_ADD);

	query_bind_text(query, row->policy_hash);
	query_bind_text(query, row->policy_text);
	return query_run(query, error);
}

struct saved {
	int64_t id;
	const char *subject;
};

static bool read_saved(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct saved *saved = to;

	(void)error;
	saved->id = query_integer(query);
	saved->subject = query_text(query, ctx);
	return true;
}

static bool save_decision(struct ledger *ledger, const void *ctx, const struct decision_row *row,
			  struct saved *saved, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_DECISION_ADD);
	bool found;

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
	query_bind_word(query, course_words, (int)row->course);
	if (row->brake == BRAKE_NONE)
		query_bind_null(query);
	else
		query_bind_word(query, brake_words, (int)row->brake);
	query_bind_text(query, row->evidence);
	query_bind_text(query, row->alone);
	return rows_find(query, ctx, read_saved, sizeof(*saved), saved, &found, error);
}

static void put_total(struct json_writer *writer, struct money total)
{
	char text[MONEY_TEXT_SIZE];

	if (total.currency == NULL)
		return;
	money_format(total, text);
	json_put_member(writer, "total", text);
	json_put_member(writer, "currency", total.currency->code);
}

static const char *detail_of(const void *ctx, const struct decision_row *row, int64_t id)
{
	struct buffer *detail = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, detail);

	json_open_object(writer);
	json_put_count(writer, "id", id);
	json_put_count(writer, "revision", row->revision);
	json_put_member(writer, "outcome", outcome_words.list[row->outcome]);
	json_put_member(writer, "course", course_words.list[row->course]);
	json_put_member(writer, "brake", brake_words.list[row->brake]);
	json_put_member(writer, "policy", row->policy);
	json_put_member(writer, "version", row->version);
	json_put_member(writer, "rule", row->rule);
	json_put_member(writer, "policy_hash", row->policy_hash);
	put_total(writer, row->total);
	json_close_object(writer);
	return detail->bytes;
}

/* Neither the facts nor the decision hold a newline: this has but one reading. */
static bool record(struct ledger *ledger, const void *ctx, const struct decision_row *row,
		   const struct saved *saved, struct error *error)
{
	struct audit_entry entry = {
		.kind = AUDIT_DECISION,
		.actor = AUDIT_ACTOR,
		.subject = saved->subject,
		.detail = detail_of(ctx, row, saved->id),
		.content = text_format(ctx, "%s\n%s", row->facts_json, row->decision_json),
	};

	return audit_add(ledger, &entry, row->decided_at, error);
}

bool decision_save(struct ledger *ledger, const struct decision_row *row, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct saved saved;
	bool is_done = ledger_begin(ledger, error) &&
		       (row->policy_hash == NULL || save_policy(ledger, row, error)) &&
		       save_decision(ledger, scratch, row, &saved, error) &&
		       record(ledger, scratch, row, &saved, error);

	talloc_free(scratch);
	return is_done;
}

bool decision_find(struct ledger *ledger, const void *ctx, int64_t case_id,
		   struct decision_row *row, bool *found, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_DECISION_FIND);

	query_bind_integer(query, case_id);
	return rows_find(query, ctx, read_complete, sizeof(*row), row, found, error);
}

bool granted_since(struct ledger *ledger, struct instant since, const struct currency *currency,
		   struct money *total, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_GRANTED_SUM);
	int64_t minor;

	query_bind_instant(query, since);
	query_bind_text(query, currency->code);
	if (!rows_number(query, &minor, error))
		return false;
	*total = (struct money){minor, currency};
	return true;
}

bool granted_count_since(struct ledger *ledger, struct instant since, long *count,
			 struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_GRANTED_COUNT);
	int64_t number;

	query_bind_instant(query, since);
	if (!rows_number(query, &number, error))
		return false;
	*count = (long)number;
	return true;
}
