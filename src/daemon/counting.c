#include "daemon/counting.h"

#include "daemon/metrics.h"

#define MILLION_DIGITS 6

static const char *finding_word(const struct signal_finding *finding)
{
	if (finding->failure != NULL)
		return "failed";
	if (finding->exemption != NULL)
		return "exempt";
	return finding->value.millionths != 0 ? "found" : "nothing";
}

static void count_money(struct metrics *metrics, struct money money, const char *course)
{
	if (money.currency != NULL)
		metrics_add_in_turn(metrics, METRIC_REFUNDS, counting_millionths(money),
				    LABELS(money.currency->code, course));
}

void counting_signals(const struct work *work, const struct signal_findings *findings)
{
	struct metrics *metrics = work->casework->metrics;

	for (size_t i = 0; metrics != NULL && i < findings->count; i++) {
		const struct signal_finding *finding = &findings->list[i];
		const char *name = finding->signal->name;

		metrics_add_in_turn(metrics, METRIC_SIGNALS, 1,
				    LABELS(name, finding_word(finding)));
		metrics_add_in_turn(metrics, METRIC_SIGNAL_POINTS, finding->points, LABELS(name));
	}
}

void counting_decision(const struct work *work, const struct decision *decision,
		       struct braking braking)
{
	struct metrics *metrics = work->casework->metrics;
	const char *course = course_words.list[braking.course];

	metrics_add_in_turn(metrics, METRIC_DECISIONS, 1,
			    LABELS(decision->policy, decision->rule,
				   outcome_words.list[decision->outcome], course));
	if (decision->outcome == OUTCOME_APPROVE)
		count_money(metrics, decision->refund.total, course);
	if (braking.brake != BRAKE_NONE)
		metrics_add_in_turn(metrics, METRIC_BRAKES, 1,
				    LABELS(brake_words.list[braking.brake]));
}

void counting_verdict(const struct work *work, const struct verdict_row *row)
{
	struct metrics *metrics = work->casework->metrics;

	metrics_add_in_turn(metrics, METRIC_VERDICTS, 1, LABELS(verdict_words.list[row->verdict]));
	count_money(metrics, row->total, "review");
}

void counting_result(const struct work *work, const struct effect_row *effect,
		     enum desk_result result)
{
	if (result == DESK_DONE && effect->kind == EFFECT_REPLY)
		metrics_observe(work->casework->metrics, METRIC_ANSWER_DELAY,
				instant_since(work->now, work->row.asked_at), NO_LABELS);
}

int64_t counting_millionths(struct money money)
{
	int64_t value = money.minor;

	for (int digits = money.currency->digits; digits < MILLION_DIGITS; digits++)
		if (__builtin_mul_overflow(value, 10, &value))
			return INT64_MAX;
	return value;
}
