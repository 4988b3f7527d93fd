#include "ledger/decision_walk.h"

#include "base/memory.h"
#include "ledger/connection.h"
#include "ledger/rows.h"

#define BLOCK 1000

struct decision_walk {
	struct ledger *ledger;
	enum statement statement;
	struct instant since;
	int64_t first, last, at; /* ids: where it began, where it ends, how far it has come */
	struct query *query;	 /* of the block that is read; NULL: none */
	int rows;		 /* of the block, so far */
};

static void open_block(struct decision_walk *walk)
{
	walk->query = db_query(walk->ledger->db, walk->statement);
	walk->rows = 0;
	query_bind_integer(walk->query, walk->at);
	query_bind_integer(walk->query, walk->last);
	query_bind_instant(walk->query, walk->since);
	query_bind_integer(walk->query, BLOCK);
}

static bool read_row(struct query *query, const void *ctx, int64_t *id, struct decision_row *row,
		     struct error *error)
{
	*row = (struct decision_row){0};
	*id = query_integer(query);
	if (!decision_row_read(query, ctx, row, error))
		return false;
	row->facts_json = query_text(query, ctx);
	row->decision_json = query_text(query, ctx);
	return true;
}

struct ticket_of_case {
	const char *system, *ticket;
};

static bool read_ticket(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct ticket_of_case *found = to;

	(void)error;
	found->system = query_text(query, ctx);
	found->ticket = query_text(query, ctx);
	return true;
}

static bool read_policy(struct query *query, const void *ctx, void *to, struct error *error)
{
	const char **text = to;

	(void)error;
	*text = query_text(query, ctx);
	return true;
}

struct decision_walk *decision_walk_new(const void *ctx, struct ledger *ledger, enum walk_kind kind,
					struct instant since, struct error *error)
{
	struct decision_walk *walk = NEW(ctx, struct decision_walk);

	walk->ledger = ledger;
	walk->statement = kind == WALK_ALL ? SQL_DECISION_WALK : SQL_DECISION_WALK_NEWEST;
	walk->since = since;
	if (rows_number(db_query(ledger->db, SQL_DECISION_FIRST), &walk->first, error) &&
	    rows_number(db_query(ledger->db, SQL_DECISION_LAST), &walk->last, error)) {
		walk->at = --walk->first;
		return walk;
	}
	talloc_free(walk);
	return NULL;
}

bool decision_walk_next(struct decision_walk *walk, const void *ctx, struct decision_row *row,
			bool *has_row, struct error *error)
{
	struct decision_row found;
	int64_t id;

	do {
		if (walk->query == NULL)
			open_block(walk);
		if (!query_next(walk->query, has_row, error))
			return false;
		if (*has_row) {
			if (!read_row(walk->query, ctx, &id, &found, error))
				return false;
			walk->at = id;
			walk->rows++;
			*row = found;
			return true;
		}
		walk->query = NULL;
	} while (walk->rows == BLOCK);
	walk->at = walk->last;
	return true;
}

int decision_walk_progress(const struct decision_walk *walk)
{
	int64_t all = walk->last - walk->first;

	return all > 0 ? (int)((walk->at - walk->first) * 1000 / all) : 1000;
}

bool policy_text_find(struct ledger *ledger, const void *ctx, const char *hash, const char **text,
		      struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_POLICY_FIND);
	const char *found_text;
	bool found;

	query_bind_text(query, hash);
	if (!rows_find(query, ctx, read_policy, sizeof(found_text), &found_text, &found, error))
		return false;
	*text = found ? found_text : NULL;
	return true;
}

bool case_ticket_find(struct ledger *ledger, const void *ctx, int64_t case_id, const char **system,
		      const char **ticket, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_CASE_TICKET);
	struct ticket_of_case of_case;
	bool found;

	query_bind_integer(query, case_id);
	if (!rows_find(query, ctx, read_ticket, sizeof(of_case), &of_case, &found, error))
		return false;
	if (!found)
		return error_set(error, ERROR_STATE, "there is no case %lld, but a decision of it",
				 (long long)case_id);
	*system = of_case.system;
	*ticket = of_case.ticket;
	return true;
}
