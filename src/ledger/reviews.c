#include "ledger/reviews.h"

#include "base/memory.h"
#include "ledger/audit.h"
#include "ledger/connection.h"
#include "ledger/rows.h"
#include "wire/json.h"

static const char *const endings[] = {
	[ENDING_APPROVE] = "approve", [ENDING_REJECT] = "reject",     [ENDING_RELEASE] = "release",
	[ENDING_BY_HAND] = "by-hand", [ENDING_CUSTOMER] = "customer",
};
static const char *const ways[] = {[WAY_REFUNDCTL] = "refundctl", [WAY_TICKET] = "ticket"};

const struct words review_ending_words = WORDS(endings);
const struct words review_way_words = WORDS(ways);

static bool read_review(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct review_row *review = to;
	int way = WAY_REFUNDCTL;

	review->case_id = query_integer(query);
	review->revision = (int)query_integer(query);
	review->opened_at = query_instant(query);
	review->claimed_by = query_text(query, ctx);
	review->claimed_at = query_instant(query);
	if (query_is_null(query))
		query_integer(query);
	else if (!query_word(query, review_way_words, &way, error))
		return false;
	review->claim_way = (enum review_way)way;
	review->is_reminded = query_integer(query) != 0;
	review->is_escalated = query_integer(query) != 0;
	return true;
}

static bool read_with_case(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct review_summary *summary = to;

	return read_review(query, ctx, &summary->review, error) &&
	       case_row_read(query, ctx, &summary->row, error);
}

static bool read_summary(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct review_summary *summary = to;

	if (!read_with_case(query, ctx, to, error))
		return false;
	summary->score = query_integer(query);
	summary->has_decision = !query_is_null(query);
	return !summary->has_decision || decision_row_read(query, ctx, &summary->decision, error);
}

/* Says in the record that `what` was done with a review. */
static bool record(struct ledger *ledger, const struct case_row *row, const char *what,
		   const char *ending, const char *actor, struct instant now, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct buffer *detail = buffer_new(scratch);
	struct json_writer *writer = json_writer_new(scratch, detail);
	struct audit_entry entry = {
		.kind = AUDIT_REVIEW,
		.actor = actor,
		.subject = text_format(scratch, "%s/%s", row->system, row->ticket)};
	bool is_added;

	json_open_object(writer);
	json_put_member(writer, "what", what);
	if (ending != NULL)
		json_put_member(writer, "ending", ending);
	json_close_object(writer);
	entry.detail = detail->bytes;
	is_added = audit_add(ledger, &entry, now, error);
	talloc_free(scratch);
	return is_added;
}

/* Runs a change that gives a row where there was something to change. */
static bool change(struct query *query, bool *has_changed, struct error *error)
{
	if (!query_next(query, has_changed, error))
		return false;
	if (*has_changed)
		query_end(query);
	return true;
}

bool review_open(struct ledger *ledger, const struct case_row *row, struct instant now,
		 struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_REVIEW_OPEN);
	bool is_new;

	query_bind_integer(query, row->id);
	query_bind_integer(query, row->revision);
	query_bind_instant(query, now);
	return ledger_begin(ledger, error) && change(query, &is_new, error) &&
	       (!is_new || record(ledger, row, "opened", NULL, AUDIT_ACTOR, now, error));
}

bool review_close(struct ledger *ledger, const struct case_row *row, enum review_ending ending,
		  const char *actor, struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_REVIEW_CLOSE);
	bool was_open;

	query_bind_instant(query, now);
	query_bind_word(query, review_ending_words, (int)ending);
	query_bind_integer(query, row->id);
	return ledger_begin(ledger, error) && change(query, &was_open, error) &&
	       (!was_open || record(ledger, row, "closed", endings[ending], actor, now, error));
}

bool review_find(struct ledger *ledger, const void *ctx, int64_t case_id, struct review_row *review,
		 bool *found, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_REVIEW_FIND);

	query_bind_integer(query, case_id);
	return rows_find(query, ctx, read_review, sizeof(*review), review, found, error);
}

bool review_claim(struct ledger *ledger, const struct case_row *row, const char *reviewer,
		  enum review_way way, struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_REVIEW_CLAIM);

	query_bind_text(query, reviewer);
	query_bind_instant(query, now);
	query_bind_word(query, review_way_words, (int)way);
	query_bind_integer(query, row->id);
	return ledger_begin(ledger, error) && rows_change(query, "open review", NULL, error) &&
	       record(ledger, row, "claimed", NULL, reviewer, now, error);
}

bool review_unclaim(struct ledger *ledger, const struct case_row *row, const char *actor,
		    struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_REVIEW_CLAIM);

	query_bind_null(query);
	query_bind_null(query);
	query_bind_null(query);
	query_bind_integer(query, row->id);
	return ledger_begin(ledger, error) && rows_change(query, "open review", NULL, error) &&
	       record(ledger, row, "given back", NULL, actor, now, error);
}

bool review_remind(struct ledger *ledger, const struct case_row *row, bool is_escalation,
		   struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_REVIEW_REMIND);

	query_bind_instant(query, now);
	query_bind_integer(query, is_escalation);
	query_bind_integer(query, row->id);
	return ledger_begin(ledger, error) && rows_change(query, "open review", NULL, error) &&
	       record(ledger, row, is_escalation ? "escalated" : "reminded", NULL, AUDIT_ACTOR, now,
		      error);
}

bool review_list(struct ledger *ledger, const void *ctx, int limit, struct review_summary **list,
		 size_t *count, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_OVERVIEW_REVIEWS);

	query_bind_integer(query, limit);
	return rows_list(query, ctx, read_summary, sizeof(**list), list, count, error);
}

bool review_list_waiting(struct ledger *ledger, const void *ctx, const char *system,
			 struct instant opened_until, struct review_summary **list, size_t *count,
			 struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_REVIEW_LIST_WAITING);

	query_bind_instant(query, opened_until);
	query_bind_text(query, system);
	return rows_list(query, ctx, read_with_case, sizeof(**list), list, count, error);
}
