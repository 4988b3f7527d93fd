#include "ledger/gauges.h"

#include "ledger/connection.h"

static bool read_gauge(struct query *query, struct gauge *gauge, struct error *error)
{
	bool has_row;

	if (!query_next(query, &has_row, error))
		return false;
	gauge->count = (long)query_integer(query);
	gauge->since = query_instant(query);
	query_end(query);
	return true;
}

static bool read_cases(struct ledger *ledger, struct gauges *gauges, struct error *error)
{
	for (int state = 0; state < CASE_STATE_COUNT; state++) {
		struct query *query;

		if (!case_state_is_open((enum case_state)state))
			continue;
		query = db_query(ledger->db, SQL_GAUGE_CASES);
		query_bind_word(query, case_state_words, state);
		if (!read_gauge(query, &gauges->cases[state], error))
			return false;
	}
	return true;
}

static bool read_in_flight(struct ledger *ledger, enum effect_state state, struct gauges *gauges,
			   struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_GAUGE_IN_FLIGHT);

	query_bind_word(query, effect_state_words, (int)state);
	return read_gauge(query, &gauges->effects[state], error);
}

static bool read_effects(struct ledger *ledger, struct gauges *gauges, struct error *error)
{
	return read_gauge(db_query(ledger->db, SQL_GAUGE_PENDING), &gauges->effects[EFFECT_PENDING],
			  error) &&
	       read_in_flight(ledger, EFFECT_LEAVING, gauges, error) &&
	       read_in_flight(ledger, EFFECT_UNSETTLED, gauges, error);
}

static bool read_reviews(struct ledger *ledger, struct gauges *gauges, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_GAUGE_REVIEWS);
	bool has_row;

	if (!query_next(query, &has_row, error))
		return false;
	gauges->reviews.count = (long)query_integer(query);
	gauges->escalated = gauges->reviews.count - (long)query_integer(query);
	gauges->reviews.since = query_instant(query);
	query_end(query);
	return true;
}

static bool read_imports(struct ledger *ledger, struct gauges *gauges, struct error *error)
{
	for (size_t kind = 0; kind < import_kind_words.count; kind++) {
		struct query *query = db_query(ledger->db, SQL_GAUGE_IMPORT);
		bool has_row;

		query_bind_word(query, import_kind_words, (int)kind);
		if (!query_next(query, &has_row, error))
			return false;
		gauges->imported[kind] = query_instant(query);
		query_end(query);
	}
	return true;
}

bool case_state_is_open(enum case_state state)
{
	switch (state) {
	case CASE_NEW:
	case CASE_WAITING:
	case CASE_ASKED:
	case CASE_FLAGGED:
	case CASE_HELD: return true;
	case CASE_ANSWERED:
	case CASE_SHADOWED:
	case CASE_LINKED:
	case CASE_WITHDRAWN:
	case CASE_PERSON:
	case CASE_STATE_COUNT: return false;
	}
	__builtin_unreachable();
}

bool ledger_gauges(struct ledger *ledger, struct gauges *gauges, struct error *error)
{
	struct gauges read = {0};

	if (!read_cases(ledger, &read, error) || !read_effects(ledger, &read, error) ||
	    !read_reviews(ledger, &read, error) || !read_imports(ledger, &read, error))
		return false;
	*gauges = read;
	return true;
}
