#include "ledger/connection.h"
#include "ledger/rows.h"

/* Adds rows of (word, count) to the counts by the word's number. */
static bool count_by_word(struct ledger *ledger, enum statement statement, struct words words,
			  long *counts, struct error *error)
{
	struct query *query = db_query(ledger->db, statement);
	bool has_row, is_read;

	while ((is_read = query_next(query, &has_row, error)) && has_row) {
		int word;

		is_read = query_word(query, words, &word, error);
		if (!is_read)
			break;
		counts[word] = (long)query_integer(query);
	}
	query_end(query);
	return is_read;
}

static bool count_effects(struct ledger *ledger, struct overview *overview, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_OVERVIEW_EFFECTS);
	bool has_row;

	if (!query_next(query, &has_row, error))
		return false;
	overview->effects_pending = (long)query_integer(query);
	overview->effects_unsettled = (long)query_integer(query);
	overview->oldest_pending = query_instant(query);
	query_end(query);
	return true;
}

static bool count_rows(struct ledger *ledger, struct overview *overview, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_OVERVIEW_ROWS);
	bool has_row;

	if (!query_next(query, &has_row, error))
		return false;
	overview->left_alone = (long)query_integer(query);
	overview->orders = (long)query_integer(query);
	overview->usage = (long)query_integer(query);
	overview->accounts = (long)query_integer(query);
	overview->refunds = (long)query_integer(query);
	query_end(query);
	return true;
}

static bool sum_approved(struct ledger *ledger, const void *ctx, struct overview *overview,
			 struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_OVERVIEW_APPROVED);
	bool has_row, is_read;

	query_bind_integer(query, sizeof(overview->approved) / sizeof(overview->approved[0]));
	while ((is_read = query_next(query, &has_row, error)) && has_row) {
		size_t i = overview->approved_count++;

		overview->approved[i].currency = query_text(query, ctx);
		overview->approved[i].minor = query_integer(query);
		overview->approved[i].count = (long)query_integer(query);
	}
	return is_read;
}

static bool read_summary(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct case_summary *summary = to;

	if (!case_row_read(query, ctx, &summary->row, error))
		return false;
	summary->has_decision = !query_is_null(query);
	return !summary->has_decision || decision_row_read(query, ctx, &summary->decision, error);
}

bool ledger_overview(struct ledger *ledger, const void *ctx, struct overview *overview,
		     struct error *error)
{
	struct overview seen = {0};

	if (!count_by_word(ledger, SQL_OVERVIEW_STATES, case_state_words, seen.cases, error) ||
	    !count_by_word(ledger, SQL_OVERVIEW_OUTCOMES, outcome_words, seen.outcomes, error) ||
	    !count_effects(ledger, &seen, error) || !count_rows(ledger, &seen, error) ||
	    !sum_approved(ledger, ctx, &seen, error))
		return false;
	*overview = seen;
	return true;
}

bool case_list(struct ledger *ledger, const void *ctx, int state, int limit,
	       struct case_summary **list, size_t *count, struct error *error)
{
	struct query *query =
		db_query(ledger->db, state < 0 ? SQL_OVERVIEW_CASES : SQL_OVERVIEW_CASES_IN_STATE);

	if (state >= 0)
		query_bind_word(query, case_state_words, state);
	query_bind_integer(query, limit);
	return rows_list(query, ctx, read_summary, sizeof(**list), list, count, error);
}
