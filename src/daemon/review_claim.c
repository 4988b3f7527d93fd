#include "daemon/review.h"
#include "daemon/sitting.h"
#include "sys/log.h"

/* A claim by refundctl stands as long as it lasts, whoever has the ticket. Who has the ticket still
 * when their claim has ended does not claim it anew by that. */
static bool is_taken(const struct sitting *sitting, const char *owner)
{
	const struct review_row *review = &sitting->review;
	bool is_free = sitting_claimer(sitting) == NULL || review->claim_way == WAY_TICKET;

	return is_free &&
	       (review->claimed_by == NULL || !is_same_reviewer(review->claimed_by, owner));
}

static bool is_given_back(const struct sitting *sitting)
{
	return sitting_claimer(sitting) != NULL && sitting->review.claim_way == WAY_TICKET;
}

bool review_has_claim(const struct work *work, bool *has_claim, struct error *error)
{
	const struct ticket *ticket = work->ticket;
	struct sitting sitting;
	bool is_open;

	if (!sitting_open(work, &sitting, &is_open, error))
		return false;
	*has_claim = is_open && (ticket_has_owner(ticket) ? is_taken(&sitting, ticket->assignee)
							  : is_given_back(&sitting));
	return true;
}

bool review_take_claim(const struct work *work, struct error *error)
{
	struct ledger *ledger = work->casework->ledger;
	const char *owner = ticket_has_owner(work->ticket) ? work->ticket->assignee : NULL;

	log_event(owner != NULL ? EVENT_REVIEW_CLAIMED : EVENT_REVIEW_GIVEN_BACK, "ticket",
		  work->row.ticket, "by", owner, "case", work_case(work), NULL);
	return owner != NULL ? review_claim(ledger, &work->row, owner, WAY_TICKET, work->now, error)
			     : review_unclaim(ledger, &work->row, "refundd", work->now, error);
}
