#include "base/memory.h"
#include "daemon/counting.h"
#include "daemon/metrics.h"

#include <criterion/criterion.h>
#include <string.h>

static struct metrics *metrics;

static void make(void)
{
	metrics = metrics_new(NULL);
}

static void end(void)
{
	talloc_free(metrics);
}

TestSuite(metrics, .init = make, .fini = end);

/* The lines of a metric's values, one after the other. */
static const char *told(enum metric metric)
{
	struct buffer *text = buffer_new(metrics), *lines = buffer_new(metrics);
	size_t length = strlen(metric_info(metric)->name);

	metrics_text(metrics, text);
	for (char *line = strtok(text->bytes, "\n"); line != NULL; line = strtok(NULL, "\n"))
		if (strncmp(line, metric_info(metric)->name, length) == 0)
			buffer_add_format(lines, "%s\n", line + length);
	return lines->bytes;
}

Test(metrics, every_one_has_a_name_of_its_own_and_says_what_it_is)
{
	for (int i = 0; i < METRIC_COUNT; i++) {
		const struct metric_info *info = metric_info((enum metric)i);
		size_t length = strlen(info->name);
		bool is_total = length > 6 && strcmp(info->name + length - 6, "_total") == 0;

		cr_expect_eq(is_total, info->type == METRIC_COUNTER, "%s", info->name);
		cr_expect(strchr(info->help, '\n') == NULL && strchr(info->help, '\\') == NULL,
			  "%s", info->name);
		for (int j = 0; j < i; j++)
			cr_expect_str_neq(info->name, metric_info((enum metric)j)->name);
	}
}

Test(metrics, a_counter_adds_up_by_its_labels)
{
	metrics_add(metrics, METRIC_REQUESTS, 1, LABELS("poll", "ok"));
	metrics_add(metrics, METRIC_REQUESTS, 2, LABELS("poll", "ok"));
	metrics_add(metrics, METRIC_REQUESTS, 5, LABELS("poll", "error"));
	cr_expect_str_eq(told(METRIC_REQUESTS), "{purpose=\"poll\",result=\"ok\"} 3\n"
						"{purpose=\"poll\",result=\"error\"} 5\n");
}

Test(metrics, what_a_turn_counts_is_told_when_it_was_kept)
{
	metrics_add_in_turn(metrics, METRIC_BRAKES, 1, LABELS("budget"));
	cr_expect_str_eq(told(METRIC_BRAKES), "");
	metrics_end_turn(metrics, false);
	cr_expect_str_eq(told(METRIC_BRAKES), "");
	metrics_add_in_turn(metrics, METRIC_BRAKES, 1, LABELS("budget"));
	metrics_end_turn(metrics, true);
	metrics_end_turn(metrics, true);
	cr_expect_str_eq(told(METRIC_BRAKES), "{brake=\"budget\"} 1\n");
}

Test(metrics, a_gauge_that_is_not_set_again_is_gone)
{
	metrics_set(metrics, METRIC_BUDGET_USED, 1, LABELS("USD"));
	metrics_set(metrics, METRIC_TICKETS, 7, LABELS("read"));
	metrics_forget_gauges(metrics);
	metrics_set(metrics, METRIC_BUDGET_USED, 2500000, LABELS("CNY"));
	cr_expect_str_eq(told(METRIC_BUDGET_USED), "{currency=\"CNY\"} 2.5\n");
	cr_expect_str_eq(told(METRIC_TICKETS), "{result=\"read\"} 7\n", "a counter stays");
}

