#include "ledger/signal_set.h"

#include "base/memory.h"
#include "ledger/rows.h"
#include "ledger/signal_names.h"

#include <string.h>

struct exemption {
	const char *signal;
	const char *text; /* of it, for people */
};

/* A search for one case at hand. */
struct search {
	struct signals *signals;
	const void *ctx;
	const struct facts *facts;
	struct exemption *exemptions; /* of the account, at the moment of asking */
	size_t exemption_count;
};

static const char *text_of(const struct facts *facts, enum fact fact)
{
	return facts->value[fact].is_known ? facts->value[fact].text : NULL;
}

/* ---- exemptions ---- */

static bool read_exemption(struct query *query, const void *ctx, void *to, struct error *error)
{
	char until[INSTANT_TEXT_SIZE];
	struct exemption *exemption = to;
	const char *author, *reason;

	(void)error;
	exemption->signal = query_text(query, ctx);
	instant_format(query_instant(query), (struct zone){.offset_s = 0}, until);
	author = query_text(query, ctx);
	reason = query_text(query, ctx);
	exemption->text = text_format(ctx, "until %s, by %s%s%s", until, author,
				      reason[0] == '\0' ? "" : ": ", reason);
	return true;
}

static bool list_exemptions(struct search *search, struct error *error)
{
	struct query *query = db_query(search->signals->ledger->db, SQL_SIGNAL_EXEMPTIONS);

	query_bind_text(query, text_of(search->facts, FACT_TICKET_REQUESTER_UIN));
	query_bind_instant(query, search->facts->value[FACT_TICKET_CREATED_AT].instant);
	return rows_list(query, search->ctx, read_exemption, sizeof(*search->exemptions),
			 &search->exemptions, &search->exemption_count, error);
}

/* NULL: the account is not exempt from it. */
static const char *find_exemption(const struct search *search, const struct signal *signal)
{
	for (size_t i = 0; i < search->exemption_count; i++)
		if (strcmp(search->exemptions[i].signal, signal->name) == 0)
			return search->exemptions[i].text;
	return NULL;
}

/* ---- rows ---- */

/* Instants are kept as numbers and read by people. */
static bool is_instant(const char *column)
{
	size_t length = strlen(column);

	return strcmp(column, "since") == 0 ||
	       (length > 3 && strcmp(column + length - 3, "_at") == 0);
}

static const char *cell_text(const struct search *search, const struct guarded *query,
			     const struct signal_finding *finding, size_t i)
{
	struct instant instant;
	char *text = guarded_text(query, (int)i, search->ctx);

	if (text != NULL && is_instant(finding->columns[i]) &&
	    guarded_number(query, (int)i, &instant.us))
		return instant_text(search->ctx, instant_whole(instant));
	return text;
}

static void keep_row(const struct search *search, const struct guarded *query,
		     struct signal_finding *finding)
{
	const char **texts = NEW_ARRAY(search->ctx, const char *, finding->column_count);

	for (size_t i = 0; i < finding->column_count; i++)
		texts[i] = cell_text(search, query, finding, i);
	finding->rows = GROW_ARRAY(search->ctx, finding->rows, struct signal_evidence,
				   finding->row_count + 1);
	finding->rows[finding->row_count++].texts = texts;
}

/* The first column of the first row, where that is the value. */
static bool read_value(const struct guarded *query, struct signal_finding *finding,
		       struct error *error)
{
	int64_t value;

	if (finding->signal->reading == READING_ROWS || finding->row_total > 1)
		return true;
	if (!guarded_number(query, 0, &value) || value < 0 || value > NUMBER_MAX)
		return error_set(error, ERROR_INPUT, "its first column is no number from 0 to %lld",
				 (long long)NUMBER_MAX);
	finding->value = number_of(value);
	return true;
}

static bool take_rows(const struct search *search, struct guarded *query,
		      struct signal_finding *finding, struct error *error)
{
	bool has_row;

