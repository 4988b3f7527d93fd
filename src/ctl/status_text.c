#include "base/memory.h"
#include "ctl/status.h"

#include <string.h>

/* ---- pieces ---- */

/* "1 approve, 2 reject", without zeros. */
static void add_counts(struct buffer *out, const char *name, const long *counts, struct words words)
{
	size_t before;

	buffer_add_format(out, "%-12s", name);
	before = out->length;
	for (size_t i = 0; i < words.count; i++)
		if (counts[i] > 0)
			buffer_add_format(out, "%s%ld %s", out->length > before ? ", " : "",
					  counts[i], words.list[i]);
	buffer_add_text(out, out->length > before ? "\n" : "none\n");
}

static void add_approved(const struct overview *overview, struct buffer *out)
{
	buffer_add_text(out, "approved    ");
	for (size_t i = 0; i < overview->approved_count; i++) {
		const char *code = overview->approved[i].currency;
		struct money sum = {overview->approved[i].minor, currency_find(code, strlen(code))};

		buffer_add_format(out, "%s%s (%ld)", i > 0 ? ", " : "", ctl_money(out, sum),
				  overview->approved[i].count);
	}
	buffer_add_text(out, overview->approved_count > 0 ? "\n" : "nothing\n");
}

static void add_age(const struct status *status, struct buffer *out, size_t begin, const char *name,
		    struct gauge gauge)
{
	if (gauge.count > 0)
		buffer_add_format(out, "%s%s %s", out->length > begin ? ", " : "", name,
				  ctl_age(out, gauge.since, status->now));
}

/* How long the oldest of each kind has been as it is. */
static void add_ages(const struct status *status, struct buffer *out)
{
	const struct gauges *gauges = &status->gauges;
	size_t begin;

	buffer_add_text(out, "oldest      ");
	begin = out->length;
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		add_age(status, out, begin, case_state_words.list[state], gauges->cases[state]);
	add_age(status, out, begin, "answer pending", gauges->effects[EFFECT_PENDING]);
	add_age(status, out, begin, "answer unsettled", gauges->effects[EFFECT_UNSETTLED]);
	buffer_add_text(out, out->length > begin ? "\n" : "nothing waits\n");
}

/* ---- groups ---- */

static const char *or_none(const char *text)
{
	return text != NULL ? text : "none";
}

static void add_daemon(const struct status *status, struct buffer *out)
{
	if (!status->is_running) {
		buffer_add_text(out, "daemon      not running\n");
		return;
	}
	buffer_add_format(out, "daemon      runs as process %s since %s, version %s\n",
			  status_says(status, "pid"), status_when(status, "since"),
			  status_says(status, "version"));
	buffer_add_format(out, "config      %s, in force since %s\n", status_says(status, "config"),
			  status_when(status, "config_since"));
	buffer_add_format(out, "desk        %s, last look at the tickets %s; %s looks, %s failed\n",
			  status_says(status, "desk"), or_none(status_when(status, "last_poll")),
			  status_says(status, "polls"), status_says(status, "failed_polls"));
	if (status_says(status, "silent_until") != NULL)
		buffer_add_format(
			out,
			"silent      until %s: the ledger is new, and an answer of one before "
			"it may still be on its way\n",
			status_when(status, "silent_until"));
	if (status_says(status, "last_error") != NULL)
		buffer_add_format(out, "trouble     last trouble at %s: %s\n",
				  status_when(status, "last_error_at"),
				  status_says(status, "last_error"));
	if (status_count(status, "bad_tickets") > 0)
		buffer_add_format(out, "unreadable  %s times a ticket since the start\n",
				  status_says(status, "bad_tickets"));
}

static void add_cases(const struct status *status, struct buffer *out)
{
	const struct overview *overview = &status->overview;

	add_counts(out, "cases", overview->cases, case_state_words);
	add_ages(status, out);
	buffer_add_format(out, "reviews     %ld open, %ld of them escalated\n",
			  status->gauges.reviews.count, status->gauges.escalated);
	add_counts(out, "outcomes", overview->outcomes, outcome_words);
	add_approved(overview, out);
	buffer_add_format(out, "pending     %ld answers not in their tickets yet\n",
			  overview->effects_pending);
	buffer_add_format(out, "unsettled   %ld answers that may be in their tickets or not\n",
			  overview->effects_unsettled);
	buffer_add_format(out, "left alone  %ld of other subjects, or with a person\n",
			  overview->left_alone);
	buffer_add_format(out, "on record   %ld orders, %ld usage, %ld accounts, %ld refunds\n",
			  overview->orders, overview->usage, overview->accounts, overview->refunds);
}

/* ---- public ---- */

const char *status_headline(const struct status *status)
{
	if (status->need_count == 0)
		return "All is well.";
	return text_format(status->ctx, "%zu thing%s you:", status->need_count,
			   status->need_count == 1 ? " needs" : "s need");
}

void status_add_needs(const struct status *status, struct buffer *out)
{
	for (size_t i = 0; i < status->need_count; i++)
		buffer_add_format(out, "  %zu. %s\n", i + 1, status->needs[i]);
}

void status_add_figures(const struct status *status, struct buffer *out)
{
	add_daemon(status, out);
	brake_status_text(&status->brakes, out);
	add_cases(status, out);
}
