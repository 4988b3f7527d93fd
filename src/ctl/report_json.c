#include "ctl/report_json.h"

static void put_day(struct json_writer *writer, const char *key, struct day day)
{
	char text[INSTANT_TEXT_SIZE];

	day_format(day, text);
	json_put_member(writer, key, text);
}

static void put_amount(struct json_writer *writer, const char *key, struct money money)
{
	char text[MONEY_TEXT_SIZE];

	money_format(money, text);
	json_put_member(writer, key, text);
}

static void put_seconds(struct json_writer *writer, const char *key, const struct report_row *row,
			struct span span)
{
	json_put_key(writer, key);
	if (row->answered > 0)
		json_put_integer(writer, span.us / SECOND_US);
	else
		json_put_null(writer);
}

static void put_row(struct json_writer *writer, const struct report_row *row)
{
	json_put_count(writer, "tickets", row->tickets);
	for (int outcome = 0; outcome < OUTCOME_COUNT; outcome++)
		json_put_count(writer, outcome_words.list[outcome], row->outcomes[outcome]);
	json_put_count(writer, "undecided", row->undecided);
	json_put_key(writer, "courses");
	json_open_object(writer);
	for (int course = 0; course < COURSE_COUNT; course++)
		json_put_count(writer, course_words.list[course], row->courses[course]);
	json_close_object(writer);
	json_put_count(writer, "answered", row->answered);
	put_seconds(writer, "median_s", row, row->median);
	put_seconds(writer, "late_s", row, row->late);
	json_put_count(writer, "agreed", row->agreed);
	json_put_count(writer, "differed", row->differed);
	json_put_count(writer, "open", row->open);
}

static void put_rows(struct json_writer *writer, const struct report *report)
{
	json_put_key(writer, "days");
	json_open_array(writer);
	for (size_t i = 0; i < report->row_count; i++) {
		json_open_object(writer);
		put_day(writer, "day", report->rows[i].day);
		json_put_member(writer, "policy", report->rows[i].policy);
		put_row(writer, &report->rows[i]);
		json_close_object(writer);
	}
	json_close_array(writer);
	json_put_key(writer, "all");
	json_open_object(writer);
	put_row(writer, &report->all);
	json_close_object(writer);
}

static void put_money(struct json_writer *writer, const struct report *report)
{
	json_put_key(writer, "money");
	json_open_array(writer);
	for (size_t i = 0; i < report->money_count; i++) {
		const struct report_money *money = &report->money[i];

		json_open_object(writer);
		put_day(writer, "day", money->day);
		json_put_member(writer, "policy", money->policy);
		json_put_member(writer, "currency", money->machine.currency->code);
		json_put_count(writer, "by_refundd", money->machine_count);
		put_amount(writer, "amount_by_refundd", money->machine);
		json_put_count(writer, "by_reviewers", money->reviewer_count);
		put_amount(writer, "amount_by_reviewers", money->reviewers);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void put_signals(struct json_writer *writer, const struct report *report)
{
	json_put_key(writer, "signals");
	json_open_array(writer);
	for (size_t i = 0; i < report->signal_count; i++) {
		const struct report_signal *signal = &report->signals[i];

		json_open_object(writer);
		json_put_member(writer, "signal", signal->name);
		json_put_count(writer, "fired", signal->fired);
		json_put_count(writer, "flagged", signal->flagged);
		json_put_count(writer, "confirmed", signal->confirmed);
		json_put_count(writer, "cleared", signal->cleared);
		json_close_object(writer);
	}
	json_close_array(writer);
}

void report_to_json(struct day since, struct day until, struct zone zone,
		    const struct report *report, struct json_writer *writer)
{
	char text[INSTANT_TEXT_SIZE];

	json_open_object(writer);
	put_day(writer, "since", since);
	put_day(writer, "until", until);
	zone_format(zone, text);
	json_put_member(writer, "zone", text);
	put_rows(writer, report);
	put_money(writer, report);
	put_signals(writer, report);
	json_close_object(writer);
}