	while (guarded_next(query, &has_row, error)) {
		if (!has_row)
			return true;
		finding->row_total++;
		if (!read_value(query, finding, error))
			return false;
		if (finding->row_count < SIGNAL_ROWS_KEPT)
			keep_row(search, query, finding);
	}
	return false;
}

/* ---- one signal ---- */

static void weigh(struct signal_finding *finding)
{
	const struct signal *signal = finding->signal;

	if (signal->reading == READING_ROWS)
		finding->value = number_of(finding->row_total);
	finding->points = signal_points(signal, finding->value);
	finding->is_hard = signal->has_hard && finding->value.millionths >= signal->hard.millionths;
}

static void give_up(const struct search *search, struct signal_finding *finding,
		    const struct error *error)
{
	*finding = (struct signal_finding){.signal = finding->signal,
					   .failure = text_copy(search->ctx, error->text),
					   .steps = finding->steps};
}

static bool run(const struct search *search, struct guarded *query, struct signal_finding *finding,
		struct error *error)
{
	bool is_done;

	guarded_begin(query, search->signals->steps);
	for (const struct signal_parameter *known = signal_parameters; known->name != NULL; known++)
		guarded_bind(query, known->name, search->facts->value[known->fact]);
	finding->columns = guarded_columns(query, search->ctx, &finding->column_count);
	is_done = take_rows(search, query, finding, error);
	finding->steps = guarded_end(query);
	if (is_done)
		weigh(finding);
	else if (error->kind == ERROR_INPUT)
		give_up(search, finding, error);
	else
		return false;
	return true;
}

static bool find_one(const struct search *search, size_t i, struct signal_finding *finding,
		     struct error *error)
{
	const struct signal *signal = &search->signals->set->signals[i];

	*finding = (struct signal_finding){.signal = signal,
					   .exemption = find_exemption(search, signal)};
	return finding->exemption != NULL ||
	       run(search, search->signals->queries[i], finding, error);
}

/* ---- all ---- */

static bool set_asking(const struct search *search, const char *text, struct error *error)
{
	const struct facts *facts = search->facts;
	struct asking asking = {.ticket = text_of(facts, FACT_TICKET_ID),
				.asked_at = facts->value[FACT_TICKET_CREATED_AT].instant};

	if (text != NULL)
		asking.has_print = fingerprint_of(text, strlen(text), &asking.print);
	else if (!fingerprint_find(search->signals->ledger, text_of(facts, FACT_TICKET_SYSTEM),
				   asking.ticket, &asking.print, &asking.has_print, error))
		return false;
	db_ask(search->signals->ledger->db, &asking);
	return true;
}

static bool find_all(const struct search *search, struct signal_findings *findings,
		     struct error *error)
{
	size_t count = search->signals->set->signal_count;

	findings->list = NEW_ARRAY(search->ctx, struct signal_finding, count);
	for (size_t i = 0; i < count; i++) {
		if (search->signals->queries[i] == NULL)
			continue;
		if (!find_one(search, i, &findings->list[findings->count], error))
			return false;
		findings->count++;
	}
	return true;
}

bool signals_find(struct signals *signals, const void *ctx, const struct facts *facts,
		  const char *text, struct signal_findings *findings, struct error *error)
{
	static const struct asking nobody;
	struct search search = {.signals = signals, .ctx = ctx, .facts = facts};
	struct signal_findings found = {
		.is_asked = facts->value[FACT_TICKET_REQUESTER_UIN].is_known &&
			    facts->value[FACT_TICKET_CREATED_AT].is_known &&
			    facts->value[FACT_TICKET_ID].is_known,
	};
	bool is_found = true;

	if (found.is_asked) {
		is_found = set_asking(&search, text, error) && list_exemptions(&search, error) &&
			   find_all(&search, &found, error);
		db_ask(signals->ledger->db, &nobody);
	}
	if (is_found)
		*findings = found;
	return is_found;
}
