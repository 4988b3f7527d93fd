#include "base/memory.h"
#include "ledger/audit.h"
#include "ledger/connection.h"
#include "ledger/reviews.h"
#include "ledger/rows.h"
#include "wire/json.h"

static const char *const verdicts[] = {
	[VERDICT_APPROVE] = "approve",
	[VERDICT_REJECT] = "reject",
	[VERDICT_RELEASE] = "release",
};
static const char *const states[] = {
	[VERDICT_GIVEN] = "given",
	[VERDICT_FIRST] = "first",
	[VERDICT_FINAL] = "final",
	[VERDICT_REFUSED] = "refused",
};
const struct words verdict_words = WORDS(verdicts);
const struct words verdict_state_words = WORDS(states);

static bool read_verdict(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct verdict_row *row = to;
	int verdict, state, way;

	row->id = query_integer(query);
	row->case_id = query_integer(query);
	row->revision = (int)query_integer(query);
	if (!query_word(query, verdict_words, &verdict, error) ||
	    !query_word(query, verdict_state_words, &state, error))
		return false;
	row->verdict = (enum verdict)verdict;
	row->state = (enum verdict_state)state;
	row->reviewer = query_text(query, ctx);
	if (!query_word(query, review_way_words, &way, error))
		return false;
	row->way = (enum review_way)way;
	row->given_at = query_instant(query);
	row->code = query_text(query, ctx);
	row->reason = query_text(query, ctx);
	row->order_id = query_text(query, ctx);
	row->total = row_read_money(query);
	row->why_refused = query_text(query, ctx);
	return true;
}

static struct query *bind_new(struct ledger *ledger, const struct verdict_row *verdict)
{
	struct query *query = db_query(ledger->db, SQL_VERDICT_ADD);

	query_bind_integer(query, verdict->case_id);
	query_bind_integer(query, verdict->revision);
	query_bind_word(query, verdict_words, (int)verdict->verdict);
	query_bind_word(query, verdict_state_words, (int)verdict->state);
	query_bind_text(query, verdict->reviewer);
	query_bind_word(query, review_way_words, (int)verdict->way);
	query_bind_instant(query, verdict->given_at);
	query_bind_text(query, verdict->code);
	query_bind_text(query, verdict->reason);
	query_bind_text(query, verdict->order_id);
	row_bind_money(query, verdict->total);
	query_bind_text(query, verdict->why_refused);
	return query;
}

/* What was said stays; what came of it changes. */
static struct query *bind_known(struct ledger *ledger, const struct verdict_row *verdict)
{
	struct query *query = db_query(ledger->db, SQL_VERDICT_UPDATE);

	query_bind_word(query, verdict_state_words, (int)verdict->state);
	query_bind_text(query, verdict->order_id);
	row_bind_money(query, verdict->total);
	query_bind_text(query, verdict->why_refused);
	query_bind_integer(query, verdict->id);
	return query;
}

static void put_amount(const void *ctx, struct json_writer *writer, struct money total)
{
	char text[MONEY_TEXT_SIZE];

	if (total.currency == NULL)
		return;
	money_format(total, text);
	json_put_member(writer, "amount", text_format(ctx, "%s %s", text, total.currency->code));
}

static const char *detail_of(const void *ctx, const struct verdict_row *verdict)
{
	struct buffer *detail = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, detail);

	json_open_object(writer);
	json_put_count(writer, "id", verdict->id);
	json_put_member(writer, "verdict", verdicts[verdict->verdict]);
	json_put_member(writer, "state", states[verdict->state]);
	json_put_member(writer, "way", review_way_words.list[verdict->way]);
	if (verdict->code != NULL)
		json_put_member(writer, "code", verdict->code);
	put_amount(ctx, writer, verdict->total);
	if (verdict->why_refused != NULL)
		json_put_member(writer, "why_refused", verdict->why_refused);
	json_close_object(writer);
	return detail->bytes;
}

static bool record(struct ledger *ledger, const struct case_row *row,
		   const struct verdict_row *verdict, struct instant now, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct audit_entry entry = {.kind = AUDIT_VERDICT,
				    .actor = verdict->reviewer,
				    .subject =
					    text_format(scratch, "%s/%s", row->system, row->ticket),
				    .detail = detail_of(scratch, verdict),
				    .content = verdict->reason};
	bool is_added = audit_add(ledger, &entry, now, error);

	talloc_free(scratch);
	return is_added;
}

bool verdict_save(struct ledger *ledger, const struct case_row *row, struct verdict_row *verdict,
		  struct instant now, struct error *error)
{
	struct query *query =
		verdict->id == 0 ? bind_new(ledger, verdict) : bind_known(ledger, verdict);

	return ledger_begin(ledger, error) && rows_change(query, "verdict", &verdict->id, error) &&
	       record(ledger, row, verdict, now, error);
}

bool verdict_list(struct ledger *ledger, const void *ctx, int64_t case_id,
		  struct verdict_row **list, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_VERDICT_LIST);

	query_bind_integer(query, case_id);
	return rows_list(query, ctx, read_verdict, sizeof(**list), list, count, error);
}

bool verdict_list_given(struct ledger *ledger, const void *ctx, const char *system,
			struct case_row **list, size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_VERDICT_LIST_GIVEN);

	query_bind_text(query, system);
	return rows_list(query, ctx, case_row_read, sizeof(**list), list, count, error);
}