Test(metrics, millionths_are_written_with_their_point)
{
	static const struct {
		int64_t value;
		const char *text;
	} cases[] = {
		{0, " 0\n"},
		{1, " 0.000001\n"},
		{418510000, " 418.51\n"},
		{-1, " -0.000001\n"},
		{-3000000, " -3\n"},
		{1000000, " 1\n"},
		{10, " 0.00001\n"},
		{INT64_MAX, " 9223372036854.775807\n"},
		{INT64_MIN, " -9223372036854.775808\n"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		metrics_set(metrics, METRIC_CPU, cases[i].value, NO_LABELS);
		cr_expect_str_eq(told(METRIC_CPU), cases[i].text);
	}
}

Test(metrics, a_sum_that_is_too_large_stays_at_the_largest)
{
	metrics_add(metrics, METRIC_SIGNAL_POINTS, INT64_MAX, LABELS("ring"));
	metrics_add(metrics, METRIC_SIGNAL_POINTS, INT64_MAX, LABELS("ring"));
	cr_expect_str_eq(told(METRIC_SIGNAL_POINTS), "{signal=\"ring\"} 9223372036854775807\n");
}

Test(metrics, a_label_cannot_forge_another)
{
	metrics_add(metrics, METRIC_BRAKES, 1, LABELS("a\"b\\c\nd"));
	metrics_add(metrics, METRIC_BRAKES, 1, LABELS(NULL));
	cr_expect_str_eq(told(METRIC_BRAKES), "{brake=\"a\\\"b\\\\c\\nd\"} 1\n"
					      "{brake=\"none\"} 1\n");
}

Test(metrics, a_histogram_counts_up_to_each_bound)
{
	metrics_observe(metrics, METRIC_LOOP_LAG, (struct span){1000}, NO_LABELS);
	metrics_observe(metrics, METRIC_LOOP_LAG, (struct span){30000}, NO_LABELS);
	metrics_observe(metrics, METRIC_LOOP_LAG, (struct span){6 * SECOND_US}, NO_LABELS);
	cr_expect_str_eq(told(METRIC_LOOP_LAG), "_bucket{le=\"0.001\"} 1\n_bucket{le=\"0.005\"} 1\n"
						"_bucket{le=\"0.01\"} 1\n_bucket{le=\"0.02\"} 1\n"
						"_bucket{le=\"0.05\"} 2\n_bucket{le=\"0.1\"} 2\n"
						"_bucket{le=\"0.25\"} 2\n_bucket{le=\"0.5\"} 2\n"
						"_bucket{le=\"1\"} 2\n_bucket{le=\"5\"} 2\n"
						"_bucket{le=\"+Inf\"} 3\n_sum 6.031\n_count 3\n");
}

Test(metrics, beyond_some_hundred_different_ones_they_are_others)
{
	char *rule;

	for (int i = 0; i < 1000; i++) {
		rule = text_format(metrics, "rule-%d", i);
		metrics_add(metrics, METRIC_DECISIONS, 1,
			    LABELS("rtc-engine", rule, "approve", "answer"));
	}
	cr_expect_not_null(strstr(told(METRIC_DECISIONS),
				  "{policy=\"other\",rule=\"other\",outcome=\"other\","
				  "course=\"other\"} 600\n"));
	cr_expect_not_null(strstr(told(METRIC_DECISIONS), "rule=\"rule-399\""));
}

Test(metrics, a_daemon_that_nobody_measures_counts_nothing)
{
	metrics_add(NULL, METRIC_BRAKES, 1, LABELS("budget"));
	metrics_add_in_turn(NULL, METRIC_BRAKES, 1, LABELS("budget"));
	metrics_end_turn(NULL, true);
	metrics_observe(NULL, METRIC_LOOP_LAG, (struct span){1}, NO_LABELS);
	metrics_set(NULL, METRIC_PAUSED, 1, NO_LABELS);
	metrics_forget_gauges(NULL);
}

Test(metrics, amounts_are_in_units_of_their_currency)
{
	cr_expect_eq(counting_millionths((struct money){41851, currency_find("USD", 3)}),
		     418510000);
	cr_expect_eq(counting_millionths((struct money){750000, currency_find("JPY", 3)}),
		     750000 * INT64_C(1000000));
	cr_expect_eq(counting_millionths((struct money){MONEY_MAX_MINOR, currency_find("JPY", 3)}),
		     INT64_MAX);
}
