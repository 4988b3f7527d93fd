#include "ledger/timeline.h"

#include "ledger/connection.h"
#include "ledger/rows.h"

#include <string.h>

typedef bool entry_reader(struct query *query, const void *ctx, struct timeline_entry *entry,
			  struct error *error);

static bool read_order(struct query *query, const void *ctx, struct timeline_entry *entry,
		       struct error *error)
{
	(void)error;
	entry->order_id = query_text(query, ctx);
	entry->amount = row_read_money(query);
	return true;
}

/* A word that may be missing: *is_there says whether it is not. */
static bool read_word(struct query *query, struct words words, bool *is_there, int *word,
		      struct error *error)
{
	*is_there = !query_is_null(query);
	if (*is_there)
		return query_word(query, words, word, error);
	query_integer(query);
	return true;
}

static bool read_request(struct query *query, const void *ctx, struct timeline_entry *entry,
			 struct error *error)
{
	int state, outcome = 0, verdict = 0;
	bool has_verdict;

	read_order(query, ctx, entry, error);
	entry->system = query_text(query, ctx);
	entry->ticket = query_text(query, ctx);
	entry->linked_to = query_text(query, ctx);
	if (!query_word(query, case_state_words, &state, error) ||
	    !read_word(query, outcome_words, &entry->is_told, &outcome, error) ||
	    !read_word(query, verdict_words, &has_verdict, &verdict, error))
		return false;
	entry->state = (enum case_state)state;
	entry->outcome = (enum outcome)outcome;
	entry->verdict = (enum verdict)verdict;
	entry->reviewer = query_text(query, ctx);
	if (!entry->is_told && entry->reviewer == NULL)
		entry->amount = (struct money){0};
	return true;
}

/* Where an entry belongs, the oldest first; of one moment in the order in which they are read. */
static size_t place_for(const struct timeline *timeline, struct instant at)
{
	size_t place = timeline->count;

	while (place > 0 && timeline->entries[place - 1].at.us > at.us)
		place--;
	return place;
}

/* Makes room for an entry and gives it, or NULL where all that are kept are newer. */
static struct timeline_entry *add_entry(struct timeline *timeline, struct instant at)
{
	struct timeline_entry *entries = timeline->entries;
	size_t place = place_for(timeline, at);

	if (timeline->count < TIMELINE_MAX) {
		memmove(entries + place + 1, entries + place,
			(timeline->count++ - place) * sizeof(entries[0]));
	} else if (place == 0) {
		return NULL;
	} else {
		place--;
		memmove(entries, entries + 1, place * sizeof(entries[0]));
	}
	entries[place] = (struct timeline_entry){.at = at};
	return &entries[place];
}

/* The rows of one kind, each begun by its time. */
static bool take_kind(struct query *query, const void *ctx, enum timeline_kind kind,
		      entry_reader *read, struct timeline *timeline, struct error *error)
{
	bool has_row, is_read;

	while ((is_read = query_next(query, &has_row, error)) && has_row) {
		struct timeline_entry *entry = add_entry(timeline, query_instant(query));

		timeline->total[kind]++;
		if (entry == NULL)
			continue;
		entry->kind = kind;
		is_read = read(query, ctx, entry, error);
		if (!is_read)
			break;
	}
	query_end(query);
	return is_read;
}

bool ledger_timeline(struct ledger *ledger, const void *ctx,
		     const struct timeline_question *question, struct timeline *timeline,
		     struct error *error)
{
	static const struct {
		enum statement statement;
		entry_reader *read;
	} kinds[TIMELINE_KIND_COUNT] = {
		[TIMELINE_BOUGHT] = {SQL_TIMELINE_ORDERS, read_order},
		[TIMELINE_ASKED] = {SQL_TIMELINE_REQUESTS, read_request},
		[TIMELINE_REFUNDED] = {SQL_TIMELINE_REFUNDS, read_order},
	};
	struct timeline found = {.count = 0};

	for (int kind = 0; kind < TIMELINE_KIND_COUNT; kind++) {
		struct query *query = db_query(ledger->db, kinds[kind].statement);

		query_bind_text(query, question->account);
		query_bind_instant(query, question->asked_at);
		if (kind == TIMELINE_ASKED) {
			query_bind_text(query, question->system);
			query_bind_text(query, question->ticket);
		}
		if (!take_kind(query, ctx, (enum timeline_kind)kind, kinds[kind].read, &found,
			       error))
			return false;
	}
	*timeline = found;
	return true;
}
