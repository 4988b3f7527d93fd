#include "base/memory.h"
#include "ctl/report_json.h"
#include "sys/clock.h"

#define DAYS_DEFAULT 30

/* The days of a report, both included. */
struct days {
	struct day since, until;
	struct zone zone;
};

static struct days days_of(const struct ctl *ctl, const struct config *config)
{
	struct days days = {.since = ctl->since, .until = ctl->until, .zone = config->budget_zone};
	struct instant last;

	if (!ctl->has_until)
		days.until = day_of_instant(clock_now(), days.zone);
	last = day_start(days.until, days.zone);
	if (!ctl->has_since)
		days.since = day_of_instant(
			instant_plus(last, (struct span){-(DAYS_DEFAULT - 1) * DAY_US}), days.zone);
	return days;
}

static bool make(struct ledger *ledger, const struct ctl *ctl, const struct days *days,
		 struct report *report, struct error *error)
{
	struct instant end =
		instant_plus(day_start(days->until, days->zone), (struct span){DAY_US});

	return ledger_report(ledger, ctl->ctx, day_start(days->since, days->zone), end, days->zone,
			     report, error);
}

/* ---- for people ---- */

static char *day_text(const void *ctx, struct day day)
{
	char *text = NEW_ARRAY(ctx, char, INSTANT_TEXT_SIZE);

	day_format(day, text);
	return text;
}

static char *count_text(const void *ctx, long count)
{
	return text_format(ctx, "%ld", count);
}

/* To the second; NULL where nothing was answered. */
static char *span_text(const void *ctx, const struct report_row *row, struct span span)
{
	char *text = NEW_ARRAY(ctx, char, SPAN_TEXT_SIZE);

	if (row->answered == 0)
		return NULL;
	span_format((struct span){span.us - span.us % SECOND_US}, text);
	return text;
}

static const char *policy_text(const char *policy)
{
	return policy != NULL ? policy : "-";
}

static void add_outcomes(const struct ctl *ctl, struct table *table, const struct report_row *row,
			 const char *day, const char *policy)
{
	table_add(table, (const char *[]){
				 day,
				 policy,
				 count_text(ctl->ctx, row->tickets),
				 count_text(ctl->ctx, row->outcomes[OUTCOME_APPROVE]),
				 count_text(ctl->ctx, row->outcomes[OUTCOME_REJECT]),
				 count_text(ctl->ctx, row->outcomes[OUTCOME_FLAG]),
				 count_text(ctl->ctx, row->outcomes[OUTCOME_ASK]),
				 count_text(ctl->ctx, row->undecided),
			 });
}

static void add_courses(const struct ctl *ctl, struct table *table, const struct report_row *row,
			const char *day, const char *policy)
{
	table_add(table, (const char *[]){
				 day,
				 policy,
				 count_text(ctl->ctx, row->courses[COURSE_ANSWER]),
				 count_text(ctl->ctx, row->courses[COURSE_PERSON]),
				 count_text(ctl->ctx, row->courses[COURSE_HOLD]),
				 count_text(ctl->ctx, row->courses[COURSE_SHADOW]),
				 span_text(ctl->ctx, row, row->median),
				 span_text(ctl->ctx, row, row->late),
			 });
}

static void add_verdicts(const struct ctl *ctl, struct table *table, const struct report_row *row,
			 const char *day, const char *policy)
{
	if (row->agreed + row->differed + row->open == 0)
		return;
	table_add(table, (const char *[]){
				 day,
				 policy,
				 count_text(ctl->ctx, row->agreed),
				 count_text(ctl->ctx, row->differed),
				 count_text(ctl->ctx, row->open),
			 });
}

struct section {
	const char *title;
	const char *const *heads;
	void (*add)(const struct ctl *ctl, struct table *table, const struct report_row *row,
		    const char *day, const char *policy);
};

static const char *const outcome_heads[] = {"DAY",   "POLICY", ">TICKETS", ">APPROVE", ">REJECT",
					    ">FLAG", ">ASK",   ">OTHER",   NULL};
static const char *const course_heads[] = {"DAY",     "POLICY",	 ">AS DECIDED", ">PERSON", ">HOLD",
					   ">SHADOW", ">MEDIAN", ">95 %",	NULL};
