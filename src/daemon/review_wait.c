#include "base/memory.h"
#include "daemon/review.h"
#include "daemon/sitting.h"
#include "domain/worktime.h"
#include "sys/log.h"

/* "Nobody has claimed it." */
static const char *claim_text(const struct work *work, const struct review_row *review)
{
	struct sitting sitting = {.work = work, .review = *review};
	const char *claimer = sitting_claimer(&sitting);

	return claimer != NULL ? text_format(work->ctx, "%s has claimed it.", claimer)
			       : "Nobody has claimed it.";
}

static const char *text_of(const struct work *work, const struct review_row *review,
			   struct span waited, bool is_escalation)
{
	char span[SPAN_TEXT_SIZE];

	span_format((struct span){waited.us - waited.us % MINUTE_US}, span);
	return text_format(
		work->ctx, "%s: this ticket has waited %s of working time for a reviewer. %s\n",
		is_escalation ? "Escalated" : "Reminder", span, claim_text(work, review));
}

static bool note_wait(const struct work *work, const struct review_row *review, struct span waited,
		      bool is_escalation, struct error *error)
{
	log_event_at(is_escalation ? LOG_WARNING : LOG_INFO, EVENT_REVIEW_WAITS, "ticket",
		     work->row.ticket, "note", is_escalation ? "escalation" : "reminder", "case",
		     work_case(work), NULL);
	return review_note(work, is_escalation ? "escalation" : "reminder",
			   text_of(work, review, waited, is_escalation), error) &&
	       review_remind(work->casework->ledger, &work->row, is_escalation, work->now, error);
}

static bool look_after(const struct casework *casework, const struct review_summary *summary,
		       struct instant now, struct error *error)
{
	const struct review_settings *settings = &casework->config->review;
	const struct review_row *review = &summary->review;
	struct work work = {
		.casework = casework, .ctx = talloc_new(NULL), .row = summary->row, .now = now};
	struct span waited = worktime_between(&settings->workweek, review->opened_at, now);
	bool is_late = waited.us >= settings->escalate_after.us;
	bool is_due = is_late || (waited.us >= settings->remind_after.us && !review->is_reminded);
	bool is_done = !is_due || note_wait(&work, review, waited, is_late, error);

	talloc_free(work.ctx);
	return is_done;
}

bool review_look_after(const struct casework *casework, const char *system, struct instant now,
		       struct error *error)
{
	struct span least = {-casework->config->review.remind_after.us};
	void *scratch = talloc_new(NULL);
	struct review_summary *list;
	size_t count;
	bool is_done = review_list_waiting(casework->ledger, scratch, system,
					   instant_plus(now, least), &list, &count, error);

	for (size_t i = 0; is_done && i < count; i++)
		is_done = look_after(casework, &list[i], now, error);
	talloc_free(scratch);
	return is_done;
}
