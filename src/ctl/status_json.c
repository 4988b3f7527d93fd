#include "base/memory.h"
#include "ctl/status.h"

#include <string.h>

static void put_counts(struct json_writer *writer, const char *key, const long *counts,
		       struct words words)
{
	json_put_key(writer, key);
	json_open_object(writer);
	for (size_t i = 0; i < words.count; i++)
		json_put_count(writer, words.list[i], counts[i]);
	json_close_object(writer);
}

static void put_approved(const struct status *status, struct json_writer *writer)
{
	const struct overview *overview = &status->overview;

	json_put_key(writer, "approved");
	json_open_array(writer);
	for (size_t i = 0; i < overview->approved_count; i++) {
		const char *code = overview->approved[i].currency;
		struct money sum = {overview->approved[i].minor, currency_find(code, strlen(code))};

		json_open_object(writer);
		json_put_member(writer, "amount", ctl_money(status->ctx, sum));
		json_put_count(writer, "count", overview->approved[i].count);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void put_since(const struct status *status, struct json_writer *writer, const char *key,
		      struct gauge gauge)
{
	json_put_member(writer, key, gauge.count > 0 ? ctl_time(status->ctx, gauge.since) : NULL);
}

/* Since when the oldest is as it is; null: there is none. */
static void put_oldest(const struct status *status, struct json_writer *writer)
{
	json_put_key(writer, "oldest");
	json_open_object(writer);
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		if (case_state_is_open((enum case_state)state))
			put_since(status, writer, case_state_words.list[state],
				  status->gauges.cases[state]);
	put_since(status, writer, "pending", status->gauges.effects[EFFECT_PENDING]);
	put_since(status, writer, "unsettled", status->gauges.effects[EFFECT_UNSETTLED]);
	json_close_object(writer);
}

static void put_reviews(const struct status *status, struct json_writer *writer)
{
	json_put_key(writer, "reviews");
	json_open_object(writer);
	json_put_count(writer, "open", status->gauges.reviews.count);
	json_put_count(writer, "escalated", status->gauges.escalated);
	json_close_object(writer);
}

static void put_records(const struct overview *overview, struct json_writer *writer)
{
	json_put_key(writer, "on_record");
	json_open_object(writer);
	json_put_count(writer, "orders", overview->orders);
	json_put_count(writer, "usage", overview->usage);
	json_put_count(writer, "accounts", overview->accounts);
	json_put_count(writer, "refunds", overview->refunds);
	json_close_object(writer);
}

static void put_advice(const struct status *status, struct json_writer *writer)
{
	json_put_key(writer, "advice");
	json_open_array(writer);
	for (size_t i = 0; i < status->need_count; i++)
		json_put_text(writer, status->needs[i]);
	json_close_array(writer);
}

void status_put(const struct status *status, struct json_writer *writer)
{
	const struct overview *overview = &status->overview;

	json_open_object(writer);
	json_put_flag(writer, "well", status->need_count == 0);
	put_advice(status, writer);
	json_put_key(writer, "daemon");
	if (status->is_running)
		json_put_value(writer, &status->daemon, status->daemon.values);
	else
		json_put_null(writer);
	brake_status_put(status->ctx, &status->brakes, writer);
	put_counts(writer, "cases", overview->cases, case_state_words);
	put_oldest(status, writer);
	put_reviews(status, writer);
	put_counts(writer, "outcomes", overview->outcomes, outcome_words);
	put_approved(status, writer);
	json_put_count(writer, "pending", overview->effects_pending);
	json_put_count(writer, "unsettled", overview->effects_unsettled);
	json_put_count(writer, "left_alone", overview->left_alone);
	put_records(overview, writer);
	json_close_object(writer);
}
