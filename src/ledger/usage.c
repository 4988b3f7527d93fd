#include "ledger/gathering.h"
#include "ledger/rows.h"

#include "base/memory.h"

static bool is_before(struct instant a, struct instant b)
{
	return a.us < b.us;
}

/* The newest figure up to the moment of asking that shows use, or `count`. */
static size_t find_used_before(const struct usage_figure *figures, size_t count,
			       struct instant asked_at)
{
	for (size_t i = count; i-- > 0;)
		if (!is_before(asked_at, figures[i].as_of) && figures[i].minutes.millionths > 0)
			return i;
	return count;
}

/* The first figure that has settled, or `count`. */
static size_t find_settled(const struct usage_figure *figures, size_t count,
			   struct instant asked_at, struct span settle)
{
	struct instant settled_at = instant_plus(asked_at, settle);
	size_t i = 0;

	while (i < count && is_before(figures[i].as_of, settled_at))
		i++;
	return i;
}

static bool has_grown_after(const struct usage_figure *figures, size_t count,
			    struct instant asked_at)
{
	for (size_t i = 0; i + 1 < count; i++)
		if (!is_before(figures[i].as_of, asked_at) &&
		    figures[i].minutes.millionths < figures[i + 1].minutes.millionths)
			return true;
	return false;
}

static bool read_figure(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct usage_figure *figure = to;

	(void)ctx;
	(void)error;
	figure->origin = origin_read(query);
	figure->as_of = query_instant(query);
	figure->minutes = (struct number){query_integer(query)};
	return true;
}

static bool take_finding(struct gathering *gathering, const struct usage_figure *figures,
			 size_t count, struct error *error)
{
	const struct facts_question *question = gathering->question;
	struct usage_finding finding =
		usage_conclude(figures, count, question->asked_at, question->settle);
	const struct usage_figure *deciding = &figures[finding.deciding];
	struct value *values = gathering->facts.value;

	values[FACT_USAGE_GIFTED_MINUTES_USED] = finding.minutes_used;
	values[FACT_USAGE_USED_AFTER_REQUEST] = finding.used_after;
	values[FACT_USAGE_AS_OF] = value_instant(deciding->as_of);
	source_add_instant(gathering, "usage: usage figures of ", deciding->as_of);
	return origin_add(gathering, deciding->origin, error);
}

struct usage_finding usage_conclude(const struct usage_figure *figures, size_t count,
				    struct instant asked_at, struct span settle)
{
	size_t used = find_used_before(figures, count, asked_at);
	size_t settled = find_settled(figures, count, asked_at, settle);
	size_t newest = count - 1;
	struct usage_finding finding = {
		.deciding = used < count      ? used
			    : settled < count ? settled
					      : newest,
		.minutes_used = value_unknown(VALUE_NUMBER),
		.used_after = value_unknown(VALUE_TRUTH),
	};
	struct number minutes = figures[finding.deciding].minutes;

	if (used < count || minutes.millionths == 0)
		finding.minutes_used = value_number(minutes);
	if (has_grown_after(figures, count, asked_at))
		finding.used_after = value_truth(true);
	else if (settled < count)
		finding.used_after = value_truth(false);
	return finding;
}

bool gather_usage(struct gathering *gathering, struct error *error)
{
	struct query *query = db_query(gathering->ledger->db, SQL_USAGE_LIST);
	struct usage_figure *figures;
	size_t count;
	bool is_gathered = true;

	query_bind_text(query, gathering->question->order_id);
	if (!rows_list(query, NULL, read_figure, sizeof(*figures), &figures, &count, error))
		return false;
	if (count > 0)
		is_gathered = take_finding(gathering, figures, count, error);
	else
		buffer_add_text(gathering->sources, "usage: no figures on record\n");
	talloc_free(figures);
	return is_gathered;
}