static const char *const verdict_heads[] = {"DAY", "POLICY", ">AGREED", ">DIFFERED", ">OPEN", NULL};

static const struct section sections[] = {
	{"Tickets, and what was decided", outcome_heads, add_outcomes},
	{"What came of the decisions, and how long the answers took", course_heads, add_courses},
	{"Reviewers, held against the policy without suspicion", verdict_heads, add_verdicts},
};

static void print_table(const struct ctl *ctl, const char *title, const struct table *table)
{
	if (table_count(table) == 0)
		return;
	printf("\n%s\n", title);
	table_print(table, stdout, ctl->has_colour);
}

static void print_section(const struct ctl *ctl, const struct section *section,
			  const struct report *report)
{
	struct table *table = table_new(ctl->ctx, section->heads);

	for (size_t i = 0; i < report->row_count; i++)
		section->add(ctl, table, &report->rows[i], day_text(ctl->ctx, report->rows[i].day),
			     policy_text(report->rows[i].policy));
	section->add(ctl, table, &report->all, "all", "");
	print_table(ctl, section->title, table);
}

static void print_money(const struct ctl *ctl, const struct report *report)
{
	static const char *const heads[] = {"DAY",	     "POLICY",	">BY REFUNDD", ">AMOUNT",
					    ">BY REVIEWERS", ">AMOUNT", NULL};
	struct table *table = table_new(ctl->ctx, heads);

	for (size_t i = 0; i < report->money_count; i++) {
		const struct report_money *money = &report->money[i];

		table_add(table, (const char *[]){
					 day_text(ctl->ctx, money->day),
					 policy_text(money->policy),
					 count_text(ctl->ctx, money->machine_count),
					 ctl_money(ctl->ctx, money->machine),
					 count_text(ctl->ctx, money->reviewer_count),
					 ctl_money(ctl->ctx, money->reviewers),
				 });
	}
	print_table(ctl, "Money granted", table);
}

static void print_signals(const struct ctl *ctl, const struct report *report)
{
	static const char *const heads[] = {"SIGNAL",	  ">FIRED",   ">FLAGGED",
					    ">CONFIRMED", ">CLEARED", NULL};
	struct table *table = table_new(ctl->ctx, heads);

	for (size_t i = 0; i < report->signal_count; i++) {
		const struct report_signal *signal = &report->signals[i];

		table_add(table, (const char *[]){
					 signal->name,
					 count_text(ctl->ctx, signal->fired),
					 count_text(ctl->ctx, signal->flagged),
					 count_text(ctl->ctx, signal->confirmed),
					 count_text(ctl->ctx, signal->cleared),
				 });
	}
	print_table(ctl, "What the signals were worth", table);
}

static void print(const struct ctl *ctl, const struct days *days, const struct report *report)
{
	char zone[INSTANT_TEXT_SIZE];

	zone_format(days->zone, zone);
	printf("Tickets asked from %s to %s, days in %s\n", day_text(ctl->ctx, days->since),
	       day_text(ctl->ctx, days->until), zone);
	if (report->row_count == 0) {
		printf("There were none.\n");
		return;
	}
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		print_section(ctl, &sections[i], report);
	print_money(ctl, report);
	print_signals(ctl, report);
}

static void print_json(const struct ctl *ctl, const struct days *days, const struct report *report)
{
	struct buffer *buffer = buffer_new(ctl->ctx);

	report_to_json(days->since, days->until, days->zone, report,
		       json_writer_new(ctl->ctx, buffer));
	ctl_print_json(buffer);
}

int command_report(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);
	struct ledger *ledger;
	struct report report;
	struct error error;
	struct days days;

	if (config == NULL)
		return EXIT_USE;
	ledger = ctl_ledger(ctl, config);
	if (ledger == NULL)
		return EXIT_TROUBLE;
	days = days_of(ctl, config);
	if (!make(ledger, ctl, &days, &report, &error))
		return ctl_fail(&error);
	if (ctl->is_json)
		print_json(ctl, &days, &report);
	else
		print(ctl, &days, &report);
	return EXIT_DONE;
}
