#include "daemon/review.h"

#include "base/memory.h"
#include "daemon/answer.h"
#include "daemon/verdict.h"

#include <string.h>

/* ---- a verdict as it stands in the ticket ---- */

/* What tells one verdict in a ticket from every other. */
static const char *name_of(const struct work *work, const struct ticket_verdict *verdict)
{
	return text_format(work->ctx, "verdict %s %s %s",
			   verdict->reviewer != NULL ? verdict->reviewer : "", verdict->verdict,
			   instant_text(work->ctx, verdict->at));
}

static const char *key_of(const struct work *work, const char *what)
{
	char key[ANSWER_KEY_SIZE];

	answer_named_key(work->row.system, work->row.ticket, work->row.revision, what, key);
	return text_copy(work->ctx, key);
}

static bool is_on_record(const struct sitting *sitting, const struct ticket_verdict *verdict)
{
	for (size_t i = 0; i < sitting->count; i++) {
		const struct verdict_row *row = &sitting->verdicts[i];

		if (row->way == WAY_TICKET && row->given_at.us == verdict->at.us &&
		    verdict->reviewer != NULL && strcmp(row->reviewer, verdict->reviewer) == 0 &&
		    strcmp(verdict_words.list[row->verdict], verdict->verdict) == 0)
			return true;
	}
	return false;
}

/* Before our flag or note is in the ticket, what stands there was not said to it; the one clears
 * the other. */
static bool is_of_review(const struct sitting *sitting)
{
	const struct case_row *row = &sitting->work->row;

	for (int i = 0; i < EFFECT_KIND_COUNT; i++) {
		char key[ANSWER_KEY_SIZE];

		answer_key(row->system, row->ticket, sitting->review.revision, (enum effect_kind)i,
			   key);
		if (ticket_has_key(sitting->work->ticket, key))
			return true;
	}
	return false;
}

/* It stays in its ticket until the note or answer that clears it is written. */
static bool is_news(const struct sitting *sitting, bool *is_new, struct error *error)
{
	const struct work *work = sitting->work;
	const struct ticket_verdict *verdict = work->ticket->verdict;
	bool is_known = true;

	if (verdict != NULL && is_of_review(sitting) && !is_on_record(sitting, verdict) &&
	    !effect_is_known(work->casework->ledger, key_of(work, name_of(work, verdict)),
			     &is_known, error))
		return false;
	*is_new = verdict != NULL && !is_known;
	return true;
}

/* One word is meant for a code, more are words. */
static void read_reason(const struct ticket_verdict *verdict, struct verdict_row *row)
{
	if (verdict->reason == NULL || strchr(verdict->reason, ' ') != NULL)
		row->reason = verdict->reason;
	else
		row->code = verdict->reason;
}

/* ---- one after the other ---- */

static bool take_given(const struct sitting *sitting, struct work *work, struct verdict_row *row,
		       struct error *error)
{
	const char *what = text_format(work->ctx, "verdict %lld", (long long)row->id);
	char amount[MONEY_TEXT_SIZE];
	bool has_amount = row->total.currency != NULL;

	if (has_amount)
		money_format(row->total, amount);
	return verdict_carry_out(sitting, work, row, has_amount ? amount : NULL, what, error);
}

static bool take_from_ticket(const struct sitting *sitting, struct work *work, struct error *error)
{
	const struct ticket_verdict *verdict = work->ticket->verdict;
	int word = words_find(verdict_words, verdict->verdict, strlen(verdict->verdict));
	const char *what = name_of(work, verdict);
	struct verdict_row row = {.case_id = work->row.id,
				  .revision = sitting->review.revision,
				  .way = WAY_TICKET,
				  .reviewer = verdict->reviewer,
				  .given_at = verdict->at};

	if (word < 0 || verdict->reviewer == NULL)
		return review_note(work, what,
				   word < 0 ? "Not carried out: the verdict is none of approve, "
					      "reject and release.\n"
					    : "Not carried out: it is not told whose verdict it "
					      "is.\n",
				   error);
	row.verdict = (enum verdict)word;
	read_reason(verdict, &row);
	return verdict_carry_out(sitting, work, &row, verdict->amount, what, error);
}

/* The first that is still to be carried out; one may end the review. */
static bool take_next(struct work *work, bool *was_any, struct error *error)
{
	struct sitting sitting;
	bool is_open, is_new;

	*was_any = false;
	if (!sitting_open(work, &sitting, &is_open, error))
		return false;
	if (!is_open)
		return true;
	for (size_t i = 0; i < sitting.count; i++) {
		if (sitting.verdicts[i].state != VERDICT_GIVEN)
			continue;
		*was_any = true;
		return take_given(&sitting, work, &sitting.verdicts[i], error);
	}
	if (!is_news(&sitting, &is_new, error))
		return false;
	*was_any = is_new;
	return !is_new || take_from_ticket(&sitting, work, error);
}

bool review_has_verdict(const struct work *work, bool *has_verdict, struct error *error)
{
	struct sitting sitting;
	bool is_open, is_new = false;

	if (!sitting_open(work, &sitting, &is_open, error) ||
	    (is_open && !is_news(&sitting, &is_new, error)))
		return false;
	for (size_t i = 0; is_open && i < sitting.count; i++)
		is_new = is_new || sitting.verdicts[i].state == VERDICT_GIVEN;
	*has_verdict = is_new;
	return true;
}

bool review_take_verdicts(struct work *work, bool *wants_reread, struct error *error)
{
	bool was_any = true;

	while (was_any)
		if (!take_next(work, &was_any, error))
			return false;
	*wants_reread = ticket_customer_messages(work->ticket) > work->row.customer_messages;
	return true;
}

bool review_end(const struct work *work, enum review_ending ending, struct error *error)
{
	struct ledger *ledger = work->casework->ledger;
	struct verdict_row *verdicts;
	size_t count;

	if (!review_close(ledger, &work->row, ending, "refundd", work->now, error) ||
	    !verdict_list(ledger, work->ctx, work->row.id, &verdicts, &count, error))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (verdicts[i].state != VERDICT_GIVEN)
			continue;
		verdicts[i].state = VERDICT_REFUSED;
		verdicts[i].why_refused = "the review was over before it could be carried out";
		if (!verdict_save(ledger, &work->row, &verdicts[i], work->now, error))
			return false;
	}
	return true;
}

bool review_note(const struct work *work, const char *what, const char *text, struct error *error)
{
	const struct case_row *row = &work->row;
	const char *key = key_of(work, what);
	struct transition transition;
	bool is_known;

	if (!lifecycle_next(row->state, EVENT_REVIEW_NOTED, &transition, error) ||
	    !effect_is_known(work->casework->ledger, key, &is_known, error))
		return false;
	return is_known ||
	       work_add_effect(work, EFFECT_NOTE, key,
			       answer_review_note(work->ctx, row, work->ticket, key, text),
			       work->ticket != NULL && ticket_has_key(work->ticket, key)
				       ? EFFECT_DONE
				       : EFFECT_PENDING,
			       error);
}
