#include "daemon/verdict.h"

#include "base/memory.h"
#include "daemon/answer.h"
#include "daemon/counting.h"
#include "daemon/judgement.h"
#include "daemon/review.h"
#include "sys/log.h"

static bool refuse(const struct sitting *sitting, struct verdict_row *row, const char *what,
		   const char *why, struct error *error)
{
	const struct work *work = sitting->work;

	row->state = VERDICT_REFUSED;
	row->why_refused = why;
	log_event(EVENT_VERDICT_REFUSED, "ticket", work->row.ticket, "reviewer", row->reviewer,
		  "verdict", verdict_words.list[row->verdict], "reason", why, "case",
		  work_case(work), NULL);
	return verdict_save(work->casework->ledger, &work->row, row, work->now, error) &&
	       review_note(work, what,
			   text_format(work->ctx,
				       "Not carried out: the verdict \"%s\" of %s.\nWhy: %s.\n"
				       "Nothing was said to the customer.\n",
				       verdict_words.list[row->verdict], row->reviewer, why),
			   error);
}

/* A person who changes their mind is still one person. */
static bool replace_first(const struct sitting *sitting, struct error *error)
{
	const struct work *work = sitting->work;
	struct verdict_row *first = sitting_first(sitting);

	if (first == NULL)
		return true;
	first->state = VERDICT_REFUSED;
	first->why_refused = "replaced by a later one of the same person";
	return verdict_save(work->casework->ledger, &work->row, first, work->now, error);
}

static bool wait_for_second(const struct sitting *sitting, struct verdict_row *row,
			    const char *what, struct error *error)
{
	const struct work *work = sitting->work;
	char total[MONEY_TEXT_SIZE];

	if (!replace_first(sitting, error))
		return false;
	row->state = VERDICT_FIRST;
	money_format(row->total, total);
	log_event(EVENT_VERDICT_FIRST, "ticket", work->row.ticket, "reviewer", row->reviewer,
		  "case", work_case(work), NULL);
	return verdict_save(work->casework->ledger, &work->row, row, work->now, error) &&
	       review_note(work, what,
			   text_format(work->ctx,
				       "%s approved %s %s. For this amount a second person has to "
				       "approve, too.\nNothing was said to the customer yet.\n",
				       row->reviewer, total, row->total.currency->code),
			   error);
}

/* ---- what is told to the customer ---- */

static const char *reply_to(const struct work *work, const struct verdict_row *row,
			    const struct weighed *weighed, const char *key)
{
	const struct config *config = work->casework->config;
	struct told_verdict told = {0};

	if (row->verdict == VERDICT_RELEASE)
		return answer_of_release(work->ctx, config, work->ticket, key, &weighed->facts,
					 &weighed->prepared);
	if (row->verdict == VERDICT_APPROVE) {
		told.refund = &weighed->grant.refund;
		told.arithmetic = weighed->grant.arithmetic;
	}
	if (weighed->reason != NULL) {
		told.says = weighed->reason->says;
		told.says_count = weighed->reason->says_count;
	}
	return answer_of_verdict(work->ctx, config, work->ticket, key, &weighed->facts, &told);
}

static bool add_reply(const struct work *work, const struct verdict_row *row,
		      const struct weighed *weighed, struct error *error)
{
	const struct case_row *of = &work->row;
	char key[ANSWER_KEY_SIZE];

	answer_key(of->system, of->ticket, of->revision, EFFECT_REPLY, key);
	return work_add_effect(work, EFFECT_REPLY, key, reply_to(work, row, weighed, key),
			       EFFECT_PENDING, error);
}

static void tell(const struct work *work, const struct verdict_row *row)
{
	struct told told = {.ticket = work->row.ticket,
			    .outcome = verdict_words.list[row->verdict],
			    .why = text_format(work->ctx, "decided by %s", row->reviewer)};
	char total[MONEY_TEXT_SIZE];

	if (row->total.currency != NULL) {
		money_format(row->total, total);
		told.amount = text_format(work->ctx, "%s %s", total, row->total.currency->code);
	}
	work_tell(work, &told);
}

static bool move(struct work *work, const struct verdict_row *row, const struct weighed *weighed,
		 struct error *error)
{
	bool is_release = row->verdict == VERDICT_RELEASE;
	enum outcome prepared = weighed->prepared.outcome;
	enum case_event event = is_release ? judgement_event(prepared) : EVENT_VERDICT;
	struct transition transition;

	if (!lifecycle_next(work->row.state, event, &transition, error))
		return error_wrap(error, "ticket %s", work->row.ticket);
	work->row.state = transition.next;
	work->row.revision++;
	work->row.questions += is_release && prepared == OUTCOME_ASK;
	work->row.customer_messages = ticket_customer_messages(work->ticket);
	work->row.changed_at = work->now;
	return case_save(work->casework->ledger, &work->row, error);
}

static bool make_final(struct work *work, struct verdict_row *row, const struct weighed *weighed,
		       struct error *error)
{
	static const enum review_ending endings[VERDICT_COUNT] = {
		[VERDICT_APPROVE] = ENDING_APPROVE,
		[VERDICT_REJECT] = ENDING_REJECT,
		[VERDICT_RELEASE] = ENDING_RELEASE,
	};
	struct ledger *ledger = work->casework->ledger;

	row->state = VERDICT_FINAL;
	if (!verdict_save(ledger, &work->row, row, work->now, error) ||
	    !move(work, row, weighed, error) || !review_end(work, endings[row->verdict], error) ||
	    !add_reply(work, row, weighed, error))
		return false;
	counting_verdict(work, row);
	tell(work, row);
	/* A released flag is a flag. */
	return work->row.state != CASE_FLAGGED || review_open(ledger, &work->row, work->now, error);
}

bool verdict_carry_out(const struct sitting *sitting, struct work *work, struct verdict_row *row,
		       const char *amount, const char *what, struct error *error)
{
	struct weighed weighed;
	struct error reason;

	row->order_id = work->row.order_id;
	if (!sitting_weigh(sitting, row, amount, &weighed, &reason)) {
		*error = reason;
		return reason.kind == ERROR_USE &&
		       refuse(sitting, row, what, text_copy(work->ctx, reason.text), error);
	}
	row->total = weighed.grant.refund.total;
	return weighed.state == VERDICT_FIRST ? wait_for_second(sitting, row, what, error)
					      : make_final(work, row, &weighed, error);
}
