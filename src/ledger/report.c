#include "ledger/report.h"

#include "base/memory.h"
#include "ledger/connection.h"
#include "ledger/rows.h"

#include <string.h>

struct reporting {
	struct ledger *ledger;
	const void *ctx;
	struct instant since, until;
	struct zone zone;
	struct report report;
};

/* REPORT_ statements begin with the same three parameters. */
static struct query *ask(const struct reporting *reporting, enum statement statement)
{
	struct query *query = db_query(reporting->ledger->db, statement);

	query_bind_integer(query, reporting->zone.offset_s * SECOND_US);
	query_bind_instant(query, reporting->since);
	query_bind_instant(query, reporting->until);
	return query;
}

/* Days are counted since 1970. */
static struct day read_day(struct query *query)
{
	return day_of_instant((struct instant){query_integer(query) * DAY_US},
			      (struct zone){.offset_s = 0});
}

static bool read_tickets(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct report_row *row = to;

	(void)error;
	row->day = read_day(query);
	row->policy = query_text(query, ctx);
	row->tickets = (long)query_integer(query);
	for (int outcome = 0; outcome < OUTCOME_COUNT; outcome++)
		row->outcomes[outcome] = (long)query_integer(query);
	row->undecided = (long)query_integer(query);
	for (int course = 0; course < COURSE_COUNT; course++)
		row->courses[course] = (long)query_integer(query);
	row->agreed = (long)query_integer(query);
	row->differed = (long)query_integer(query);
	row->open = (long)query_integer(query);
	return true;
}

static bool read_money(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct report_money *money = to;

	(void)error;
	money->day = read_day(query);
	money->policy = query_text(query, ctx);
	money->machine = row_read_money(query);
	money->reviewers = (struct money){query_integer(query), money->machine.currency};
	money->machine_count = (long)query_integer(query);
	money->reviewer_count = (long)query_integer(query);
	return true;
}

static bool read_signal(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct report_signal *signal = to;

	(void)error;
	signal->name = query_text(query, ctx);
	signal->fired = (long)query_integer(query);
	signal->flagged = (long)query_integer(query);
	signal->confirmed = (long)query_integer(query);
	signal->cleared = (long)query_integer(query);
	return true;
}

static bool is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Every case that was answered is among the tickets. */
static struct report_row *row_of(struct report *report, struct day day, const char *policy)
{
	size_t i = 0;

	while (day_difference(report->rows[i].day, day) != 0 ||
	       !is_same_text(report->rows[i].policy, policy))
		i++;
	return &report->rows[i];
}

static bool add_times(struct reporting *reporting, struct error *error)
{
	struct query *query = ask(reporting, SQL_OVERVIEW_REPORT_TIMES);
	bool has_row, is_read;

	while ((is_read = query_next(query, &has_row, error)) && has_row) {
		bool is_all = query_is_null(query);
		struct day day = read_day(query);
		const char *policy = query_text(query, reporting->ctx);
		struct report_row *row =
			is_all ? &reporting->report.all : row_of(&reporting->report, day, policy);

		row->answered = (long)query_integer(query);
		row->median.us = query_integer(query);
		row->late.us = query_integer(query);
	}
	return is_read;
}

static void add_up(struct report *report)
{
	struct report_row *all = &report->all;

	for (size_t i = 0; i < report->row_count; i++) {
		const struct report_row *row = &report->rows[i];

		all->tickets += row->tickets;
		all->undecided += row->undecided;
		all->agreed += row->agreed;
		all->differed += row->differed;
		all->open += row->open;
		for (int outcome = 0; outcome < OUTCOME_COUNT; outcome++)
			all->outcomes[outcome] += row->outcomes[outcome];
		for (int course = 0; course < COURSE_COUNT; course++)
			all->courses[course] += row->courses[course];
	}
}

bool ledger_report(struct ledger *ledger, const void *ctx, struct instant since,
		   struct instant until, struct zone zone, struct report *report,
		   struct error *error)
{
	struct reporting reporting = {
		.ledger = ledger, .ctx = ctx, .since = since, .until = until, .zone = zone};
	struct report *made = &reporting.report;

	if (!rows_list(ask(&reporting, SQL_OVERVIEW_REPORT_TICKETS), ctx, read_tickets,
		       sizeof(*made->rows), &made->rows, &made->row_count, error) ||
	    !rows_list(ask(&reporting, SQL_OVERVIEW_REPORT_MONEY), ctx, read_money,
		       sizeof(*made->money), &made->money, &made->money_count, error) ||
	    !rows_list(ask(&reporting, SQL_OVERVIEW_REPORT_SIGNALS), ctx, read_signal,
		       sizeof(*made->signals), &made->signals, &made->signal_count, error) ||
	    !add_times(&reporting, error))
		return false;
	add_up(made);
	*report = *made;
	return true;
}
